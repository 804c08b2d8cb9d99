package metric

// State is what may be said of one month of a series.
type State uint8

const (
	// NotJudged: too few complete months, a running month, or no value.
	NotJudged State = iota
	// Within: inside the process limits; the month is not unusual.
	Within
	// UnusualHigh and UnusualLow: outside the limits (rule 1 alone).
	UnusualHigh
	UnusualLow
)

// Code is the state as written in workbooks.
func (s State) Code() string {
	return [...]string{"not-judged", "within", "unusual-high", "unusual-low"}[s]
}

// String is the state in words.
func (s State) String() string {
	return [...]string{"too early to judge", "within its usual range", "unusually high", "unusually low"}[s]
}

// Limits are the process limits of a series' headline stat, in the stat's own unit.
type Limits struct {
	Centre, Lower, Upper float64 // Lower is NaN where none exists
	Months               int     // complete months with a value behind the limits
	Known                bool    // false: fewer than six such months, or no variation so far
	Trial                bool    // six to eleven months: drawn, but nothing is judged by them
	Rare                 bool    // the times between events are judged, because counts are too small
	Between              int     // how many of these times there are
}
