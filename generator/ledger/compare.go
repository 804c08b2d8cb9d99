package ledger

import (
	"iter"
	"slices"

	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// Publication is what one run published, as far as the next must know.
type Publication struct {
	Manifest  *Manifest
	Series    []Series
	Sentences []Sentence
	Log       []Restatement // of all runs so far, the newest run last
}

// Now is what the present run is about to publish. Series are streamed, for there may be a
// million figures.
type Now struct {
	Manifest  *Manifest // signed
	Series    iter.Seq[Series]
	Sentences []Sentence
	Tables    map[string][]string // by metric: the tables whose files it is computed from
}

// Difference is what a run changes of what was published.
type Difference struct {
	Restated []Restatement  // in the order of Series
	Changed  []period.Month // with any changed figure, provisional months too; oldest first
	People   []period.Month // of them, those with a changed person-derived figure
}

// Compare finds what changes between two publications. Months that only one of them has
// differ in nothing.
func Compare(before *Publication, now Now) Difference {
	c := &comparison{before: before, now: now, causes: newCauses(before.Manifest, now.Manifest, now.Tables), old: make(map[lineID]*Series, len(before.Series)),
		toldBefore: tell(before.Sentences), toldNow: tell(now.Sentences)}
	if first, err := period.ParseMonth(now.Manifest.First); err == nil && now.Manifest.First > before.Manifest.First {
		c.reached = first + metric.Memory
	}
	for i := range before.Series {
		c.old[before.Series[i].id()] = &before.Series[i]
	}
	for _, m := range before.Manifest.Months {
		if month, err := period.ParseMonth(m.Month); err == nil && c.common(month) {
			c.months = append(c.months, month)
			if m.Status == Final && before.Manifest.paged(month) && now.Manifest.paged(month) {
				c.told = append(c.told, month)
			}
		}
	}
	for s := range now.Series {
		if old := c.old[s.id()]; old != nil {
			c.series(old, &s)
		}
	}
	slices.Sort(c.out.Changed)
	slices.Sort(c.out.People)
	return c.out
}

type comparison struct {
	before              *Publication
	now                 Now
	causes              causes
	old                 map[lineID]*Series
	reached             period.Month // the first month of which all that looks back reaches as far as before; 0: every month
	toldBefore, toldNow told
	months              []period.Month // that both publish
	told                []period.Month // of which both have pages, and the one before final ones
	out                 Difference
}

func (c *comparison) common(m period.Month) bool {
	_, old := c.before.Manifest.month(m)
	_, now := c.now.Manifest.month(m)
	return old && now
}

// series compares the figures of one metric of one subject, month by month.
func (c *comparison) series(old, now *Series) {
	var sentences []period.Month
	looked := false
	for _, m := range c.months {
		before, after := old.at(m), now.at(m)
		if before == nil && after == nil {
			continue
		}
		pairs := slices.DeleteFunc(differ(before, after), func(p pair) bool { return m < c.reached && p.outOfReach() })
		if len(pairs) == 0 {
			continue
		}
		c.mark(m, old.People || now.People)
		if was, _ := c.before.Manifest.month(m); was.Status != Final {
			continue
		}
		if !looked {
			sentences, looked = changedSentences(c.toldBefore, c.toldNow, now.id(), c.told), true
		}
		for _, p := range pairs {
			c.out.Restated = append(c.out.Restated, c.row(old, now, m, p, sentences))
		}
	}
}

func (c *comparison) mark(m period.Month, people bool) {
	if !slices.Contains(c.out.Changed, m) {
		c.out.Changed = append(c.out.Changed, m)
	}
	if people && !slices.Contains(c.out.People, m) {
		c.out.People = append(c.out.People, m)
	}
}

// at are the figures of a month; nil where there is none.
func (s *Series) at(m period.Month) []Figure {
	name := m.String()
	for i := range s.Months {
		if s.Months[i].Month == name {
			return s.Months[i].Figures
		}
	}
	return nil
}

// pair is one figure in both publications.
type pair struct{ old, now Figure }

// differ pairs the figures of a month by statistic and category and keeps the pairs that
// differ: those of now in their order, then those that are gone.
func differ(before, after []Figure) (out []pair) {
	matched := 0
	for i := range after {
		k := i // categories rarely change their places
		if k >= len(before) || !names(&before[k], &after[i]) {
			k = slices.IndexFunc(before, func(f Figure) bool { return names(&f, &after[i]) })
		}
		if k < 0 {
			out = append(out, pair{after[i].empty(NotPublished, 0), after[i]})
		} else if matched++; !before[k].same(&after[i]) {
			out = append(out, pair{before[k], after[i]})
		}
	}
	if matched == len(before) {
		return out
	}
	for i := range before {
		if !slices.ContainsFunc(after, func(f Figure) bool { return names(&f, &before[i]) }) {
			out = append(out, pair{before[i], before[i].empty(NotPublished, 0)})
		}
	}
	return out
}

// outOfReach reports whether a figure differs in what it owes to the months before it: too
// little is known now, or it counts units by what their series say. Where the history's
// oldest months were left out that is no news of the figure.
func (p *pair) outOfReach() bool {
	return p.now.Absence == metric.TooFew.Code() || p.now.Absence == metric.NoData.Code() || p.now.Unit == unit.Units.Name()
}

func names(f, g *Figure) bool { return f.Stat == g.Stat && f.Category == g.Category }

// row is the log's row of a changed figure. A sentence of a month can change by a figure of
// that month or of an earlier one, which it is compared with.
func (c *comparison) row(old, now *Series, m period.Month, p pair, sentences []period.Month) Restatement {
	manifest := c.now.Manifest
	r := Restatement{Run: manifest.Run, AsOf: day(manifest.AsOf), Report: c.report(), Month: m.String(), Level: now.Level, Subject: now.Subject,
		Metric: now.Metric, OldVersion: old.Version, Version: now.Version, Old: p.old, New: p.now, Sentences: []string{}}
	r.Class, r.Cause = c.causes.of(old, now, m)
	for _, told := range sentences {
		if told >= m {
			r.Sentences = append(r.Sentences, told.String())
		}
	}
	if withheld := "withheld"; old.People || now.People || p.old.Absence == withheld || p.now.Absence == withheld {
		r.Hidden, r.Old, r.New = true, p.now.empty(withheld, 0), p.now.empty(withheld, 0)
	}
	return r
}

func (c *comparison) report() string {
	return c.now.Manifest.Months[len(c.now.Manifest.Months)-1].Month
}
