package fact

import (
	"cmp"
	"slices"

	"leadline/generator/event"
	"leadline/generator/level"
	"leadline/generator/period"
)

// Annotation is what people recorded of a subject at an instant.
type Annotation struct {
	At     period.Seconds
	Text   string
	Rebase bool // from here on it is judged anew: a decision that only people take
}

// Annotations are the recorded ones by level and subject; nil holds none.
type Annotations struct {
	of     map[annotated][]Annotation
	silent bool // no text is told
}

type annotated struct {
	level level.Name
	id    string
}

// NewAnnotations reads them; rows may be nil. Each speaks of exactly the subject that it
// names: one of the portfolio is not one of its teams. The scope id of the portfolio is
// ignored.
func NewAnnotations(rows *event.Rows) *Annotations {
	a := &Annotations{of: map[annotated][]Annotation{}}
	eachRow(rows, func(r row) {
		key := annotated{level.Name(r.enum("scope")), r.text("scope_id")}
		if key.level == level.PortfolioName {
			key.id = ""
		}
		a.of[key] = append(a.of[key], Annotation{r.time("at"), r.text("text"), r.flag("rebase")})
	})
	for _, list := range a.of {
		slices.SortFunc(list, func(x, y Annotation) int { return cmp.Or(cmp.Compare(x.At, y.At), cmp.Compare(x.Text, y.Text)) })
	}
	return a
}

// Silence is for a site that may not show what people wrote: notes tell that something was
// recorded, and when.
func (a *Annotations) Silence() { a.silent = true }

// Of are a subject's annotations, oldest first.
func (a *Annotations) Of(name level.Name, id string) []Annotation {
	if a == nil {
		return nil
	}
	return a.of[annotated{name, id}]
}

// Rebases are the instants from which a subject is judged anew, oldest first.
func (a *Annotations) Rebases(name level.Name, id string) []period.Seconds {
	var at []period.Seconds
	for _, n := range a.Of(name, id) {
		if n.Rebase {
			at = append(at, n.At)
		}
	}
	return at
}
