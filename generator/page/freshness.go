package page

import (
	"slices"
	"time"

	"leadline/generator/event"
)

// FreshRow is how old the newest row of one source is.
type FreshRow struct {
	event.Freshness
	On      Date   // of the newest row, in the site's zone; zero: there is none
	Old     string // "12 days"; "" where there is no row
	Expects string // "daily, late after 2 days"; "" for nothing
	Is      string // the outcome in words
}

// freshRows are the sources whose rows happen at an instant. Others have no age, and are
// not listed: teams that have not changed for years are as they should be.
func (b *book) freshRows() (rows []FreshRow) {
	for _, f := range b.site.Freshness {
		if !f.Timed {
			continue
		}
		row := FreshRow{Freshness: f, Is: outcomes[f.Outcome()]}
		if f.Newest != 0 {
			row.On, row.Old = dateOf(time.Unix(int64(f.Newest), 0).In(b.site.AsOf.Location())), event.AgeText(f.Age())
		}
		if f.Cadence != "" {
			row.Expects = event.CadenceText(f.Cadence) + ", late after " + event.AgeText(f.WarnAfter)
		}
		if f.FailAfter > 0 {
			row.Expects += ", not published after " + event.AgeText(f.FailAfter)
		}
		rows = append(rows, row)
	}
	return rows
}

var outcomes = map[event.Outcome]string{event.Unjudged: "not judged", event.Fresh: "on time", event.Late: "late", event.TooLate: "too late, published on request"}

// lateSources are what readers must be told first, in words.
func lateSources(all []event.Freshness) (texts []string) {
	for _, f := range all {
		if f.Late() {
			texts = append(texts, f.String())
		}
	}
	return texts
}

// lateOf is what is said of the sources that some metrics are made from, each once.
func lateOf[S any](late map[string][]string, metrics map[string]S) (texts []string) {
	for id := range metrics {
		texts = append(texts, late[id]...)
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}

// Policy is one version of the site's remediation policy, in words.
type Policy struct {
	Name   string
	Source string
	From   time.Time
	Assume string // what is taken to hold where it is not recorded; "" for nothing
	Rules  []PolicyRule
}

// PolicyRule is when a finding has to be fixed, and which.
type PolicyRule struct{ When, Within string }

// PolicyRow is a policy as the data page prints it.
type PolicyRow struct {
	Policy
	Since Date
}

func policyRows(policies []Policy) (rows []PolicyRow) {
	for _, p := range policies {
		rows = append(rows, PolicyRow{p, dateOf(p.From)})
	}
	return rows
}
