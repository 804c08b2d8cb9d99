package event

import (
	"fmt"
	"slices"

	"leadline/generator/period"
)

// plan is what reading one table means: the columns to decode and the rules to hold.
// It is made once and shared, unchanged, by all workers.
type plan struct {
	table   *Table
	columns []column // in the table's order, so that a row is judged alike whoever asks
	asked   []string
	keys    []int            // indexes into columns, in the table's order
	spent   []int            // keys that nobody asked for and that live on in Chunk.Key alone
	fold    []int            // Table.Fold
	scope   []int            // the scope instant, then what stands in where it is absent
	members map[int][]uint64 // Options.Members by index into columns
	oneOf   [][]int          // Table.OneOf
	when    []rule
	asOf    period.Seconds
	line    int  // index of LineColumn; -1 when nobody asks where rows stand
	judging bool // there are rules over several columns, or an as-of date
}

// column is a column that is decoded.
type column struct {
	Column
	dict   *Dict
	must   failure // why an absent value rejects the row; 0 when it may be absent
	absent uint64
}

// rule is a Condition over columns that are read.
type rule struct {
	column, of int
	value      uint64 // code of the Enum value
}

// newPlan decides what to decode: what is asked for, keys, and the columns by which rows
// are in scope, told apart and judged.
func newPlan(table *Table, need []string, opt Options) (*plan, error) {
	asOf := opt.AsOf
	p := &plan{table: table, asked: need, asOf: asOf, members: map[int][]uint64{}}
	wanted := map[string]bool{}
	for _, name := range need {
		if _, ok := table.Column(name); !ok {
			return nil, fmt.Errorf("table %s has no column %q", table.Name, name)
		}
		wanted[name] = true
	}
	scope := table.scopeColumns()
	for _, name := range append(slices.Concat(table.OneOf...), append(scope, table.Fold...)...) {
		wanted[name] = true
	}
	for _, c := range table.Columns {
		if wanted[c.Name] || c.Key {
			p.add(c)
		}
	}
	p.scope, p.fold = p.indexes(scope), p.indexes(table.Fold)
	for _, group := range table.OneOf {
		p.oneOf = append(p.oneOf, p.indexes(group))
	}
	p.line = p.index(LineColumn)
	p.addMembers(opt.Members)
	p.addRules()
	p.judging = len(p.oneOf) > 0 || len(p.when) > 0 || len(scope) > 0 && asOf > 0
	return p, nil
}

func (p *plan) add(c Column) {
	if c.Key {
		p.keys = append(p.keys, len(p.columns))
		if c.Kind == Identifier && !slices.Contains(p.asked, c.Name) {
			p.spent = append(p.spent, len(p.columns))
		}
	}
	p.columns = append(p.columns, column{Column: c, dict: dictFor(c.Kind), must: p.table.must(c), absent: absent(c.Kind)})
}

func dictFor(kind Kind) *Dict {
	if kind == Category || kind == Person {
		return NewDict()
	}
	return nil
}

func (p *plan) addMembers(members map[string][]string) {
	for name, texts := range members {
		i := p.index(name)
		if i < 0 {
			continue // nobody reads it
		}
		for _, text := range texts {
			p.members[i] = append(p.members[i], HashString(text))
		}
	}
}

func (p *plan) addRules() {
	for _, w := range p.table.When {
		c, of := p.index(w.Column), p.index(w.Enum)
		if c < 0 || of < 0 {
			continue // a rule over columns that nobody reads changes nothing
		}
		value := 1 + slices.Index(p.columns[of].Values, w.Value)
		p.when = append(p.when, rule{column: c, of: of, value: uint64(value)})
	}
}

func (p *plan) index(name string) int {
	return slices.IndexFunc(p.columns, func(c column) bool { return c.Name == name })
}

func (p *plan) indexes(names []string) []int {
	var all []int
	for _, name := range names {
		all = append(all, p.index(name))
	}
	return all
}

// scopeColumns is Table.Scope and, where the table lets another instant stand in for it,
// that one: an incident without a start begins when it was detected.
func (t *Table) scopeColumns() []string {
	if t.Scope == "" {
		return nil
	}
	all := []string{t.Scope}
	for _, group := range t.OneOf {
		if slices.Contains(group, t.Scope) {
			all = append(all, slices.DeleteFunc(slices.Clone(group), func(n string) bool { return n == t.Scope })...)
		}
	}
	return all
}

func (t *Table) must(c Column) failure {
	switch {
	case c.Required && !c.Blank:
		return emptyRequired
	case c.Key && !c.Blank && !t.inGroup(c.Name):
		return emptyKey
	}
	return 0
}

// mustHave reports whether a file without the column is an error; of some a row may lack it.
func (t *Table) mustHave(c Column) bool { return c.Required || t.must(c) != 0 }

func (t *Table) inGroup(name string) bool {
	return slices.ContainsFunc(t.OneOf, func(group []string) bool { return slices.Contains(group, name) })
}
