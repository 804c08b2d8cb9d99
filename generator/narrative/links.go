package narrative

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// mendLink rewrites a target and holds it to what a page may link to. A link that leads
// nowhere becomes its text, a picture its alternative text.
func mendLink(n ast.Node, source []byte, opt *Options) {
	switch n := n.(type) {
	case *ast.Link:
		target, outward := resolve(plainTarget(n.Destination), opt)
		if target == "" {
			unwrap(n)
			return
		}
		n.Destination = literal(target)
		mark(n, outward)
	case *ast.Image:
		target, outward := resolve(plainTarget(n.Destination), opt)
		if target == "" || outward || strings.HasPrefix(target, "#") {
			unwrap(n)
			return
		}
		n.Destination = literal(target)
		n.SetAttributeString("loading", []byte("lazy"))
	case *ast.AutoLink:
		target, outward := resolve(string(n.URL(source)), opt)
		if target == "" || n.AutoLinkType == ast.AutoLinkEmail {
			label := ast.NewString(n.Label(source))
			n.Parent().ReplaceChild(n.Parent(), n, label)
			return
		}
		mark(n, outward)
	}
}

// plainTarget is a target as a browser would read it, with escapes and entities resolved:
// "javascript&colon;x" is a scheme like any other.
func plainTarget(destination []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(destination))))
}

// literal is a target that the renderer, which resolves entities once more, leaves alone.
// It holds no backslash: resolve refuses those.
func literal(target string) []byte { return []byte(strings.ReplaceAll(target, "&", "&amp;")) }

// resolve asks the caller for a target, then drops every scheme but http and https. What
// is relative stays; "//host" is a way out without a scheme and is dropped.
func resolve(target string, opt *Options) (resolved string, outward bool) {
	if opt.Link != nil {
		target = opt.Link(target)
	}
	target = strings.TrimSpace(target)
	if strings.ContainsFunc(target, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }) ||
		strings.HasPrefix(target, "//") {
		return "", false
	}
	end := strings.IndexAny(target, ":/?#")
	if end < 0 || target[end] != ':' {
		return target, false
	}
	switch strings.ToLower(target[:end]) {
	case "http", "https":
		return target, true
	}
	return "", false
}

// mark keeps a page that is linked to from learning where its reader came from.
func mark(n ast.Node, outward bool) {
	if outward {
		n.SetAttributeString("rel", []byte("noopener noreferrer"))
	}
}

// unwrap puts a node's children in its place.
func unwrap(n ast.Node) {
	parent := n.Parent()
	for c := n.FirstChild(); c != nil; c = n.FirstChild() {
		n.RemoveChild(n, c)
		parent.InsertBefore(parent, n, c)
	}
	parent.RemoveChild(parent, n)
}
