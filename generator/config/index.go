package config

import (
	"errors"
	"fmt"

	"github.com/pelletier/go-toml/v2/unstable"

	"leadline/generator/diag"
)

// Index knows where each key of a TOML text is written. The decoder gives values without
// places, so the text is walked a second time, by a parser that keeps byte ranges.
type Index struct {
	text  *text
	keys  map[string]place // by joined path
	count map[string]int   // elements so far of an array of tables, by joined path

	broken bool // the text could not be parsed, so there are no values
}

// place is where a key was first written, and how.
type place struct {
	offset int
	how    how
}

type how uint8

const (
	implied how = iota // part of a longer dotted key or header
	header             // [table] or an element of [[table]]
	given              // key = value
)

// maxDepth is the most parts of a dotted key. The decoder's time grows with their square,
// and no key of ours has more than four.
const maxDepth = 16

// Position is where a key is written; path holds strings for keys and ints for elements, so
// source[2].columns.team_id is Position("source", 2, "columns", "team_id"). A key that is not
// there has the position of the nearest table around it, and at last the file without a line.
func (x *Index) Position(path ...any) diag.Position {
	for n := len(path); n > 0; n-- {
		if p, ok := x.keys[join(path[:n])]; ok {
			return x.text.position(p.offset)
		}
	}
	return diag.Position{File: x.text.file}
}

// Has reports whether the key itself is written.
func (x *Index) Has(path ...any) bool {
	_, ok := x.keys[join(path)]
	return ok
}

// newIndex walks the text; problems are repeated and overlong keys and the first error of syntax.
func newIndex(t *text) (*Index, diag.Problems) {
	x := &Index{text: t, keys: map[string]place{}, count: map[string]int{}}
	var problems diag.Problems
	var parser unstable.Parser
	parser.Reset(t.data)
	var table []any
	for parser.NextExpression() {
		node := parser.Expression()
		switch node.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = x.addHeader(node, &problems)
		case unstable.KeyValue:
			x.addKey(table, node, &problems)
		}
	}
	if err := parser.Error(); err != nil {
		problems = append(problems, x.syntax(&parser, err))
	}
	problems.Sort()
	return x, problems
}

// addHeader records [a.b] or [[a.b]] and gives the path below which the next keys are.
func (x *Index) addHeader(node *unstable.Node, problems *diag.Problems) []any {
	var path []any
	parts := node.Key()
	for parts.Next() && !tooDeep(path, x, parts.Node(), problems) {
		part := parts.Node()
		path = append(path, string(part.Data))
		if parts.IsLast() {
			break
		}
		x.mark(path, part, implied, problems)
		if n := x.count[join(path)]; n > 0 {
			path = append(path, n-1)
		}
	}
	if last := parts.Node(); node.Kind == unstable.ArrayTable {
		x.mark(path, last, implied, problems)
		x.count[join(path)]++
		path = append(path, x.count[join(path)]-1)
		x.mark(path, last, header, problems)
	} else {
		x.mark(path, last, header, problems)
	}
	return path
}

// addKey records a key, the parts of its dotted name and what is inside its value.
func (x *Index) addKey(table []any, node *unstable.Node, problems *diag.Problems) {
	path := append([]any(nil), table...)
	parts := node.Key()
	for parts.Next() && !tooDeep(path, x, parts.Node(), problems) {
		path = append(path, string(parts.Node().Data))
		how := implied
		if parts.IsLast() {
			how = given
		}
		x.mark(path, parts.Node(), how, problems)
	}
	x.addValue(path, node.Value(), problems)
}

// addValue records the elements of arrays and the keys of inline tables. Elements have the
// position of their array's key, which is where the person looks.
func (x *Index) addValue(path []any, value *unstable.Node, problems *diag.Problems) {
	if value.Kind != unstable.Array && value.Kind != unstable.InlineTable {
		return
	}
	if len(path) > maxDepth {
		return
	}
	children, i := value.Children(), 0
	for children.Next() {
		switch child := children.Node(); {
		case child.Kind == unstable.KeyValue:
			x.addKey(path, child, problems)
		case value.Kind == unstable.Array:
			element := append(path[:len(path):len(path)], i)
			if child.Raw.Length > 0 {
				x.keys[join(element)] = place{int(child.Raw.Offset), given}
			}
			x.addValue(element, child, problems)
			i++
		}
	}
}

// mark records one key and reports it when it was already given. A table that was only
// implied may still get its own header.
func (x *Index) mark(path []any, key *unstable.Node, how how, problems *diag.Problems) {
	id, at := join(path), int(key.Raw.Offset)
	old, seen := x.keys[id]
	switch {
	case !seen:
		x.keys[id] = place{at, how}
	case how == implied || old.how == implied && how == header:
		x.keys[id] = place{old.offset, max(old.how, how)}
	default:
		*problems = append(*problems, diag.Problem{Position: x.text.position(at),
			Found: fmt.Sprintf("%s is given a second time", show(path)),
			Do:    fmt.Sprintf("keep one; the first is on line %d", x.text.position(old.offset).Line)})
	}
}

func tooDeep(path []any, x *Index, key *unstable.Node, problems *diag.Problems) bool {
	if len(path) <= maxDepth {
		return false
	}
	*problems = append(*problems, diag.Problem{Position: x.text.position(int(key.Raw.Offset)),
		Found: "a key of more than 16 parts", Expected: "at most 16"})
	return true
}

// syntax places the parser's error.
func (x *Index) syntax(parser *unstable.Parser, err error) diag.Problem {
	problem := diag.Problem{Position: diag.Position{File: x.text.file}, Found: "not valid TOML: " + err.Error()}
	var at *unstable.ParserError
	if errors.As(err, &at) {
		problem.Position = x.text.position(len(x.text.data))
		if len(at.Highlight) > 0 {
			problem.Position = x.text.positionOf(int(parser.Range(at.Highlight).Offset))
		}
	}
	return problem
}
