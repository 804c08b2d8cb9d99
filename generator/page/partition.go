package page

import (
	"fmt"
	"math"

	"leadline/generator/chart"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/narrative"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// partition is where the time of a month's items went, by cause; false where the month has
// too few of them, or none.
func partition[L level.Level](s metric.Series[L], r metric.Result[L], m period.Month) (chart.Causes, bool) {
	if coverage := headline(r); !divides(s) || r.Figure("items").Absence != metric.Present || r.Figure("unexplained").Absence != metric.Present || coverage.Absence == metric.Withheld {
		return chart.Causes{}, false
	}
	d := s.Definition()
	noun := nounOf(d)
	f := chart.Causes{Words: chart.Words{ID: "c-" + chartID(d.ID) + "-month", Title: causesMessage(r, m)}}
	ended, open := strip(r, ""), strip(r, "_open")
	if ended == nil {
		return chart.Causes{}, false
	}
	f.Strips = []chart.Strip{{Name: "Ended in " + m.Long(), Parts: ended}}
	f.Subtitle = fmt.Sprintf("Parts of the elapsed time of %s that ended in %s. Bars: time with this alone; outlines: shared time included; lines: 95 %% intervals",
		unit.Plural(r.Figure("items").N, noun), m.Long())
	if open != nil {
		f.Strips = append(f.Strips, chart.Strip{Name: "On their way as it ended", Parts: open})
		f.Subtitle += fmt.Sprintf(". On their way were %s, with their time so far", unit.Plural(r.Figure("unfinished").N, noun))
	}
	for _, p := range partsOfTime(r) {
		f.Rows = append(f.Rows, causeOf(r, p))
	}
	return f, true
}

// timePart is a part of the time: a cause's own, or one that belongs to no single cause.
type timePart struct{ stat, category string }

// partsOfTime are the parts that make up the whole, active time last: it is no delay.
func partsOfTime[L level.Level](r metric.Result[L]) (list []timePart) {
	for _, cause := range categories(r.Figures(), "exclusive") {
		list = append(list, timePart{"exclusive", cause})
	}
	return append(list, timePart{"shared", ""}, timePart{"unexplained", ""}, timePart{"active", ""})
}

func figureOf[L level.Level](r metric.Result[L], stat, category string) metric.Figure {
	for _, f := range r.Figures() {
		if f.Stat == stat && f.Category == category {
			return f
		}
	}
	return metric.Figure{Absence: metric.NoData, Reason: "nothing is known of it"}
}

func causeOf[L level.Level](r metric.Result[L], p timePart) chart.Cause {
	f := figureOf(r, p.stat, p.category)
	c := chart.Cause{Name: capital(narrative.PartName(p.category)), Alone: f.Value, Low: f.Low, High: f.High, Most: math.NaN(), Plain: p.stat == "active"}
	if p.category == "" {
		c.Name = capital(p.stat)
	} else if most := figureOf(r, "inclusive", p.category); most.Absence == metric.Present {
		c.Most = most.Value
	}
	if f.Absence != metric.Present {
		c.Unknown = "unknown: no evidence"
	}
	if !f.HasInterval() {
		c.Low, c.High = math.NaN(), math.NaN()
	}
	return c
}

// strip is the parts of one whole, of which those without evidence are nothing; nil where the
// whole is not known.
func strip[L level.Level](r metric.Result[L], suffix string) []float64 {
	var list []float64
	sum := 0.0
	for _, p := range partsOfTime(r) {
		f := figureOf(r, p.stat+suffix, p.category)
		if f.Absence != metric.Present {
			f.Value = 0
		}
		list, sum = append(list, f.Value), sum+f.Value
	}
	if math.Abs(sum-1) > 1e-6 {
		return nil
	}
	return list
}
