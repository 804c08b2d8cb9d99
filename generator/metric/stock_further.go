package metric

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"leadline/generator/fact"
	"leadline/generator/unit"
)

// Also is a further condition on the open ones of a Stock, counted beside them.
type Also struct {
	Where   map[string]any `toml:"where"`
	Present []string       `toml:"present"`
	Absent  []string       `toml:"absent"`
}

func (a Also) common() *Common {
	return &Common{Where: a.Where, Present: a.Present, Absent: a.Absent}
}

// further is one figure beside the open ones: those that are due in some time, and meet a
// condition.
type further struct {
	stat string
	due  dueWhen
	days uint32 // of dueWithin
	also *Common
}

// dueWhen is what a figure asks of the instant at which an open one expires.
type dueWhen uint8

const (
	dueAny    dueWhen = iota // nothing
	duePassed                // it has passed
	dueWithin                // it has not, and comes within some days
	dueNever                 // there is none
)

// further are the figures beside the open ones, in order.
func (s *Stock) further() (all []further) {
	if s.Due != "" {
		all = append(all, further{stat: "expired", due: duePassed})
		for _, days := range s.Within {
			all = append(all, further{stat: fmt.Sprintf("due_within_%d_days", days), due: dueWithin, days: uint32(days)})
		}
		all = append(all, further{stat: "no_due", due: dueNever})
	}
	for _, name := range s.alsoNames() {
		all = append(all, further{stat: name, also: s.Also[name].common()})
	}
	return all
}

func (s *Stock) alsoNames() []string { return slices.Sorted(maps.Keys(s.Also)) }

// optional columns are those without which only some of the figures cannot be computed.
func (s *Stock) optional() []string {
	return slices.DeleteFunc(s.furtherColumns(), func(name string) bool { return name == s.From || name == s.To })
}

// furtherColumns are what the figures beside the open ones are made from.
func (s *Stock) furtherColumns() []string {
	var names []string
	if s.Due != "" {
		names = append(names, s.Due)
	}
	for _, name := range s.alsoNames() {
		names = append(names, s.Also[name].common().used()...)
	}
	return names
}

var alsoForm = regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)

// mostDays is how far ahead a definition may look: ten years.
const mostDays = 3660

func (s *Stock) checkDue(m *measureChecker) {
	if s.Due != "" {
		m.instant("due", s.Due)
	} else if len(s.Within) > 0 {
		m.add(m.table.Position("within"), "within is given without due", "due, the instant at which one expires", "name it or leave out within")
	}
	if s.Due != "" && s.Finished {
		m.add(m.table.Position("finished"), "finished is given with due", "one of them", "")
	}
	for i, days := range s.Within {
		if days < 1 || days > mostDays || i > 0 && days <= s.Within[i-1] {
			m.add(m.table.Position("within"), fmt.Sprintf("within has %d", days), fmt.Sprintf("days from 1 to %d, each more than the one before", mostDays), "")
		}
	}
}

func (s *Stock) checkAlso(m *measureChecker) {
	for _, name := range s.alsoNames() {
		if !alsoForm.MatchString(name) || slices.Contains([]string{"open", "mean", "expired", "no_due"}, name) || strings.HasPrefix(name, "due_") || quantileOf(name) > 0 {
			m.add(m.table.Position("also", name), fmt.Sprintf("a further figure is called %q", name), "small letters and _ such as without_owner, and no name of another figure", "")
		}
		also := s.Also[name]
		if len(also.Where)+len(also.Present)+len(also.Absent) == 0 {
			m.add(m.table.Position("also", name), name+" has no condition", "where, present or absent", "")
		}
		for _, column := range append(slices.Clone(also.Present), also.Absent...) {
			m.column("also", column)
		}
		m.conditions("also", also.Where)
	}
}

// daysText is "30, 60 and 90".
func daysText(days []int) string {
	var words []string
	for _, d := range days {
		words = append(words, strconv.Itoa(d))
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

// furtherCount is the kernel of one further figure.
type furtherCount struct {
	further
	counts  *counts
	dueAt   int // column, -1 none
	filter  filter
	lacking *Figure // instead of a number, where no file has a column that it needs
}

func (s *Stock) counting(t *fact.Table, r rows) []furtherCount {
	var all []furtherCount
	for _, f := range s.further() {
		k := furtherCount{further: f, counts: newCounts(r), dueAt: t.Index(s.Due)}
		lacking := ""
		if f.due != dueAny && k.dueAt < 0 {
			lacking = s.Due
		}
		if f.also != nil {
			f.also.Of = s.Of
			k.filter, lacking = f.also.compile(t, f.also.used(), nil)
		}
		if lacking != "" {
			no := absent(f.stat, unit.Items, NoData, whyUnrecorded(s, lacking))
			k.lacking = &no
		}
		all = append(all, k)
	}
	return all
}

// furtherMasks are the rows of a chunk that meet each figure's condition.
func furtherMasks(all []furtherCount, c *fact.Chunk, masks [][]uint8) [][]uint8 {
	masks = slices.Grow(masks[:0], len(all))[:len(all)]
	for n := range all {
		masks[n] = all[n].filter.mask(c, masks[n])
	}
	return masks
}

// holds reports whether a row that is open at an instant belongs to the figure.
func (k *furtherCount) holds(c *fact.Chunk, i int, now uint32) bool {
	if k.due == dueAny || k.dueAt < 0 {
		return k.due == dueAny
	}
	const day = 86400
	switch due := c.Values[k.dueAt].Times[i]; k.due {
	case duePassed:
		return due != 0 && due <= now
	case dueWithin:
		return due > now && due-now <= k.days*day
	default:
		return due == 0
	}
}

func (k *furtherCount) figure(cells []fact.Cell, m, open int) Figure {
	if k.lacking != nil {
		return *k.lacking
	}
	return number(k.stat, unit.Items, float64(k.counts.of(cells, m)), open)
}
