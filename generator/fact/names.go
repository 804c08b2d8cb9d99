package fact

import (
	"strings"
	"unicode"

	"leadline/generator/level"
)

// units are teams and services by index.
type units struct{ teams, services map[int32]bool }

// unitsOf are the units that may stand on a page of cells: of a team itself and its services,
// of a service itself and the teams that owned it, of the portfolio none.
func (u *Units) unitsOf(cells []Cell, name level.Name) units {
	own := units{map[int32]bool{}, map[int32]bool{}}
	if name == level.PortfolioName {
		return own
	}
	for _, c := range cells {
		own.teams[u.cells[c].team] = true
		own.services[u.cells[c].service] = true
	}
	return own
}

// names are the ids and the display names of all units as words in lower case, and whose they
// are. Names are found as whole words: a service called "search" is named by any sentence
// that has the word, because nothing tells the two apart and silence is the safer error.
type names struct {
	whose   map[string][]named
	longest int // words of the longest
}

type named struct {
	index   int32
	service bool
}

func namesOf(u *Units) names {
	n := names{whose: map[string][]named{}}
	for i, s := range u.Teams {
		n.add(named{int32(i), false}, s)
	}
	for i, s := range u.Services {
		n.add(named{int32(i), true}, s)
	}
	return n
}

// longestName is how many words of a name are looked for: who writes of a unit with more
// gives the first of them.
const longestName = 12

func (n *names) add(who named, s Subject) {
	for _, text := range []string{s.ID, s.Name} {
		if list := words(text); len(list) > 0 {
			list = list[:min(len(list), longestName)]
			key := strings.Join(list, " ")
			n.whose[key] = append(n.whose[key], who)
			n.longest = max(n.longest, len(list))
		}
	}
}

// in are the units that a text names. Of names that begin with the same word the longest
// counts: "orchid-core" does not name orchid. A name that several have names them all.
func (n *names) in(text string) (found []named) {
	list := words(text)
	for from := 0; from < len(list); from++ {
		for to := min(len(list), from+n.longest); to > from; to-- {
			if whose, ok := n.whose[strings.Join(list[from:to], " ")]; ok {
				found = append(found, whose...)
				from = to - 1
				break
			}
		}
	}
	return found
}

// hold reports whether all of the named are among the units.
func (own units) hold(all []named) bool {
	for _, who := range all {
		if who.service && !own.services[who.index] || !who.service && !own.teams[who.index] {
			return false
		}
	}
	return true
}

// words are the runs of letters and digits of a text in lower case. Signs that are not seen
// do not part a word.
func words(text string) []string {
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
