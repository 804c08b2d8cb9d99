package narrative

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"leadline/generator/finding"
	"leadline/generator/level"
	"leadline/generator/period"
)

// Sentence is a pattern's sentence with its evidence filled in.
type Sentence struct {
	Pattern string // id of the pattern's document
	Version string
	Title   string
	Role    finding.Role
	Since   period.Month // the first month of the unbroken run in which it has been so
	Spans   []Span
	Caveat  string // one sentence; "" for none
}

// Span is a piece of a sentence. Its text may come from outside: whoever prints it escapes it.
type Span struct {
	Text   string
	Metric string // id of the metric whose figure it says, or Overview; "" for none
}

// Text is the sentence without its links.
func (s Sentence) Text() string {
	var b strings.Builder
	for _, span := range s.Spans {
		b.WriteString(span.Text)
	}
	return b.String()
}

// told is how many findings a month tells of, so that with what did not change and what
// cannot be said there are three to five sentences: what a leader reads in a minute.
const told = 3

// Tell chooses what is told of a month: the first findings, then what did not detectably
// change, then what cannot be said. Findings come in their order of precedence.
func Tell[L level.Level](found []finding.Finding[L]) (out []Sentence) {
	for _, part := range []struct {
		role finding.Role
		most int
	}{{finding.Tells, told}, {finding.Unchanged, 1}, {finding.Unknown, 1}} {
		n := 0
		for _, f := range found {
			if f.Pattern().Role == part.role && n < part.most {
				out, n = append(out, Say(f)), n+1
			}
		}
	}
	return out
}

// Say fills a pattern's sentence with the evidence of a finding.
func Say[L level.Level](f finding.Finding[L]) Sentence {
	p := f.Pattern()
	s := Sentence{Pattern: p.ID, Version: p.Version, Title: p.Title, Role: p.Role, Since: f.Since(), Caveat: p.Caveat}
	for _, piece := range p.Say {
		if piece.As == "" {
			s.Spans = append(s.Spans, Span{Text: piece.Text})
			continue
		}
		s.Spans = append(s.Spans, fill(piece, f.Of(piece.As))...)
	}
	if len(s.Spans) > 0 {
		s.Spans[0].Text = capital(s.Spans[0].Text)
	}
	return s
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// lower is a title in the middle of a sentence; one that begins with an acronym stays.
func lower(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[n:]); unicode.IsUpper(next) {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}
