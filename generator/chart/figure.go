// Package chart draws one typed figure twice: as static SVG, for the first view, print
// and readers without scripts, and as ECharts options in plain JSON, for exploring. The
// same figure also gives its data table, so that nothing is on a chart, or on hover, that
// the table lacks.
//
// It decides nothing about numbers: values, intervals, limits and the reason why a value
// is absent arrive computed. It does not write HTML: the page puts the visible title and
// subtitle in the figcaption, the SVG after it, the options in
// <script type="application/json" class="chart-options">, the table in <details>.
// Colours are classes, explained in assets/leadline.css.
package chart

import (
	"leadline/generator/period"
	"leadline/generator/unit"
)

// Kind is what a figure shows; each kind has one drawing.
type Kind uint8

const (
	Line    Kind = iota // values over months, joined where neighbouring months have one
	Share               // fractions 0…1 over months, on an axis of 0–100 %
	Stacked             // counts over months, series on top of one another (units per signal state)
	Dots                // one dot an item: its age on y, its column (state) on x; no months

	Distribution // how values lie along an axis of elapsed time; see Spread
	Survival     // what share is still open at which age; see Curve
	Tally        // how many there are of each kind, a dot each; see Rows
)

// State says whether a point has a value and, if not, why. The zero value is NoData, so
// that a point that nobody filled in is a gap and never a zero.
type State uint8

const (
	NoData        State = iota // no event of the kind was delivered
	Present                    // Value holds; it may be zero
	Provisional                // Value holds, the month's close lag has not passed: drawn hollow
	TooFew                     // too few to say
	Withheld                   // fewer people or items than may be shown
	NotApplicable              // not applicable at this level
)

// Shown tells whether a point in state s has a value to draw.
func (s State) Shown() bool { return s == Present || s == Provisional }

// String is the text that the table and the key print.
func (s State) String() string {
	switch s {
	case Present:
		return "present"
	case Provisional:
		return "provisional"
	case TooFew:
		return "too few to say"
	case Withheld:
		return "withheld"
	case NotApplicable:
		return "not shown at this level"
	}
	return "no data"
}

// Figure is one chart with its words. Every string in it is treated as hostile text.
type Figure struct {
	ID       string // [a-z0-9-]+, unique on the page; the ids inside the SVG begin with it
	Title    string // the message, in a sentence
	Subtitle string // the data: what, unit, n, period
	Kind     Kind
	Unit     unit.Unit // of every value; elapsed times are seconds, shares are 0…1
	Axis     string    // what y is, e.g. "First commit to production"; the unit drawn is added

	Months []period.Month // x of all kinds but Dots: consecutive months, ascending
	Series []Series       // at most 4; Stacked at most 6, drawn from the bottom up

	Columns []string // Dots: names of the columns, in their given order
	Column  string   // Dots: what the columns are, as a head of the table; "" is "State"
	Dots    []Dot    // Dots: the items, in the order of the table
	Levels  []Level  // Dots: horizontal reference lines over the whole width
	Log     bool     // Dots: a log axis, used only if every value is above zero

	Spread Spread // Distribution: the values
	Curve  Curve  // Survival: the curve
	Rows   []Row  // Tally: the kinds in their given order

	Limits []Limits // process limits, one for each stretch between breaks
	Notes  []Note   // known events and breaks, lettered on the chart; the page has their words
}

// Series is one named row of points, one for each of the figure's months.
type Series struct {
	Name   string
	Points []Point
}

// Point is one month's value in the figure's unit.
type Point struct {
	Value     float64
	Low, High float64 // the 95 % interval; NaN, or zero, in both if there is none
	N         int     // how many things the value rests on; 0 is not printed
	Text      string  // the value in the table; "" is Unit.Text(Value), or the state if it is absent
	State     State
	Signal    bool // beyond normal variation: ringed, neither good nor bad
}

// Dot is one item of a Dots figure.
type Dot struct {
	Column int     // index into Columns
	Value  float64 // its age in the figure's unit
}

// Level is a horizontal reference line, e.g. the 85th percentile of finished items.
type Level struct {
	Name  string
	Value float64
}

// Limits are a centre line and process limits over the months From to To, both included. Lower
// or Upper is NaN where there is none, as on a run chart.
type Limits struct {
	From, To             period.Month
	Centre, Lower, Upper float64
	Trial                bool // set on too few months to judge by: drawn dotted and called trial limits
}

// Note is what is known of a month. What is known of the same month shares a letter, on all
// charts of a page, whose list of notes has the whole texts.
type Note struct {
	At     period.Month
	Number int    // from 1: its letter is Letter(Number)
	Break  bool   // a break in series, between the month before At and At: no line is drawn over it
	Text   string // for the table, which shortens it
}

// Letter is the letter of a note: "A" to "Z", then "AA".
func Letter(number int) string {
	if number <= 0 {
		return ""
	}
	return Letter((number-1)/26) + string(rune('A'+(number-1)%26))
}
