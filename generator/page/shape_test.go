package page

import (
	"strings"
	"testing"

	"leadline/generator/chart"
	"leadline/generator/fact"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

func shapingOf(m metric.Measure, figures ...metric.Figure) *shaping {
	return &shaping{d: &metric.Definition{ID: "x", Title: "Recovery time", Measure: m}, month: period.MonthOf(2026, 10), figures: figures}
}

func seconds(stat string, value float64) metric.Figure {
	return metric.Figure{Stat: stat, Unit: unit.Seconds, Value: value}
}

var (
	took = &metric.Duration{Common: metric.Common{Of: fact.Incident}}
	aged = &metric.Age{Common: metric.Common{Of: fact.WorkItem}}
)

func TestShapeMessages(t *testing.T) {
	p50, p85 := seconds("p50", 2*3600), seconds("p85", 26*3600)
	late := metric.Figure{Stat: "p85", Unit: unit.Seconds, Absence: metric.TooFew, Reason: "more than 80 days: fewer than 85 % had ended in the time observed"}
	for _, c := range []struct{ got, want string }{
		{shapingOf(took, p50, p85).message(), "Half took up to 2 hours, 15 of 100 more than 26 hours"},
		{shapingOf(took, p50, late).message(), "Half took up to 2 hours"},
		{shapingOf(took, p85).message(), "85 of 100 took up to 26 hours"},
		{shapingOf(aged, p50, p85).message(), "Half have been open for up to 2 hours, 15 of 100 for more than 26 hours"},
		{shapingOf(took, p50, late).notReached([]string{"p85"}), "85th percentile not reached: more than 80 days"},
		{shapingOf(took, p50, late).notReached(nil), ""},
		{shapingOf(took).span(period.MonthOf(2026, 8)), "August 2026 to October 2026"},
		{shapingOf(took).window(12), "from November 2025 to October 2026"},
		{shapingOf(aged).of(1), "1 open work item"},
	} {
		if c.got != c.want {
			t.Errorf("%q; expected %q", c.got, c.want)
		}
	}
}

// The marks of a picture are the figures of its card; where other months are in it, the card's
// figure is marked as the month's alone.
func TestShapeMarksAreTheFigures(t *testing.T) {
	p := shapingOf(took, seconds("p50", 7200), seconds("p85", 90000))
	f := p.spread(&metric.Spread{N: 12, Bins: []metric.Bin{{From: 0, To: 3600, N: 12}}})
	if len(f.Spread.Marks) != 2 || f.Spread.Marks[0].Value != 7200 || f.Spread.Marks[1].Value != 90000 || !f.Spread.Dots {
		t.Errorf("%+v", f.Spread)
	}
	f = p.spread(&metric.Spread{N: 60, From: p.month - 2, Cuts: []float64{1, 2, 3, 4, 5, 6, 7, 8, 9}})
	if len(f.Spread.Marks) != 1 || f.Spread.Marks[0] != (chart.Level{Name: "Median of Oct 26: 2 hours", Value: 7200}) ||
		f.Title != "Half took up to 5 seconds, a tenth more than 9 seconds" || f.Spread.Dots && f.Spread.Bins != nil {
		t.Errorf("%q %+v", f.Title, f.Spread)
	}
}

// Everything that is open is in one row.
func TestShapeTallies(t *testing.T) {
	f := shapingOf(aged).ages(&metric.Ages{N: 14, Months: 6, Against: []metric.AgeBound{{Stat: "p50", Value: 86400 * 4, Older: 5}, {Stat: "p85", Value: 86400 * 23, Older: 2}}})
	n := 0
	for _, r := range f.Rows {
		n += r.N
	}
	if n != 14 || f.Rows[2].N != 2 || f.Title != "2 of 14 open work items are older than 23 days" || !strings.Contains(f.Subtitle, "from May 2026 to October 2026") {
		t.Errorf("%q, %q: %+v", f.Title, f.Subtitle, f.Rows)
	}
}
