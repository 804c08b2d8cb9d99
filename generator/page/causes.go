package page

import (
	"math"
	"slices"

	"leadline/generator/chart"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/narrative"
	"leadline/generator/unit"
)

// divides reports whether a series divides time by causes. Its message is the causes, and
// not how much of the waiting they explain: they are drawn, as parts of all time.
func divides[L level.Level](s metric.Series[L]) bool {
	_, ok := s.Definition().Measure.(*metric.Partition)
	return ok && s.Policy() == metric.Pooled
}

// byCause makes f the time of each month by cause. Active time is what is missing to the
// whole: it is most of it, and no delay.
func byCause[L level.Level](f *chart.Figure, results []metric.Result[L]) {
	f.Kind, f.Unit, f.Axis = chart.Stacked, unit.Proportion, "Part of the elapsed time"
	f.Subtitle = "Time with each cause alone, shared by causes and unexplained; the rest is active time" + spanOf(f)
	for _, cause := range causes(results) {
		f.Series = append(f.Series, chart.Series{Name: capital(narrative.PartName(cause)), Points: parts(results, "exclusive", cause)})
	}
	for _, stat := range []string{"shared", "unexplained"} {
		f.Series = append(f.Series, chart.Series{Name: statName(stat), Points: parts(results, stat, "")})
	}
	if len(f.Series) > 0 {
		for i, r := range results { // the n of a month is the same for all of its parts
			if f.Series[0].Points[i].State.Shown() {
				f.Series[0].Points[i].N = headline(r).N
			}
		}
	}
}

// causes are the causes of the newest month that has any, in the definition's order.
func causes[L level.Level](results []metric.Result[L]) []string {
	for _, r := range slices.Backward(results) {
		if list := categories(r.Figures(), "exclusive"); len(list) > 0 {
			return list
		}
	}
	return nil
}

// parts are the values of one part; a month without it has the state of its headline.
func parts[L level.Level](results []metric.Result[L], stat, category string) []chart.Point {
	list := make([]chart.Point, len(results))
	for i, r := range results {
		p := chart.Point{Value: math.NaN(), Low: math.NaN(), High: math.NaN(), State: pointState(headline(r).Absence)}
		at := slices.IndexFunc(r.Figures(), func(f metric.Figure) bool { return f.Stat == stat && f.Category == category })
		switch {
		case at < 0 && p.State.Shown():
			p.State = chart.NoData
		case at >= 0:
			of := r.Figures()[at]
			if p.State = pointState(of.Absence); p.State.Shown() {
				p.Value, p.Text = of.Value, of.Text()
			}
		}
		list[i] = p
	}
	return list
}
