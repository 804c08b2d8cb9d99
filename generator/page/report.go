package page

import (
	"fmt"
	"slices"
	"strings"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// report builds one month of a subject.
func report[L level.Level](b *book, root string, s *Subject[L], m period.Month) Report[L] {
	r := Report[L]{Month: m, Status: b.statusOf(m), NotShown: notShown[L](b), Questions: b.asked(s.Talk, m)}
	if !b.past(m) {
		r.Links = linksText(b.site.Coverage)
	}
	shown, waiting := s.shown()
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

// shown are the series that the subject's page shows, by metric, and the metrics that wait
// for a later stage. A level that never sees a metric names it with the reason; see NotShown.
func (s *Subject[L]) shown() (shown map[string]*metric.Series[L], waiting []*metric.Definition) {
	shown = map[string]*metric.Series[L]{}
	for i := range s.Series {
		switch d := s.Series[i].Definition(); {
		case s.Series[i].Policy() == metric.None:
		case s.Playbook.shows(d):
			shown[d.ID] = &s.Series[i]
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
	r.Domains = slices.Clone(r.Domains)
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

func coverages(all []fact.Coverage) []Coverage {
	list := make([]Coverage, len(all))
	for i, c := range all {
		list[i] = Coverage{c.Link, partText(c.Linked, c.Rows), c.How}
	}
	return list
}

// linksText says how far the links behind a page's figures go, all units together; the data
// page has each of them.
func linksText(all []fact.Coverage) string {
	if len(all) == 0 {
		return "No links between events were made."
	}
	whole := 0
	for _, c := range all {
		if c.Linked == c.Rows {
			whole++
		}
	}
	return fmt.Sprintf("Figures that need a link between events speak only of the rows that have it. %d of %s of link could be made for every row, all units together.",
		whole, unit.Plural(len(all), "kind"))
}

func domainTitle(domain string) string {
	if title := domainTitles[domain]; title != "" {
		return title
	}
	return "Other"
}

// steps are the ways from month m to the others under folder, e.g. "teams/payments/". Only the
// newest month's page lists all of them: a list on every page would change every page each
// month, and whoever wants another month is two steps from that list.
func (b *book) steps(folder string, m period.Month) (s Steps) {
	at, last := slices.Index(b.pages, m), len(b.pages)-1
	if at < 0 {
		return s
	}
	if at > 0 {
		s.Earlier = monthLink(folder, b.pages[at-1])
	}
	if at < last {
		s.Later = monthLink(folder, b.pages[at+1])
		s.Newest = &Link{Text: "Newest month", Href: folder + "index.html"}
		return s
	}
	for _, other := range slices.Backward(b.pages) {
		link := *monthLink(folder, other)
		link.Current = other == m
		s.Months = append(s.Months, link)
	}
	return s
}

func monthLink(folder string, m period.Month) *Link {
	return &Link{Text: m.Long(), Href: folder + m.String() + "/index.html"}
}
