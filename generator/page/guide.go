package page

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"

	"leadline/generator/narrative"
)

const (
	guideFolder = "guide/"
	guidePath   = guideFolder + "index.html"
)

// Guides is the list of the framework's own documents.
type Guides struct {
	Frame
	Groups    []GuideGroup
	Patterns  int
	Questions int
}

// GuideGroup is the documents of one group, in their own order.
type GuideGroup struct {
	ID, Title, Intro string
	Guides           []GuideLink
}

// GuideLink is a document as listed.
type GuideLink struct {
	Link
	Summary string
	For     string // "teams, coaches"; "everyone"
}

// Guide is one document.
type Guide struct {
	Frame
	Guide    *narrative.Guide
	For      string
	Reviewed Date
	Contents contents // of a long document; nil
	Parts    []GuidePart
	Earlier  *Link // the documents before and after in the order of the guide
	Later    *Link
}

// groupWords are the heading and the introduction of each of narrative.Groups.
var groupWords = map[string][2]string{
	"start":     {"Start here", "What the report is, how to read it, and what it refuses to be."},
	"reader":    {"For you", "What to open, in what order, and what to leave with."},
	"framework": {"The framework", "How it is built, how it is introduced, and how figures are misused."},
}

// readerWords are narrative.Readers as printed.
var readerWords = map[string]string{
	"team": "teams", "leader": "leaders", "platform": "platform architects", "coach": "coaches", "governance": "architecture and governance",
}

// contentsFrom is how many sections a text must have before the page lists them.
const contentsFrom = 5

// sortGuides orders documents as the guide lists them: by group, then by their own order.
func sortGuides(guides []*narrative.Guide) []*narrative.Guide {
	sorted := slices.Clone(guides)
	slices.SortFunc(sorted, func(x, y *narrative.Guide) int {
		return cmp.Or(cmp.Compare(slices.Index(narrative.Groups, x.Group), slices.Index(narrative.Groups, y.Group)),
			cmp.Compare(x.Order, y.Order), byName(x.Title, y.Title), cmp.Compare(x.ID, y.ID))
	})
	return sorted
}

// guideAddress is a document's page, relative to the site's root.
func guideAddress(id string) string { return guideFolder + id + "/index.html" }

// guideIndex writes the list of documents.
func (b *book) guideIndex(buf *bytes.Buffer) error {
	g := Guides{Frame: b.frame(guidePath, guidePath, "Guide", "How to read this report, how to introduce it, and how figures are misused.")}
	for _, d := range b.guides {
		if n := len(g.Groups); n == 0 || g.Groups[n-1].ID != d.Group {
			words := groupWords[d.Group]
			g.Groups = append(g.Groups, GuideGroup{ID: d.Group, Title: words[0], Intro: words[1]})
		}
		group := &g.Groups[len(g.Groups)-1]
		group.Guides = append(group.Guides, GuideLink{Link{Text: d.Title, Href: guideAddress(d.ID)}, d.Summary, audience(d)})
	}
	g.Patterns, g.Questions = len(b.site.Patterns), len(b.questions)
	return b.write(buf, guidePath, "guides", g)
}

// audience names the readers of a document; all of them together are everyone.
func audience(d *narrative.Guide) string {
	var words []string
	for _, reader := range narrative.Readers {
		if slices.Contains(d.Audience, reader) {
			words = append(words, readerWords[reader])
		}
	}
	if len(words) == len(narrative.Readers) {
		return "everyone"
	}
	return strings.Join(words, ", ")
}

// guide writes the document at place i of the guide's order.
func (b *book) guide(buf *bytes.Buffer, i int) error {
	d := b.guides[i]
	at := guideAddress(d.ID)
	text, err := narrative.Render(d.Body, narrative.Options{
		File: d.File, Line: d.Line, MinHeading: 2, Taken: guideAnchors,
		Link: func(target string) string { return b.textLink(rootFrom(at), d.File, target) },
	})
	if err != nil {
		return err
	}
	g := Guide{
		Frame: b.frame(at, guidePath, d.Title, d.Summary, Link{Text: "Guide", Href: guidePath}),
		Guide: d, For: audience(d), Reviewed: parseDate(d.Reviewed), Parts: b.guideParts(d, text.HTML),
		Earlier: b.guideLink(i - 1), Later: b.guideLink(i + 1),
	}
	if c := chapters(text.Headings); len(c) >= contentsFrom {
		g.Contents = c
	}
	return b.write(buf, at, "guide", g)
}

// guideAnchors are the ids that guide.html uses itself.
var guideAnchors = []string{"main", "roll-up", "stays"}

func (b *book) guideLink(i int) *Link {
	if i < 0 || i >= len(b.guides) {
		return nil
	}
	return &Link{Text: b.guides[i].Title, Href: guideAddress(b.guides[i].ID)}
}

// textLink leads from one of the site's own texts to the page of another:
// "../metrics/change-fail-rate.md#x" to that metric's page. A text that has no page, because
// it is retired, leads nowhere; that it exists was checked when it was read.
func (b *book) textLink(root, from, target string) string {
	file, fragment, found := strings.Cut(target, "#")
	if !strings.HasSuffix(file, ".md") {
		return target
	}
	address := b.texts[path.Join(path.Dir(from), file)]
	if address == "" {
		return ""
	}
	if found {
		fragment = "#" + fragment
	}
	return root + address + fragment
}
