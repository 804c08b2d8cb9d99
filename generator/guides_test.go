package generator

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"leadline/content"
	"leadline/generator/narrative"
)

func guidesByID(t *testing.T) map[string]*narrative.Guide {
	t.Helper()
	list, err := readEach(content.Files, "guide", narrative.ParseGuide)
	if err != nil {
		t.Fatal(err)
	}
	guides := map[string]*narrative.Guide{}
	for _, g := range list {
		guides[g.ID] = g
	}
	return guides
}

// Each kind of reader has one page that says what to open, what to decide, what not to do
// and what to ask.
func TestGuideSpeaksToEveryReader(t *testing.T) {
	pages := map[string][]string{}
	for _, g := range guidesByID(t) {
		if g.Group != "reader" {
			continue
		}
		pages[g.Audience[0]] = append(pages[g.Audience[0]], g.ID)
		for _, section := range []string{"## What to decide\n", "## What not to do with it\n", "## Questions to bring\n", "| Minutes | Open |"} {
			if g.ID == "for-platform" && section[0] == '|' {
				section = "## Each month, in 20 minutes\n"
			}
			if !strings.Contains(string(g.Body), section) {
				t.Errorf("%s lacks %q", g.File, section)
			}
		}
	}
	for _, reader := range narrative.Readers {
		if len(pages[reader]) != 1 {
			t.Errorf("the pages for one reader, %s, are %v; want one", reader, pages[reader])
		}
	}
}

// An anti-pattern is a section of five parts, the last of which links to what it concerns.
func TestAntiPatterns(t *testing.T) {
	g := guidesByID(t)["anti-patterns"]
	sections := strings.Split(string(g.Body), "\n## ")[1:]
	if len(sections) < 20 {
		t.Errorf("%d anti-patterns; want at least 20", len(sections))
	}
	if words := map[int]string{20: "Twenty", 21: "Twenty-one", 22: "Twenty-two", 23: "Twenty-three", 24: "Twenty-four"}[len(sections)]; !strings.HasPrefix(g.Summary, words+" ") {
		t.Errorf("the summary says %q of %d", g.Summary, len(sections))
	}
	part := regexp.MustCompile(`(?m)^\*\*([A-Z][a-z ]*)\.\*\* (.)`)
	for _, s := range sections {
		var parts []string
		for _, m := range part.FindAllStringSubmatch(s, -1) {
			parts = append(parts, m[1])
		}
		name, _, _ := strings.Cut(s, "\n")
		if want := []string{"Looks like", "Why it happens", "Here", "Instead", "See"}; !slices.Equal(parts, want) {
			t.Errorf("%s has %q, want %q", name, parts, want)
		}
		if _, see, _ := strings.Cut(s, "**See.**"); len(narrative.Targets([]byte(see))) == 0 {
			t.Errorf("%s leads nowhere", name)
		}
	}
}

// Every metric comes with a stage that the playbook describes.
func TestStagesOfMetrics(t *testing.T) {
	stages := guidesByID(t)["playbook"].Stages
	definitions, err := readDefinitions(content.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range definitions {
		if d.Stage >= len(stages) {
			t.Errorf("%s comes with stage %d; the playbook ends with %d", d.ID, d.Stage, len(stages)-1)
		}
	}
}

// The site's own texts are held to the words that its pages are held to; see testWords.
func TestGuideIsPlain(t *testing.T) {
	filler := regexp.MustCompile(`(?i)\b(very|simply|obviously|of course|robust|seamless\w*|leverag\w*|empower\w*|best practices?|holistic|cutting-edge|world-class|unlock\w*|journey|benchmark\w*|health\w*)\b`)
	for id, g := range guidesByID(t) {
		for i, line := range strings.Split(string(g.Body), "\n") {
			if word := filler.FindString(line); word != "" {
				t.Errorf("%s:%d says %q", g.File, g.Line+i, word)
			}
		}
		if id == "" || g.Reviewed == "0001-01-01" {
			t.Errorf("%s has no name or no date", g.File)
		}
	}
}

func TestLinksOfTheSitesOwnTexts(t *testing.T) {
	files := fstest.MapFS{"guide/a.md": {}, "metrics/b.md": {}, "secret.md": {}}
	body := "[a](a.md#x) [b](../metrics/b.md)\n\n[c](c.md)\n[d](../metrics/a.md#y)\n![e](../../secret.md)\n[f](https://example.org/f.md) [g](../../data/index.html)\n"
	err := checkLinks(files, []document{{"content/guide/z.md", 10, []byte(body)}, {"content/guide/a.md", 5, []byte("[z](y.md)")}})
	const rest = "; expected another text below content, named from this one's folder; correct the name, or take the link out"
	want := []string{
		`content/guide/a.md:5: a link to "y.md", which is no file` + rest,
		`content/guide/z.md:12: a link to "c.md", which is no file` + rest,
		`content/guide/z.md:13: a link to "../metrics/a.md#y", which is no file` + rest,
		`content/guide/z.md:14: a link to "../../secret.md", which is no file` + rest,
	}
	if err == nil || err.Error() != strings.Join(want, "\n") {
		t.Errorf("got\n%v\nwant\n%s", err, strings.Join(want, "\n"))
	}
	if err := checkLinks(content.Files, own(t)); err != nil {
		t.Error(err)
	}
}

func own(t *testing.T) []document {
	t.Helper()
	var s site
	if err := s.read(content.Files); err != nil {
		t.Fatal(err)
	}
	return s.documents()
}

// Problems of several documents are listed together, and a site may have no guide at all.
func TestReadGuides(t *testing.T) {
	_, err := readEach(fstest.MapFS{"guide/a.md": {Data: []byte("+++\ntitel = \"A\"\n+++\n")}, "guide/b.md": {Data: []byte("B")}, "guide/notes.txt": {Data: []byte("x")}}, "guide", narrative.ParseGuide)
	want := "content/guide/a.md:2:1: unknown key titel at the beginning, above every [table]; did you mean title?\n" +
		"content/guide/b.md:1:1: the file does not begin with a line +++; expected front matter between two lines +++"
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
	if guides, err := readEach(fstest.MapFS{"metrics/x.md": {}}, "guide", narrative.ParseGuide); err != nil || len(guides) != 0 {
		t.Errorf("%d guides, %v", len(guides), err)
	}
}
