package page

import (
	"html/template"

	"leadline/generator/finding"
)

// Patterns is the list of patterns by domain.
type Patterns struct {
	Frame
	Groups []PatternGroup
}

// PatternGroup is the patterns of one domain, by title.
type PatternGroup struct {
	ID, Title string
	Patterns  []PatternLink
}

// PatternLink is a pattern as listed.
type PatternLink struct {
	Link
	Levels string // "team, service"
	Status string
	When   []string // its conditions in words
}

// Pattern is one pattern's document.
type Pattern struct {
	Frame
	Pattern    *finding.Pattern
	Domain     string
	Levels     string
	When       []string
	Say        []SayPiece
	Silences   []Link
	SilencedBy []Link
	Questions  []finding.Question
	Reviewed   Date
	Next       Date
	Body       template.HTML
}

// SayPiece is a piece of a sentence's template: text, or what stands there in a report.
type SayPiece struct{ Text, Place string }

// QuestionIndex is every bank of questions.
type QuestionIndex struct {
	Frame
	Groups []QuestionGroup
}

// QuestionGroup is one bank.
type QuestionGroup struct {
	ID, Title string
	Questions []QuestionRow
}

// QuestionRow is a question with the patterns that call for it.
type QuestionRow struct {
	finding.Question
	Patterns []Link
}
