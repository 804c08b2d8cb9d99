package fact

import (
	"cmp"
	"slices"

	"leadline/generator/event"
	"leadline/generator/period"
)

// Cell is the finest thing that a fact can belong to: one service while one team owns it.
// Every figure of a team, a service or the portfolio is computed over a set of cells.
type Cell uint32

// Owner is whoever answers for a row: a service, a repository, a project, or a team named
// on the row itself. Which team that is depends on the time; see Units.At.
type Owner uint32

// Unowned is the owner of rows that name nothing that anybody owns.
const Unowned Owner = 0

// Units is every team and service of the event files, and who owned what, when.
type Units struct {
	Teams    []Subject // sorted by id
	Services []Subject // sorted by id

	headcount   []int32 // per team; 0 unknown
	teamLife    []life
	serviceLife []life
	cells       []cell
	cellLives   [][]life                  // per cell: when it was owned so; nil where nothing says
	unownedRows []int                     // per owner, of those without a team
	arrived     map[string]map[int32]bool // per entity that was read: teams that its rows belong to
	cellOf      map[cell]Cell
	owners      []owner
	ownerOf     map[ownerKey]Owner
	teams       map[string]int32
	services    map[string]int32
	repos       map[string]int32 // repo → its only service; -1 when several share it
	repoOf      map[string]string
	spans       map[entity][]span
}

type cell struct{ service, team int32 } // -1: none

type entity struct{ kind, id string }

type ownerKey struct{ service, team, kind, id string }

// owner's spans are sorted by start and do not overlap; before, between and after them
// the entity is unowned. last is the last of them, or all of time where there is none.
type owner struct {
	last  ownerSpan
	none  Cell
	spans []ownerSpan
}

type span struct {
	from, to period.Seconds // closed-open; to 0: still
	team     int32
}

type ownerSpan struct {
	from, to period.Seconds
	cell     Cell
}

// NewUnits reads teams, services and ownership; any of them may be nil. Teams and services
// that only events name are added as the events are linked.
func NewUnits(teams, services, ownership *event.Rows) *Units {
	u := &Units{cellOf: map[cell]Cell{}, ownerOf: map[ownerKey]Owner{}, teams: map[string]int32{},
		services: map[string]int32{}, repos: map[string]int32{}, repoOf: map[string]string{}, spans: map[entity][]span{}}
	u.readTeams(teams)
	u.readServices(services)
	u.readOwnership(ownership)
	u.owners = []owner{newOwner(u.cell(cell{-1, -1}), nil)}
	return u
}

func (u *Units) readTeams(rows *event.Rows) {
	eachRow(rows, func(r row) {
		t := u.team(r.text("team_id"))
		if name := r.text("name"); name != "" {
			u.Teams[t].Name = name
		}
		if n := r.count("headcount"); n > 0 {
			u.headcount[t] = max(u.headcount[t], n)
		}
		u.teamLife[t] = life{r.time("valid_from"), r.time("valid_to")}
	})
}

func (u *Units) readServices(rows *event.Rows) {
	eachRow(rows, func(r row) {
		s := u.service(r.text("service_id"))
		if name := r.text("name"); name != "" {
			u.Services[s].Name = name
		}
		u.serviceLife[s] = life{r.time("valid_from"), r.time("valid_to")}
		if repo := r.text("repo"); repo != "" {
			u.repoOf[u.Services[s].ID] = repo
			if other, shared := u.repos[repo]; shared && other != s {
				s = -1
			}
			u.repos[repo] = s
		}
	})
}

func (u *Units) readOwnership(rows *event.Rows) {
	eachRow(rows, func(r row) {
		e := entity{r.enum("entity_type"), r.text("entity_id")}
		u.spans[e] = append(u.spans[e], span{r.time("valid_from"), r.time("valid_to"), u.team(r.text("team_id"))})
	})
	for _, spans := range u.spans {
		slices.SortFunc(spans, func(a, b span) int {
			return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(u.Teams[a.team].ID, u.Teams[b.team].ID))
		})
		closeOverlaps(spans)
	}
}

// closeOverlaps ends a span where the next begins: the later statement about an owner wins.
func closeOverlaps(spans []span) {
	for i := 0; i+1 < len(spans); i++ {
		if spans[i].to == 0 || spans[i].to > spans[i+1].from {
			spans[i].to = spans[i+1].from
		}
	}
}

func (u *Units) team(id string) int32 {
	if i, ok := u.teams[id]; ok {
		return i
	}
	u.teams[id] = int32(len(u.Teams))
	u.Teams = append(u.Teams, Subject{id, id})
	u.headcount = append(u.headcount, 0)
	u.teamLife = append(u.teamLife, life{})
	return u.teams[id]
}

func (u *Units) service(id string) int32 {
	if i, ok := u.services[id]; ok {
		return i
	}
	u.services[id] = int32(len(u.Services))
	u.Services = append(u.Services, Subject{id, id})
	u.serviceLife = append(u.serviceLife, life{})
	return u.services[id]
}

func (u *Units) cell(c cell) Cell {
	if i, ok := u.cellOf[c]; ok {
		return i
	}
	u.cellOf[c] = Cell(len(u.cells))
	u.cells = append(u.cells, c)
	u.cellLives = append(u.cellLives, nil)
	return u.cellOf[c]
}

// Cells is how many cells there are.
func (u *Units) Cells() int { return len(u.cells) }

// At is the cell that owner belongs to at an instant. Most owners have one span, or are
// asked for a time in their last.
func (u *Units) At(o Owner, t period.Seconds) Cell {
	w := &u.owners[o]
	if s := &w.last; s.from <= t && (s.to == 0 || t < s.to) {
		return s.cell
	}
	return w.firstOf(t)
}

func (w *owner) firstOf(t period.Seconds) Cell {
	for i := len(w.spans) - 1; i >= 0; i-- {
		if s := &w.spans[i]; s.from <= t {
			if s.to == 0 || t < s.to {
				return s.cell
			}
			return w.none
		}
	}
	return w.none
}

// Until is the cell that owner belongs to at an instant, and the later instant at which it
// may belong to another; the latest there is where that never comes.
func (u *Units) Until(o Owner, t period.Seconds) (c Cell, end period.Seconds) {
	end = ^period.Seconds(0)
	spans := u.owners[o].spans
	for i := len(spans) - 1; i >= 0; i-- {
		if s := &spans[i]; s.from > t {
			end = s.from
			continue
		} else if s.to > t {
			end = min(end, s.to)
		}
		break
	}
	return u.At(o, t), end
}

// Owned reports whether a cell belongs to a team.
func (u *Units) Owned(c Cell) bool { return u.cells[c].team >= 0 }

// Settled reports whether an owner is in one cell at all times, so that nothing of it ever
// changes hands.
func (u *Units) Settled(o Owner) bool {
	w := &u.owners[o]
	return len(w.spans) == 0 || len(w.spans) == 1 && w.last.from == 0 && w.last.to == 0
}

// CellText names a cell in a message about a defect.
func (u *Units) CellText(c Cell) string {
	service, team := "no service", "no team"
	if i := u.cells[c].service; i >= 0 {
		service = "service " + u.Services[i].ID
	}
	if i := u.cells[c].team; i >= 0 {
		team = "team " + u.Teams[i].ID
	}
	return service + " of " + team
}

// Retirement is when the service of an owner left the estate: what concerns it ends there.
// 0 for a service that is still in it, and for an owner without a service.
func (u *Units) Retirement(o Owner) period.Seconds {
	if s := u.cells[u.owners[o].none].service; s >= 0 {
		return u.serviceLife[s].to
	}
	return 0
}

// firstOf is the earlier of two instants of which either may be absent.
func firstOf(a, b period.Seconds) period.Seconds {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}
