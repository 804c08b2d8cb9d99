package page

import (
	"bytes"
	"strings"

	"leadline/generator/level"
	"leadline/generator/metric"
)

const metricsPath = "metrics/index.html"

// Metrics is the list of definitions by domain.
type Metrics struct {
	Frame
	Domains []MetricGroup
}

// MetricGroup is the definitions of one domain, by title.
type MetricGroup struct {
	ID, Title string
	Metrics   []MetricLink
}

// MetricLink is a definition as listed.
type MetricLink struct {
	Link
	Question string
	Status   string
	Levels   string // "team, service; portfolio as counts"
}

// metricIndex writes the list of definitions.
func (b *book) metricIndex(buf *bytes.Buffer) error {
	f := b.frame(metricsPath, metricsPath, "Metrics", "Every metric by its written definition: its question, its decision, its levels.")
	return b.write(buf, metricsPath, "metrics", Metrics{f, b.groups()})
}

// groups are the definitions by domain.
func (b *book) groups() []MetricGroup {
	var groups []MetricGroup
	for _, d := range b.sorted {
		if n := len(groups); n == 0 || groups[n-1].ID != d.Domain {
			groups = append(groups, MetricGroup{ID: d.Domain, Title: domainTitle(d.Domain)})
		}
		g := &groups[len(groups)-1]
		g.Metrics = append(g.Metrics, b.listed(d))
	}
	return groups
}

// listed is a definition as a list shows it.
func (b *book) listed(d *metric.Definition) MetricLink {
	return MetricLink{b.metricLink(d.ID), d.Question, d.Status, levelsText(d)}
}

// levelsText says in a few words where a metric is shown.
func levelsText(d *metric.Definition) string {
	var parts []string
	for _, name := range []level.Name{level.TeamName, level.ServiceName, level.PortfolioName} {
		switch d.Policies[name] {
		case metric.Pooled:
			parts = append(parts, string(name))
		case metric.Counted:
			parts = append(parts, string(name)+" as counts")
		}
	}
	if len(parts) == 0 {
		return "not shown at any level"
	}
	return strings.Join(parts, ", ")
}
