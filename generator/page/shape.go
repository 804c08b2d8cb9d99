package page

import (
	"fmt"
	"math"
	"strings"

	"leadline/generator/chart"
	"leadline/generator/fact"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

// Shape is the second picture of a card: how the values behind the month's headline lie.
type Shape struct {
	Chart
	Summary string // what opens it: "Distribution of October 2026"
	Alone   bool   // the card has no other picture, so it is not folded away
}

// shape draws how the values of a month lie; a card without one has a zero Shape.
func (c *Card[L]) shape(s metric.Series[L], m period.Month) {
	r, _ := s.At(m)
	p := shaping{d: s.Definition(), month: m, figures: r.Figures()}
	var f chart.Figure
	switch shape := s.Shape(m); {
	case shape.Spread() != nil:
		f, c.Shape.Summary = p.spread(shape.Spread()), "Distribution of "+p.span(shape.Spread().From)
		if j := s.Judging(m); j.Known && isQuantile(p.figures[0].Stat) {
			p.usual(&f.Spread, j.Limits)
		}
	case shape.Curve() != nil:
		f, c.Shape.Summary = p.curve(shape.Curve()), "Share still open by age, "+m.Long()
	case shape.Ages() != nil:
		f, c.Shape.Summary = p.ages(shape.Ages()), "How old what is open was at the end of "+m.Long()
	default:
		return
	}
	f.ID, f.Unit, f.Axis = "d-"+chartID(p.d.ID), unit.Seconds, p.d.Title
	c.Shape.Alone = !c.Chart.Pictured()
	c.Shape.Chart = pictured(f, false) // what pointing would tell stands in the table, and a page has to stay light
	c.Shape.Name = p.d.Title + ", " + lower(c.Shape.Summary)
}

// shaping is what the pictures of a month's values have in common. It has no level: shapes of
// any are drawn alike, and it is gone when they are.
type shaping struct {
	d       *metric.Definition
	month   period.Month
	figures []metric.Figure
}

func (p *shaping) noun() string { return nounOf(p.d) }

// nounOf is what a metric measures, as a word.
func nounOf(d *metric.Definition) string {
	e, _ := fact.EntityNamed(d.Measure.Entity())
	return e.Noun
}

// isAge reports whether the values are ages of what is open, and not how long something took.
func (p *shaping) isAge() bool {
	_, ok := p.d.Measure.(*metric.Age)
	return ok
}

// of are the things whose values are drawn, "61 incidents".
func (p *shaping) of(n int) string {
	if p.isAge() {
		return unit.Plural(n, "open "+p.noun())
	}
	return unit.Plural(n, p.noun())
}

// span is the months from one to the card's; 0 is the card's.
func (p *shaping) span(from period.Month) string {
	if from == 0 || from == p.month {
		return p.month.Long()
	}
	return from.Long() + " to " + p.month.Long()
}

// quantiles are the quantiles of the whole that the card prints, in its order.
func (p *shaping) quantiles() (list []metric.Figure) {
	for _, f := range p.figures {
		if f.Category == "" && isQuantile(f.Stat) && f.Absence == metric.Present {
			list = append(list, f)
		}
	}
	return list
}

// marks are the quantiles as lines of a picture.
func (p *shaping) marks() (marks []chart.Level) {
	for _, f := range p.quantiles() {
		marks = append(marks, chart.Level{Name: statName(f.Stat) + " " + f.Text(), Value: f.Value})
	}
	return marks
}

// message is what the picture says in a sentence: "Half took up to 3.2 hours, 15 of 100 more
// than 26 hours".
func (p *shaping) message() string {
	first, more := " took up to ", " more than "
	if p.isAge() {
		first, more = " have been open for up to ", " for more than "
	}
	var parts []string
	for _, f := range p.quantiles() {
		percent := 0
		_, _ = fmt.Sscanf(f.Stat, "p%d", &percent)
		switch {
		case len(parts) > 0:
			parts = append(parts, fmt.Sprintf("%d of 100%s%s", 100-percent, more, f.Text()))
		case percent == 50:
			parts = append(parts, "Half"+first+f.Text())
		default:
			parts = append(parts, fmt.Sprintf("%d of 100%s%s", percent, first, f.Text()))
		}
	}
	return strings.Join(parts, ", ")
}

// spread is the picture of a Spread with the figures that the card prints as marks.
func (p *shaping) spread(s *metric.Spread) chart.Figure {
	f := chart.Figure{Kind: chart.Distribution, Title: p.message(), Subtitle: fmt.Sprintf("%s of %s, %s. %s", p.d.Title, p.of(s.N), p.span(s.From), spreadWords(s)),
		Spread: chart.Spread{N: s.N, Of: unit.Noun(2, p.noun()), Log: s.Log, Cuts: s.Cuts, Dots: s.N <= metric.Dots, Marks: p.marks()}}
	if p.isAge() {
		f.Subtitle = fmt.Sprintf("Age of %s at the end of %s. %s", p.of(s.N), p.month.Long(), spreadWords(s))
	}
	if s.Cuts != nil && s.From != p.month { // the card's quantiles are those of its month alone
		last := len(s.Cuts) - 1
		f.Title = fmt.Sprintf("Half took up to %s, %s more than %s", unit.Duration(s.Cuts[last/2]), partsOfAll[last+2], unit.Duration(s.Cuts[last]))
		f.Spread.Marks = []chart.Level{{Name: statName(p.figures[0].Stat) + " of " + p.month.Short() + ": " + p.figures[0].Text(), Value: p.figures[0].Value}}
	}
	for _, b := range s.Bins {
		f.Spread.Bins = append(f.Spread.Bins, chart.Bin{From: float64(b.From), To: float64(b.To), N: b.N})
	}
	return f
}

// partsOfAll are equal parts in words, by their number.
var partsOfAll = map[int]string{4: "a quarter", 10: "a tenth"}

// spreadWords say how the values are drawn.
func spreadWords(s *metric.Spread) string {
	switch {
	case len(s.Cuts) == 3:
		return "The box holds the middle half; the quarters beside it are not drawn, because their ends are single values"
	case s.Cuts != nil:
		return "Each border cuts off another tenth; the first and the last are not drawn, because their ends are single values"
	case s.N <= metric.Dots:
		return "Each dot is one of them"
	default:
		return "Bars count them"
	}
}

// usual adds the range that a month's headline usually lies in.
func (p *shaping) usual(s *chart.Spread, l metric.Limits) {
	low := l.Lower
	if math.IsNaN(low) {
		low = 0
	}
	s.Usual = &[2]float64{low, l.Upper}
	s.Range = "Usual range of a month's " + lower(statName(p.figures[0].Stat)) + ": " + rangeText(l, unit.Seconds)
}

// curve is the picture of a Curve with the figures that the card prints as marks.
func (p *shaping) curve(c *metric.Curve) chart.Figure {
	f := chart.Figure{Kind: chart.Survival, Title: p.message(),
		Curve: chart.Curve{N: c.N, End: float64(c.End), Marks: p.marks(), Nothing: p.notReached(c.Beyond)}}
	if f.Title == "" {
		f.Title = f.Curve.Nothing
	}
	f.Subtitle = fmt.Sprintf("Share of %s still open by age, watched %s; estimate by Kaplan and Meier with 95 %% band", p.of(c.N), p.window(c.Months))
	for _, step := range c.Steps {
		f.Curve.Steps = append(f.Curve.Steps, stepOf(step))
	}
	for _, w := range c.Watched {
		f.Curve.Watched = append(f.Curve.Watched, chart.Watched{CurveStep: stepOf(w.Share), N: w.N})
	}
	return f
}

func stepOf(s stat.Share) chart.CurveStep {
	return chart.CurveStep{Age: float64(s.Age), Open: s.Open, Low: s.Low, High: s.High}
}

// window is the months that a month looks back on.
func (p *shaping) window(months int) string {
	if months == 1 {
		return "in " + p.month.Long()
	}
	return "from " + (p.month - period.Month(months-1)).Long() + " to " + p.month.Long()
}

// notReached says which quantile has no value because too few have ended, and how far it is at
// least; "" where all are reached.
func (p *shaping) notReached(beyond []string) string {
	for _, f := range p.figures {
		if len(beyond) > 0 && f.Stat == beyond[0] && f.Category == "" {
			far, _, _ := strings.Cut(f.Reason, ":")
			return statName(f.Stat) + " not reached: " + far
		}
	}
	return ""
}
