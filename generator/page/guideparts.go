package page

import (
	"html/template"
	"strconv"
	"strings"

	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/narrative"
)

// GuidePart is a piece of the text and what is generated at its end; at most one of Stage
// and RollUp is there.
type GuidePart struct {
	Body   template.HTML
	Stage  *StageCard
	RollUp *RollUp
}

// StageCard is a playbook stage with the metrics that come with it.
type StageCard struct {
	narrative.Stage
	Metrics []MetricLink
}

// RollUp says at which level each metric may be seen, and why not elsewhere.
type RollUp struct {
	Domains []RollUpDomain
	Stays   []Reason
}

// RollUpDomain is the metrics of one domain.
type RollUpDomain struct {
	Title string
	Rows  []RollUpRow
}

// RollUpRow is one metric's policies: "pooled", "counted" or "no".
type RollUpRow struct {
	Metric                   Link
	Team, Service, Portfolio string
}

const (
	generatedStart = `<pre><code class="language-generated">`
	generatedEnd   = "\n</code></pre>\n"
)

// guideParts cuts a rendered text at its generated blocks, each of which ends a part.
func (b *book) guideParts(d *narrative.Guide, html []byte) []GuidePart {
	var parts []GuidePart
	for rest := string(html); rest != ""; {
		text, block, found := strings.Cut(rest, generatedStart)
		what, after, _ := strings.Cut(block, generatedEnd)
		part := GuidePart{Body: template.HTML(text)}
		if rest = after; found {
			b.fill(&part, d, what)
		}
		parts = append(parts, part)
	}
	return parts
}

// fill makes what a generated block asks for; narrative.ParseGuide has checked that it can be.
func (b *book) fill(part *GuidePart, d *narrative.Guide, what string) {
	if number, ok := strings.CutPrefix(what, "stage "); ok {
		if n, err := strconv.Atoi(number); err == nil && n < len(d.Stages) {
			part.Stage = &StageCard{Stage: d.Stages[n], Metrics: b.stageMetrics(n)}
		}
		return
	}
	part.RollUp = b.rollUp()
}

// stageMetrics are the metrics that come with a stage.
func (b *book) stageMetrics(stage int) []MetricLink {
	var links []MetricLink
	for _, d := range b.sorted {
		if d.Stage == stage {
			links = append(links, b.listed(d))
		}
	}
	return links
}

// rollUp is the policy of every definition at every level.
func (b *book) rollUp() *RollUp {
	how := map[metric.Policy]string{metric.Pooled: "pooled", metric.Counted: "counted", metric.None: "no"}
	r := new(RollUp)
	for _, d := range b.sorted {
		if n := len(r.Domains); n == 0 || r.Domains[n-1].Title != domainTitle(d.Domain) {
			r.Domains = append(r.Domains, RollUpDomain{Title: domainTitle(d.Domain)})
		}
		rows := &r.Domains[len(r.Domains)-1].Rows
		*rows = append(*rows, RollUpRow{Metric: b.metricLink(d.ID), Team: how[d.Policies[level.TeamName]],
			Service: how[d.Policies[level.ServiceName]], Portfolio: how[d.Policies[level.PortfolioName]]})
		for _, name := range []level.Name{level.TeamName, level.ServiceName, level.PortfolioName} {
			if reason := d.Reasons[name]; reason != "" {
				r.Stays = append(r.Stays, Reason{b.metricLink(d.ID), capital(string(name)) + ": " + reason})
			}
		}
	}
	return r
}
