package narrative

import (
	"bytes"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// Target is where a link or a picture of a text leads, as written.
type Target struct {
	To   string
	Line int // of the text, from 1
}

// reader finds the same links as engine, and changes none of them.
var reader = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough)).Parser()

// Targets lists the links and pictures of a text in its order, so that whoever knows the
// files can say which of them lead nowhere. A text that Render would refuse has none.
func Targets(src []byte) []Target {
	if check(src, Options{}) != nil {
		return nil
	}
	var out []Target
	add := func(n ast.Node, destination []byte) {
		out = append(out, Target{plainTarget(destination), 1 + bytes.Count(src[:min(offset(n), len(src))], []byte("\n"))})
	}
	_ = ast.Walk(reader.Parse(text.NewReader(src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Link:
			if entering {
				add(n, n.Destination)
			}
		case *ast.Image:
			if entering {
				add(n, n.Destination)
			}
		}
		return ast.WalkContinue, nil
	})
	return out
}

// offset is where a node's words begin; an inline node without words has the place of the
// block that it stands in.
func offset(n ast.Node) int {
	at := -1
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := c.(*ast.Text); ok && entering {
			at = t.Segment.Start
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	for ; at < 0 && n != nil; n = n.Parent() {
		if n.Type() == ast.TypeBlock && n.Lines().Len() > 0 {
			at = n.Lines().At(0).Start
		}
	}
	return max(at, 0)
}
