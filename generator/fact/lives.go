package fact

import (
	"slices"

	"leadline/generator/period"
)

// life is when something existed: closed-open, 0 for an end that is not recorded.
type life struct{ from, to period.Seconds }

// touches reports whether any of the time from…to lies in the life.
func (l life) touches(from, to period.Seconds) bool {
	return l.from < to && (l.to == 0 || l.to > from)
}

// Active reports whether the subject had anything to answer for between two instants: a
// team that owned something, a service that was not retired. What ended is not a team that
// stopped delivering. The portfolio, and a subject of which nothing is recorded, always are.
func (s Set[L]) Active(from, to period.Seconds) bool {
	return len(s.cells) == 0 || s.subject.ID == "" || slices.ContainsFunc(s.cells, func(c Cell) bool { return s.units.active(c, from, to) })
}

func (u *Units) active(c Cell, from, to period.Seconds) bool {
	of := u.cells[c]
	if of.team >= 0 && !u.teamLife[of.team].touches(from, to) || of.service >= 0 && !u.serviceLife[of.service].touches(from, to) {
		return false
	}
	lives := u.cellLives[c]
	return len(lives) == 0 || slices.ContainsFunc(lives, func(l life) bool { return l.touches(from, to) })
}
