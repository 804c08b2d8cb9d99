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
	Part int    // which of the parts in brackets it belongs to, from 1; 0 outside of them
}

// Part are the places of a part in brackets, which is said where all of them have evidence.
func (t Template) Part(number int) (out []Piece) {
	for _, p := range t {
		if p.Part == number && p.As != "" {
			out = append(out, p)
		}
	}
	return out
}

// Slots are what of a condition's evidence a sentence may say, with what each prints. The
// plural ones list all signals that satisfy a condition.
var Slots = map[string]string{
	"title":      "the metric's title",
	"value":      "the figure, with n of a share",
	"detail":     "n and interval of the figure",
	"change":     "by how much it is more or less than before, with the interval",
	"course":     "how it went, whether or not it changed, with the interval",
	"times":      "how many times as often it came as before, with the interval",
	"by":         "the same after a verb that says the direction: rose by 6, fell to 0.62 times what it was",
	"over":       "the months of a change, and those before",
	"window":     "the same, of several signals that changed",
	"notes":      "the notes with their months",
	"month":      "the month of the signal",
	"months":     "the months whose figures are put together",
	"earlier":    "the figure that this one lies apart from",
	"then":       "the month of that figure",
	"range":      "the usual range of the month",
	"category":   "the part that the signal speaks of",
	"question":   "the text of a survey's question",
	"units":      "so many of all units",
	"note":       "the text of a note",
	"reason":     "why the figure or the comparison is absent",
	"figure":     "another figure of the signal: {x.figure:p85}",
	"parts":      "the parts with their figures, and another figure of each: {x.parts:cost}",
	"titles":     "the titles of all metrics",
	"services":   "what the whole's services did where the mix of them changed",
	"categories": "the parts with their changes",
	"changes":    "the titles with their changes",
	"values":     "the titles with their figures",
	"states":     "the titles with what is unusual about the month, and the usual range",
	"reasons":    "the titles, grouped by why they are absent",
	"count":      "how many they are, \"3 metrics\"",
}

var plural = []string{"categories", "titles", "changes", "values", "states", "reasons", "count", "window", "notes", "month", "months", "parts"}

// Plural reports whether a slot may stand for several signals at once.
func (p Piece) Plural() bool { return slices.Contains(plural, p.Slot) }

var token = regexp.MustCompile(`\{[^{}]*\}|[^{}\[\]]+|.`)

// template parses say: text, places like {change-lead-time.change}, and parts in brackets that
// are said where there is evidence for them. Evidence must be printed: a sentence without a
// figure says nothing that could be checked.
func (c *checker) template(whens []When) (out Template) {
	say := c.h.Say
	if say != "" && !sentence(say) {
		c.fail("say", "say is not one sentence", "a sentence that ends with its only full stop")
	}
	shown, parts, within := false, 0, false
	for _, t := range token.FindAllString(say, -1) {
		p := Piece{Text: t}
		switch {
		case t == "[" && !within:
			parts, within = parts+1, true
			continue
		case t == "]" && within:
			within = false
			continue
		case strings.ContainsAny(t, "[]") || len(t) == 1 && strings.ContainsAny(t, "{}"):
			c.fail("say", fmt.Sprintf("say has %q without its other", t), "places like {change-lead-time.change}, parts like [, and {throughput.change}]")
			continue
		case t[0] == '{':
			p = c.piece(t[1:len(t)-1], whens)
			shown = shown || !within && p.Slot != "title" && p.Slot != "titles"
		}
		if within {
			p.Part = parts
		}
		out = append(out, p)
	}
	if within {
		c.fail("say", "say has a bracket without its other", "parts like [, and {throughput.change}]")
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
