package publish

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"leadline/generator/diag"
)

// page is one file while it is read: where the reader stands, and what it met.
type page struct {
	*reader
	number   int32
	name     string
	dir      string
	data     []byte
	at       int // offset of the token being looked at
	ids      map[string]int
	local    []promise
	jumps    []jump
	element  string     // the tag being looked at
	known    attributes // and what was seen of it
	keys     [][]byte   // of the tag, where it is read quickly
	inScript bool       // the last tag opened a script
	guarded  bool       // the security policy was met
	problems diag.Problems
	more     int // problems beyond perPage
}

// promise is a mention of an identifier that this page must have.
type promise struct {
	id   string
	at   int
	from string // the attribute that makes it
}

// jump is an address with a fragment of another page.
type jump struct {
	file     int32
	at       int32
	fragment string
}

func (p *page) begin(r *reader, number int, data []byte) {
	name := r.files[number].Path
	dir := name[:strings.LastIndexByte(name, '/')+1]
	ids := p.ids
	if ids == nil {
		ids = map[string]int{}
	}
	clear(ids)
	*p = page{reader: r, number: int32(number), name: name, dir: dir, data: data,
		ids: ids, local: p.local[:0], jumps: p.jumps[:0], keys: p.keys[:0]}
}

// scan walks the tags of a page: quickly, if it keeps to the narrow form that our own templates
// write, and else as a browser would.
func (p *page) scan() {
	if !p.quick() {
		p.begin(p.reader, int(p.number), p.data)
		p.full()
	}
	p.settle()
}

// full walks the tags of any page.
func (p *page) full() {
	z := html.NewTokenizer(bytes.NewReader(p.data))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return
		}
		raw := z.Raw()
		length := len(raw)
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			p.tag(z)
		case html.TextToken:
			p.text(raw)
		case html.CommentToken:
			p.comment(raw)
		}
		p.at += length
	}
}

// tag judges one start tag and its attributes.
func (p *page) tag(z *html.Tokenizer) {
	name, more := z.TagName()
	element := elementOf(name)
	if element == "noscript" || element == "title" || element == "textarea" {
		z.NextIsNotRawText() // a browser may read tags here: without scripts, or within an SVG
	}
	p.open(element)
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		p.attribute(key, value)
	}
	p.whole()
}

// text looks at what follows the tag of a data script, the only text that is read raw. Within
// an SVG a browser would find tags in it, so "<" must be escaped there, as json.HTMLEscape does.
func (p *page) text(raw []byte) {
	if p.inScript && bytes.IndexByte(raw, '<') >= 0 {
		p.report(p.at, "the data of a script holds a <", `\u003c`, "escape the data for HTML")
	}
	p.inScript = false
}

// comment refuses the one kind that a page and a drawing in it end at different places.
func (p *page) comment(raw []byte) {
	if bytes.HasPrefix(raw, []byte("<![")) {
		p.report(p.at, "a CDATA section is read differently in a page and in a drawing", "", "leave it out")
	}
}

// settle keeps the promises of the page to itself and stores what others may ask of it.
func (p *page) settle() {
	for _, l := range p.local {
		if _, ok := p.ids[l.id]; !ok {
			p.report(l.at, fmt.Sprintf("%s names #%s, which is not on this page", l.from, l.id), "", "mend the address or add the id")
		}
	}
	hashes := make([]uint64, 0, len(p.ids))
	for id := range p.ids {
		hashes = append(hashes, hashOf(id))
	}
	slices.Sort(hashes)
	p.checker.ids[p.number] = hashes
	p.checker.jumps[p.number] = slices.Clone(p.jumps)
}

func (p *page) report(at int, found, expected, do string) {
	if len(p.problems) == perPage {
		p.more++
		return
	}
	p.problems = append(p.problems, diag.Problem{Position: position(p.name, p.data, at), Found: found, Expected: expected, Do: do})
}

func (p *page) end() diag.Problems {
	if p.more > 0 {
		p.problems[perPage-1].Do += fmt.Sprintf("; %d more problems in this file", p.more)
	}
	return p.problems
}

// position counts lines only for what is reported.
func position(name string, data []byte, at int) diag.Position {
	before := data[:at]
	return diag.Position{File: name, Line: bytes.Count(before, []byte("\n")) + 1, Column: at - bytes.LastIndexByte(before, '\n')}
}
