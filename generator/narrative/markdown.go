// Package narrative turns the framework's own Markdown into HTML that is safe to publish.
// It is the only home of the Markdown library, and reads the documents of the guide.
//
// Text from event files is never Markdown: it does not come here. What a page is, where it
// lies and how it links to others is the caller's; see Options.Link.
package narrative

import (
	"bytes"
	"errors"
	"fmt"

	"leadline/generator/diag"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// Limits against text that is small to write and dear to read: emphasis marks are
// quadratic in the parser, and each row of a table is padded to the width of its head.
const (
	// maxBytes is the longest text that Markdown accepts.
	maxBytes   = 256 << 10
	maxColumns = 64
	maxOutput  = 4 << 20
)

// Options say how one text is rendered. The zero value renders it as it is.
type Options struct {
	File string // for errors
	Line int    // line of File at which the text begins; 0 counts as 1

	// MinHeading is the level that the text's highest heading is moved to; 0 moves none.
	MinHeading int
	// Taken are ids that the page uses already; no heading gets one of them.
	Taken []string
	// Link rewrites the target of a link or picture; "" leaves its text without a link.
	// nil keeps targets. What it returns is still held to the schemes that are allowed.
	Link func(target string) string
}

// Text is a rendered text.
type Text struct {
	HTML     []byte
	Headings []Heading // in the order of the text
}

// Heading is one heading of a rendered text.
type Heading struct {
	Level int // as rendered, 1 to 6
	ID    string
	Words string // without markup, not escaped
}

// Markdown is the HTML of Render.
func Markdown(src []byte, opt Options) ([]byte, error) {
	text, err := Render(src, opt)
	return text.HTML, err
}

// Render renders src as HTML: CommonMark with tables and strikethrough, no raw HTML
// (it is shown as text), links to http, https and relative addresses only, pictures from
// relative addresses only, and an id on each heading that is unique and keeps letters of
// any script. It fails on text that is over maxBytes, not UTF-8, or grows out of
// proportion.
func Render(src []byte, opt Options) (Text, error) {
	if err := check(src, opt); err != nil {
		return Text{}, err
	}
	var out limited
	context := parser.NewContext()
	context.Set(optionsKey, &opt)
	if err := engine.Convert(src, &out, parser.WithContext(context)); err != nil {
		return Text{}, problem(opt, 0, err.Error(), "", "make the text shorter or split it")
	}
	headings, _ := context.Get(headingsKey).([]Heading)
	return Text{out.Bytes(), headings}, nil
}

// engine is safe for concurrent use; the options of one text travel in the parser's
// context. Alignment by attribute, because a style attribute breaks the pages' policy.
var engine = goldmark.New(
	goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
		extension.Strikethrough,
	),
	goldmark.WithParserOptions(
		parser.WithAttribute(),
		parser.WithASTTransformers(util.Prioritized(transformer{}, 900)),
	),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(
		util.Prioritized(overrides{}, 100),
	)),
)

var optionsKey, headingsKey = parser.NewContextKey(), parser.NewContextKey()

// check refuses what should not reach the parser.
func check(src []byte, opt Options) error {
	if len(src) > maxBytes {
		return problem(opt, 0, fmt.Sprintf("Markdown of %d bytes", len(src)), fmt.Sprintf("at most %d", maxBytes), "make the text shorter or split it")
	}
	line := 0
	for row := range bytes.Lines(src) {
		line++
		if !bytes.Equal(row, bytes.ToValidUTF8(row, nil)) {
			return problem(opt, line, "bytes that are not UTF-8", "UTF-8 text", "save the file as UTF-8")
		}
		if delimiter(row) && bytes.Count(row, []byte("-")) > 0 && bytes.Count(row, []byte("|")) > maxColumns {
			return problem(opt, line, "a table with more columns than a page can show", fmt.Sprintf("at most %d", maxColumns), "split the table")
		}
	}
	return nil
}

// delimiter reports whether a line could be the one below a table's head.
func delimiter(line []byte) bool {
	return len(bytes.Trim(line, "-:| \t\r\n>")) == 0
}

func problem(opt Options, line int, found, expected, do string) error {
	if line > 0 {
		line += max(opt.Line, 1) - 1
	}
	return diag.Problem{Position: diag.Position{File: opt.File, Line: line}, Found: found, Expected: expected, Do: do}
}

// limited is a buffer that refuses to grow without bound.
type limited struct{ bytes.Buffer }

func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > maxOutput {
		return 0, errors.New("Markdown that becomes more HTML than a page can hold")
	}
	return l.Buffer.Write(p)
}
