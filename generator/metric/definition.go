package metric

import (
	"leadline/generator/level"
	"leadline/generator/unit"
)

// Policy is how one level may see a metric.
type Policy uint8

const (
	// None: the level never sees it; the definition gives the reason.
	None Policy = iota
	// Pooled: computed from all events of the level's subject, never from other figures.
	Pooled
	// Counted: only how many services show which state, without names or values.
	Counted
)

// String is the policy as written in a definition.
func (p Policy) String() string { return [...]string{"none", "pooled", "counted"}[p] }

// FirstStage is the playbook stage that brings the first metrics: what comes before it is
// agreeing, listening and getting the data right. LastStage shows everything.
const FirstStage, LastStage = 3, 7

// ShownAt reports whether the page of a team at a playbook stage shows the metric.
func (d *Definition) ShownAt(stage int) bool { return stage >= FirstStage && d.Stage <= stage }

// Definition is one metric: its meaning, its owner and its executable measure, as read
// from content/metrics/<id>.md. ParseDefinition alone makes one.
type Definition struct {
	ID         string
	Title      string
	Figure     string // what its headline figure is called within a sentence, such as "incident count"; "": the title
	Domain     string // flow, quality, security, enablement
	Version    string
	Status     string // trial, active, retiring, retired
	Owner      string
	Reviewed   string // date, 2026-10-01
	Cadence    string
	Question   string
	Decision   string
	DecidedBy  string
	NextReview string // date by which the definition is looked at again
	Synonyms   []string
	Counter    []string // ids of the metrics it must be read with
	Stage      int      // playbook stage from which a team's page shows it
	People     bool     // derived from what people do: the people floor applies
	Good       string   // "lower", "higher" or "neither": which way is usually wanted
	Measure    Measure
	Policies   map[level.Name]Policy
	Reasons    map[level.Name]string // for every level with policy None

	File string
	Body []byte // Markdown
	Line int    // line of File at which Body begins
}

// Unit is the unit of one of the measure's figures.
func (d *Definition) Unit(stat string) unit.Unit { return d.Measure.(uniter).unit(stat) }

// Domains in the fixed order of every page and sheet.
var Domains = []string{"flow", "quality", "security", "enablement"}

// Measure is one of the closed set of kinds, each a struct in a file of its own.
type Measure interface {
	// Kind is the kind as written in a definition.
	Kind() string
	// Entity is what is measured: the name of one of fact.Entities.
	Entity() string
	// Stats are the names of the figures of a month, headline first.
	Stats() []string
	// Formula says in one plain sentence what is computed, for the metric's page.
	Formula() string
}
