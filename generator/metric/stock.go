package metric

import (
	"fmt"
	"strings"

	"leadline/generator/fact"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

// Stock is how many are open at the end of each month. Beside it stands how many were on
// average over its time (the area under the count divided by the length: Little's
// time-average), and with Finished what Little's law would make of the finished ones alone;
// of things that fall due, instead of that, how many of the open ones have expired or will
// soon. Also counts those of the open ones that meet further conditions.
type Stock struct {
	Common
	From     string          `toml:"from"`
	To       string          `toml:"to"`
	Finished bool            `toml:"finished"`
	Due      string          `toml:"due"`    // instant at which an open one expires; "" for none
	Within   []int           `toml:"within"` // days ahead to look for those that will expire
	Also     map[string]Also `toml:"also"`   // by the name of their figure
}

// Stats are the count at the month's end, then the time-average over the month and the
// product of throughput and mean time to finish, or what is due, then the further
// conditions by name.
func (s *Stock) Stats() []string {
	stats := []string{"open"}
	if s.Due == "" {
		stats = append(stats, "mean")
	}
	if s.Finished {
		stats = append(stats, "little")
	}
	for _, f := range s.further() {
		stats = append(stats, f.stat)
	}
	return stats
}

func (s *Stock) unit(string) unit.Unit { return unit.Items }

// Formula is the measure in a few sentences.
func (s *Stock) Formula() string {
	text := fmt.Sprintf("The number of %ss%s with %s before the month's end and %s not yet; beside it ", s.noun(), s.conditionText(), s.From, s.To)
	if s.Due == "" {
		text += "the average number over the month's time."
	} else {
		text += fmt.Sprintf("how many of them have their %s behind them, have it within %s days (each number includes the ones before), or have none.", s.Due, daysText(s.Within))
	}
	if s.Finished {
		text += fmt.Sprintf(" Beside that the time from %s to %s of those that ended in the month, in sum, divided by the month's length.", s.From, s.To)
	}
	for _, name := range s.alsoNames() {
		also := s.Also[name].common()
		text += fmt.Sprintf(" %s: those%s.", strings.ReplaceAll(name, "_", " "), also.conditionText())
	}
	return text
}

func (s *Stock) check(m *measureChecker) {
	if m.common(&s.Common) {
		m.instant("from", s.From)
		m.instant("to", s.To)
		s.checkDue(m)
		s.checkAlso(m)
	}
}

func (s *Stock) columns() []string {
	return append(append(s.used(), s.From, s.To), s.furtherColumns()...)
}

func (s *Stock) measure(t *fact.Table, _ *fact.Units, f Frame, r rows) kernel {
	k := &stocks{silence: silenceOf(s), frame: f, open: newCounts(r), presence: newPresence(r), further: s.counting(t, r)}
	if s.Due == "" {
		k.area = newSums(r)
	}
	if s.Finished {
		k.finished = newSums(r)
	}
	k.count(t, r, t.Index(s.From), t.Index(s.To))
	return k
}

// stocks is the kernel of Stock. area is in item-seconds; whole numbers, so that the sum
// does not depend on the order in which workers add.
type stocks struct {
	silence  silence
	frame    Frame
	open     *counts
	area     *sums // nil of things that fall due
	finished *sums // nil where the definition does not ask for it
	further  []furtherCount
	presence *presence
}

func (k *stocks) month(out []Figure, cells []fact.Cell, m int, _ *merger) []Figure {
	open, area := k.open.figure("open", cells, m), int64(0)
	if k.area != nil {
		area = k.area.of(cells, m)
	}
	if area == 0 && open.N == 0 && !k.presence.began(cells, m) { // what was taken over began elsewhere
		return append(out, k.silence.notBegun...)
	}
	out = append(out, open)
	length := float64(k.frame.end(m) - k.frame.Calendar.Start(m))
	if k.area != nil {
		out = append(out, number("mean", unit.Items, float64(area)/length, open.N))
	}
	if k.finished != nil {
		out = append(out, number("little", unit.Items, float64(k.finished.of(cells, m))/length, open.N))
	}
	for n := range k.further {
		out = append(out, k.further[n].figure(cells, m, open.N))
	}
	return out
}

// judge uses XmR on the counts themselves. What falls due stays open for many months, so that
// each month holds nearly what the one before did: limits from such small steps would call
// nearly every month unusual, and there are none. (XmR supposes months that are independent: at a
// correlation of one half, two in five charts of 24 months already give a false signal.)
func (k *stocks) judge(months [][]Figure, settled int) ([]State, Limits) {
	if k.area == nil {
		return make([]State, len(months)), Limits{}
	}
	return judgeXmR(months, settled, stat.XmR)
}
