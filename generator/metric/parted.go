package metric

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"leadline/generator/fact"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

func (p *Partition) measure(t *fact.Table, _ *fact.Units, f Frame, r rows) kernel {
	from, to := t.Index(p.From), t.Index(p.To)
	k := &partitions{silence: silenceOf(p), noun: p.noun(), presence: newPresence(r), items: newCounts(r), negative: newCounts(r), sums: newGrouped[itemSums](r), unopened: p.unopened()}
	rules := p.rules(t)
	k.supplied = rules.supplied
	open := p.opened(t, r, rules)
	lines := make([]timeline, r.workers())
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		line, starts := &lines[worker], c.Values[from].Times
		for i, end := range c.Values[to].Times {
			if mask[i] == 0 {
				continue
			}
			open.add(worker, line, c, i)
			m := f.month(end)
			if m < 0 {
				continue
			}
			cell := r.units.At(c.Owner[i], end)
			k.presence.see(worker, cell, m)
			switch group, start := r.group(cell, m), starts[i]; {
			case start == 0:
			case end < start:
				k.negative.add(worker, group)
			default:
				k.items.add(worker, group)
				p := rules.piecesOf(line, start, end, c, i, 0)
				k.sums.at(worker, group).addItem(&p)
			}
		}
	})
	k.presence.merge()
	k.items.merge()
	k.negative.merge()
	k.sums.merge()
	k.open = open.merge()
	return k
}

// piecesOf cuts the time of one row. What has no end yet reaches until; 0: it ended.
func (r *evidence) piecesOf(line *timeline, from, to uint32, c *fact.Chunk, i int, until uint32) (p pieces) {
	line.reset(from, to)
	r.add(line, c, i, until)
	line.cut(&p)
	return p
}

// partitions is the kernel of Partition.
type partitions struct {
	silence         silence
	noun            string
	supplied        [len(Causes) + 1]bool
	presence        *presence
	items, negative *counts
	sums            *grouped[itemSums, *itemSums]
	open            *opened // nil where nothing is known of them
	unopened        []Figure
}

func (k *partitions) month(out []Figure, cells []fact.Cell, m int, _ *merger) []Figure {
	unfinished := k.open.of(cells, m)
	switch {
	case unfinished > 0: // what has not ended may be all there is
	case !k.presence.recorded(m):
		return append(out, k.silence.unrecorded...)
	case !k.presence.began(cells, m):
		return append(out, k.silence.notBegun...)
	}
	n := k.items.of(cells, m)
	if s := k.sums.of(cells, m); n >= partitionFrom && s.total() > 0 {
		out = k.parts(out, &s, n)
	} else {
		out = k.tooFew(out, partStats, fmt.Sprintf("%s this month; parts of their time need %d", unit.Plural(n, k.noun), partitionFrom), n)
	}
	out = append(out, number("items", unit.Items, float64(n), n), k.negative.figure("negative", cells, m))
	return k.openParts(out, cells, m, unfinished)
}

func (k *partitions) tooFew(out []Figure, stats []string, reason string, n int) []Figure {
	for _, stat := range stats {
		f := absent(stat, unit.Proportion, TooFew, reason)
		f.N = n
		out = append(out, f)
	}
	return out
}

// parts are all in proportion to the elapsed time, except coverage: exclusive ones, shared,
// active and unexplained make up the whole. A cause of which no file has evidence is
// unknown, not zero.
func (k *partitions) parts(out []Figure, s *itemSums, n int) []Figure {
	part := func(stat string, place int) Figure { return ratioFigure(stat, s.ratio(place, n)) }
	out = append(out, coverageFigure(s.blankRatio(n)))
	out = k.byCause(out, "exclusive", func(cause int) Figure { return part("exclusive", cause) })
	out = k.byCause(out, "inclusive", func(cause int) Figure { return part("inclusive", partInclusive+cause) })
	return append(out, part("shared", partShared), k.known(len(Causes), "activity", part("active", partActive)), part("unexplained", partUnexplained))
}

func (k *partitions) byCause(out []Figure, stat string, of func(cause int) Figure) []Figure {
	for cause, name := range Causes {
		f := k.known(cause, name, of(cause))
		f.Category = name
		out = append(out, f)
	}
	return out
}

func ratioFigure(stat string, r stat.RatioSums) Figure {
	f := number(stat, unit.Proportion, r.Ratio(), r.N)
	f.Low, f.High = r.Interval()
	return f
}

// coverageFigure is what is left of the waiting when the unexplained part is taken off.
func coverageFigure(blank stat.RatioSums) Figure {
	if blank.X == 0 {
		f := absent("coverage", unit.Proportion, TooFew, "there was activity at all times, so there was no waiting to explain")
		f.N = blank.N
		return f
	}
	f := number("coverage", unit.Proportion, 1-blank.Ratio(), blank.N)
	if low, high := blank.Interval(); !math.IsNaN(low) {
		f.Low, f.High = 1-high, 1-low
	}
	return f
}

// known is a figure if any file has evidence of it.
func (k *partitions) known(of int, name string, f Figure) Figure {
	if k.supplied[of] {
		return f
	}
	return absent(f.Stat, f.Unit, NoData, fmt.Sprintf("no evidence of %s was supplied, so its time is unknown, not zero", strings.ReplaceAll(name, "_", " ")))
}

// judge looks at the coverage: what makes it unusual is mostly what the exports have.
func (k *partitions) judge(months [][]Figure, settled int) ([]State, Limits) {
	states, limits := judgeXmR(months, settled, stat.XmR)
	limits.Upper = min(limits.Upper, 1) // no part exceeds the whole
	return states, limits
}

// aboutOpen reports whether a stat is of what was on its way as the month ended.
func aboutOpen(stat string) bool { return slices.Contains(openStats, stat) }
