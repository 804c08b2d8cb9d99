// Package finding tells what figures mean together. A pattern is a document,
// content/patterns/<id>.md: conditions over the signals of several metrics at one level, the
// sentence to say where they hold, the caveat to print and the questions to ask.
//
//	Pattern + Series[L] of one subject ─► Find ─► Findings[L], month by month
//
// A condition looks at signals that metric has decided (a sustained change, an unusual
// month, an absence) or at a published figure; this room computes no figure and no test of
// its own, and what is withheld it cannot see. Conditions are conjunctions; there is no
// expression language. Precedence says what is told first, and a pattern names those that
// say less once it has spoken. How a finding reads is narrative's.
package finding

import (
	"leadline/generator/level"
)

// Pattern is one document of content/patterns. ParsePattern alone makes one.
type Pattern struct {
	ID         string
	Title      string
	Domain     string // one of Domains
	Version    string
	Status     string // trial, active, retiring, retired
	Owner      string
	Reviewed   string // date, 2026-10-01
	NextReview string
	Levels     []level.Name
	Role       Role
	Precedence int      // 1–100; the higher is told first
	Silences   []string // patterns that are not told where this one is
	When       []When
	Say        Template
	Caveat     string   // one sentence; "" for none
	Questions  []string // ids of the bank, the most fitting first

	File string
	Body []byte // Markdown
	Line int    // line of File at which Body begins
}

// Domains are those of the metrics, and of what speaks of metrics of any of them.
var Domains = []string{"flow", "quality", "security", "enablement", "general"}

// Role is the part that a pattern's sentence plays among those of a month.
type Role string

const (
	// Tells says what is so.
	Tells Role = "finding"
	// Verdict says where a domain stands although there is nothing to tell: it is printed above
	// the domain's figures and not among the sentences of the month.
	Verdict Role = "verdict"
	// Unchanged says what did not detectably change.
	Unchanged Role = "unchanged"
	// Figures says what the month's figures are; told where there is little else to tell.
	Figures Role = "figures"
	// Unknown says what cannot be said, and what would be enough.
	Unknown Role = "unknown"
)

// At reports whether the pattern speaks of a level.
func (p *Pattern) At(name level.Name) bool {
	for _, l := range p.Levels {
		if l == name {
			return true
		}
	}
	return false
}

// When is one condition: what must be so of the signals of one or several metrics. All that
// it names must hold of the same signal. The signals that satisfy it are the sentence's
// evidence under the name As.
type When struct {
	As       string   // name in the sentence
	Metrics  []string // ids; every metric that the page shows where it is "*" alone
	Stat     string   // "" is the metric's headline
	Category string   // "" is the whole, "*" each of its parts

	Change []string // up, down, none (compared, and nothing detectable), level (of none, where the interval holds no difference too), unknown
	Month  []string // high, low (unusual by its limits), within, unjudged
	Pooled int      // months, this one the newest, whose figures are put together; 0: the month by itself. See metric.Together
	Within int      // months looked back at for Month and figures, the newest that satisfies counts; 1 is this month
	Again  *bool    // whether the same month of the year before was unusual in the same way
	Idle   *bool    // whether the subject owned nothing, or did not exist, in the month
	Mix    *bool    // whether the mix of work changed
	Main   bool     // only the part, or the two, that metric.MainCauses names
	Tests  []Test
	Absent []string // codes of the absences that the figure may have; none: it must be present where Tests are
	Notes  []string // kinds of recorded notes within the months; of no metric

	All       bool // every signal it names must satisfy it, not just one
	Optional  bool // evidence where it is so, no condition
	Uncovered bool // only metrics that no finding of higher precedence has as evidence
	ForEach   bool // each signal is a finding of its own
}

// Test is a bound on a figure of the signal's own category.
type Test struct {
	Stat                string // "" is When's
	Category            string // "" is the signal's
	AtLeast, AtMost     *float64
	Above, Below        *float64
	LowAbove, HighBelow *float64 // bounds on the ends of its interval
	N                   int      // observations that the figure needs at least
	Apart               string   // above or below: its interval lies wholly beyond that of the same figure Months before
	Months              int
}
