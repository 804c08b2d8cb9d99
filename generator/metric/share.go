package metric

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"leadline/generator/fact"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

// Share is a numerator over a denominator: of the rows that the conditions select, those
// that meet part as well. It is pooled by adding both, never by averaging shares.
type Share struct {
	Common
	At   string         `toml:"at"`
	Part map[string]any `toml:"part"`
}

// Stats is the share alone; its N and Part are denominator and numerator.
func (s *Share) Stats() []string { return []string{"share"} }

func (s *Share) unit(string) unit.Unit { return unit.Share }

// Formula is the measure in one sentence.
func (s *Share) Formula() string {
	part := Common{Where: s.Part}
	return fmt.Sprintf("Of the %ss%s, counted in the month of %s: the share%s.", s.noun(), s.conditionText(), s.At, part.conditionText())
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
	for _, name := range slices.Sorted(maps.Keys(s.Part)) {
		if _, both := s.Where[name]; both && !strings.HasPrefix(name, "outcome") {
			m.add(m.table.Position("part", name), name+" is in where and in part", "a column of its own for the numerator", "")
		}
	}
}

func (s *Share) columns() []string {
	return append(append(s.used(), slices.Sorted(maps.Keys(s.Part))...), s.At)
}

func (s *Share) instantOf(t *fact.Table) int { return t.Index(s.At) }

func (s *Share) measure(t *fact.Table, _ *fact.Units, f Frame, r rows) kernel {
	at := t.Index(s.At)
	k := &shares{silence: silenceOf(s), none: absentAll(s, TooFew, fmt.Sprintf("no %s this month, so there is nothing to take a share of", s.noun())),
		whole: newCounts(r), part: newCounts(r), presence: newPresence(r)}
	var numerator filter
	for _, name := range slices.Sorted(maps.Keys(s.Part)) {
		numerator = append(numerator, equals(t, s.Of, name, s.Part[name]))
	}
	masks := make([][]uint8, r.workers())
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		masks[worker] = numerator.mask(c, masks[worker])
		for i, t := range c.Values[at].Times {
			if mask[i] == 0 {
				continue
			}
			m := f.month(t)
			if m < 0 {
				continue
			}
			cell := r.units.At(c.Owner[i], t)
			k.presence.see(worker, cell, m)
			k.whole.add(worker, r.group(cell, m))
			if masks[worker][i] == 1 {
				k.part.add(worker, r.group(cell, m))
			}
		}
	})
	k.whole.merge()
	k.part.merge()
	k.presence.merge()
	return k
}

// shares is the kernel of Share.
type shares struct {
	silence     silence
	none        []Figure
	whole, part *counts
	presence    *presence
}

func (k *shares) month(out []Figure, cells []fact.Cell, m int, _ *merger) []Figure {
	n, part := k.whole.of(cells, m), k.part.of(cells, m)
	switch {
	case !k.presence.recorded(m):
		return append(out, k.silence.unrecorded...)
	case !k.presence.began(cells, m):
		return append(out, k.silence.notBegun...)
	case n == 0:
		return append(out, k.none...)
	}
	low, high := stat.Wilson(part, n)
	return append(out, Figure{Stat: "share", Unit: unit.Share, Value: float64(part) / float64(n), Low: low, High: high, N: n, Part: part})
}

// judge uses a p chart about the pooled share of all complete months.
func (k *shares) judge(months [][]Figure, complete int) ([]State, Limits) {
	var part, whole float64
	for m := range complete {
		if f := months[m][0]; f.Absence == Present {
			part, whole = part+float64(f.Part), whole+float64(f.N)
		}
	}
	return judgeVarying(months, complete, part/whole, func(pooled float64, m int) (float64, float64) {
		return stat.P(pooled, months[m][0].N)
	}), Limits{}
}
