package narrative

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// diagramKind begins the info of a block of code that is a drawing made of characters; what
// follows is its name: "```diagram The way of an event". Its lines must not be folded, so
// it gets a box that scrolls, and the name stands in for it where it cannot be seen.
var diagramKind = []byte("diagram")

// originals are the renderers of the library that ours fall back to.
type originals map[ast.NodeKind]renderer.NodeRendererFunc

// Register implements renderer.NodeRendererFuncRegisterer.
func (o originals) Register(kind ast.NodeKind, f renderer.NodeRendererFunc) { o[kind] = f }

var original = func() originals {
	o := originals{}
	html.NewRenderer().RegisterFuncs(o)
	return o
}()

func fencedCode(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	block := n.(*ast.FencedCodeBlock)
	if !bytes.Equal(block.Language(source), diagramKind) {
		return original[ast.KindFencedCodeBlock](w, source, n, entering)
	}
	if !entering {
		return ast.WalkContinue, nil
	}
	name := util.EscapeHTML(bytes.TrimSpace(bytes.TrimPrefix(block.Info.Segment.Value(source), diagramKind)))
	_, _ = w.WriteString(`<div class="scroll" role="group" aria-label="Diagram: `)
	_, _ = w.Write(name)
	_, _ = w.WriteString(`" tabindex="0"><pre class="diagram" role="img" aria-label="`)
	_, _ = w.Write(name)
	_, _ = w.WriteString(`">`)
	escape(w, source, block.Lines())
	_, _ = w.WriteString("</pre></div>\n")
	return ast.WalkSkipChildren, nil
}
