package finding

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"leadline/generator/diag"
)

// Template is a pattern's sentence: text with places for evidence.
type Template []Piece

// Piece is a text, or a place where As is not "".
type Piece struct {
	Text string
	As   string // whose evidence: a condition's name
	Slot string // one of Slots
	Stat string // the figure of slot "figure"
}

// Slots are what of a condition's evidence a sentence may say, with what each prints. The
// plural ones list all signals that satisfy a condition.
var Slots = map[string]string{
	"title":    "the metric's title",
	"value":    "the figure, with n of a share",
	"detail":   "n and interval of the figure",
	"change":   "by how much it is more or less than before, with the interval",
	"by":       "the same after a verb that says the direction: rose by 6, fell to 0.62 times what it was",
	"over":     "the months of a change, and those before",
	"window":   "the same, of several signals that changed",
	"notes":    "the notes with their months",
	"month":    "the month of the signal",
	"months":   "the months whose figures are put together",
	"earlier":  "the figure that this one lies apart from",
	"then":     "the month of that figure",
	"range":    "the usual range of the month",
	"category": "the part that the signal speaks of",
	"question": "the text of a survey's question",
	"units":    "so many of all units",
	"note":     "the text of a note",
	"reason":   "why the figure or the comparison is absent",
	"figure":   "another figure of the signal: {x.figure:p85}",
	"parts":    "the parts with their figures, and another figure of each: {x.parts:cost}",
	"titles":   "the titles of all metrics",
	"changes":  "the titles with their changes",
	"values":   "the titles with their figures",
	"states":   "the titles with what is unusual about the month, and the usual range",
	"reasons":  "the titles, grouped by why they are absent",
	"count":    "how many they are, \"3 metrics\"",
}

var plural = []string{"titles", "changes", "values", "states", "reasons", "count", "window", "notes", "month", "months", "parts"}

// Plural reports whether a slot may stand for several signals at once.
func (p Piece) Plural() bool { return slices.Contains(plural, p.Slot) }

var place = regexp.MustCompile(`\{([^{}]*)\}`)

// template parses say. Evidence must be printed: a sentence without a figure says nothing
// that could be checked.
func (c *checker) template(whens []When) (out Template) {
	say, at := c.h.Say, 0
	if say != "" && !sentence(say) {
		c.fail("say", "say is not one sentence", "a sentence that ends with its only full stop")
	}
	shown := false
	for _, m := range place.FindAllStringSubmatchIndex(say, -1) {
		if m[0] > at {
			out = append(out, Piece{Text: say[at:m[0]]})
		}
		p := c.piece(say[m[2]:m[3]], whens)
		out, at = append(out, p), m[1]
		shown = shown || p.Slot != "title" && p.Slot != "titles"
	}
	if at < len(say) {
		out = append(out, Piece{Text: say[at:]})
	}
	if rest := place.ReplaceAllString(say, ""); strings.ContainsAny(rest, "{}") {
		c.fail("say", "say has a brace without its other", "places like {change-lead-time.change}")
	}
	if say != "" && !shown {
		c.fail("say", "say prints no evidence", "at least one place like {change-lead-time.change}")
	}
	return out
}

func (c *checker) piece(text string, whens []When) Piece {
	name, slot, _ := strings.Cut(text, ".")
	slot, figure, _ := strings.Cut(slot, ":")
	p := Piece{As: name, Slot: slot, Stat: figure}
	i := slices.IndexFunc(whens, func(w When) bool { return w.As == name })
	at := func(found, expected string) {
		c.problems = append(c.problems, diag.Problem{Position: c.index.Position("say"), Found: "say has {" + text + "}: " + found, Expected: expected})
	}
	switch {
	case i < 0:
		at("there is no condition called "+fmt.Sprintf("%q", name), "the name of a [[when]]: its metric, or as")
	case Slots[slot] == "":
		at(fmt.Sprintf("%q is nothing that a condition has", slot), "one of "+strings.Join(slotNames(), ", "))
	case whens[i].many() && !p.Plural():
		at("the condition may hold of several signals", "one of "+strings.Join(plural, ", ")+", or for_each")
	case slot != "parts" && (slot == "figure") != (figure != ""):
		at("a figure has a name", "{x.figure:p85}")
	}
	return p
}

func slotNames() []string {
	names := make([]string, 0, len(Slots))
	for name := range Slots {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
