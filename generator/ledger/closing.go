package ledger

import (
	"time"

	"leadline/generator/period"
)

// Closing says until when the figures of a month are expected to change.
type Closing struct {
	AsOf time.Time // end of the data; its location is the site's zone
	Lag  int       // days after the end of a month
}

// The states of a month.
const (
	Running     = "running"     // not complete at the end of the data
	Provisional = "provisional" // complete, but rows may still arrive
	Final       = "final"       // a change from now on is a restatement
)

// From is the day on which the month becomes final: the close lag after its end. Days are
// calendar days of the site's zone, also where a clock changes.
func (c Closing) From(m period.Month) time.Time {
	return (m + 1).Day(1+c.Lag, c.AsOf.Location())
}

// Status is the state of a month at the end of the data.
func (c Closing) Status(m period.Month) string {
	switch {
	case c.AsOf.Before((m + 1).Start(c.AsOf.Location())):
		return Running
	case c.AsOf.Before(c.From(m)):
		return Provisional
	default:
		return Final
	}
}

// Statuses is Status for many months: what the calendar of the zone says is looked up once.
func (c Closing) Statuses() func(period.Month) string {
	running := period.MonthOf(c.AsOf.Year(), c.AsOf.Month())
	open := running
	for c.Status(open-1) == Provisional {
		open--
	}
	return func(m period.Month) string {
		switch {
		case m >= running:
			return Running
		case m >= open:
			return Provisional
		default:
			return Final
		}
	}
}
