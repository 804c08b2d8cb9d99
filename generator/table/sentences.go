package table

import (
	"iter"

	"leadline/generator/finding"
	"leadline/generator/level"
	"leadline/generator/period"
)

// Sentence is a sentence that a page tells of a month.
type Sentence struct {
	Level   level.Name
	Subject string // id; "" for the portfolio
	Month   period.Month
	Order   int // 1 for the first
	Role    finding.Role
	Pattern string
	Version string // of the pattern
	Since   period.Month
	Title   string
	Text    string
	Caveat  string
}

var roles = []Term{
	{string(finding.Tells), "something that holds for the month"},
	{string(finding.Figures), "the month's figures, where there is little else to tell"},
	{string(finding.Verdict), "where a domain stands although there is nothing to tell"},
	{string(finding.Unchanged), "what did not detectably change"},
	{string(finding.Unknown), "what cannot be said"},
}

// Told is what the pages say of each month, one of n sentences a row, in their order.
func Told(n int, sentences iter.Seq[Sentence]) Table {
	type row = Sentence
	return from(Table{Name: "sentences", Title: "Sentences", Says: "What the pages say of each month: one row a sentence, in the order in which they stand.",
		Key: []string{"level", "subject", "month", "order"}}, n, sentences,
		col("level", "Level", Code, "team, service or portfolio", func(r *row) Value { return Coded(string(r.Level)) }).one(levels...),
		col("subject", "Unit id", Text, "the team's or service's id in the event files; empty for the portfolio", func(r *row) Value { return Words(r.Subject) }),
		col("month", "Month", Month, "the month that is told of, as the date of its first day", func(r *row) Value { return MonthOf(r.Month) }),
		col("order", "Order", Whole, "1 for the sentence that stands first", func(r *row) Value { return Count(r.Order) }),
		col("role", "Role", Code, "what the sentence is there for", func(r *row) Value { return Coded(string(r.Role)) }).one(roles...),
		col("pattern", "Pattern", Text, "the id of the pattern that found it", func(r *row) Value { return Words(r.Pattern) }),
		col("version", "Version", Text, "the version of the pattern", func(r *row) Value { return Words(r.Version) }),
		col("since", "Since", Month, "the first month of the unbroken run in which it has been so", func(r *row) Value { return MonthOf(r.Since) }),
		col("title", "Title", Text, "the pattern's title", func(r *row) Value { return Words(r.Title) }),
		col("text", "Text", Prose, "the sentence", func(r *row) Value { return Sentences(r.Text) }),
		col("caveat", "Caveat", Prose, "what to bear in mind; empty for nothing", func(r *row) Value { return Sentences(r.Caveat) }),
	)
}
