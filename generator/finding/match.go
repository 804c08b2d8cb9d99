package finding

import (
	"slices"

	"leadline/generator/metric"
	"leadline/generator/period"
)

// matcher holds conditions to one month of a source.
type matcher struct {
	source
	month   period.Month
	covered map[string]bool // metrics that a finding of higher precedence has as evidence
}

// match gives the signals that satisfy a condition, and whether it holds.
func (x *matcher) match(w *When) ([]Signal, bool) {
	if len(w.Notes) > 0 {
		found := x.noted(w)
		return found, len(found) > 0 || w.Optional
	}
	var found []Signal
	looked := 0
	for _, d := range x.shown() {
		if !w.names(d.ID) || w.Uncovered && x.covered[d.ID] {
			continue
		}
		for _, category := range x.categories(w, d) {
			s, asked, ok := x.newest(w, d, category)
			if asked {
				looked++
			}
			if ok {
				found = append(found, s)
			}
		}
	}
	if w.All && len(found) < looked {
		return nil, w.Optional
	}
	// A signal is large and findings stay until all pages are written: no room is left to grow.
	return slices.Clone(found), len(found) > 0 || w.Optional
}

func (w *When) names(id string) bool {
	return slices.Contains(w.Metrics, id) || w.everything()
}

// everything reports whether the condition looks at every metric of the page.
func (w *When) everything() bool { return len(w.Metrics) == 1 && w.Metrics[0] == "*" }

// noted are the notes of the kinds asked for, newest first.
func (x *matcher) noted(w *When) (out []Signal) {
	for _, n := range x.notes(x.month-period.Month(w.Within-1), x.month) {
		if slices.Contains(w.Notes, n.Kind) {
			out = append(out, Signal{Month: n.Month, Note: n})
		}
	}
	slices.SortStableFunc(out, func(a, b Signal) int { return int(b.Month - a.Month) })
	return out
}

// categories are the parts to look at: those of all months looked back at.
func (x *matcher) categories(w *When, d *metric.Definition) []string {
	if w.Category != "*" {
		return []string{w.Category}
	}
	var out []string
	for back := range period.Month(w.Within) {
		figures := x.looked(w, d, x.month-back)
		for _, c := range categoriesOf(figures, w.stat(figures)) {
			if !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out
}

// looked are the figures that a condition looks at: those of the month, or of the months that
// end with it put together, where all of them have any.
func (x *matcher) looked(w *When, d *metric.Definition, m period.Month) []metric.Figure {
	if w.Pooled == 0 {
		return x.figures(d.ID, m)
	}
	months := make([][]metric.Figure, w.Pooled)
	for i := range months {
		months[i] = x.figures(d.ID, m-period.Month(w.Pooled-1-i))
		if len(months[i]) == 0 {
			return nil
		}
	}
	return metric.Together(d, months)
}

func (w *When) stat(figures []metric.Figure) string {
	if w.Stat != "" {
		return w.Stat
	}
	return headlineOf(figures)
}

// newest is the signal of the newest month looked back at that satisfies the condition; asked
// is false where the metric has no figures, or is never compared and the condition asks for a change.
func (x *matcher) newest(w *When, d *metric.Definition, category string) (s Signal, asked, ok bool) {
	for back := range period.Month(w.Within) {
		figures := x.looked(w, d, x.month-back)
		if len(figures) == 0 {
			continue
		}
		of := key{d.ID, w.stat(figures), category, x.month - back}
		asked = asked || !w.All || !w.compares() || x.change(x.now(of)).Absence != metric.NotApplicable
		if x.monthly(w, of, figures) && (!w.compares() || w.changed(x.change(x.now(of)))) {
			return x.signal(w, d, of, figures), asked, true
		}
	}
	return s, asked, false
}

func (x *matcher) signal(w *When, d *metric.Definition, of key, figures []metric.Figure) Signal {
	f, _ := figureOf(figures, of.stat, of.category)
	s := Signal{Metric: d, Stat: of.stat, Category: of.category, Label: x.label(d.ID, of.stat), Month: of.month, Pooled: w.Pooled, Figure: f, Figures: figures}
	for i := range w.Tests {
		if t := &w.Tests[i]; t.Apart != "" {
			s.Earlier, s.Then = x.earlier(t, of), of.month-period.Month(t.Months)
		}
	}
	if w.compares() {
		s.Change = x.change(x.now(of))
	}
	if len(w.Month) > 0 {
		s.State = x.state(of)
	}
	if s.Stat == headlineOf(figures) && of.category == "" {
		s.Limits = x.limits(d.ID, of.month)
	}
	return s
}

// now is the same figure in the month of the finding, with which its change ends.
func (x *matcher) now(of key) key {
	of.month = x.month
	return of
}

// monthly holds one month to what a condition asks of it.
func (x *matcher) monthly(w *When, of key, figures []metric.Figure) bool {
	if w.Idle != nil && *w.Idle != x.idle(of.metric, of.month) {
		return false
	}
	if len(w.Absent) > 0 {
		f, listed := figureOf(figures, of.stat, of.category)
		if !listed || !slices.Contains(w.Absent, f.Absence.Code()) {
			return false
		}
	}
	if w.Main {
		if causes, _, ok := metric.MainCauses(figures); !ok || !slices.Contains(causes, of.category) {
			return false
		}
	}
	for i := range w.Tests {
		t := &w.Tests[i]
		if f, ok := t.holds(of, figures); !ok || t.Apart != "" && !t.apart(f, x.earlier(t, of)) {
			return false
		}
	}
	if len(w.Month) > 0 && !slices.Contains(w.Month, stateWord(x.state(of))) {
		return false
	}
	return w.Again == nil || *w.Again == x.again(of)
}

// again reports whether the same month of the year before was unusual in the same way.
func (x *matcher) again(of key) bool {
	before := of
	before.month -= 12
	now := x.state(of)
	return len(x.figures(of.metric, before.month)) > 0 && now == x.state(before) && (now == metric.UnusualHigh || now == metric.UnusualLow)
}

// compares reports whether a condition asks for a change.
func (w *When) compares() bool { return len(w.Change) > 0 || w.Mix != nil }

// changed holds a change to what a condition asks of it. A kind that is never compared
// satisfies nothing, not even "unknown": nothing is missing that could be supplied.
func (w *When) changed(c metric.Change) bool {
	switch {
	case c.Absence == metric.NotApplicable, w.Mix != nil && *w.Mix != c.Mix.Changed:
		return false
	default:
		return len(w.Change) == 0 || slices.Contains(w.Change, changeWord(c)) || c.Absence == metric.Present && !c.Claimed && c.Level() && slices.Contains(w.Change, "level")
	}
}

func changeWord(c metric.Change) string {
	switch {
	case c.Absence != metric.Present:
		return "unknown"
	case !c.Claimed:
		return "none"
	case c.Direction() > 0:
		return "up"
	default:
		return "down"
	}
}

func stateWord(s metric.State) string {
	return [...]string{metric.NotJudged: "unjudged", metric.Within: "within", metric.UnusualHigh: "high", metric.UnusualLow: "low"}[s]
}
