package generator

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// look is where a story is looked for, and what a reader must find there and must not.
type look struct {
	pages []string // folders of the site, such as teams/atlas/2026-10
	says  []string // "a & b": one sentence, with its title and caveat, has all of these patterns
	shows []string // "metric: pattern": the metric's card has it
	hides []string // "metric: pattern": the metric's card does not have it
	never []string // patterns of what no sentence and no caveat may claim
}

// teamIn and serviceIn are pages of some months.
func teamIn(team string, months ...string) []string    { return pagesIn("teams/"+team, months) }
func serviceIn(name string, months ...string) []string { return pagesIn("services/"+name, months) }

func pagesIn(folder string, months []string) []string {
	out := make([]string, len(months))
	for i, m := range months {
		out[i] = folder + "/" + m
	}
	return out
}

// check holds a page to what a look asks; nil is a page that is not there.
func (l *look) check(page string, r *reading) (problems []string) {
	fail := func(format string, args ...any) { problems = append(problems, page+": "+fmt.Sprintf(format, args...)) }
	if r == nil {
		fail("there is no such page")
		return problems
	}
	for _, want := range l.says {
		if !slices.ContainsFunc(r.sentences, func(s read) bool { return hasAll(s.title+". "+s.text+" "+s.caveat, want) }) {
			fail("no sentence says %q", want)
		}
	}
	for _, want := range l.shows {
		if !onCard(r, want) {
			fail("no card shows %q", want)
		}
	}
	for _, trap := range l.hides {
		if onCard(r, trap) {
			fail("a card shows %q", trap)
		}
	}
	for _, trap := range l.never {
		for _, s := range r.sentences {
			if claims(s.title, trap) || claims(s.text, trap) || claims(s.caveat, trap) {
				fail("it claims %q: %s %s", trap, s.text, s.caveat)
			}
		}
	}
	return problems
}

// hasAll reports whether a text has every one of patterns that " & " parts.
func hasAll(text, patterns string) bool {
	for pattern := range strings.SplitSeq(patterns, " & ") {
		if !regexp.MustCompile("(?i)" + pattern).MatchString(text) {
			return false
		}
	}
	return true
}

func onCard(r *reading, want string) bool {
	id, pattern, _ := strings.Cut(want, ": ")
	return hasAll(r.cards[id], pattern)
}

// denial is what makes a clause say that something is not so, or not known.
var denial = regexp.MustCompile(`(?i)\b(no|not|nor|none|nothing|never|neither|cannot|whether|without|unless)\b`)

// lists are sentences that claim nothing of the figures that they list.
var lists = regexp.MustCompile(`^(No detectable change in|We cannot say|It is too early) .*(\)| more)\.$`)

// claims reports whether a sentence says what a pattern finds, and neither it nor the clause
// denies it. A pattern that begins with ^ is held to lists, too.
func claims(sentence, pattern string) bool {
	if lists.MatchString(sentence) && !strings.HasPrefix(pattern, "^") {
		return false
	}
	for _, at := range regexp.MustCompile("(?i)"+pattern).FindAllStringIndex(sentence, -1) {
		clause := sentence[strings.LastIndexAny(sentence[:at[0]], ",;:")+1 : at[0]]
		if !denial.MatchString(clause) {
			return true
		}
	}
	return false
}

// shelf holds pages of a site, each once.
type shelf map[string]*reading

func (pages shelf) page(files map[string][]byte, folder string) *reading {
	if r, known := pages[folder]; known {
		return r
	}
	data, there := files[folder+"/index.html"]
	if !there {
		return nil
	}
	r := readMonth(data)
	pages[folder] = &r
	return &r
}

// The checker can fail: of every story, on pages that say nothing, and on pages that say
// beside all else what the story must not be made of.
func TestStoriesCanFail(t *testing.T) {
	files, pages := sampleSite(t), shelf{}
	for _, s := range stories {
		if len(s.traps) == 0 {
			t.Errorf("%s has no trap", s.title)
		}
		silent := 0
		for _, l := range s.looks {
			for _, page := range l.pages {
				silent += len(l.check(page, &reading{}))
			}
		}
		if silent == 0 {
			t.Errorf("%s is told by pages that say nothing", s.title)
		}
		for _, trap := range s.traps {
			if !s.caught(files, pages, trap) {
				t.Errorf("%s: nobody notices %q", s.title, trap)
			}
		}
	}
}

// caught reports whether a trap makes one problem more when it is said on the story's pages,
// or shown, where it is "metric: words".
func (s *story) caught(files map[string][]byte, pages shelf, trap string) bool {
	for i := range s.looks {
		l := &s.looks[i]
		for _, page := range l.pages {
			r := pages.page(files, page)
			if r == nil {
				continue
			}
			fallen := reading{sentences: append(slices.Clone(r.sentences), read{text: trap}), cards: maps.Clone(r.cards)}
			if id, words, ok := strings.Cut(trap, ": "); ok && !strings.Contains(id, " ") {
				fallen.cards[id] = words
			}
			if len(l.check(page, &fallen)) > len(l.check(page, r)) {
				return true
			}
		}
	}
	return false
}

func TestClaims(t *testing.T) {
	for sentence, want := range map[string]bool{
		"Security improved.": true, "Fewer are open, and security improved.": true, "This does not say that security improved.": false,
		"No detectable change in review wait, and security improved.": true, "Fewer are open, which does not show that security improved.": false,
	} {
		if claims(sentence, "security improved") != want {
			t.Errorf("%q: claimed %t", sentence, !want)
		}
	}
}
