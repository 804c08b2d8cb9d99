// Package event turns exported files into columns: it knows the canonical tables, the
// three formats and their traps, and accounts for every row that it read.
//
//	files ─► records (CSV, JSON Lines, Parquet) ─► values by kind ─► duplicates folded ─► Rows
//
// It links nothing and judges nothing: which deployment carries which change, who owns
// what, and what a metric is are decided in fact and metric.
package event

import (
	"context"
	"io/fs"
	"time"

	"leadline/generator/diag"
	"leadline/generator/period"
)

// Source is one declared set of files of one table, complete and typed; generator makes
// it from site.toml.
type Source struct {
	Table       string
	Pattern     string                       // as written in site.toml, for messages
	Files       []string                     // resolved names within the fs.FS, sorted
	Format      string                       // "csv", "jsonl", "parquet" or "" for "by the file's ending"
	Columns     map[string]string            // canonical name → name in the file
	Values      map[string]map[string]string // canonical name → value in the file → canonical value
	Constants   map[string]string            // canonical name → value of every row, where the file has no such column
	Delimiter   rune                         // 0 for ','
	Encoding    string                       // "utf-8" (or ""), "utf-16", "windows-1252", "iso-8859-1"
	Zone        *time.Location               // of times without an offset; nil rejects such times
	TimeFormat  string                       // "" or "rfc3339", "unix", "unix_ms", "date", or a Go layout
	MaxRejected float64                      // share of rows, 0…1
	Expected    Expected                     // how often rows are expected
	Declared    diag.Position                // where site.toml declares it
}

// Options are what reading needs to know beside the sources.
type Options struct {
	AsOf      period.Seconds            // rows whose Table.Scope instant is later are out of scope; 0 for no limit
	Workers   int                       // 0 for one
	Strict    bool                      // any rejected row is an error
	KeepGoing bool                      // no share of rejected rows is an error
	KeepKeys  bool                      // keep Chunk.Key, for links; it costs 8 bytes a row
	Members   map[string][]string       // Identifier column → texts: it is held as the Flag "is one of them", an eighth of its size
	People    func(column, text string) // is told every distinct text of columns of people, before they are forgotten; may be nil
	Progress  func(rows int)            // called from several goroutines with rows read since the last call; may be nil
}

// Result is a table as read, the problem of every rejected row, sorted, and how old every
// source is.
type Result struct {
	Rows      *Rows
	Rejects   diag.Problems
	Freshness []Freshness // in the order of the sources
}

// Read reads the needed columns of one table from all its sources.
//
// need names canonical columns; key columns are always read, for duplicates. A column that
// no file has is simply not in Rows (Index gives -1), unless it is required.
// The error is a diag.Problems with every problem that stops the build: a missing required
// column, an unreadable or truncated file, more rejected rows than the source permits, a
// source that is too late.
// Bad rows within the permitted share are not errors: they are in Result.Rejects. Where
// only that share or lateness stops the build, a Result without Rows comes with the error, for its
// Rejects. A row is judged by the columns that are read; others are not looked at.
func Read(ctx context.Context, fsys fs.FS, table *Table, sources []Source, need []string, opt Options) (*Result, error) {
	p, err := newPlan(table, need, opt)
	if err != nil {
		return nil, err
	}
	all, problems := inputs(p, sources)
	if len(problems) > 0 {
		problems.Sort()
		return nil, problems
	}
	readAll(ctx, fsys, p, all, opt)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return finish(p, sources, all, opt)
}

// finish turns what the workers made into a table, in the order of files and blocks.
func finish(p *plan, sources []Source, all []*input, opt Options) (*Result, error) {
	g := &gather{plan: p, has: make([]bool, len(p.columns))}
	for _, in := range all {
		g.take(in)
	}
	g.rejects.Sort()
	if len(g.broken) > 0 {
		g.broken.Sort()
		return nil, g.broken
	}
	fresh := g.freshness(sources, all, opt.AsOf)
	if problems := append(g.tolerate(all, opt), punctual(sources, fresh, opt)...); len(problems) > 0 {
		problems.Sort()
		return &Result{Rejects: g.rejects, Freshness: fresh}, problems
	}
	g.foldDuplicates(opt.Workers)
	if err := g.balance(); err != nil {
		return nil, err
	}
	g.hand(opt.People)
	return &Result{Rows: g.rows(opt.KeepKeys), Rejects: g.rejects, Freshness: fresh}, nil
}
