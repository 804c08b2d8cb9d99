package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// Card is one metric of one subject as a month's page shows it. Its type parameter keeps
// a card of one level out of another level's page.
type Card[L level.Level] struct {
	Series  metric.Series[L]
	Counter []Counter[L]

	ID       string // anchor on the page
	Title    string
	Question string
	Address  string // the definition's page, relative to the site's root
	Root     string
	Headline metric.Figure
	Sentence string        // the figure in a sentence
	Verdict  string        // the state in a sentence, or why nothing is said
	State    string        // the state in a few words, for the table at a glance
	Judged   bool          // false: Verdict says why the month is not judged
	Unusual  bool          // beyond the usual range
	Others   []NamedFigure // figures after the headline
	Chart    Chart

	month metric.Result[L]
}

// NamedFigure is a figure with what it is called in words.
type NamedFigure struct {
	Name string
	metric.Figure
}

// Counter is a metric that the card's metric must be read with. Series is nil where the
// page does not show it.
type Counter[L level.Level] struct {
	Series *metric.Series[L]
	Metric Link // the definition
	Anchor string
	Text   string // its figure in words, or why the page does not show it
}

// newCard builds the card of a series for one month; the chart ends with that month, or
// with the newest, still running one where the month is the latest complete one.
func newCard[L level.Level](b *book, root string, s metric.Series[L], shown map[string]*metric.Series[L], m period.Month) (*Card[L], error) {
	d := s.Definition()
	result, _ := s.At(m)
	card := &Card[L]{
		Series: s, ID: d.ID, Title: d.Title, Question: d.Question, Root: root,
		Address: b.address(d.ID), Headline: headline(s, result), month: result,
	}
	card.Sentence = sentence(s, result, m)
	card.Verdict, card.Judged = verdict(s, result, m, b.site.Latest)
	card.State = stateWords(s, result)
	card.Unusual = result.State() == metric.UnusualHigh || result.State() == metric.UnusualLow
	card.Others = others(s, result)
	card.Counter = counters(b, d, shown, m)
	var err error
	card.Chart, err = draw(figure(s, m, m == b.site.Latest, card.Sentence))
	if err != nil {
		return nil, fmt.Errorf("chart of %s, %s: %w", d.ID, m, err)
	}
	return card, nil
}

// headline is the first figure of a month, or one that says that the month is missing.
func headline[L level.Level](s metric.Series[L], r metric.Result[L]) metric.Figure {
	if figures := r.Figures(); len(figures) > 0 {
		return figures[0]
	}
	return metric.Figure{Absence: metric.NoData, Reason: "nothing is recorded for this month"}
}

// others are the figures after the headline, without those that would say nothing more: no
// rows left out, and the same absence once again. A counted series has no headline: all of
// its figures are numbers of units.
func others[L level.Level](s metric.Series[L], r metric.Result[L]) []NamedFigure {
	figures := r.Figures()
	if s.Policy() == metric.Counted {
		figures = ordered(figures)
	} else if len(figures) > 0 {
		figures = figures[1:]
	}
	var named []NamedFigure
	for _, f := range figures {
		repeated := f.Absence != metric.Present && f.Absence == headline(s, r).Absence
		if !repeated && (f.Stat != "negative" || f.Value != 0) {
			named = append(named, NamedFigure{statName(f.Stat), f})
		}
	}
	return named
}

// Behind is what stands behind the figure; "" where it is a plain count, which stands for
// itself.
func (f NamedFigure) Behind() string {
	if f.Absence == metric.Present && !f.HasInterval() && (f.Unit == unit.Items || f.Unit == unit.Units) {
		return ""
	}
	return f.Detail()
}

// countedOrder is the order of a counted signal's states on a page: what is usual first,
// which a stacked chart then draws at the bottom, and what cannot be judged last.
var countedOrder = []string{metric.Within.Code(), metric.UnusualHigh.Code(), metric.UnusualLow.Code(), metric.NotJudged.Code(), metric.NoFigure}

func ordered(figures []metric.Figure) []metric.Figure {
	figures = slices.Clone(figures)
	slices.SortStableFunc(figures, func(x, y metric.Figure) int {
		return cmp.Compare(slices.Index(countedOrder, x.Stat), slices.Index(countedOrder, y.Stat))
	})
	return figures
}

// Behind is what stands behind the headline: which statistic it is where that is not
// plain, its n and interval, or the reason for its absence. A share prints its own n.
func (c *Card[L]) Behind() string {
	switch f := c.Headline; {
	case f.Absence != metric.Present:
		return f.Detail()
	case isQuantile(f.Stat):
		return strings.ToLower(statName(f.Stat)) + ", " + f.Detail()
	case f.Unit == unit.Share && f.Text() != fmt.Sprintf("%d of %d", f.Part, f.N):
		return "share, with 95 % interval"
	case f.Unit == unit.Share:
		return "too few for a percentage"
	default:
		return f.Detail()
	}
}

// counters finds the metrics that d must be read with among those that the page shows.
func counters[L level.Level](b *book, d *metric.Definition, shown map[string]*metric.Series[L], m period.Month) []Counter[L] {
	var list []Counter[L]
	for _, id := range d.Counter {
		c := Counter[L]{Series: shown[id], Metric: b.metricLink(id), Anchor: id}
		if c.Series == nil {
			c.Text = b.whyAbsent(id, level.NameOf[L]())
			list = append(list, c)
			continue
		}
		result, _ := c.Series.At(m)
		c.Text = headline(*c.Series, result).Text()
		if c.Series.Policy() == metric.Counted {
			c.Text = countedText(result)
		}
		list = append(list, c)
	}
	return list
}

// Range is the usual range that the page prints in the table at a glance; "" if none.
func (c *Card[L]) Range() string {
	l := c.Series.Limits()
	switch {
	case c.Counted():
		return ""
	case !l.Known && c.Judged:
		return "varies with n"
	case !l.Known:
		return ""
	}
	text := rangeText(l, c.Headline.Unit)
	if l.Trial {
		text += " (trial)"
	}
	return text
}

// CountedText is the counts in words, for the table at a glance.
func (c *Card[L]) CountedText() string { return countedText(c.month) }

// Counted reports whether the card shows numbers of units per state.
func (c *Card[L]) Counted() bool { return c.Series.Policy() == metric.Counted }

// figureUnit is the unit of a series' headline, also where every month is absent.
func figureUnit[L level.Level](s metric.Series[L]) unit.Unit {
	for _, r := range s.Results() {
		for _, f := range r.Figures() {
			return f.Unit
		}
	}
	return unit.Items
}
