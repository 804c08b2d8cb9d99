package page

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"leadline/generator/ledger"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// Trace is how the figures of a card were made: it holds what they themselves depend on and
// nothing of the run, so that the page of a past month stays as it is while its figures do.
// Files and their hashes are on the metric's page.
type Trace struct {
	Steps   []Step
	Tables  string // canonical tables that the metric is made from; "" where they are not known
	Command string // prints the same on a terminal, with the rows

	Filed bool // the metric's page lists the files of the tables
}

// Step is one line of how a figure was made.
type Step struct{ Term, Text string }

// monthly adds what a page says once for all of its cards, and a terminal of each.
func (t *Trace) monthly(site *Site, m period.Month) {
	t.Steps = slices.Insert(t.Steps, 2, Step{"Month", bounds(m, site.AsOf)})
}

// traceOf says how a month's figures were made, in the words of a card and of a terminal.
func traceOf[L level.Level](site *Site, s metric.Series[L], m period.Month) Trace {
	d, at := s.Definition(), level.NameOf[L]()
	result, _ := s.At(m)
	t := Trace{Tables: strings.Join(site.Tables[d.ID], ", "), Command: command(at, s.Subject().ID, d.ID, m), Steps: []Step{
		{"Definition", d.ID + " " + d.Version},
		{"Level", string(at) + ", " + policyWords[s.Policy()]},
		{"Rows", rowsText(s, result)},
		{"Method", d.Method(at)},
	}}
	if first := headline(result); first.Absence != metric.Present {
		t.Steps = append(t.Steps, Step{"No figure", first.Text() + ": " + first.Reason})
	}
	return t
}

// TableCount is how many tables there are: a card leads to the list of them and their files.
func (t Trace) TableCount() int { return strings.Count(t.Tables, ",") + 1 }

// policyWords are how a level sees a metric.
var policyWords = map[metric.Policy]string{
	metric.Pooled: "pooled from all its rows", metric.Counted: "services counted by state", metric.None: "not shown",
}

// bounds are the instants that a month lies between, the second not in it; the month that is
// running ends with the data.
func bounds(m period.Month, asOf time.Time) string {
	zone := asOf.Location()
	start, end := m.Start(zone), (m + 1).Start(zone)
	if asOf.Before(end) && asOf.After(start) {
		end = asOf
	}
	return fmt.Sprintf("%s to before %s (%s)", start.Format(time.RFC3339), end.Format(time.RFC3339), zone)
}

// rowsText is how many rows the figure rests on, by which conditions, and which ones of them
// are left out, as far as that is counted.
func rowsText[L level.Level](s metric.Series[L], r metric.Result[L]) string {
	d, first := s.Definition(), headline(r)
	conditions := d.Conditions()
	if conditions == "" {
		conditions = "no condition"
	}
	if s.Policy() == metric.Counted {
		return "those of each service apart; " + conditions
	}
	var text string
	switch {
	case first.Absence == metric.Present && first.Unit == unit.Share:
		text = unit.Grouped(int64(first.Part)) + " of " + d.Observations(first.N) + "; "
	case first.Absence == metric.Present, first.Absence == metric.TooFew && first.N > 0:
		text = d.Observations(first.N) + "; "
	}
	return text + conditions + leftOutText(r)
}

// leftOutText is what a month's figures count as left out.
func leftOutText[L level.Level](r metric.Result[L]) string {
	var list []string
	for _, f := range r.Figures() {
		switch {
		case f.Absence != metric.Present || f.Value == 0:
		case f.Stat == "negative":
			list = append(list, f.Text()+" that ended before the start")
		case f.Stat == "left_out":
			list = append(list, f.Text()+" "+f.Category)
		}
	}
	if len(list) == 0 {
		return ""
	}
	return "; left out: " + strings.Join(list, ", ")
}

// plainWord is a text that a shell takes as one word.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/@:+-]*$`)

// command is what prints the same on a terminal.
func command(at level.Name, subject, id string, m period.Month) string {
	words := []string{"leadline", "explain", string(at)}
	if at != level.PortfolioName {
		words = append(words, quoted(subject))
	}
	return strings.Join(append(words, quoted(id), m.String()), " ")
}

// quoted is a word as a POSIX shell takes it.
func quoted(word string) string {
	if plainWord.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// trace completes a card.
func (c *Card[L]) trace(b *book, s metric.Series[L], m period.Month) {
	c.Trace = traceOf(b.site, s, m)
	c.Trace.Filed = len(b.inputs(c.ID)) > 0
}

// inputs are the input files of a metric's tables, by table.
func (b *book) inputs(id string) []ledger.Input {
	var list []ledger.Input
	for _, table := range b.site.Tables[id] {
		for _, in := range b.site.Inputs {
			if in.Table == table {
				list = append(list, in)
			}
		}
	}
	return list
}

// CardOf is the card of one metric on a subject's page of a month, without a chart, but with
// what the page says of the month. Where the page does not show the metric, it is nil, and why
// says so in the page's words.
func CardOf[L level.Level](site *Site, s *Subject[L], id string, m period.Month) (card *Card[L], why string) {
	b := newBook(site, nil, nil)
	shown, waiting := s.shown(m)
	for _, d := range waiting {
		if d.ID == id {
			return nil, fmt.Sprintf("introduced later, from stage %d", d.Stage)
		}
	}
	series := shown[id]
	if series == nil {
		d := b.metrics[id]
		return nil, metric.NotApplicable.String() + ": " + strings.TrimSuffix(d.Reasons[level.NameOf[L]()], ".")
	}
	card = newCard(b, "", *series, shown, nil, m)
	card.Trace.monthly(site, m)
	return card, ""
}
