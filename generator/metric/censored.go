package metric

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"leadline/generator/fact"
	"leadline/generator/period"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

const day = 86400

// censored is the kernel of a Duration that counts what is still open: for every month the
// Kaplan–Meier estimate over everything that was open at any time in a window of months that
// ends with it. What was open when the window began enters late, at the age that it had;
// what is open at its end leaves there.
type censored struct {
	d         *Duration
	quantiles []quantile
	silence   silence
	watched   *watched
	negative  *counts
	presence  *presence
}

func (d *Duration) measureCensored(t *fact.Table, r rows) kernel {
	when := "this month"
	if d.window() > 1 {
		when = fmt.Sprintf("in %d months", d.window())
	}
	k := &censored{d: d, quantiles: newQuantiles(d.Show, d.noun(), when), silence: silenceOf(d),
		watched: newWatched(r, newParts(r, d.By, d.From), d.window()), negative: newCounts(r), presence: newPresence(r)}
	from, to, givenUp := t.Index(d.From), t.Index(d.To), t.Index(d.GivenUp)
	k.watched.collect(r, func(worker int, c *fact.Chunk, mask []uint8, counting bool) {
		ends := c.Values[to].Times
		for i, start := range c.Values[from].Times {
			if mask[i] == 0 || start == 0 || start >= r.frame.AsOf {
				continue
			}
			end, left := ends[i], uint32(0)
			if givenUp >= 0 {
				left = c.Values[givenUp].Times[i]
			}
			if counting {
				k.account(worker, c.Owner[i], start, end)
			}
			if end == 0 || end >= start {
				k.watched.add(worker, c.Owner[i], k.watched.parts.of(c, i), start, end, left)
			}
		}
	})
	k.negative.merge()
	k.presence.merge()
	return k
}

// account notes when something was recorded, and what ended before it began.
func (k *censored) account(worker int, o fact.Owner, start, end uint32) {
	g := k.watched.grid
	k.presence.see(worker, g.units.At(o, start), max(0, g.frame.month(start)))
	if m := g.frame.month(end); m >= 0 {
		cell := g.units.At(o, end)
		k.presence.see(worker, cell, m)
		if end < start {
			k.negative.add(worker, g.group(cell, m))
		}
	}
}

func (k *censored) month(out []Figure, cells []fact.Cell, m int, space *merger) []Figure {
	all := k.watched.of(cells, m, -1, space)
	if len(all) == 0 && !k.presence.recorded(m) {
		return append(out, k.silence.unrecorded...)
	}
	out = k.figures(out, "", all, space)
	if k.d.Oldest {
		out = append(out, oldest(all))
	}
	out = append(out, k.negative.figure("negative", cells, m))
	for i, name := range k.watched.parts.names {
		if of := k.watched.of(cells, m, i+1, space); len(of) > 0 {
			out = k.figures(out, name, of, space)
		}
	}
	return out
}

// figures are the quantiles, the restricted mean and the number of open ones of lifetimes.
func (k *censored) figures(out []Figure, category string, of []stat.Lifetime, space *merger) []Figure {
	first := len(out)
	s := &space.survival
	s.Estimate(of)
	for i := range k.quantiles {
		out = append(out, k.quantile(&k.quantiles[i], s))
	}
	if k.d.RMST > 0 {
		out = append(out, k.restricted(s))
	}
	open := 0
	for i := range of {
		if of[i].How == stat.Running {
			open++
		}
	}
	out = append(out, number("open", unit.Items, float64(open), open))
	for i := first; i < len(out); i++ {
		out[i].Category = category
	}
	return out
}

// quantile needs as many lifetimes as a quantile of values does, ended or not: an open one
// tells something too. Where fewer have ended than it asks for, all that is known is that it
// is more than the greatest age watched, which is no number.
func (k *censored) quantile(q *quantile, s *stat.Survival) Figure {
	if s.N < len(q.tooFew) {
		return q.tooFew[s.N]
	}
	if value, low, high, reached := s.Quantile(q.p); reached {
		return Figure{Stat: q.name, Unit: unit.Seconds, Value: value, Low: low, High: high, N: s.N}
	}
	part := "half"
	if q.p != 0.5 {
		part = unit.Percent(q.p)
	}
	reason := fmt.Sprintf("more than %s: fewer than %s had ended in the time observed", unit.Duration(float64(s.Last)), part)
	if s.Torn() {
		reason = k.torn()
	}
	f := absent(q.name, unit.Seconds, TooFew, reason)
	f.N = s.N
	return f
}

func (k *censored) torn() string {
	return fmt.Sprintf("too few %s were watched at the same age, so what happens at later ages does not connect", strings.TrimPrefix(unit.Plural(2, k.d.noun()), "2 "))
}

// restricted has the floor of a median, and an interval where something ended.
func (k *censored) restricted(s *stat.Survival) Figure {
	f := absent("rmst", unit.Seconds, TooFew, "")
	f.N = s.N
	floor := quantileFloor(0.5)
	mean, se, ok := s.RestrictedMean(uint32(k.d.RMST * day))
	switch {
	case s.N < floor:
		f.Reason = fmt.Sprintf("%s; a mean up to %d days needs %d", unit.Plural(s.N, k.d.noun()), k.d.RMST, floor)
	case !ok && s.Torn():
		f.Reason = k.torn()
	case !ok:
		f.Reason = fmt.Sprintf("none was watched for %d days, so a mean up to there is not known", k.d.RMST)
	default:
		f = Figure{Stat: "rmst", Unit: unit.Seconds, Value: mean, Low: math.NaN(), High: math.NaN(), N: s.N}
		if s.Ended > 0 {
			low, high := stat.Around(mean, se)
			f.Low, f.High = max(0, low), min(high, float64(k.d.RMST*day))
		}
	}
	return f
}

// oldest is the greatest age among those that are open.
func oldest(of []stat.Lifetime) Figure {
	age, n := uint32(0), 0
	for _, l := range of {
		if l.How == stat.Running {
			age, n = max(age, l.Exit), n+1
		}
	}
	if n == 0 {
		return absent("oldest", unit.Seconds, TooFew, "none is open")
	}
	return number("oldest", unit.Seconds, float64(age), n)
}

// judge looks at single months on the log scale.
func (k *censored) judge(months [][]Figure, settled int) ([]State, Limits) {
	if k.d.unjudged() != "" {
		return make([]State, len(months)), Limits{}
	}
	return judgeXmRLog(months, settled)
}

// unjudged says why judge gives nothing. Windows of several months share most of what is in
// them, so neighbouring months move together: their moving ranges are far too small, and
// limits made of them would call ordinary months unusual.
func (d *Duration) unjudged() string {
	if d.window() == 1 {
		return ""
	}
	return fmt.Sprintf("every month looks back on %d, so that neighbouring months share most of what is in them", d.window())
}

// watched is the lifetimes of every (part, cell, month): what the month's window sees.
type watched struct {
	grid
	parts   parts
	from    []period.Seconds // beginning of each month's window
	starts  []uint32         // of each group in data; one more than there are groups
	data    []stat.Lifetime  // nil while they are counted
	cursors [][]uint32       // per worker and group: how many there are, then where the next goes
}

func newWatched(r rows, p parts, window int) *watched {
	w := &watched{grid: r.grid, parts: p}
	c := r.frame.Calendar
	for m := range c.Months() {
		start := (c.Month(m) - period.Month(window-1)).Start(c.Zone).Unix() // may lie before the calendar
		w.from = append(w.from, period.Seconds(max(start, 1)))
	}
	return w
}

// collect runs emit twice over all selected rows: first to count the groups' sizes, then to
// place the lifetimes, which costs less memory than one pass that keeps them by worker.
func (w *watched) collect(r rows, emit func(worker int, c *fact.Chunk, mask []uint8, counting bool)) {
	groups := w.parts.n() * w.groups()
	for range r.workers() {
		w.cursors = append(w.cursors, make([]uint32, groups))
	}
	r.each(func(worker int, c *fact.Chunk, mask []uint8) { emit(worker, c, mask, true) })
	w.starts = make([]uint32, groups+1)
	total := uint32(0)
	for g := range groups {
		w.starts[g] = total
		for _, counts := range w.cursors {
			counts[g], total = total, total+counts[g]
		}
	}
	w.starts[groups] = total
	w.data = make([]stat.Lifetime, total)
	r.each(func(worker int, c *fact.Chunk, mask []uint8) { emit(worker, c, mask, false) })
	w.cursors = nil
	w.parallel(groups, func(_, g int) { byEnd(w.in(g)) })
}

// add puts a lifetime into every month whose window it was open in. It belongs to whoever
// answered for it when it ended, or when the month did. The last second before the window
// counts as watched, so that what ends in its first is at risk.
func (w *watched) add(worker int, o fact.Owner, part int, start, end, left uint32) {
	first := w.frame.Calendar.Index(start)
	if first < 0 {
		if start >= w.frame.Calendar.Start(0) {
			return // after the calendar
		}
		first = 0
	}
	for m := first; m < w.frame.Calendar.Months(); m++ {
		at := w.frame.end(m)
		l, owned, gone := w.lifetime(m, start, end, left)
		if gone {
			return
		}
		if at > start {
			next := &w.cursors[worker][part*w.groups()+w.group(w.units.At(o, owned), m)]
			if w.data != nil {
				w.data[*next] = l
			}
			*next++
		}
		if at == w.frame.AsOf {
			return
		}
	}
}

// lifetime is what the window of month m sees of something that is open from start, and the
// instant whose owner answers for it; gone where it was over before the window.
func (w *watched) lifetime(m int, start, end, left uint32) (l stat.Lifetime, owned uint32, gone bool) {
	at := w.frame.end(m)
	l, out := stat.Lifetime{Exit: at - start, How: stat.Running}, at
	owned = at - 1
	switch {
	case end != 0 && end < at:
		l, out, owned = stat.Lifetime{Exit: end - start, How: stat.Ended}, end, end
	case left != 0 && left < at:
		l, out, owned = stat.Lifetime{Exit: left - start, How: stat.Left}, left, left-1
	}
	if out < w.from[m] || out == w.from[m] && l.How != stat.Ended || left != 0 && left < start {
		return l, owned, true
	}
	if w.from[m] > start {
		l.Entry = w.from[m] - 1 - start
	}
	return l, owned, false
}

// of are the lifetimes of a part (-1: all) of month m over cells in the order of their ends.
// They are valid until the merger is used again.
func (w *watched) of(cells []fact.Cell, m, part int, space *merger) []stat.Lifetime {
	all, groups := space.lifetimes[:0], 0
	first, last := part, part
	if part < 0 {
		first, last = 0, w.parts.n()-1
	}
	for p := first; p <= last; p++ {
		for _, c := range cells {
			if one := w.in(p*w.groups() + w.group(c, m)); len(one) > 0 {
				all = append(all, one...)
				groups++
			}
		}
	}
	if space.lifetimes = all; groups > 1 {
		byEnd(all)
	}
	return all
}

// in are the lifetimes of a group in the order of their ends.
func (w *watched) in(g int) []stat.Lifetime { return w.data[w.starts[g]:w.starts[g+1]] }

// byEnd sorts lifetimes by their ends; ties make no difference.
func byEnd(of []stat.Lifetime) {
	slices.SortFunc(of, func(a, b stat.Lifetime) int { return int(a.Exit) - int(b.Exit) })
}
