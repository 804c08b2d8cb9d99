package event

import (
	"fmt"
	"slices"

	"leadline/generator/diag"
)

// maxProblems bounds the memory that rejected rows take; beyond it they are only counted.
const maxProblems = 1_000_000

// gather is the table in the making: files' accounts and chunks in order.
type gather struct {
	*plan
	files   []Account
	chunks  []*Chunk
	has     []bool        // per plan column: some file supplies it
	rejects diag.Problems // of rows
	broken  diag.Problems // of files
}

// take adds what was read of one file.
func (g *gather) take(in *input) {
	if in.format == "jsonl" {
		in.resolveNames()
	}
	a := Account{Path: in.path, Table: in.table.Name, Bytes: in.bytes, Unknown: in.header.unknown, Missing: in.header.missing}
	g.broken = append(g.broken, in.broken...)
	for i, at := range in.header.at {
		g.has[i] = g.has[i] || at >= 0 || in.fields[i].fixed
	}
	counts := [failures]*ReasonCount{}
	for _, place := range in.places {
		p := place.part
		place.part = nil
		if p == nil {
			continue // cancelled
		}
		g.broken = append(g.broken, p.broken...)
		a.Read += p.read
		a.OutOfScope += p.late
		a.Rejected += int64(len(p.rejects))
		a.Accepted += int64(p.Rows)
		a.Newest = max(a.Newest, p.newest)
		for _, r := range p.rejects {
			g.reject(r, &counts[r.why])
		}
		if p.Rows > 0 {
			p.File = len(g.files)
			chunk := p.Chunk
			g.chunks = append(g.chunks, &chunk)
		}
	}
	for _, c := range counts {
		if c != nil {
			a.Reasons = append(a.Reasons, *c)
		}
	}
	g.files = append(g.files, a)
}

func (g *gather) reject(r reject, count **ReasonCount) {
	const samples = 5
	if *count == nil {
		*count = &ReasonCount{Reason: reasons[r.why]}
	}
	(*count).Rows++
	if len((*count).Sample) < samples {
		(*count).Sample = append((*count).Sample, r.Position.String())
	}
	if len(g.rejects) < maxProblems {
		g.rejects = append(g.rejects, r.Problem)
	}
}

// tolerate holds every source's share of rejected rows against what it permits.
func (g *gather) tolerate(all []*input, opt Options) diag.Problems {
	if opt.KeepGoing && !opt.Strict {
		return nil
	}
	var problems diag.Problems
	for _, fd := range feedsOf(all) {
		var read, rejected int64
		for i, in := range all {
			if in.source == fd.source {
				read, rejected = read+g.files[i].Read, rejected+g.files[i].Rejected
			}
		}
		permitted, do := fd.source.MaxRejected, "mend the rows, or raise max_rejected for this source"
		if opt.Strict {
			permitted, do = 0, "mend the rows, or build without --strict"
		}
		if float64(rejected) > permitted*float64(read) {
			problems = append(problems, diag.Problem{Position: fd.source.Declared,
				Found:    fmt.Sprintf("%d of %d rows of %s (%s) are rejected", rejected, read, quoted([]byte(fd.source.Pattern)), share(float64(rejected)/float64(read))),
				Expected: "at most " + share(permitted), Do: do})
		}
	}
	return problems
}

// feedsOf lists each source's feed once, in the order of the files.
func feedsOf(all []*input) []*feed {
	var feeds []*feed
	for _, in := range all {
		if !slices.ContainsFunc(feeds, func(fd *feed) bool { return fd.source == in.source }) {
			feeds = append(feeds, in.feed)
		}
	}
	return feeds
}

// balance checks the identity of every account; a difference is a mistake of this
// package, never of the input.
func (g *gather) balance() error {
	rows := make([]int64, len(g.files))
	for _, c := range g.chunks {
		rows[c.File] += int64(c.Rows)
	}
	for i, a := range g.files {
		if !a.Balanced() || a.Accepted != rows[i] {
			return fmt.Errorf("%s: internal error: account does not balance: %+v", a.Path, a)
		}
	}
	return nil
}

// rows is the finished table: columns in the order asked for, then keys; columns that no
// file has are left out.
func (g *gather) rows(keepKeys bool) *Rows {
	order := g.order()
	r := &Rows{Table: g.table, Files: g.files, Chunks: g.chunks}
	for _, i := range order {
		r.Columns = append(r.Columns, g.shown(i))
		r.Dicts = append(r.Dicts, g.columns[i].dict)
	}
	lent := shared{}
	for _, c := range g.chunks {
		columns := make([]Values, len(order))
		for at, i := range order {
			if columns[at] = c.Columns[i]; columns[at].none() {
				columns[at] = lent.of(g.shown(i).Kind, c.Rows)
			}
		}
		c.Columns = columns
		if !keepKeys {
			c.Key = nil
		}
	}
	r.placed()
	for i := range g.columns {
		if g.columns[i].Kind == Person {
			g.columns[i].dict.forget()
		}
	}
	return r
}

// shown is a column as Rows has it: a member column is a flag.
func (g *gather) shown(i int) Column {
	c := g.columns[i].Column
	if g.members[i] != nil {
		c.Kind = Flag
	}
	return c
}

// order is which plan columns the table shows, and in which order.
func (g *gather) order() []int {
	var order []int
	add := func(i int, always bool) {
		if (always || g.has[i]) && !slices.Contains(order, i) {
			order = append(order, i)
		}
	}
	for _, i := range g.indexes(g.asked) {
		add(i, g.columns[i].Required || g.columns[i].Key && !g.table.inGroup(g.columns[i].Name))
	}
	return order
}

// shared lends one column of absent values to all chunks that lack the column.
type shared map[Kind]Values

func (b shared) of(kind Kind, n int) Values {
	v := b[kind]
	if have := len(v.Hashes) + len(v.Codes) + len(v.Times) + len(v.Bytes) + len(v.Counts); have < n {
		v = absentValues(kind, n)
		b[kind] = v
	}
	v.Hashes, v.Codes, v.Times = upTo(v.Hashes, n), upTo(v.Codes, n), upTo(v.Times, n)
	v.Bytes, v.Counts = upTo(v.Bytes, n), upTo(v.Counts, n)
	return v
}

func upTo[T any](s []T, n int) []T {
	if s == nil {
		return nil
	}
	return s[:n:n]
}
