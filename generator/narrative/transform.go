package narrative

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// transformer mends a parsed text before it is rendered: headings, links, table heads.
type transformer struct{}

// Transform collects first and changes then: a tree must not change under a walk.
func (transformer) Transform(doc *ast.Document, reader text.Reader, pc parser.Context) {
	opt := pc.Get(optionsKey).(*Options)
	source := reader.Source()
	var headings []*ast.Heading
	var links []ast.Node
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			headings = append(headings, n)
		case *ast.Link, *ast.Image, *ast.AutoLink:
			links = append(links, n)
		case *east.TableCell:
			if n.Parent().Kind() == east.KindTableHeader {
				n.SetAttributeString("scope", []byte("col"))
			}
		}
		return ast.WalkContinue, nil
	})
	pc.Set(headingsKey, mendHeadings(headings, source, opt))
	for _, link := range links {
		mendLink(link, source, opt)
	}
}

// mendHeadings moves the levels, and leaves no attribute but an id: the text's own or one
// made from its words. It gives what became of them.
func mendHeadings(headings []*ast.Heading, source []byte, opt *Options) (mended []Heading) {
	highest := 6
	for _, h := range headings {
		highest = min(highest, h.Level)
	}
	used := map[string]bool{}
	for _, id := range opt.Taken {
		used[id] = true
	}
	for _, h := range headings {
		h.Level = min(6, h.Level+max(0, opt.MinHeading-highest))
		words := string(plain(h, source))
		wanted := words
		if id, ok := h.AttributeString("id"); ok {
			wanted = fmt.Sprintf("%s", id)
		}
		id := unique(anchor(wanted), used)
		h.RemoveAttributes()
		h.SetAttributeString("id", []byte(id))
		mended = append(mended, Heading{h.Level, id, words})
	}
	return mended
}

// anchor keeps letters, marks and digits of any script, in lower case; spaces and hyphens
// become hyphens.
func anchor(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r):
			b.WriteRune(r)
		case (unicode.IsSpace(r) || r == '-' || r == '_') && b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	if id := strings.TrimRight(b.String(), "-"); id != "" {
		return id
	}
	return "section"
}

// unique numbers an id that is used already, and marks the result as used.
func unique(id string, used map[string]bool) string {
	candidate := id
	for n := 2; used[candidate]; n++ {
		candidate = fmt.Sprintf("%s-%d", id, n)
	}
	used[candidate] = true
	return candidate
}

// plain is the words of a node without their markup.
func plain(n ast.Node, source []byte) []byte {
	var words []byte
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			words = append(words, c.Segment.Value(source)...)
			if c.SoftLineBreak() || c.HardLineBreak() {
				words = append(words, ' ')
			}
		case *ast.String:
			words = append(words, c.Value...)
		case *ast.AutoLink:
			words = append(words, c.Label(source)...)
		default:
			words = append(words, plain(c, source)...)
		}
	}
	return words
}
