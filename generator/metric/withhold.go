package metric

import (
	"slices"

	"leadline/generator/fact"
	"leadline/generator/level"
)

// decisions say which months of a subject are withheld; subjects without any have none.
type decisions map[subjectKey][]bool

type subjectKey struct {
	level level.Name
	id    string
}

// subject is one set that figures are computed for. Those of a level that sees no figures
// take no part in what can be worked out, but the portfolio counts its services' states.
type subject struct {
	subjectKey
	order     int // of its level in ties: services, teams, portfolio
	cells     []fact.Cell
	published bool
}

// decisionsOf are the withheld months of a subject, decided with those of all others at
// the first call; nil when it has none.
func (m *Measured) decisionsOf(l level.Name, id string) []bool {
	m.decided.Do(func() { m.withheld, m.openWithheld = m.decide(m.people), m.decide(m.openPeople) })
	return m.withheld[subjectKey{l, id}]
}

// openDecisionsOf are the months in which the figures of what was on its way are withheld,
// which may be other people's than what ended: two systems of sums, each with its own people.
func (m *Measured) openDecisionsOf(l level.Name, id string) []bool {
	m.decisionsOf(l, id)
	return m.openWithheld[subjectKey{l, id}]
}

// decide applies the group rules to every published set and month.
func (m *Measured) decide(behind *people) decisions {
	if !m.definition.People || behind == nil {
		return nil
	}
	u := behind.units
	subjects := appendSubjects(nil, m, 0, u.ServiceSets())
	subjects = appendSubjects(subjects, m, 1, u.TeamSets())
	subjects = appendSubjects(subjects, m, 2, []fact.Set[level.Portfolio]{u.Portfolio()})
	months := m.frame.Calendar.Months()
	hidden := make([][]bool, months)
	behind.parallel(months, func(_, i int) { hidden[i] = newMonthRules(behind, subjects, i).decide(!m.frame.PrimaryOnly) })
	out := decisions{}
	for s := range subjects {
		for i := range hidden {
			if !hidden[i][s] {
				continue
			}
			if out[subjects[s].subjectKey] == nil {
				out[subjects[s].subjectKey] = make([]bool, months)
			}
			out[subjects[s].subjectKey][i] = true
		}
	}
	return out
}

func appendSubjects[L level.Level](list []subject, m *Measured, order int, sets []fact.Set[L]) []subject {
	name := level.NameOf[L]()
	for _, set := range sets {
		list = append(list, subject{subjectKey{name, set.Subject().ID}, order, m.known(set.Cells()), m.definition.Policies[name] == Pooled})
	}
	return list
}

// monthRules are the group rules of one month. Subjects over the same active cells are one
// set: they are shown or withheld together.
type monthRules struct {
	people *people
	month  int
	space  []uint32

	atoms  []fact.Cell // cells that hold something to protect
	atomOf []int       // cell → 1 + atom, −1 where there is none, 0 not asked yet
	large  []bool      // atoms with enough people by themselves
	sets   []publishedSet
	setOf  []int // subject → set; -1 where nothing is active
}

// publishedSet is the subjects of one indicator vector.
type publishedSet struct {
	atoms     []int
	people    int
	order     int
	id        string // of its first subject, for ties
	published bool
	hidden    bool
	primary   bool
}

func newMonthRules(p *people, subjects []subject, month int) *monthRules {
	r := &monthRules{people: p, month: month, atomOf: make([]int, p.cells), setOf: make([]int, len(subjects))}
	known := map[string]int{}
	for i, s := range subjects {
		atoms := r.atomsOf(s.cells)
		if r.setOf[i] = -1; len(atoms) == 0 {
			continue // nobody did anything: no secret
		}
		key := indicator(atoms)
		at, ok := known[key]
		if !ok {
			at = len(r.sets)
			known[key] = at
			n := p.distinct(s.cells, month, &r.space)
			r.sets = append(r.sets, publishedSet{atoms: atoms, people: n, order: s.order, id: s.id, hidden: n < p.floor, primary: n < p.floor})
		}
		r.setOf[i] = at
		r.sets[at].published = r.sets[at].published || s.published
	}
	return r
}

// atomsOf are the active cells as numbers, which are given as cells are met.
func (r *monthRules) atomsOf(cells []fact.Cell) []int {
	var atoms []int
	for _, c := range cells {
		if r.atomOf[c] == 0 {
			if r.atomOf[c] = -1; r.people.active(c, r.month) {
				r.atoms = append(r.atoms, c)
				r.large = append(r.large, r.people.distinct([]fact.Cell{c}, r.month, &r.space) >= r.people.floor)
				r.atomOf[c] = len(r.atoms)
			}
		}
		if at := r.atomOf[c]; at > 0 {
			atoms = append(atoms, at-1)
		}
	}
	slices.Sort(atoms)
	return atoms
}

// indicator is a list of atoms as a key.
func indicator(atoms []int) string {
	key := make([]byte, 0, 4*len(atoms))
	for _, a := range atoms {
		key = append(key, byte(a), byte(a>>8), byte(a>>16), byte(a>>24))
	}
	return string(key)
}

// decide gives the withheld subjects; complementary asks for more than the primary rule.
func (r *monthRules) decide(complementary bool) []bool {
	if complementary { // small parts first: what they settle, the portfolio's need not
		for _, part := range r.parts(1) {
			r.protect(part)
		}
		for _, part := range r.parts(2) {
			if slices.ContainsFunc(part, func(i int) bool { return r.sets[i].order == 2 }) {
				r.protect(part)
			}
		}
	}
	hidden := make([]bool, len(r.setOf))
	for s, at := range r.setOf {
		hidden[s] = at >= 0 && r.sets[at].hidden
	}
	return hidden
}
