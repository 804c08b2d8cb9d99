package generator

import (
	"bytes"
	"html"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
)

var sampleBuilt struct {
	once  sync.Once
	files map[string][]byte
}

// sampleSite is the sample site as its readers get it, by path: built once for all tests
// that only look at it. They must not change it.
func sampleSite(t *testing.T) map[string][]byte {
	t.Helper()
	sampleBuilt.once.Do(func() {
		sampleBuilt.files = buildSite(t, "../site.toml", runtime.GOMAXPROCS(0))
	})
	if sampleBuilt.files == nil {
		t.Fatal("the sample site could not be built")
	}
	return sampleBuilt.files
}

// reading is what somebody reads on the page of a team, service or portfolio month.
type reading struct {
	sentences []read            // of the narrative, in order
	further   []read            // those of the findings for which the narrative has no room
	cards     map[string]string // by metric: words, the legend and the values of its chart, and its table
	anchors   map[string]bool
}

// read is one sentence of a narrative.
type read struct {
	title  string // of the pattern
	text   string
	caveat string
	links  []string // anchors that it leads to
}

var (
	storySection = regexp.MustCompile(`(?s)<section class="story".*?</section>`)
	storyItem    = regexp.MustCompile(`(?s)<li[^>]*>(?:<b>(.*?)\.</b> )?(.*?)(?: <small>(.*?)</small>)?(?: <a class="why"[^>]*>[^<]*</a>)?</li>`)
	storyLink    = regexp.MustCompile(`href="#([^"]*)"`)
	cardArticle  = regexp.MustCompile(`(?s)<article class="card[^"]*" id="([^"]*)".*?</article>`)
	anyTag       = regexp.MustCompile(`(?s)<[^>]*>`)
)

func readMonth(page []byte) reading {
	r := reading{cards: map[string]string{}, anchors: map[string]bool{}}
	told, further, _ := bytes.Cut(storySection.Find(page), []byte("<details"))
	r.sentences, r.further = readSentences(told), readSentences(further)
	for _, card := range cardArticle.FindAllSubmatch(page, -1) {
		r.cards[string(card[1])] = strings.Join(strings.Fields(inWords(card[0], " ")), " ")
	}
	for _, id := range ids.FindAllSubmatch(page, -1) {
		r.anchors[string(id[1])] = true
	}
	return r
}

func readSentences(list []byte) (out []read) {
	for _, item := range storyItem.FindAllSubmatch(list, -1) {
		s := read{title: inWords(item[1], ""), text: inWords(item[2], ""), caveat: inWords(item[3], "")}
		for _, link := range storyLink.FindAllSubmatch(item[2], -1) {
			s.links = append(s.links, string(link[1]))
		}
		out = append(out, s)
	}
	return out
}

// inWords is a piece of a page without its tags. Within a sentence a tag parts nothing, so that
// a space too many in it is seen.
func inWords(piece []byte, between string) string {
	text := html.UnescapeString(string(anyTag.ReplaceAll(piece, []byte(between))))
	return strings.ReplaceAll(text, "\u00a0", " ") // which keeps a number and its unit on one line
}
