package fact

import (
	"cmp"
	"slices"
	"time"

	"leadline/generator/event"
	"leadline/generator/period"
)

// WeekTimes are the values of an incident's week_time, in the order of their codes from 1.
var WeekTimes = []string{"working hours", "weekday evening or night", "weekend"}

// Working hours are Monday to Friday from 08:00 up to 18:00. Our own choice of a common
// office day: the split asks when somebody has to get up, not who is in the office.
const (
	workBegins = 8
	workEnds   = 18
)

// repeatWithin is how long an incident is remembered: a quarter, our own choice, long enough
// for a fix to have been decided and made.
const repeatWithin = 90 * 24 * 3600

// markWeekTime derives when in the week an incident started. Incidents are few, so that
// asking the zone for each of them costs nothing.
func (in *incidents) markWeekTime() {
	started := in.t.Index("started_at")
	if started < 0 {
		return
	}
	k := in.t.derive("week_time", event.Enum)
	in.t.Columns[k].Values = WeekTimes
	for i, at := range in.chunk.Values[started].Times {
		if at != 0 {
			in.chunk.Values[k].Bytes[i] = weekTime(at, in.rules.Zone)
		}
	}
}

func weekTime(at period.Seconds, zone *time.Location) uint8 {
	if zone == nil {
		zone = time.UTC
	}
	local := time.Unix(int64(at), 0).In(zone)
	day, hour := local.Weekday(), local.Hour()
	switch {
	case day == time.Saturday || day == time.Sunday:
		return 3
	case hour >= workBegins && hour < workEnds:
		return 1
	default:
		return 2
	}
}

// occurrence is an incident with a cause, among those of its service and cause.
type occurrence struct {
	owner Owner
	cause uint32
	at    period.Seconds
	row   int
}

// markRepeats derives whether an earlier incident of the same service had the same cause.
// Without a service, a cause or a start nobody can tell. In the first 90 days of the records
// a "no" is not known either: what came before was not recorded.
func (in *incidents) markRepeats() {
	started, cause := in.t.Index("started_at"), in.t.Index("cause")
	if started < 0 || cause < 0 {
		return
	}
	k := in.t.derive("repeat", event.Flag)
	var all []occurrence
	begin := ^period.Seconds(0)
	for i, at := range in.chunk.Values[started].Times {
		if at == 0 {
			continue
		}
		begin = min(begin, at)
		if code := in.chunk.Values[cause].Codes[i]; code != 0 && in.chunk.Owner[i] != Unowned {
			all = append(all, occurrence{in.chunk.Owner[i], code, at, i})
		}
	}
	slices.SortFunc(all, func(a, b occurrence) int {
		return cmp.Or(cmp.Compare(a.owner, b.owner), cmp.Compare(a.cause, b.cause), cmp.Compare(a.at, b.at))
	})
	repeats(all, begin, in.chunk.Values[k].Bytes)
}

// repeats walks the incidents of each service and cause in time. Two that started in the
// same second are not repeats of each other.
func repeats(all []occurrence, begin period.Seconds, flags []uint8) {
	var earlier period.Seconds // the latest start before that of the incident
	for i, o := range all {
		switch {
		case i == 0 || all[i-1].owner != o.owner || all[i-1].cause != o.cause:
			earlier = 0
		case all[i-1].at < o.at:
			earlier = all[i-1].at
		}
		switch {
		case earlier != 0 && o.at-earlier <= repeatWithin:
			flags[o.row] = event.FlagTrue
		case o.at-begin >= repeatWithin:
			flags[o.row] = event.FlagFalse
		}
	}
}
