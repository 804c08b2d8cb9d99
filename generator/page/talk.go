package page

import (
	"slices"

	"leadline/generator/fact"
	"leadline/generator/finding"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
)

// Question is what a page asks.
type Question struct {
	Text  string
	Why   string
	Since string // "asked since June 2026"; "" for a new one
	From  string // title of the pattern that calls for it
}

// Decision is what the review of the month before decided, with this month's figures of the
// metrics that it named.
type Decision struct {
	Decided period.Month
	Text    string // as people wrote it
	Figures []Named
}

// Named is a metric's figure beside something that names it.
type Named struct {
	Metric Link   // to its card where the page has one, else to its definition
	Text   string // the figure, or why there is none
	Card   bool   // Metric.Href is the anchor of its card
}

// asked are a month's questions.
func (b *book) asked(t Talk, m period.Month) (list []Question) {
	for _, a := range t.Asked[m] {
		q := Question{Text: a.Question.Ask, Why: a.Question.Why}
		if i := slices.IndexFunc(b.site.Patterns, func(p *finding.Pattern) bool { return p.ID == a.Pattern }); i >= 0 {
			q.From = b.site.Patterns[i].Title
		}
		if a.Since != 0 {
			q.Since = "asked since " + a.Since.Long()
		}
		list = append(list, q)
	}
	return list
}

// decisions are those of the month before m, which m's review looks back at.
func decisions[L level.Level](b *book, t Talk, m period.Month, shown map[string]*metric.Series[L]) (list []Decision) {
	for _, d := range t.Decisions {
		if d.Month != m-1 {
			continue
		}
		one := Decision{Decided: d.Month, Text: decisionText(d)}
		for _, id := range d.Metrics {
			one.Figures = append(one.Figures, named(b, id, m, shown))
		}
		list = append(list, one)
	}
	return list
}

// decisionText is what was decided, or that it may not be said here.
func decisionText(d fact.Decision) string {
	if d.Unsaid {
		return "A decision was recorded; its text is shown on internal sites only."
	}
	return d.Text
}

func named[L level.Level](b *book, id string, m period.Month, shown map[string]*metric.Series[L]) Named {
	s := shown[id]
	if s == nil {
		return Named{Metric: b.metricLink(id), Text: b.whyAbsent(id, level.NameOf[L]())}
	}
	n := Named{Metric: Link{Text: s.Definition().Title, Href: "#" + id}, Card: true}
	if r, _ := s.At(m); s.Policy() == metric.Counted {
		n.Text = countedText(r)
	} else {
		n.Text = whole(headline(r).Text())
	}
	return n
}

// decided puts decisions on the cards of the metrics that they name.
func (r Report[L]) decided(of []fact.Decision) {
	for _, d := range of {
		for _, c := range r.Cards() {
			if d.Month == r.Month-1 && slices.Contains(d.Metrics, c.ID) {
				c.Decided = append(c.Decided, decisionText(d))
			}
		}
	}
}
