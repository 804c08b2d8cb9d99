// Package diag is how every room says what is wrong with an input: a position,
// what was found, what was expected, and what to do about it.
//
// It decides nothing. Whether a problem stops the build is said by the room that
// met it (event by a source's share of rejected rows, config always).
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Position is a place in an input. Line and Column count from 1; 0 means "not known".
// Inputs without lines (Parquet) say where in At instead, e.g. "row group 3, row 17".
type Position struct {
	File   string
	Line   int
	Column int
	At     string
}

// String prints file:line:column, leaving out what is not known.
func (p Position) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	switch {
	case p.At != "":
		b.WriteString(": " + p.At)
	case p.Line > 0 && p.Column > 0:
		fmt.Fprintf(&b, ":%d:%d", p.Line, p.Column)
	case p.Line > 0:
		fmt.Fprintf(&b, ":%d", p.Line)
	}
	return b.String()
}

// Problem is one thing that is wrong with an input, written for the person who can mend it.
// Expected and Do may be empty where Found alone says it all.
type Problem struct {
	Position
	Found    string
	Expected string
	Do       string
}

// Error prints "file:line:column: found; expected …; do".
func (p Problem) Error() string {
	parts := []string{p.Found}
	if p.Expected != "" {
		parts = append(parts, "expected "+p.Expected)
	}
	if p.Do != "" {
		parts = append(parts, p.Do)
	}
	if at := p.Position.String(); at != "" {
		return at + ": " + strings.Join(parts, "; ")
	}
	return strings.Join(parts, "; ")
}

// Problems is every problem of one step; it is an error whose text has one line each.
type Problems []Problem

// Sort orders by file, line, column, place and text, so that output never depends on
// the order in which parallel readers met the problems.
func (ps Problems) Sort() {
	slices.SortFunc(ps, func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.At, b.At), cmp.Compare(a.Found, b.Found), cmp.Compare(a.Expected, b.Expected))
	})
}

// Error lists all problems, sorted, one a line.
func (ps Problems) Error() string {
	sorted := slices.Clone(ps)
	sorted.Sort()
	lines := make([]string, len(sorted))
	for i, p := range sorted {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// Err returns nil when there is no problem, so that a caller can write "return ps.Err()".
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}
