package table

import (
	"iter"

	"leadline/generator/metric"
)

// delay is one part of the time of what ended in a month, or was on its way as it ended.
type delay struct {
	*monthly
	open  bool
	part  string
	cause bool
}

var delayParts = append(causeTerms(),
	Term{"shared", "several causes held the same time"},
	Term{"active", "somebody worked on it"},
	Term{"unexplained", "nothing recorded says what held it"})

func causeTerms() (terms []Term) {
	for _, c := range metric.Causes {
		terms = append(terms, Term{c, "held by " + spaced(c)})
	}
	return terms
}

// Finished is what ended in a month.
const Finished = "finished"

var delayed = []Term{
	{Finished, "the whole time of the items that ended in the month"},
	{"under_way", "the time so far of the items that were on their way as the month ended"},
}

// Delays is where elapsed time went: by month and unit a row a part. Rows are those of
// definitions that divide time by cause.
func Delays(rows iter.Seq[metric.Row]) Table {
	parts := everyDelay(byMonth(rows))
	absent := []Missing{NoData, TooFew, Withheld, NotApplicable}
	fields := append(about(func(d *delay) *metric.Row { return &d.Row }),
		col("items", "Items", Code, "whose time it is", func(d *delay) Value { return Coded(delayed[flag(d.open)].Code) }).one(delayed...),
		col("part", "Part", Code, "what the time went to", func(d *delay) Value { return Coded(d.part) }).one(delayParts...),
		col("exclusive", "Exclusive", Share, "share of all time in which this alone held the items; the parts of a month add up to 100 %", exclusive).may(absent...),
		col("inclusive", "Inclusive", Share, "share of all time in which this held them, alone or with other causes; for causes of what has ended", inclusive).may(append(absent, Undefined)...),
		col("of", "Of", Whole, "number of items", func(d *delay) Value { return d.value([...]string{"items", "unfinished"}[flag(d.open)], "") }).may(absent...),
	)
	return from(Table{Name: "delay_causes", Title: "Delay causes", Says: "Where the elapsed time went, by month and unit: what each cause held alone, and what it held with others.",
		Key: []string{"level", "subject", "month", "metric", "items", "part"}, Links: []Link{{"metric", "definitions", "metric"}}}, length(parts), parts, fields...)
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

func everyDelay(months iter.Seq[monthly]) iter.Seq[delay] {
	return func(yield func(delay) bool) {
		for m := range months {
			for _, open := range []bool{false, true}[:1+flag(m.figure("unfinished", "") != nil)] {
				for i, part := range delayParts {
					if !yield(delay{&m, open, part.Code, i < len(metric.Causes)}) {
						return
					}
				}
			}
		}
	}
}

// stat is the name of a figure of what ended, or of what was on its way.
func (d *delay) stat(name string) string {
	if d.open {
		return name + "_open"
	}
	return name
}

func exclusive(d *delay) Value {
	if d.cause {
		return d.value(d.stat("exclusive"), d.part)
	}
	return d.value(d.stat(d.part), "")
}

func inclusive(d *delay) Value {
	if !d.cause || d.open {
		return None(Undefined)
	}
	return d.value("inclusive", d.part)
}
