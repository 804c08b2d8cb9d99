package page

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"leadline/generator/ledger"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// Step is one line of how a figure was made.
type Step struct {
	Term string
	Text string
	Href string // relative to the site's root; ""
	Code bool   // Text is to be copied
}

// Trace says how a month's figure was made, in the words of a card and of a terminal. It
// holds what the figure itself depends on and nothing of the run: the page of a past month
// stays as it is while its figures do. Files and their hashes are on the metric's page.
func Trace[L level.Level](site *Site, s metric.Series[L], m period.Month) []Step {
	d, at := s.Definition(), level.NameOf[L]()
	result, _ := s.At(m)
	steps := []Step{
		{Term: "Definition", Text: d.ID + " " + d.Version},
		{Term: "Level", Text: string(at) + ", " + policyWords[s.Policy()]},
		{Term: "Month", Text: bounds(m, site.AsOf)},
		{Term: "Rows", Text: rowsText(s, result)},
		{Term: "Method", Text: d.Method(at)},
	}
	if first := headline(result); first.Absence != metric.Present {
		steps = append(steps, Step{Term: "No figure", Text: first.Text() + ": " + first.Reason})
	}
	if tables := site.Tables[d.ID]; len(tables) > 0 {
		steps = append(steps, Step{Term: "Tables", Text: strings.Join(tables, ", ")})
	}
	return append(steps, Step{Term: "Terminal", Text: command(at, s.Subject().ID, d.ID, m), Code: true})
}

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

// trace is the card's trace, with its ways to the definition and to the input files.
func (c *Card[L]) trace(b *book, s metric.Series[L], m period.Month) {
	c.Trace = Trace(b.site, s, m)
	for i := range c.Trace {
		switch c.Trace[i].Term {
		case "Definition":
			c.Trace[i].Href = c.Address
		case "Tables":
			if len(b.inputs(c.ID)) > 0 {
				c.Trace[i].Href = c.Address + "#inputs"
			}
		}
	}
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
