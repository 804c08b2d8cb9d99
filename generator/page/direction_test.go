package page

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
)

// TestDirectionIsAWord: a card of a direction has a word, and nothing from which the level
// could be read: no chart, no range, no judgement.
func TestDirectionIsAWord(t *testing.T) {
	csv := "repo,measured_at,metric,covered,total\n"
	for m := 1; m <= 6; m++ {
		csv += fmt.Sprintf("r,2026-%02d-20T10:00:00Z,line,%d,1000\n", m, 717+20*m)
	}
	table, _ := event.TableNamed("coverage")
	read, err := event.Read(context.Background(), fstest.MapFS{"c.csv": {Data: []byte(csv)}}, table, []event.Source{{Table: "coverage", Pattern: "c.csv", Files: []string{"c.csv"}}},
		[]string{"repo", "measured_at", "metric", "covered", "total"}, event.Options{})
	if err != nil {
		t.Fatal(err)
	}
	units := fact.NewUnits(nil, nil, nil)
	measurements, _ := fact.NewCoverageMeasurements(read.Rows, units, fact.Rules{})
	calendar := period.NewCalendar(time.UTC, period.MonthOf(2026, 1), period.MonthOf(2026, 6))
	frame := metric.Frame{Calendar: calendar, Weeks: period.NewWeeks(calendar), AsOf: calendar.End(5), People: 5, Units: 5, Workers: 1}
	d := definition(t, "heading", "Heading", "quality", "heading", "[levels]\nteam = \"pooled\"\nservice = \"pooled\"\nportfolio = \"pooled\"",
		"kind = \"direction\"\nof = \"coverage_measurement\"\nat = \"measured_at\"\npart = \"covered\"\nwhole = \"total\"\neach = \"repo\"\nband = 0.01")
	subject := subjects([]*metric.Measured{metric.Compute(d, measurements, units, frame)}, []fact.Set[level.Portfolio]{units.Portfolio()})[0]
	site := &Site{Latest: period.MonthOf(2026, 6), Definitions: []*metric.Definition{d}, Portfolio: subject}
	r := report(newBook(site, nil, nil), "", &site.Portfolio, site.Latest)
	c := r.Cards()[0]
	if c.Headline.Text != "rising" || c.Headline.Behind != "from 6 months" || c.Range != "" || c.Judged || !strings.Contains(c.Verdict, "several months") {
		t.Errorf("%q, %q, range %q, %q", c.Headline.Text, c.Headline.Behind, c.Range, c.Verdict)
	}
	if c.Chart.Is() || !strings.Contains(c.Verdict, "nor drawn") {
		t.Errorf("%q is drawn", c.Verdict)
	}
}
