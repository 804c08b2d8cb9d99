package config

import (
	"fmt"
	"slices"
	"strings"
)

// Visibility says who can read the published site.
type Visibility string

// The visibilities.
const (
	Public   Visibility = "public"
	Internal Visibility = "internal"
	Private  Visibility = "private"
)

// Text is a kind of text that people wrote into event files and that may name anybody. Names
// of units and categories, such as the cause of an incident, are none; neither is what the
// site's owner writes for readers: site.toml, definitions, survey questions.
type Text string

// The kinds of text.
const (
	AnnotationTexts  Text = "annotations"
	DecisionTexts    Text = "decisions"
	ExceptionReasons Text = "exception-reasons"
)

// kindsOfText are all kinds, with what a reader is told that each is.
var kindsOfText = []struct {
	Text
	words string
}{
	{AnnotationTexts, "the text of annotations"}, {DecisionTexts, "the text of decisions"}, {ExceptionReasons, "the reasons of exceptions"},
}

// What may appear is decided by the following methods and nowhere else. Ids of
// vulnerabilities and titles of items are not among them: they are not even held.

// Shows reports whether texts of a kind may appear. Where they may not, they are dropped
// before anything is made of them, and their place says so.
func (s *Site) Shows(t Text) bool { return s.Visibility != Public || slices.Contains(s.Show, t) }

// Prose reports whether the beginning of a text may appear that an export has in the place of
// a category.
func (s *Site) Prose() bool { return s.Visibility != Public }

// Indexed reports whether search engines may list the site.
func (s *Site) Indexed() bool { return s.Visibility == Public }

// Restricted is the line that every page of a site has that is not public; "" for one that is.
func (s *Site) Restricted() string {
	switch s.Visibility {
	case Internal:
		return "Internal: not for readers outside the organisation."
	case Private:
		return "Private: for those who were given it."
	}
	return ""
}

// Statement says what the site may show and what it leaves out, a sentence each.
func (s *Site) Statement() []string {
	const holds = "It holds no name of a person, no id of a vulnerability"
	const noRows, mayRows = ", no title of an item and no row of a single event.", " and no title of an item."
	switch s.Visibility {
	case Internal:
		return []string{s.Restricted(), holds + noRows, "Texts that people wrote are shown."}
	case Private:
		return []string{s.Restricted(), holds + mayRows, "Texts that people wrote are shown."}
	}
	said := []string{"This site is public.", holds + noRows}
	if hidden := s.listed(false); hidden != "" {
		said = append(said, "It leaves out "+hidden+".")
	}
	if granted := s.listed(true); granted != "" {
		said = append(said, "It shows "+granted+" because site.toml grants it.")
	}
	return said
}

// listed are the kinds of text that are shown, or those that are not, in words.
func (s *Site) listed(shown bool) string {
	var words []string
	for _, t := range kindsOfText {
		if s.Shows(t.Text) == shown {
			words = append(words, t.words)
		}
	}
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

func (r *resolver) visibility(given *string) Visibility {
	text := or(given, string(Public))
	switch v := Visibility(text); v {
	case Public, Internal, Private:
		return v
	}
	r.fail([]any{"site", "visibility"}, "site.visibility is "+clip(text), "public, internal or private", "")
	return Public
}

// show are the kinds of text that a public site is granted; on others all are shown, and a
// grant there would say that some are not.
func (r *resolver) show(given []string, v Visibility) (granted []Text) {
	at := []any{"publish", "show"}
	if v != Public && r.index.Has(at...) {
		r.fail(at, fmt.Sprintf("publish.show is given, and site.visibility is %q", v), "a grant on a public site only",
			"take it out: every text is shown on an internal or a private site")
		return nil
	}
	var known []string
	for _, t := range kindsOfText {
		known = append(known, string(t.Text))
	}
	for i, word := range given {
		switch {
		case !slices.Contains(known, word):
			do := ""
			if near := Nearest(word, known); near != "" {
				do = "did you mean " + near + "?"
			}
			r.fail(append(at, i), "publish.show has "+clip(word), "one of "+strings.Join(known, ", "), do)
		case slices.Contains(given[:i], word):
			r.fail(append(at, i), "publish.show has "+clip(word)+" twice", "", "take one out")
		}
		granted = append(granted, Text(word))
	}
	return granted
}
