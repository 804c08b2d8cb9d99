package page

import (
	"fmt"
	"math"

	"leadline/generator/chart"
	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// Shape is the second picture of a card: how the values behind the month's headline lie.
type Shape struct {
	Chart
	Summary string // what opens it: "Distribution of October 2026"
	Alone   bool   // the card has no other picture, so it is not folded away
}

// shape draws how the values of a month lie; a card without one has a zero Shape.
func (c *Card[L]) shape(s metric.Series[L], m period.Month, newest bool) {
	r, _ := s.At(m)
	var f chart.Figure
	switch shape := s.Shape(m); {
	case shape.Spread() != nil:
		f = spreadFigure(s, r, shape.Spread())
		c.Shape.Summary = "Distribution of " + m.Long()
	default:
		return
	}
	c.Shape.Alone = !c.Chart.Pictured()
	c.Shape.Chart = pictured(f, newest) // whatever is in it: it is no row of months
}

// nounsOf are the things that a metric measures, "61 incidents".
func nounsOf(d *metric.Definition, n int) string { return unit.Plural(n, nounOf(d)) }

func nounOf(d *metric.Definition) string {
	e, _ := fact.EntityNamed(d.Measure.Entity())
	return e.Noun
}

// spreadFigure is the picture of a Spread with the figures that the card prints as marks.
func spreadFigure[L level.Level](s metric.Series[L], r metric.Result[L], spread *metric.Spread) chart.Figure {
	d := s.Definition()
	f := chart.Figure{ID: "d-" + chartID(d.ID), Kind: chart.Distribution, Unit: unit.Seconds, Axis: d.Title,
		Title:  tookWords(r),
		Spread: chart.Spread{N: spread.N, Of: unit.Noun(2, nounOf(d)), Log: spread.Log, Cuts: spread.Cuts, Dots: spread.N <= metric.Dots, Marks: quantileMarks(r)},
	}
	for _, b := range spread.Bins {
		f.Spread.Bins = append(f.Spread.Bins, chart.Bin{From: float64(b.From), To: float64(b.To), N: b.N})
	}
	f.Subtitle = d.Title + " of " + nounsOf(d, spread.N) + ", " + r.Month().Long() + spreadWords(spread)
	if l, _, _ := s.Judging(r.Month()); l.Known && !math.IsNaN(l.Upper) && isQuantile(headline(r).Stat) {
		low := l.Lower
		if math.IsNaN(low) {
			low = 0
		}
		f.Spread.Usual = &[2]float64{low, l.Upper}
		f.Spread.Range = "Usual range of a month's " + lower(statName(headline(r).Stat)) + ": " + rangeText(l, unit.Seconds)
	}
	return f
}

// spreadWords say how the values are drawn.
func spreadWords(s *metric.Spread) string {
	switch {
	case len(s.Cuts) == 3:
		return ". The box holds the middle half; the shortest and the longest quarter are not drawn, because their ends would be single values"
	case s.Cuts != nil:
		return ". Each border cuts off another tenth; the shortest and the longest tenth are not drawn, because their ends would be single values"
	case s.N <= metric.Dots:
		return ". Each dot is one of them"
	default:
		return ", by how long they took"
	}
}

// quantileMarks are the quantiles of the whole that the card prints.
func quantileMarks[L level.Level](r metric.Result[L]) (marks []chart.Level) {
	for _, f := range r.Figures() {
		if f.Category == "" && isQuantile(f.Stat) && f.Absence == metric.Present {
			marks = append(marks, chart.Level{Name: statName(f.Stat) + " " + f.Text(), Value: f.Value})
		}
	}
	return marks
}

// tookWords is what the picture says in a sentence: "Half took up to 3.2 hours, 15 of 100 more
// than 26 hours".
func tookWords[L level.Level](r metric.Result[L]) string {
	text := ""
	for _, f := range r.Figures() {
		n := 0
		if f.Category == "" && isQuantile(f.Stat) && f.Absence == metric.Present {
			_, _ = fmt.Sscanf(f.Stat, "p%d", &n)
		}
		switch {
		case n == 50 && text == "":
			text = "Half took up to " + f.Text()
		case n > 0 && text == "":
			text = fmt.Sprintf("%d of 100 took up to %s", n, f.Text())
		case n > 0:
			text += fmt.Sprintf(", %d of 100 more than %s", 100-n, f.Text())
		}
	}
	return text
}
