package page

import (
	"math"
	"strings"

	"leadline/generator/chart"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// chartMonths is how many months a chart shows: the newest six and the twelve before, which
// are what a sustained change compares, and with them the same month of the year before. Six
// more would make the pages of teams that show every metric heavier than 60 kB.
const chartMonths = 18

// figure turns a series into what is drawn on a month's page: the months up to that one,
// and the running ones after it if the month is the latest complete one.
func figure[L level.Level](s metric.Series[L], last period.Month, running bool, title string, notes []NoteMonth) chart.Figure {
	d, results := s.Definition(), window(s, last, running)
	f := chart.Figure{
		ID: "c-" + chartID(d.ID), Title: title, Unit: figureUnit(s), Axis: axisOf(s),
		Kind: kindOf(s),
	}
	for _, r := range results {
		f.Months = append(f.Months, r.Month())
	}
	marked(&f, s, notes)
	if divides(s) {
		byCause(&f, results)
		return f
	}
	for i, stat := range stats(s) {
		one := chart.Series{Name: statName(stat), Points: points(s, results, stat, i == 0)}
		if i == 0 || s.Policy() == metric.Counted || anyShown(one) {
			f.Series = append(f.Series, one)
		}
	}
	f.Subtitle = subtitle(s, f)
	f.Limits = limitsOf(s, &f)
	return f
}

// window is the results that a chart shows.
func window[L level.Level](s metric.Series[L], last period.Month, running bool) []metric.Result[L] {
	results := s.Results()
	end := 0
	for i, r := range results {
		if r.Month() <= last || running && i >= s.Complete() {
			end = i + 1
		}
	}
	return results[max(0, end-chartMonths):end]
}

// stats are the figures that a chart draws: all states of a counted series, quantiles
// together, and of any other series the headline alone, because its further figures are
// of another kind.
func stats[L level.Level](s metric.Series[L]) []string {
	if len(s.Results()) == 0 || len(s.Results()[0].Figures()) == 0 {
		return nil
	}
	figures := s.Results()[0].Figures()
	if s.Policy() == metric.Counted {
		figures = ordered(figures)
	}
	var names []string
	for i, f := range figures {
		if f.Category != "" {
			continue
		}
		if i == 0 || s.Policy() == metric.Counted || f.Unit == figures[0].Unit && isQuantile(f.Stat) {
			names = append(names, f.Stat)
		}
	}
	return names
}

func kindOf[L level.Level](s metric.Series[L]) chart.Kind {
	switch u := figureUnit(s); {
	case s.Policy() == metric.Counted:
		return chart.Stacked
	case u == unit.Share || u == unit.Proportion:
		return chart.Share
	default:
		return chart.Line
	}
}

// points are one figure's values; only the headline is ever ringed as unusual.
func points[L level.Level](s metric.Series[L], results []metric.Result[L], stat string, headline bool) []chart.Point {
	list := make([]chart.Point, len(results))
	for i, r := range results {
		f := r.Figure(stat)
		p := chart.Point{Value: f.Value, Low: f.Low, High: f.High, N: f.N, State: pointState(f.Absence)}
		if !f.HasInterval() { // a chart draws a whole interval or none
			p.Low, p.High = math.NaN(), math.NaN()
		}
		if p.State == chart.Present {
			p.Text = f.Text()
			p.Signal = headline && (r.State() == metric.UnusualHigh || r.State() == metric.UnusualLow)
			if !complete(s, r.Month()) {
				p.State = chart.Provisional
			}
		} else {
			p.Value, p.Low, p.High, p.N = math.NaN(), math.NaN(), math.NaN(), 0
		}
		list[i] = p
	}
	return list
}

// complete reports whether a month of the series was complete at the as-of date.
func complete[L level.Level](s metric.Series[L], m period.Month) bool {
	results := s.Results()
	n := min(s.Complete(), len(results))
	return n > 0 && m <= results[n-1].Month()
}

func pointState(a metric.Absence) chart.State {
	return [...]chart.State{chart.Present, chart.NoData, chart.TooFew, chart.Withheld, chart.NotApplicable}[a]
}

// subtitle says what is drawn: figures, interval and months.
func subtitle[L level.Level](s metric.Series[L], f chart.Figure) string {
	span := spanOf(&f)
	if s.Policy() == metric.Counted {
		return "Number of services in each state" + span
	}
	var names []string
	for i, one := range f.Series {
		name := one.Name
		if i > 0 {
			name = strings.ToLower(name)
		}
		names = append(names, name)
	}
	return strings.Join(names, " and ") + span
}

// spanOf is the months that are drawn, ", May 2025 to April 2026".
func spanOf(f *chart.Figure) string {
	if n := len(f.Months); n > 0 {
		return ", " + f.Months[0].Long() + " to " + f.Months[n-1].Long()
	}
	return ""
}

// chartID makes a definition's id fit for the ids inside an SVG.
func chartID(id string) string { return slug(id, slugHashHex) }

// axisOf names the value axis: of counts, what is counted.
func axisOf[L level.Level](s metric.Series[L]) string {
	if s.Policy() == metric.Counted {
		return "Services"
	}
	return s.Definition().Title
}
