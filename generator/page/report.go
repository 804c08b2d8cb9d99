package page

import (
	"fmt"
	"slices"
	"strings"

	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// Report is a month of one subject at one level.
type Report[L level.Level] struct {
	Up     string       // the relative way to the site's root
	Month  period.Month // 0 when there is no complete month yet
	Status *Status
	Steps
	Further   []Told     // what there was no room for
	Story     []Told     // what is told first: three to five sentences
	Decisions []Decision // of the month before
	Questions []Question // for the month's review
	Summary   string     // how many metrics are shown, unusual, not judged
	Domains   []Domain[L]
	Notes     []NoteMonth // what is known of the months that the charts show
	Waiting   []Waiting   // metrics of a later playbook stage
	NotShown  []Reason    // metrics that this level never sees
	Late      []string    // of the sources of what is shown, in the newest month
	Links     string      // how far the links behind the figures go
	Bounds    string      // the instants that the month lies between; "" where there are no figures
}

// Cards are the cards of all domains in order.
func (r Report[L]) Cards() []*Card[L] {
	var cards []*Card[L]
	for _, d := range r.Domains {
		cards = append(cards, d.Cards...)
	}
	return cards
}

// Glanced reports whether there is a figure to be seen at a glance. Without one the table would
// say of each metric what is said once of its domain.
func (r Report[L]) Glanced() bool {
	return slices.ContainsFunc(r.Cards(), func(c *Card[L]) bool { return !c.Headline.Absent })
}

// Domain is the cards of one domain.
type Domain[L level.Level] struct {
	ID, Title string
	Verdicts  []Told // where the domain stands, when there is nothing to tell
	Cards     []*Card[L]
}

// Waiting is a metric that the team's page will show from a later stage.
type Waiting struct {
	Metric Link
	Stage  int
}

// Reason says why a level does not see a metric.
type Reason struct {
	Metric Link
	Why    string
}

// report builds one month of a subject.
func report[L level.Level](b *book, root string, s *Subject[L], m period.Month) Report[L] {
	r := Report[L]{Up: root, Month: m, Status: b.statusOf(m), NotShown: notShown[L](b), Questions: b.asked(s.Talk, m)}
	if !b.past(m) {
		r.Links = linksText(b.site.Coverage)
	}
	shown, waiting := s.shown(m)
	for _, d := range waiting {
		r.Waiting = append(r.Waiting, Waiting{b.metricLink(d.ID), d.Stage})
	}
	slices.SortFunc(r.Waiting, func(x, y Waiting) int { return byName(x.Metric.Text, y.Metric.Text) })
	if m == 0 {
		return r
	}
	if m == b.site.Latest { // older months have what was late
		r.Late = lateOf(b.site.Late, shown)
	}
	r.Decisions = decisions(b, s.Talk, m, shown)
	r.Notes = notesOf(b, s.Notes, m)
	r.Domains = domains(b, root, shown, r.Notes, m)
	if len(r.Domains) > 0 {
		r.Bounds = bounds(m, b.site.AsOf)
	}
	if !slices.ContainsFunc(r.Cards(), func(c *Card[L]) bool { return c.Chart.Is() }) {
		r.Notes = nil // there is no chart to read them by
	}
	r.decided(s.Talk.Decisions)
	r.Summary = summary(r.Cards())
	r.tell(s.Findings.At(m))
	for i := range r.Domains {
		r.Domains[i].arrange()
	}
	return r
}

// shown are the series that the subject's page of a month shows, by metric, and the metrics
// that wait for a later stage. The page judges by what was there in its month, so that later
// months leave it as it is. A level that never sees a metric names it with the reason; see NotShown.
func (s *Subject[L]) shown(m period.Month) (shown map[string]*metric.Series[L], waiting []*metric.Definition) {
	shown = map[string]*metric.Series[L]{}
	for i := range s.Series {
		switch d := s.Series[i].Definition(); {
		case s.Series[i].Policy() == metric.None:
		case s.Playbook.shows(d):
			own := s.Series[i].AsOf(m)
			shown[d.ID] = &own
		default:
			waiting = append(waiting, d)
		}
	}
	return shown, waiting
}

// domains builds the cards in the fixed order of domains, by title within one.
func domains[L level.Level](b *book, root string, shown map[string]*metric.Series[L], notes []NoteMonth, m period.Month) []Domain[L] {
	var defs []*metric.Definition
	for _, s := range shown {
		defs = append(defs, s.Definition())
	}
	slices.SortFunc(defs, byDomain)
	var list []Domain[L]
	for _, d := range defs {
		if len(list) == 0 || list[len(list)-1].ID != d.Domain {
			list = append(list, Domain[L]{ID: d.Domain, Title: domainTitle(d.Domain)})
		}
		last := &list[len(list)-1]
		last.Cards = append(last.Cards, newCard(b, root, *shown[d.ID], shown, notes, m))
	}
	return list
}

// at is the report with its cards' links leading from another folder.
func (r Report[L]) at(root string) Report[L] {
	r.Up, r.Domains = root, slices.Clone(r.Domains)
	for i := range r.Domains {
		cards := make([]*Card[L], len(r.Domains[i].Cards))
		for j, c := range r.Domains[i].Cards {
			moved := *c
			moved.Root = root
			cards[j] = &moved
		}
		r.Domains[i].Cards = cards
	}
	return r
}

// summary counts what the cards say: "9 metrics: 1 outside its usual range, 6 within, 2
// not judged."
func summary[L level.Level](cards []*Card[L]) string {
	var unusual, within, counted int
	for _, c := range cards {
		switch {
		case c.Counted:
			counted++
		case c.Unusual:
			unusual++
		case c.Judged:
			within++
		}
	}
	if len(cards) == 0 {
		return ""
	}
	var parts []string
	for _, p := range []struct {
		n    int
		text string
	}{{unusual, "outside the usual range"}, {within, "within the usual range"},
		{len(cards) - unusual - within - counted, "not judged"}, {counted, "shown as counts of services"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.text))
		}
	}
	return unit.Plural(len(cards), "metric") + ": " + strings.Join(parts, ", ") + "."
}

// notShown lists the metrics that level L never sees, with the definition's reason.
func notShown[L level.Level](b *book) []Reason {
	var list []Reason
	name := level.NameOf[L]()
	for _, d := range b.sorted {
		if d.Policies[name] == metric.None {
			list = append(list, Reason{b.metricLink(d.ID), d.Reasons[name]})
		}
	}
	return list
}

func domainTitle(domain string) string {
	if title := domainTitles[domain]; title != "" {
		return title
	}
	return "Other"
}
