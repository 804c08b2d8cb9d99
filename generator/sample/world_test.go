package sample

import (
	"slices"
	"sync"

	"leadline/generator/download"
)

// table is a table's rows as texts and numbers, to be asked by column.
type table struct {
	names map[string]int
	rows  [][]cellOf
}

type cellOf struct {
	text string
	n    int64
}

type record struct {
	names map[string]int
	cells []cellOf
}

func (r record) text(name string) string { return r.cells[r.column(name)].text }
func (r record) at(name string) int64    { return r.cells[r.column(name)].n }
func (r record) blank(name string) bool  { return r.cells[r.column(name)] == cellOf{} }

func (r record) column(name string) int {
	i, ok := r.names[name]
	if !ok {
		panic("no column " + name)
	}
	return i
}

// world is the demo with its plan.
type world struct {
	*plan
	tables map[string]*table
}

var demoWorld = sync.OnceValue(func() *world {
	opt, err := Demo().Complete()
	if err != nil {
		panic(err)
	}
	w := &world{newPlan(opt), map[string]*table{}}
	var s *sheet
	for _, u := range w.units() {
		s = w.make(u, s)
		for i, b := range s {
			w.keep(tableOf[i], b)
		}
	}
	return w
})

func (w *world) keep(name string, b *download.Batch) {
	t := w.tables[name]
	if t == nil {
		t = &table{names: map[string]int{}}
		for i, c := range b.Columns {
			t.names[c.Name] = i
		}
		w.tables[name] = t
	}
	for row := range b.Len() {
		cells := make([]cellOf, len(b.Columns))
		for i := range cells {
			c := &b.Cells[i]
			switch {
			case c.Absent(row):
			case b.Columns[i].Kind == download.Text || b.Columns[i].Kind == download.Label:
				cells[i].text = string(c.TextAt(row))
			default:
				cells[i].n = c.IntAt(row)
			}
		}
		t.rows = append(t.rows, cells)
	}
}

// count is how many rows of a table satisfy a condition.
func (w *world) count(name string, is func(record) bool) int {
	n := 0
	t := w.tables[name]
	if t == nil {
		panic("no table " + name)
	}
	for _, cells := range t.rows {
		if is(record{t.names, cells}) {
			n++
		}
	}
	return n
}

func (w *world) has(name string, is func(record) bool) bool { return w.count(name, is) > 0 }

// each is whether every one of the values occurs in a column.
func (w *world) each(name, column string, values ...string) bool {
	for _, v := range values {
		if !w.has(name, func(r record) bool { return r.text(column) == v }) {
			return false
		}
	}
	return true
}

// filled is whether each of the columns is filled in some rows and blank in others.
func (w *world) partly(name string, columns ...string) bool {
	for _, c := range columns {
		filled := w.count(name, func(r record) bool { return !r.blank(c) })
		if filled == 0 || filled == len(w.tables[name].rows) {
			return false
		}
	}
	return true
}

// ownerOf is who owns a row's service at a time.
func (w *world) ownerOf(r record, at string) string {
	i := slices.IndexFunc(w.services, func(s *service) bool { return s.id == r.text("service_id") })
	if i < 0 {
		return ""
	}
	if t := w.services[i].owner(r.at(at)); t != nil {
		return t.id
	}
	return ""
}

// old and new are the twelve months before the step and the six from it.
func (w *world) newer(at int64) bool { return at >= w.days.starts[w.step()] }
func (w *world) older(at int64) bool { return !w.newer(at) && at >= w.days.starts[w.step()-12] }

// shares are the older and the newer part of those rows of which some are so.
func (w *world) shares(name, at string, of, so func(record) bool) (older, newer float64) {
	part := func(in func(int64) bool) float64 {
		all := w.count(name, func(r record) bool { return in(r.at(at)) && of(r) })
		return float64(w.count(name, func(r record) bool { return in(r.at(at)) && of(r) && so(r) })) / float64(all)
	}
	return part(w.older), part(w.newer)
}

func (w *world) medianHours(name, from, to string, of func(record) bool) float64 {
	var hours []float64
	t := w.tables[name]
	for _, cells := range t.rows {
		if r := (record{t.names, cells}); of(r) {
			hoursBetween(&hours, r.at(from), r.at(to))
		}
	}
	return median(hours)
}

func (w *world) month(at int64) int {
	i, found := slices.BinarySearch(w.days.starts, at)
	if !found {
		i--
	}
	return i
}

func ofService(id string) func(record) bool {
	return func(r record) bool { return r.text("service_id") == id }
}

func released(r record) bool {
	return r.text("environment") == "production" && r.text("outcome") == "success" && r.text("kind") == "upgraded" && r.at("is_hotfix") == 0
}

// leadIn is the median hours from commit to merge of a team's changes merged in month m.
func (w *world) leadIn(team string, m int) float64 {
	return w.medianHours("changes", "first_commit_at", "merged_at", func(r record) bool {
		return r.at("is_bot") == 0 && r.at("merged_at") > 0 && w.month(r.at("merged_at")) == m && w.ownerOf(r, "merged_at") == team
	})
}

func (w *world) deploysIn(team string, m int) int {
	return w.count("deployments", func(r record) bool {
		return released(r) && w.month(r.at("finished_at")) == m && w.ownerOf(r, "finished_at") == team
	})
}
