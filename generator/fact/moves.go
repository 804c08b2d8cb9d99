package fact

import (
	"cmp"
	"slices"
	"strings"

	"leadline/generator/level"
	"leadline/generator/period"
)

// moves are what ownership says of the beginning, the end and the changing hands of teams and
// services. A first spell of ownership counts as coming: whatever was before, the events
// count for the team from there on.
type moves map[annotated][]move

type move struct {
	at       period.Seconds
	kind     NoteKind
	services []string
}

func movesOf(u *Units) moves {
	m := moves{}
	for i, s := range u.Services {
		m.lived(annotated{level.ServiceName, s.ID}, u.serviceLife[i])
		m.changedHands(u, s, u.spansOf(ownerKey{kind: "service", id: s.ID}))
	}
	for i, life := range u.teamLives() {
		m.lived(annotated{level.TeamName, u.Teams[i].ID}, life)
	}
	for _, list := range m {
		slices.SortFunc(list, func(a, b move) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.kind, b.kind)) })
		for _, one := range list {
			slices.SortFunc(one.services, func(a, b string) int {
				return cmp.Or(strings.Compare(strings.ToLower(a), strings.ToLower(b)), strings.Compare(a, b))
			})
		}
	}
	return m
}

func (m moves) of(name level.Name, id string) []move { return m[annotated{name, id}] }

// lived notes the ends of a life, where they are recorded.
func (m moves) lived(who annotated, l life) {
	if l.from > 0 {
		m[who] = append(m[who], move{at: l.from, kind: Began})
	}
	if l.to > 0 {
		m[who] = append(m[who], move{at: l.to, kind: Ended})
	}
}

// changedHands follows a service from team to team. A spell that one team's next goes on from
// is no move.
func (m moves) changedHands(u *Units, s Subject, spans []span) {
	for i, now := range spans {
		came, team := true, annotated{level.TeamName, u.Teams[now.team].ID}
		if i > 0 {
			before := spans[i-1]
			came = before.team != now.team || before.to < now.from
			if before.team != now.team {
				who := annotated{level.ServiceName, s.ID}
				m[who] = append(m[who], move{at: now.from, kind: Moved})
			}
		}
		goesOn := i+1 < len(spans) && spans[i+1].team == now.team && spans[i+1].from == now.to
		if came {
			m.passed(team, now.from, Came, s)
		}
		if now.to > 0 && !goesOn {
			m.passed(team, now.to, Left, s)
		}
	}
}

// passed notes a service that came or left; services of one instant share a note.
func (m moves) passed(team annotated, at period.Seconds, kind NoteKind, s Subject) {
	name := s.Name
	if strings.TrimSpace(name) == "" {
		name = s.ID
	}
	list := m[team]
	for i := range list {
		if list[i].at == at && list[i].kind == kind {
			list[i].services = append(list[i].services, name)
			return
		}
	}
	m[team] = append(list, move{at, kind, []string{name}})
}

// teamLives are the teams' lives; where a table of teams does not say, from their first to
// their last ownership of anything.
func (u *Units) teamLives() []life {
	lives := make([]life, len(u.Teams))
	for i := range lives {
		lives[i].from = ^period.Seconds(0)
	}
	for _, spans := range u.spans {
		for _, s := range spans {
			l := &lives[s.team]
			l.from = min(l.from, s.from)
			if l.to = max(l.to, s.to); s.to == 0 {
				l.to = ^period.Seconds(0) // it still owns that
			}
		}
	}
	for i := range lives {
		lives[i] = u.teamLife[i].or(lives[i])
	}
	return lives
}

// or is a life with what it leaves open taken from another, in which the latest instant there
// is stands for none.
func (l life) or(other life) life {
	if l.from == 0 && other.from != ^period.Seconds(0) {
		l.from = other.from
	}
	if l.to == 0 && other.to != ^period.Seconds(0) {
		l.to = other.to
	}
	return l
}
