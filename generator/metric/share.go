package metric

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"leadline/generator/fact"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

// Share is a numerator over a denominator: of the rows that the conditions select, those
// that meet part as well. It is pooled by adding both, never by averaging shares. Cost puts
// beside it how much time they took in sum; By says both of the rows with each value of a
// column as well. LeftOut counts how many rows a condition keeps out.
type Share struct {
	Common
	At      string         `toml:"at"`
	Part    map[string]any `toml:"part"`
	Cost    *Cost          `toml:"cost"`
	Repair  *Cost          `toml:"repair"`
	By      string         `toml:"by"`
	LeftOut map[string]any `toml:"left_out"` // column of where = value or [values] to count apart
}

// Cost is the elapsed time between two instants, summed over the numerator or over all
// rows; rows that lack one of the instants, or end before they begin, add nothing.
type Cost struct {
	From string `toml:"from"`
	To   string `toml:"to"`
	Over string `toml:"over"` // "part" or "all"
}

// Stats are the share, whose N and Part are denominator and numerator, the cost and the
// repair; counts of what is left out follow, a category each.
func (s *Share) Stats() []string {
	stats := []string{"share"}
	if s.Cost != nil {
		stats = append(stats, "cost")
	}
	if s.Repair != nil {
		stats = append(stats, "repair")
	}
	return stats
}

func (s *Share) unit(stat string) unit.Unit {
	if stat == "cost" || stat == "repair" {
		return unit.Seconds
	}
	return unit.Share
}

// Formula is the measure in one sentence.
func (s *Share) Formula() string {
	part := Common{Where: s.Part}
	text := fmt.Sprintf("Of the %ss%s, counted in the month of %s: the share%s.", s.noun(), s.conditionText(), s.At, part.conditionText())
	for _, c := range []*Cost{s.Cost, s.Repair} {
		if c == nil {
			continue
		}
		of := "of all of them"
		if c.Over == "part" {
			of = "of the numerator"
		}
		text += fmt.Sprintf(" Beside it the time from %s to %s, in sum %s.", c.From, c.To, of)
	}
	if s.By != "" {
		text += fmt.Sprintf(" The same for each %s, of which the %d most frequent are told apart.", s.By, mostCategories)
	}
	return text + s.leftOutText()
}

func (s *Share) check(m *measureChecker) {
	if !m.common(&s.Common) {
		return
	}
	m.instant("at", s.At)
	m.conditions("part", s.Part)
	if len(s.Part) == 0 {
		m.add(m.table.Position("part"), "part is missing", "the condition that the numerator meets", "")
	}
	m.cost("cost", s.Cost)
	m.cost("repair", s.Repair)
	if s.By != "" {
		m.byColumn("by", s.By)
	}
	s.checkLeftOut(m)
	for _, name := range slices.Sorted(maps.Keys(s.Part)) {
		if _, both := s.Where[name]; both && !strings.HasPrefix(name, "outcome") {
			m.add(m.table.Position("part", name), name+" is in where and in part", "a column of its own for the numerator", "")
		}
	}
}

func (m *measureChecker) cost(key string, c *Cost) {
	if c == nil {
		return
	}
	m.instant(key, c.From)
	m.instant(key, c.To)
	if c.Over != "part" && c.Over != "all" {
		m.add(m.table.Position(key, "over"), fmt.Sprintf("over is %q", c.Over), "\"part\" or \"all\"", "say whose time is summed")
	}
}

func (s *Share) columns() []string {
	names := append(append(s.used(), slices.Sorted(maps.Keys(s.Part))...), s.At)
	for _, c := range []*Cost{s.Cost, s.Repair} {
		if c != nil {
			names = append(names, c.From, c.To)
		}
	}
	if s.By != "" {
		names = append(names, s.By)
	}
	return names
}

// optional: without the column by which it is split, a share is still the share of the whole.
func (s *Share) optional() []string { return []string{s.By} }

func (s *Share) instantOf(t *fact.Table) int { return t.Index(s.At) }

func (s *Share) measure(t *fact.Table, _ *fact.Units, f Frame, r rows) kernel {
	at := t.Index(s.At)
	k := &shares{silence: silenceOf(s), none: absentAll(s, TooFew, fmt.Sprintf("no %s that counts here this month, so there is nothing to take a share of", s.noun())),
		whole: newCounts(r), part: newCounts(r), presence: newPresence(r), costs: s.charges(t, r)}
	var numerator filter
	for _, name := range slices.Sorted(maps.Keys(s.Part)) {
		numerator = append(numerator, equals(t, s.Of, name, s.Part[name]))
	}
	if t.Index(s.By) >= 0 {
		k.by = newSplit(t, r, s, at)
	}
	masks := make([][]uint8, r.workers())
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		masks[worker] = numerator.mask(c, masks[worker])
		for i, t := range c.Values[at].Times {
			m := f.month(t)
			if m < 0 {
				continue
			}
			cell := r.units.At(c.Owner[i], t)
			k.presence.see(worker, cell, m) // also of rows that do not count: their month is recorded
			if mask[i] == 0 {
				continue
			}
			k.whole.add(worker, r.group(cell, m))
			if masks[worker][i] == 1 {
				k.part.add(worker, r.group(cell, m))
			}
			k.costs.add(worker, c, i, r.group(cell, m), masks[worker][i] == 1)
			k.by.add(worker, c, i, r.group(cell, m), masks[worker][i] == 1)
		}
	})
	k.whole.merge()
	k.part.merge()
	k.presence.merge()
	k.costs.merge()
	k.by.merge()
	k.leftOut = newLeftOut(s, t, r)
	return k
}

// shares is the kernel of Share.
type shares struct {
	silence     silence
	none        []Figure
	whole, part *counts
	presence    *presence
	costs       charges
	by          *split // nil where the definition asks for none
	leftOut     leftOut
}

func (k *shares) month(out []Figure, cells []fact.Cell, m int, _ *merger) []Figure {
	n, part := k.whole.of(cells, m), k.part.of(cells, m)
	switch {
	case !k.presence.recorded(m):
		return append(out, k.silence.unrecorded...)
	case !k.presence.began(cells, m):
		return append(out, k.silence.notBegun...)
	case n == 0:
		return k.leftOut.month(append(out, k.none...), cells, m)
	}
	out = append(out, shareFigure("share", "", part, n))
	return k.leftOut.month(k.by.month(k.costs.month(out, cells, m), cells, m), cells, m)
}

func (k *shares) judge(months [][]Figure, settled int) ([]State, Limits) {
	return judgeShares(months, settled)
}

// judgeShares uses a p chart about the pooled share of the settled months.
func judgeShares(months [][]Figure, settled int) ([]State, Limits) {
	var part, whole float64
	for m := range settled {
		if f := months[m][0]; f.Absence == Present {
			part, whole = part+float64(f.Part), whole+float64(f.N)
		}
	}
	pooled := part / whole
	factor := widening(months, settled, pooled, func(m int) float64 { return math.Sqrt(pooled * (1 - pooled) / float64(months[m][0].N)) })
	return judgeVarying(months, settled, pooled, func(pooled float64, m int) (float64, float64) {
		return stat.PPrime(pooled, months[m][0].N, factor)
	}), Limits{}
}
