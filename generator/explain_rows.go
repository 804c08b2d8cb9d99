package generator

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"leadline/generator/diag"
	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/metric"
)

// ExplainedRows are the rows behind a figure, those that count first.
type ExplainedRows struct {
	IDs         []string // columns that name a row
	Columns     []metric.BehindColumn
	List        []ExplainedRow
	Unlisted    string // why none are listed; "" where they are
	Beside      string // figures whose rows are not among them
	CountedOnly bool   // a figure beside it is withheld: what does not count stays out
}

// ExplainedRow is one of them.
type ExplainedRow struct {
	IDs     []string // by ExplainedRows.IDs, as the file has them
	File    string   // "" where a row is made of several
	Line    int      // of Parquet the number of the row
	As      []string // what it counts as, beside being one
	LeftOut string   // why it does not count
	Values  []metric.BehindValue
}

// explainedColumns are where a row stands, or what tells rows apart that stand on no line of a
// file of their own.
func explainedColumns(entity string) []string {
	if entity == fact.RequiredCheck {
		return []string{"service_id", "check_kind"}
	}
	return []string{event.FileColumn, event.LineColumn}
}

// name gives the rows that were found the identifiers that stand in their files.
func (x *explaining) name(ctx context.Context, s *site, e *Explanation) error {
	rows := &e.Rows
	if rows.Unlisted == "" {
		rows.Unlisted = x.found.Unlisted
	}
	if rows.Unlisted != "" {
		return nil
	}
	entity, _ := fact.EntityNamed(x.definition.Measure.Entity())
	table, _ := event.TableNamed(entity.Table)
	rows.Columns, rows.Beside = x.found.Columns, x.found.Beside
	wanted := map[event.Place]bool{}
	for _, r := range x.found.Rows {
		if rows.CountedOnly && r.LeftOut != "" {
			continue
		}
		one := ExplainedRow{As: r.As, LeftOut: r.LeftOut, Values: r.Values}
		if r.File >= 0 {
			one.File, one.Line = x.files[r.File], int(r.Line)
			wanted[event.Place{File: one.File, Line: one.Line}] = true
		}
		rows.List = append(rows.List, one)
	}
	if len(wanted) > 0 {
		rows.IDs = x.identifiers(table)
		texts, err := event.Texts(ctx, disk(s.root), table, s.sources[table.Name], rows.IDs, wanted, s.input().reading)
		if err != nil {
			return err
		}
		for i := range rows.List {
			r := &rows.List[i]
			if r.IDs = texts[event.Place{File: r.File, Line: r.Line}]; r.IDs == nil {
				return diag.Problem{Position: diag.Position{File: r.File, Line: r.Line}, Found: "there is another row than when the file was read first", Do: "leave event files alone while they are read"}
			}
			r.File = publicPath(r.File)
		}
	}
	x.hideServices(rows)
	slices.SortStableFunc(rows.List, func(a, b ExplainedRow) int {
		return cmp.Or(strings.Compare(a.LeftOut, b.LeftOut), strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return nil
}

// identifiers are the columns that name a row of a table, never a person. The portfolio's rows
// are not named by what tells whose they are.
func (x *explaining) identifiers(table *event.Table) (names []string) {
	for _, c := range table.Columns {
		switch {
		case !c.Key || c.Kind == event.Person:
		case c.Kind == event.Category && x.level == level.PortfolioName:
		default:
			names = append(names, c.Name)
		}
	}
	return names
}

// hideServices takes the services out of the portfolio's rows.
func (x *explaining) hideServices(rows *ExplainedRows) {
	at := slices.IndexFunc(rows.Columns, func(c metric.BehindColumn) bool { return c.Kind == metric.BehindKey && c.Name == "service_id" })
	if x.level != level.PortfolioName || at < 0 {
		return
	}
	rows.Columns = slices.Delete(slices.Clone(rows.Columns), at, at+1)
	for i := range rows.List {
		rows.List[i].Values = slices.Delete(slices.Clone(rows.List[i].Values), at, at+1)
	}
}

// placed asks for where each row of the entity's own table stands.
func (all explanations) placed(table *event.Table, sources []event.Source, columns []string) (*event.Table, []event.Source, []string) {
	if !slices.ContainsFunc(all, func(x *explaining) bool { return x.reads(table.Name) }) {
		return table, sources, columns
	}
	table, sources = table.WithPlace(sources)
	return table, sources, append(slices.Clone(columns), event.FileColumn, event.LineColumn)
}

// note keeps the names of the entity's files.
func (all explanations) note(table string, rows *event.Rows) {
	for _, x := range all {
		for _, a := range rows.Files {
			if x.reads(table) {
				x.files = append(x.files, a.Path)
			}
		}
	}
}

// reads reports whether a table is the one whose rows the metric's entity is made of.
func (x *explaining) reads(table string) bool {
	e, _ := fact.EntityNamed(x.definition.Measure.Entity())
	return e.Table == table && e.Name != fact.RequiredCheck
}
