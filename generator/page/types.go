package page

import (
	"html/template"

	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/ledger"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/narrative"
	"leadline/generator/period"
)

// Frame is what every page has around its content.
type Frame struct {
	Site        string
	Title       string
	Description string
	Path        string // of the page within the site
	Root        string // relative way to the site's root: "", "../", "../../", …
	Canonical   string // address of the page that this one repeats; ""
	Indexed     bool
	Restricted  string // who may read it, where not everybody may; ""
	Nav         []Link
	Crumbs      []Link // from home to the page above this one
	Here        string // the page's name after them; "" on the first page
	Preview     Preview
	Bare        bool     // no style, script or way: it is not known where the page will be shown
	Feed        bool     // the page names the feed of reports
	Scripts     []string // that this page loads beside the site's own
	Edition
}

// Preview is what a program shows of a link to the page (Open Graph). It holds no figure, and
// no unit's name where the site is not for everybody.
type Preview struct {
	Title, Description string
	Type               string // "website"; "article" for a month's page
	URL                string // "" where the site's address is not known
}

// Link is a way to another page; Href is relative to the site's root.
type Link struct {
	Text    string
	Href    string
	Current bool
}

// Date is a day for people and for programs.
type Date struct{ ISO, Long string }

// Home is the first page.
type Home struct {
	Frame
	Workbook string
	Accounts Totals
	Teams    int
	Services int
	Domains  []MetricGroup
	Month    string   // of Story, "October 2026"
	Story    []Told   // the portfolio's month
	Late     []string // sources, in words
	Status   *Status

	Restated     []Restated // that changed a published sentence; at most five
	MoreRestated bool

	guides []*narrative.Guide
}

// Guide is the way to a document of the guide, nil when the site has none of this id.
func (h Home) Guide(id string) *Link {
	for _, g := range h.guides {
		if g.ID == id {
			return &Link{Text: g.Title, Href: guideAddress(id)}
		}
	}
	return nil
}

// Index is the list of teams or of services, alphabetical.
type Index struct {
	Frame
	Heading string
	Noun    string // "team" or "service"
	Intro   string
	Count   int
	Groups  []IndexGroup
}

// IndexGroup is the units whose names begin with one letter.
type IndexGroup struct {
	Letter string
	Links  []Link
}

// Team is one team's page for one month.
type Team struct {
	Frame
	Name  string
	Stage *Stage      // nil where every metric is shown
	Sheet string      // its review sheet of the month; "" if it has none
	Data  *Foundation // instead of metrics, before the stage that brings the first; nil
	Report[level.Team]
}

// Service is one service's page for one month.
type Service struct {
	Frame
	Name string
	Report[level.Service]
}

// Portfolio is the portfolio's page for one month. It has no field for a name.
type Portfolio struct {
	Frame
	Withheld string // how many figures of units are withheld this month; "" for none
	Report[level.Portfolio]
	Across *Across // nil where it was not looked for
	Chance string  // how many series were looked at, and what chance alone would say; ""
}

// Report is a month of one subject at one level.
type Report[L level.Level] struct {
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
}

// Steps are the ways to other months.
type Steps struct {
	Earlier *Link // the month before, if it has a page
	Later   *Link
	Months  []Link // all months that have a page, newest first; nil on the page of an older month
	Newest  *Link  // to the newest month's page under its own address; nil on that page
}

// Cards are the cards of all domains in order.
func (r Report[L]) Cards() []*Card[L] {
	var cards []*Card[L]
	for _, d := range r.Domains {
		cards = append(cards, d.Cards...)
	}
	return cards
}

// Review is a team's sheet for the meeting: what fits on one page of paper.
type Review struct {
	Frame
	Name      string
	Month     period.Month
	Status    *Status
	Page      string // the team's page of the month, relative to the site's root
	Stage     *Stage
	Story     []Told // leads to the team's page
	Decisions []Decision
	Further   int // decisions that the sheet has no room for
	Questions []Question
	Rows      [4]struct{} // to write on
}

// Reviews is the list of a month's sheets, and the portfolio's questions apart from them.
type Reviews struct {
	Frame
	Month period.Month // 0 when there is no complete month yet
	Steps
	Count     int
	Groups    []IndexGroup
	Questions []Question
	Decisions []Decision
	Portfolio string // the portfolio's page of the month
	Alone     bool   // there are no teams on this site, whose sheets could be listed
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

// Coverage is a link's coverage in words.
type Coverage struct {
	Link string
	Text string // "812 of 900 (90 %)"
	How  []fact.Count
}

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

// Guides is the list of the framework's own documents.
type Guides struct {
	Frame
	Groups    []GuideGroup
	Patterns  int
	Questions int
}

// GuideGroup is the documents of one group, in their own order.
type GuideGroup struct {
	ID, Title, Intro string
	Guides           []GuideLink
}

// GuideLink is a document as listed.
type GuideLink struct {
	Link
	Summary string
	For     string // "teams, coaches"; "everyone"
}

// Guide is one document.
type Guide struct {
	Frame
	Guide    *narrative.Guide
	For      string
	Reviewed Date
	Contents []Link // of a long document; nil
	Parts    []GuidePart
	Earlier  *Link // the documents before and after in the order of the guide
	Later    *Link
}

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

// Totals is the accounts of all files in sum.
type Totals struct {
	Files, Read, Accepted, Rejected, Duplicate, OutOfScope int64
}

// Data is the data-quality page.
type Data struct {
	Frame
	Workbook string
	Totals   Totals
	Accounts []AccountRow
	Rejected []AccountRow // those with rejected rows
	Columns  []AccountRow // those with unknown or missing columns
	Coverage []Coverage
	Fresh    []FreshRow
	Policies []PolicyRow
	Unowned  []fact.Count
	Counted  bool   // Unowned was counted, so that its emptiness means something
	Run      string // identity of what the site was made from; "" when not known
	Restated int    // final figures that changed, ever

	Statement []string // what the site may show, a sentence each
}

// AccountRow is one file's account.
type AccountRow struct {
	event.Account
	Balanced bool
}

// NotFound is the page for an address that does not exist.
type NotFound struct{ Frame }
