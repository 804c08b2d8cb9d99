package fact

import (
	"cmp"
	"slices"

	"leadline/generator/level"
	"leadline/generator/period"
)

// NoteKind is what a note tells of.
type NoteKind uint8

const (
	Noted   NoteKind = iota // something that people recorded
	Rebased                 // from here on its own series are judged anew: people recorded that too
	Came                    // services whose events count for the team from here on
	Left                    // services whose events counted for the team up to here
	Moved                   // the service, from one team to another
	Began                   // the first instant of the team or service that is recorded
	Ended                   // the first instant after its last
)

// place orders what happened at one instant: a team begins before services come to it.
func (k NoteKind) place() int {
	return [...]int{Noted: 0, Rebased: 1, Began: 2, Came: 3, Left: 4, Moved: 5, Ended: 6}[k]
}

// Organisational reports whether who owns what has changed, or what there is to own: figures
// before and after are not of the same thing.
func (k NoteKind) Organisational() bool { return k >= Came }

// Note is what must be known of one subject to read its series over a time. It is made by
// Notes alone, so that the portfolio's cannot name a team or a service.
type Note[L level.Level] struct {
	_        [0]L
	At       period.Seconds
	Kind     NoteKind
	Text     string   // as people wrote it, of Noted and Rebased: hostile text; "" where it is Unsaid
	Unsaid   bool     // the text names units that are on no page of this subject
	Silent   bool     // what people wrote may not be shown on this site; Text is then ""
	Everyone bool     // of a team or a service: it was recorded for the portfolio, so for all
	Services []string // display names in order, of Came and Left: hostile text
}

// Notebook is what is recorded beside the events: annotations, who owned what, and the names
// that a text may not bring onto another's page. It is made when all events are linked.
type Notebook struct {
	units       *Units
	annotations *Annotations
	moves       moves
	names       names
	everyones   []everyone
	silent      bool // no text is told
	from, to    period.Seconds
}

// everyone is an annotation of the portfolio, with the units that its text names.
type everyone struct {
	Annotation
	names []named
}

// NewNotebook keeps what happened from one instant to before another. What had begun by the
// first of them is where the record starts and no note.
func NewNotebook(u *Units, a *Annotations, from, to period.Seconds) *Notebook {
	b := &Notebook{units: u, annotations: a, moves: movesOf(u), names: namesOf(u), silent: a != nil && a.silent, from: from, to: to}
	for _, a := range a.Of(level.PortfolioName, "") {
		b.everyones = append(b.everyones, everyone{a, b.names.in(a.Text)})
	}
	return b
}

// Notes are a subject's notes, oldest first: its own annotations, those of the portfolio, and
// for a team or a service how it was owned. A text is shown where it names no unit but the
// subject's own (a team's services, the teams of a service; the portfolio has none). Of the
// subject's own annotation the instant remains and the text is Unsaid; one of the portfolio
// that names others is for those it names, and left out.
func Notes[L level.Level](b *Notebook, s Set[L]) []Note[L] {
	name, id := level.NameOf[L](), s.subject.ID
	own := s.units.unitsOf(s.cells, name)
	var list []Note[L]
	for _, a := range b.annotations.Of(name, id) {
		n := Note[L]{At: a.At, Text: a.Text, Unsaid: !own.hold(b.names.in(a.Text))}
		if a.Rebase {
			n.Kind = Rebased
		}
		if n.Silent = b.silent; n.Silent || n.Unsaid {
			n.Text = ""
		}
		list = append(list, n)
	}
	if name != level.PortfolioName {
		list = append(append(list, forAll[L](b, own)...), moved[L](b, name, id)...)
	}
	list = slices.DeleteFunc(list, func(n Note[L]) bool { return n.At < b.from || n.At >= b.to })
	slices.SortStableFunc(list, func(x, y Note[L]) int {
		return cmp.Or(cmp.Compare(x.At, y.At), cmp.Compare(x.Kind.place(), y.Kind.place()), cmp.Compare(x.Text, y.Text))
	})
	return list
}

// forAll are the portfolio's annotations as another's page shows them. Its rebases are its
// own: they judge no team and no service anew.
func forAll[L level.Level](b *Notebook, own units) (list []Note[L]) {
	for _, a := range b.everyones {
		if own.hold(a.names) {
			n := Note[L]{At: a.At, Text: a.Text, Everyone: true}
			if n.Silent = b.silent; n.Silent {
				n.Text = ""
			}
			list = append(list, n)
		}
	}
	return list
}

// moved are the notes that ownership makes.
func moved[L level.Level](b *Notebook, name level.Name, id string) (list []Note[L]) {
	for _, m := range b.moves.of(name, id) {
		if m.at > b.from {
			list = append(list, Note[L]{At: m.at, Kind: m.kind, Services: m.services})
		}
	}
	return list
}
