package narrative

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// overrides render what the library's own renderers would render otherwise: raw HTML as
// text, because an author who writes <team> wants to see it and must not lose it, and
// tables and diagrams in a box that scrolls, because a page must not be wider than a
// telephone.
type overrides struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (overrides) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindRawHTML, rawHTML)
	r.Register(ast.KindHTMLBlock, htmlBlock)
	r.Register(east.KindTable, table)
	r.Register(ast.KindFencedCodeBlock, fencedCode)
}

func rawHTML(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		escape(w, source, n.(*ast.RawHTML).Segments)
	}
	return ast.WalkSkipChildren, nil
}

func htmlBlock(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	block := n.(*ast.HTMLBlock)
	_, _ = w.WriteString("<pre>")
	escape(w, source, block.Lines())
	if block.HasClosure() {
		_, _ = w.Write(util.EscapeHTML(block.ClosureLine.Value(source)))
	}
	_, _ = w.WriteString("</pre>\n")
	return ast.WalkContinue, nil
}

func escape(w util.BufWriter, source []byte, segments *text.Segments) {
	for i := range segments.Len() {
		segment := segments.At(i)
		_, _ = w.Write(util.EscapeHTML(segment.Value(source)))
	}
}

func table(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString(`<div class="scroll" role="group" aria-label="Table: `)
		heads(w, source, n.FirstChild())
		_, _ = w.WriteString(`" tabindex="0"><table>` + "\n")
	} else {
		_, _ = w.WriteString("</table></div>\n")
	}
	return ast.WalkContinue, nil
}

// heads names a table by the heads of its columns, so that a reader who hears a page can tell
// its tables apart.
func heads(w util.BufWriter, source []byte, row ast.Node) {
	if row == nil {
		return
	}
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		if cell.PreviousSibling() != nil {
			_, _ = w.WriteString(", ")
		}
		_ = ast.Walk(cell, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if t, ok := n.(*ast.Text); ok && entering {
				_, _ = w.Write(util.EscapeHTML(t.Segment.Value(source)))
			}
			return ast.WalkContinue, nil
		})
	}
}
