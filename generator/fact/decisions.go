package fact

import (
	"cmp"
	"slices"
	"strings"

	"leadline/generator/event"
	"leadline/generator/period"
)

// Decision is what a review decided in a month. Its text is as people wrote it.
type Decision struct {
	Month   period.Month
	Text    string   // "" where it is Unsaid
	Unsaid  bool     // what people wrote may not be shown on this site
	Metrics []string // ids that it names, as written; it rests on their figures
}

// Decisions are the recorded ones by team; nil holds none.
type Decisions struct {
	of     map[string][]Decision
	Unread []string // what stands for a month and is none, each once, sorted; those rows are in no list
}

// NewDecisions reads them; rows may be nil. A row without a team is the portfolio's.
func NewDecisions(rows *event.Rows) *Decisions {
	d := &Decisions{of: map[string][]Decision{}}
	eachRow(rows, func(r row) {
		m, err := period.ParseMonth(strings.TrimSpace(r.text("period")))
		if err != nil {
			d.Unread = append(d.Unread, r.text("period"))
			return
		}
		d.of[r.text("team_id")] = append(d.of[r.text("team_id")], Decision{Month: m, Text: r.text("text"), Metrics: metricIDs(r.text("metric_ids"))})
	})
	slices.Sort(d.Unread)
	d.Unread = slices.Compact(d.Unread)
	for _, list := range d.of {
		slices.SortFunc(list, byMonth)
	}
	return d
}

// Silence drops every text, for a site that may not show what people wrote. Their order does
// not follow the texts any more.
func (d *Decisions) Silence() {
	for _, list := range d.of {
		for i := range list {
			list[i].Text, list[i].Unsaid = "", true
		}
		slices.SortFunc(list, byMonth)
	}
}

// byMonth is the order of decisions: that of their rows is nobody's decision.
func byMonth(x, y Decision) int {
	return cmp.Or(cmp.Compare(x.Month, y.Month), cmp.Compare(x.Text, y.Text), slices.Compare(x.Metrics, y.Metrics))
}

// metricIDs are the ids of a list with semicolons, each once.
func metricIDs(text string) (ids []string) {
	for id := range strings.SplitSeq(text, ";") {
		if id = strings.TrimSpace(id); id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// Of are a team's decisions, oldest first; those of the portfolio for "".
func (d *Decisions) Of(team string) []Decision {
	if d == nil {
		return nil
	}
	return d.of[team]
}

// Teams are the teams that decided something, sorted; "" is the portfolio.
func (d *Decisions) Teams() (ids []string) {
	if d == nil {
		return nil
	}
	for id := range d.of {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
