package metric

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"leadline/generator/config"
	"leadline/generator/diag"
	"leadline/generator/event"
	"leadline/generator/fact"
)

// Common is what every kind of measure has: the entity, and which of its rows count.
type Common struct {
	KindName string         `toml:"kind"`
	Of       string         `toml:"of"`
	Where    map[string]any `toml:"where"`   // column = value, or column = [values]; false also matches "not recorded"
	Present  []string       `toml:"present"` // columns that must be filled
	Absent   []string       `toml:"absent"`  // columns that must be empty
}

// Kind is the kind as written.
func (c *Common) Kind() string { return c.KindName }

// Entity is what is measured.
func (c *Common) Entity() string { return c.Of }

// noun is the entity in a sentence.
func (c *Common) noun() string {
	e, _ := fact.EntityNamed(c.Of)
	return e.Noun
}

// Used are the columns of conditions.
func (c *Common) used() []string {
	names := append(slices.Clone(c.Present), c.Absent...)
	for name := range c.Where {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// kinds are those that a definition may name: a closed set.
var kinds = map[string]func() checkable{
	"age":       func() checkable { return &Age{} },
	"breakdown": func() checkable { return &Breakdown{} },
	"direction": func() checkable { return &Direction{} },
	"duration":  func() checkable { return &Duration{} },
	"partition": func() checkable { return &Partition{} },
	"rate":      func() checkable { return &Rate{} },
	"share":     func() checkable { return &Share{} },
	"stock":     func() checkable { return &Stock{} },
}

// checkable is a measure that can say what is wrong with it.
type checkable interface {
	Measure
	check(m *measureChecker)
	// columns are all columns of the entity that computing it reads.
	columns() []string
}

// Columns are the columns of its entity that a measure reads.
func Columns(m Measure) []string { return m.(checkable).columns() }

func (c *checker) measure() Measure {
	t := c.h.Measure
	if !t.Given() {
		c.add(c.index.Position(), "there is no [measure]", "a table [measure] with kind and of", "add it to the front matter")
		return nil
	}
	kind, known := kinds[t.Text("kind")]
	if !known {
		c.add(t.Position("kind"), fmt.Sprintf("kind is %q", t.Text("kind")), "one of "+strings.Join(slices.Sorted(maps.Keys(kinds)), ", "), "")
		return nil
	}
	m := kind()
	if err := t.Decode(m); err != nil {
		c.problems = append(c.problems, err.(diag.Problems)...)
		return nil
	}
	m.check(&measureChecker{checker: c, table: t})
	return m
}

// measureChecker checks the columns that a measure names.
type measureChecker struct {
	*checker
	table  config.Table
	entity fact.Entity
}

// common checks entity and conditions; false when the entity itself is unknown.
func (m *measureChecker) common(c *Common) bool {
	e, ok := fact.EntityNamed(c.Of)
	if !ok {
		var names []string
		for _, e := range fact.Entities {
			names = append(names, e.Name)
		}
		m.add(m.table.Position("of"), fmt.Sprintf("of is %q", c.Of), "one of "+strings.Join(names, ", "), "")
		return false
	}
	m.entity = e
	for _, key := range []string{"present", "absent"} {
		for _, name := range map[string][]string{"present": c.Present, "absent": c.Absent}[key] {
			m.column(key, name)
		}
	}
	m.conditions("where", c.Where)
	return true
}

// instant checks that a key names an instant of the entity.
func (m *measureChecker) instant(key, name string) {
	if c, ok := m.column(key, name); ok && c.Kind != event.Instant {
		m.add(m.table.Position(key), fmt.Sprintf("%s of %s is not an instant", name, m.entity.Name), "a column that holds a time", "")
	}
}

func (m *measureChecker) column(key, name string) (event.Column, bool) {
	c, ok := m.entity.Column(name)
	switch {
	case name == "":
		m.add(m.table.Position(key), key+" is missing", "a column of "+m.entity.Name, "")
	case !ok:
		do := ""
		if near := config.Nearest(name, m.entity.ColumnNames()); near != "" {
			do = fmt.Sprintf("did you mean %q?", near)
		}
		m.add(m.table.Position(key), fmt.Sprintf("%s has no column %q", m.entity.Name, name), "one of "+strings.Join(m.entity.ColumnNames(), ", "), do)
	}
	return c, ok
}

func (m *measureChecker) conditions(key string, where map[string]any) {
	for name, value := range where {
		if c, ok := m.column(key, name); ok {
			if why := unfit(c, value); why != "" {
				m.add(m.table.Position(key, name), fmt.Sprintf("%s cannot be %v", name, value), why, "")
			}
		}
	}
}

// unfit says what a condition on a column should look like, or "" when it is fit.
func unfit(c event.Column, value any) string {
	for _, v := range listOf(value) {
		switch c.Kind {
		case event.Flag:
			if _, ok := v.(bool); !ok {
				return "true or false"
			}
		case event.Count:
			if _, ok := v.(int64); !ok {
				return "a whole number"
			}
		case event.Enum:
			if s, ok := v.(string); !ok || !slices.Contains(c.Values, s) {
				return "one of " + strings.Join(c.Values, ", ")
			}
		case event.Instant, event.Person:
			return "present or absent lists for this column, not a value"
		default:
			if _, ok := v.(string); !ok {
				return "text"
			}
		}
	}
	return ""
}

// listOf is a condition's value as the list of permitted values.
func listOf(value any) []any {
	if list, ok := value.([]any); ok {
		return list
	}
	return []any{value}
}

// quantiles checks a list of p50, p85 and the like and returns them as shares.
func (m *measureChecker) quantiles(show []string) {
	if len(show) == 0 {
		m.add(m.table.Position("show"), "show is missing", "quantiles such as [\"p50\", \"p85\"]", "")
	}
	for _, s := range show {
		if p := quantileOf(s); p <= 0 || p >= 1 {
			m.add(m.table.Position("show"), fmt.Sprintf("%q is not a quantile", s), "p1 to p99, such as p50", "")
		}
	}
}

// quantileOf is 0.85 for "p85"; 0 for anything else.
func quantileOf(stat string) float64 {
	n, err := strconv.Atoi(strings.TrimPrefix(stat, "p"))
	if err != nil || !strings.HasPrefix(stat, "p") {
		return 0
	}
	return float64(n) / 100
}
