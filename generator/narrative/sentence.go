package narrative

import (
	"slices"
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

// What a leader reads in a minute is three to five sentences: at most three findings, with
// what did not change and what cannot be said.
const (
	told   = 3
	fewest = 3
)

// Tell chooses what is told of a month: the first findings, then what did not detectably
// change, then what cannot be said. Findings come in their order of precedence. A month with
// less to tell names its figures, too.
func Tell[L level.Level](found []finding.Finding[L]) []Sentence {
	out := say(found, finding.Tells)
	out = out[:min(told, len(out))]
	rest := append(first(say(found, finding.Unchanged)), first(say(found, finding.Unknown))...)
	if len(out)+len(rest) < fewest {
		out = append(out, first(say(found, finding.Figures))...)
	}
	return append(out, rest...)
}

// Further are the findings of a month that Tell has no room for.
func Further[L level.Level](found []finding.Finding[L]) []Sentence {
	out := say(found, finding.Tells)
	return out[min(told, len(out)):]
}

// Verdicts say where a domain stands.
func Verdicts[L level.Level](found []finding.Finding[L], domain string) []Sentence {
	return say(slices.DeleteFunc(slices.Clone(found), func(f finding.Finding[L]) bool { return f.Pattern().Domain != domain }), finding.Verdict)
}

func say[L level.Level](found []finding.Finding[L], role finding.Role) (out []Sentence) {
	for _, f := range found {
		if f.Pattern().Role == role {
			out = append(out, Say(f))
		}
	}
	return out
}

func first(all []Sentence) []Sentence { return all[:min(1, len(all))] }

// Say fills a pattern's sentence with the evidence of a finding.
func Say[L level.Level](f finding.Finding[L]) Sentence {
	p := f.Pattern()
	s := Sentence{Pattern: p.ID, Version: p.Version, Title: p.Title, Role: p.Role, Since: f.Since(), Caveat: p.Caveat}
	for _, piece := range p.Say {
		if piece.Part > 0 && !evident(p.Say.Part(piece.Part), f) {
			continue
		}
		if piece.As == "" {
			s.Spans = append(s.Spans, Span{Text: piece.Text})
			continue
		}
		s.Spans = append(s.Spans, fill(piece, f.Of(piece.As))...)
	}
	if len(s.Spans) > 0 {
		s.Spans[0].Text = capital(s.Spans[0].Text)
	}
	leadOnce(s.Spans)
	return s
}

// leadOnce leaves each figure one link, at its first mention.
func leadOnce(spans []Span) {
	led := map[string]bool{}
	for i, span := range spans {
		if led[span.Metric] {
			spans[i].Metric = ""
		}
		led[span.Metric] = true
	}
}

// evident reports whether all places of a part of a sentence have evidence.
func evident[L level.Level](places []finding.Piece, f finding.Finding[L]) bool {
	for _, p := range places {
		if len(f.Of(p.As)) == 0 {
			return false
		}
	}
	return true
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
