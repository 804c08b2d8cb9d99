package metric

import (
	"fmt"
	"sync"

	"leadline/generator/fact"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// Frame is the time that metrics are computed over and the floors that apply to them.
type Frame struct {
	Calendar *period.Calendar
	Weeks    *period.Weeks
	AsOf     period.Seconds
	People   int // people floor of person-derived metrics
	Survey   int // people floor of answers to surveys
	Units    int // units floor of counted signals
	Workers  int

	// Prose permits the beginning of a text that is too long to be a category, and may tell a
	// story; without, such texts are "other".
	Prose bool

	// Shapes is how many of the newest complete months AddShapes will be asked for at most, so
	// that kernels keep what shapes alone need; 0 for none.
	Shapes int

	Annotations *fact.Annotations // rebases among them; nil: none

	// PrimaryOnly leaves out complementary suppression. It is for the test that shows what
	// can then be worked out; no configuration reaches it.
	PrimaryOnly bool
}

// Complete is how many months of the calendar ended at or before the as-of instant.
func (f Frame) Complete() int {
	n := 0
	for n < f.Calendar.Months() && f.Calendar.End(n) <= f.AsOf {
		n++
	}
	return n
}

// end is the last instant of month m that is known: its end, or the as-of instant.
func (f *Frame) end(m int) period.Seconds { return min(f.Calendar.End(m), f.AsOf) }

// month is the month index of an instant, -1 when it is absent, outside, or not yet.
func (f *Frame) month(t period.Seconds) int {
	if t >= f.AsOf {
		return -1
	}
	return f.Calendar.Index(t)
}

// Measured is one metric computed for every cell and month, before any level has asked for
// it: Evaluate alone can make figures of it.
type Measured struct {
	definition *Definition
	frame      Frame
	kernel     kernel
	people     *people
	openPeople *people           // behind figures of what was on its way at a month's end; nil where there are none
	labels     map[string]string // stat → words, where events give them: a survey's questions
	cells      int               // cells that existed then; later ones hold none of its facts
	services   sync.Map          // service id → pool, for counting states at portfolio level
	looks      *looks            // what the portfolio looked at, all counted metrics together
	changes    [][]look          // by month: what this metric's services show
	decided    sync.Once
	withheld   decisions

	openWithheld decisions
}

// Definition is the metric's definition.
func (m *Measured) Definition() *Definition { return m.definition }

// Err is what the figures contradict themselves in, nil for nothing. It is a defect of the
// program or of a linking rule, and no figure of the metric may be published with it.
func (m *Measured) Err() error {
	if k, ok := m.kernel.(interface{ imbalance() error }); ok {
		if err := k.imbalance(); err != nil {
			return fmt.Errorf("%s: %w", m.definition.ID, err)
		}
	}
	return nil
}

// kernel is what a kind has computed: figures of one month over any set of cells, always
// from the events themselves and never from other figures.
type kernel interface {
	// month appends the figures of month m over cells, in the order of Measure.Stats.
	month(out []Figure, cells []fact.Cell, m int, space *merger) []Figure
	// judge gives the state of each of the first settled months by limits over all of them,
	// and these limits to draw. Months before a recorded rebase come blank, without data.
	judge(months [][]Figure, settled int) ([]State, Limits)
}

// measurable is a kind that can compute itself.
type measurable interface {
	checkable
	measure(t *fact.Table, u *fact.Units, f Frame, r rows) kernel
}

// Compute computes a definition over its entity's facts. Cost is linear in the rows; memory
// is four bytes a value beside the counters of cells and months.
func Compute(d *Definition, t *fact.Table, u *fact.Units, f Frame) *Measured {
	m := d.Measure.(measurable)
	if stricter, ok := m.(interface{ peopleFloor(Frame) int }); ok {
		f.People = stricter.peopleFloor(f)
	}
	out := &Measured{definition: d, frame: f, cells: u.Cells()}
	if t.Len() == 0 {
		out.kernel = newUnrecorded(d.Measure, "")
		return out
	}
	filter, lacking := compile(t, m)
	if lacking != "" {
		out.kernel = newUnrecorded(d.Measure, lacking)
		return out
	}
	r := rows{grid{u, f, out.cells}, t, filter}
	out.kernel = m.measure(t, u, f, r)
	if named, ok := out.kernel.(interface{ labels() map[string]string }); ok {
		out.labels = named.labels()
	}
	if d.People {
		out.people = countPeople(t, r, m)
		out.openPeople = countOpenPeople(t, r, m)
	}
	return out
}

// unrecorded is the kernel of a metric whose events, or one of whose columns, no file has.
type unrecorded struct{ figures []Figure }

func newUnrecorded(m Measure, lacking string) unrecorded {
	return unrecorded{absentAll(m, NoData, whyUnrecorded(m, lacking))}
}

func (k unrecorded) month(out []Figure, _ []fact.Cell, _ int, _ *merger) []Figure {
	return append(out, k.figures...)
}

func whyUnrecorded(m Measure, lacking string) string {
	e, _ := fact.EntityNamed(m.Entity())
	switch says := e.Says(lacking); {
	case lacking == "":
		return "no " + e.Noun + " is recorded; export them to have this figure"
	case says != "":
		return fmt.Sprintf("nothing recorded tells %s of a %s (%s)", lacking, e.Noun, says)
	default:
		return fmt.Sprintf("no file has the column %s of %ss; export it to have this figure", lacking, e.Noun)
	}
}

func (k unrecorded) judge(months [][]Figure, settled int) ([]State, Limits) {
	return make([]State, len(months)), Limits{}
}

// absentAll gives every stat of a measure the same absence.
func absentAll(m Measure, why Absence, reason string) []Figure {
	var out []Figure
	for _, stat := range m.Stats() {
		out = append(out, absent(stat, m.(uniter).unit(stat), why, reason))
	}
	return out
}

// silence is what a metric says of the months before and after its events are recorded.
type silence struct{ unrecorded, notBegun []Figure }

func silenceOf(m interface {
	Measure
	noun() string
}) silence {
	return silence{absentAll(m, NoData, fmt.Sprintf("no %s is recorded for this month", m.noun())),
		absentAll(m, NoData, fmt.Sprintf("no %s is recorded up to this month", m.noun()))}
}

// uniter says in which unit a stat is.
type uniter interface{ unit(stat string) unit.Unit }
