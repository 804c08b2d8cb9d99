package fact

import (
	"cmp"
	"slices"

	"leadline/generator/level"
)

// Set is the selection of facts of one subject at one level: the cells that make it up.
// Only this package makes one. There is a way from the portfolio to its services, and none
// from the portfolio to a team.
type Set[L level.Level] struct {
	_       [0]L
	subject Subject
	cells   []Cell
	units   *Units
}

// Subject is the team, service or portfolio.
func (s Set[L]) Subject() Subject { return s.subject }

// Cells are the finest parts of the set, in ascending order.
func (s Set[L]) Cells() []Cell { return s.cells }

// ByService are the cells of each service of the set, in the order of its first cell; cells
// without a service are in none. It names nothing: it is there to tell whether a change of
// the whole is one of its parts or of their mix.
func (s Set[L]) ByService() [][]Cell {
	var groups [][]Cell
	at := map[int32]int{}
	for _, c := range s.cells {
		service := s.units.cells[c].service
		if service < 0 {
			continue
		}
		i, known := at[service]
		if !known {
			i, at[service] = len(groups), len(groups)
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], c)
	}
	return groups
}

// Headcount is the number of people recorded for the teams of the set; 0 when none is
// recorded. It serves where events do not name contributors.
func (s Set[L]) Headcount() int { return s.units.Headcount(s.cells) }

// Headcount is the number of people recorded for the teams that cells belong to, each team
// once; 0 when none is recorded.
func (u *Units) Headcount(cells []Cell) int {
	seen, people := map[int32]bool{}, 0
	for _, c := range cells {
		if t := u.cells[c].team; t >= 0 && !seen[t] {
			seen[t] = true
			people += int(u.headcount[t])
		}
	}
	return people
}

// TeamSets are the sets of all teams, by id.
func (u *Units) TeamSets() []Set[level.Team] {
	return setsOf[level.Team](u, u.Teams, func(c cell) int32 { return c.team })
}

// ServiceSets are the sets of all services, by id.
func (u *Units) ServiceSets() []Set[level.Service] {
	return setsOf[level.Service](u, u.Services, func(c cell) int32 { return c.service })
}

// Portfolio is the set of everything, owned or not.
func (u *Units) Portfolio() Set[level.Portfolio] {
	s := Set[level.Portfolio]{subject: Subject{Name: "Portfolio"}, units: u}
	for c := range u.cells {
		s.cells = append(s.cells, Cell(c))
	}
	return s
}

// Services are the sets of the portfolio's services, for counting how many show a state.
func Services(p Set[level.Portfolio]) []Set[level.Service] { return p.units.ServiceSets() }

func setsOf[L level.Level](u *Units, subjects []Subject, of func(cell) int32) []Set[L] {
	sets := make([]Set[L], len(subjects))
	for i, s := range subjects {
		sets[i] = Set[L]{subject: s, units: u}
	}
	for c, cell := range u.cells {
		if i := of(cell); i >= 0 {
			sets[i].cells = append(sets[i].cells, Cell(c))
		}
	}
	slices.SortFunc(sets, func(a, b Set[L]) int { return cmp.Compare(a.subject.ID, b.subject.ID) })
	return sets
}

// ServicePart is the part of a team's set that is of one service.
type ServicePart struct {
	Subject
	Cells []Cell
}

// ServicesOf are the services of a team with their part of its set, by id. There is no such
// way from the portfolio: its services may be counted there and not named.
func ServicesOf(t Set[level.Team]) []ServicePart {
	var parts []ServicePart
	for _, group := range t.ByService() {
		parts = append(parts, ServicePart{t.units.Services[t.units.cells[group[0]].service], group})
	}
	slices.SortFunc(parts, func(a, b ServicePart) int { return cmp.Compare(a.ID, b.ID) })
	return parts
}
