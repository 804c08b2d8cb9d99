package page

import (
	"bytes"
	"html/template"
	"slices"

	"leadline/generator/ledger"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/narrative"
)

// Metric is one definition.
type Metric struct {
	Frame
	Definition *metric.Definition
	Domain     string
	Reviewed   Date
	Next       Date
	Overdue    bool   // the data ends after the review was due
	Usual      string // which way is usually wanted, in words
	Formula    string
	Figures    []string // names of the month's figures, headline first
	Levels     []LevelRow
	Counter    []Link
	CounterOf  []Link // metrics that must be read with this one
	Body       template.HTML
	Headings   []narrative.Heading // of Body
	Late       []string            // of the sources that it is made from
	Inputs     []ledger.Input
}

// LevelRow says how one level sees a metric.
type LevelRow struct{ Level, Policy, Reason string }

// metric writes one definition's page.
func (b *book) metric(buf *bytes.Buffer, d *metric.Definition) error {
	at := b.address(d.ID)
	text, err := narrative.Render(d.Body, narrative.Options{
		File: d.File, Line: d.Line, MinHeading: 2, Taken: metricAnchors,
		Link: func(target string) string { return b.textLink(rootFrom(at), d.File, target) },
	})
	if err != nil {
		return err
	}
	m := Metric{
		Frame:      b.frame(at, metricsPath, d.Title, d.Question, Link{Text: "Metrics", Href: metricsPath}),
		Definition: d, Domain: domainTitle(d.Domain), Reviewed: parseDate(d.Reviewed), Next: parseDate(d.NextReview),
		Overdue: d.NextReview != "" && d.NextReview < dateOf(b.site.AsOf).ISO, Usual: usual[d.Good],
		Levels: levelRows(d), Late: b.site.Late[d.ID], Inputs: b.inputs(d.ID), Body: template.HTML(text.HTML), Headings: text.Headings,
	}
	if d.Measure != nil {
		m.Formula = d.Measure.Formula()
		for _, stat := range d.Measure.Stats() {
			m.Figures = append(m.Figures, lower(nameIn(d, stat)))
		}
	}
	for _, id := range d.Counter {
		m.Counter = append(m.Counter, b.metricLink(id))
	}
	for _, other := range b.sorted {
		if slices.Contains(other.Counter, d.ID) {
			m.CounterOf = append(m.CounterOf, b.metricLink(other.ID))
		}
	}
	return b.write(buf, at, "metric", m)
}

// metricAnchors are the ids that metric.html uses itself.
var metricAnchors = []string{"main", "levels", "counter", "definition", "inputs"}

// usual says which way is usually wanted.
var usual = map[string]string{
	"lower": "lower is usually wanted", "higher": "higher is usually wanted", "neither": "neither way is wanted as such",
}

func levelRows(d *metric.Definition) []LevelRow {
	how := map[metric.Policy]string{
		metric.Pooled:  "Pooled: computed from all events of the level, never from other figures.",
		metric.Counted: "Counted: how many services are in which state, without names or values.",
		metric.None:    "Not shown.",
	}
	var rows []LevelRow
	for _, name := range []level.Name{level.TeamName, level.ServiceName, level.PortfolioName} {
		rows = append(rows, LevelRow{capital(string(name)), how[d.Policies[name]], d.Reasons[name]})
	}
	return rows
}
