// Package page renders the static site: one Go struct and one template a kind of page,
// HTML that is safe whatever the data says, addresses that work under any sub-path and
// from a folder.
//
// It computes no figure and decides nothing about what may be shown: series arrive
// evaluated, accounts arrive counted. It does not touch the file system: templates come as
// an fs.FS, finished pages leave through a function. Charts are drawn by chart, Markdown
// is rendered by narrative; html/template is used here alone. Frames and prose are templates,
// which a site may replace; cards, of which a page has dozens, are appended: see markup.
//
// Levels cannot mix: a page holds Report[L] with cards of its own level only, and the
// portfolio's page has no field through which a team's or a service's name could come.
package page

import (
	"crypto/sha256"
	"time"

	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/finding"
	"leadline/generator/ledger"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/narrative"
	"leadline/generator/period"
)

// Site is everything that the pages say. It is read only: one value may be rendered by
// many workers. Order of Teams, Services, Definitions and Guides does not matter; pages
// list the first three alphabetically, guides in the order that they state.
type Site struct {
	Name       string    // as in site.toml; "" is "Leadline"
	Base       string    // absolute address of the site, e.g. "https://example.org/report/"; "" if not known
	Public     bool      // false: search engines are asked to stay away
	Restricted string    // what every page of a site says that is not public; ""
	Statement  []string  // what the site may show, a sentence each
	Built      time.Time // when it was built, to be printed; zero: nothing is
	AsOf       time.Time // nothing after this instant was read; its location is the site's zone

	Months []period.Month // months of the calendar, oldest first, the running one included
	Latest period.Month   // newest complete month; 0 when there is none yet
	Pages  []period.Month // months that get pages, oldest first; nil: see PageMonths

	Definitions []*metric.Definition
	Patterns    []*finding.Pattern
	Questions   []*finding.Questions // banks, in the order of domains
	Guides      []*narrative.Guide   // the framework's own texts
	Teams       []Subject[level.Team]
	Services    []Subject[level.Service]
	Portfolio   Subject[level.Portfolio]

	// Alone is a site of the portfolio's section and what explains it: without Teams, Services
	// and Unowned, and with the portfolio's newest month as its first page.
	Alone bool

	// Hidden says for the portfolio's months how many figures of units are withheld.
	Hidden map[period.Month]Hidden
	// Across says for the portfolio's months in how many units patterns hold, one a level.
	Across map[period.Month][]finding.Spread

	Workbook     string               // path of the month's workbook within the site; "" when there is none
	Offered      []Offered            // files to download; those of one table follow each other
	Package      string               // path of what describes them for programs; "" when there are none
	Closing      ledger.Closing       // when months become final
	DueDays      int                  // days after a month's end by which its report is due; 0: nothing is said of it
	Inputs       []ledger.Input       // files that were read, with their hashes
	Tables       map[string][]string  // by metric: what it is made from
	Run          string               // identity of what the site was made from; "" when not known
	Restatements []ledger.Restatement // all final figures that were changed, the newest run last

	Accounts  []event.Account     // one a file, with counts of every row
	Freshness []event.Freshness   // how old each source is, by table
	Late      map[string][]string // by metric: what is said of the sources that it is made from, where they are late
	Policies  []Policy            // how soon findings have to be fixed, oldest first
	Coverage  []fact.Coverage     // how many rows each link could be made for, all units together
	Unowned   []fact.Count        // units in the events that no team owns, with their rows; nil: not counted

	// Keep is told the digest of all that a page is written from, before it is written. True: it
	// took the page that an earlier build wrote from the same; nil: every page is written.
	Keep func(path string, from [sha256.Size]byte) (bool, error)
}

// Subject is one team or service, or the portfolio, with its series, at most one a metric.
type Subject[L level.Level] struct {
	fact.Subject
	Series []metric.Series[L]
	Notes  []fact.Note[L] // oldest first
	// Findings are what the patterns found in the series that the page shows; nil: not looked for.
	Findings *finding.Course[L]
	Talk     Talk
	Playbook *Playbook      // of a team; nil shows every metric (services have no stage)
	Arrivals []fact.Arrival // which events of a team arrive
	Active   []period.Month // in which there was such a team; nil: all
}

// Playbook is where a team stands in the introduction of metrics: metrics of a later stage
// are named on its page and not shown.
type Playbook struct {
	Now  narrative.Stage  // of a stage that the playbook does not describe, its number alone
	Next *narrative.Stage // nil after the last
}

// Talk is what a review talks about beside figures and what they say together.
type Talk struct {
	Asked map[period.Month][]Asked
	// Decisions are of all months. Their text is as people wrote it and may name anybody:
	// it is printed as text and nothing else. Where the site's visibility hides it, it is
	// not here: see Unsaid.
	Decisions []fact.Decision
}

// Asked is a question of a month's review.
type Asked struct {
	Question finding.Question
	Pattern  string       // id of the pattern that calls for it
	Since    period.Month // first of the months in a row in which it was asked; 0: new this month
}

// pageMonths is how many months get pages unless Site.Pages says otherwise: a year, and
// the same month of the year before.
const pageMonths = 13

// PageMonths are the months that get a page for each team, each service and the
// portfolio: Pages, or the newest 13 of Months that are not after Latest.
func (s *Site) PageMonths() []period.Month {
	if s.Pages != nil {
		return s.Pages
	}
	var months []period.Month
	for _, m := range s.Months {
		if m <= s.Latest {
			months = append(months, m)
		}
	}
	return months[max(0, len(months)-pageMonths):]
}

// name is the site's name as printed.
func (s *Site) name() string {
	if s.Name == "" {
		return "Leadline"
	}
	return s.Name
}
