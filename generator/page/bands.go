package page

import (
	"fmt"
	"strings"

	"leadline/generator/chart"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// bands is how many were open at every month's end in each band of age; false where the
// definition has none, or no month has any.
func bands[L level.Level](s metric.Series[L], m period.Month, running bool) (chart.Bands, bool) {
	if _, ok := s.Definition().Measure.(*metric.Age); !ok || s.Policy() != metric.Pooled {
		return chart.Bands{}, false
	}
	r, _ := s.At(m)
	results := window(s, m, running)
	noun := nounOf(s.Definition())
	f := chart.Bands{Words: chart.Words{ID: "c-" + chartID(s.Definition().ID) + "-bands", Title: bandsMessage(r, noun, m)}, Axis: "Open " + unit.Noun(2, noun)}
	for _, one := range results {
		f.Months = append(f.Months, one.Month())
	}
	for _, band := range bandNames(results) {
		points := parts(results, "aged", band)
		for i := range points {
			if points[i].State.Shown() && !complete(s, f.Months[i]) {
				points[i].State = chart.Provisional
			}
		}
		f.Series = append(f.Series, chart.Series{Name: band, Points: points})
	}
	f.Subtitle = fmt.Sprintf("Number of %s that were open at each month's end, by how long they had been%s", unit.Noun(2, noun), spanOf(&chart.Figure{Months: f.Months}))
	return f, len(f.Series) > 0 && len(f.Series) <= chart.MaxBands
}

// bandNames are the bands of the newest month that has any.
func bandNames[L level.Level](results []metric.Result[L]) (names []string) {
	for _, r := range results {
		if list := categories(r.Figures(), "aged"); len(list) > 0 {
			names = list
		}
	}
	return names
}

// bandsMessage counts the open ones by band: "39 findings were open at the end of October
// 2026: 5 for 0–30 days, 1 for over 365 days".
func bandsMessage[L level.Level](r metric.Result[L], noun string, m period.Month) string {
	open := r.Figure("open")
	if open.Absence != metric.Present {
		return fmt.Sprintf("Open %s by age: %s in %s", unit.Noun(2, noun), open.Text(), m.Long())
	}
	verb := "were"
	if open.N == 1 {
		verb = "was"
	}
	text := fmt.Sprintf("%s %s open at the end of %s", unit.Plural(open.N, noun), verb, m.Long())
	var list []string
	for _, f := range r.Figures() {
		if f.Stat == "aged" && f.Absence == metric.Present && f.Value > 0 {
			list = append(list, f.Text()+" for "+f.Category)
		}
	}
	if len(list) == 0 {
		return text
	}
	return text + ": " + strings.Join(list, ", ")
}
