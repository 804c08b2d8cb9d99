package fact

import (
	"slices"
)

// Arrival says whether rows of an entity name something that a set owns now. How many they
// are is not said: of what people do, a number of rows is a figure, and figures have group
// rules and stages.
type Arrival struct {
	Entity  Entity
	Arrived bool
}

// silent are entities of which not even that is told: whether anybody of a small group
// answered a survey concerns the few who were asked.
var silent = []string{Answer}

// noteArrivals remembers which teams the rows of a table belong to by what they own now;
// rows is their number by owner.
func (u *Units) noteArrivals(entity string, rows []int) {
	if u.arrived == nil {
		u.arrived = map[string]map[int32]bool{}
	}
	teams := u.arrived[entity]
	if teams == nil {
		teams = map[int32]bool{}
		u.arrived[entity] = teams
	}
	for o, n := range rows {
		if team := u.cells[u.owners[o].last.cell].team; n > 0 && team >= 0 && u.owners[o].last.to == 0 {
			teams[team] = true
		}
	}
}

// Arrivals are the entities that were read, in their fixed order, and whether any of their
// rows belong to a team.
func (u *Units) Arrivals(team string) (out []Arrival) {
	t, known := u.teams[team]
	for _, e := range Entities {
		if arrived, read := u.arrived[e.Name]; read && !slices.Contains(silent, e.Name) {
			out = append(out, Arrival{e, known && arrived[t]})
		}
	}
	return out
}
