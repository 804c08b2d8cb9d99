package page

import (
	"slices"
	"time"

	"leadline/generator/chart"
	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
)

// NoteMonth is what is known of one month of a page's charts, under the letter that stands
// above the month in every one of them.
type NoteMonth struct {
	Letter string
	Month  period.Month
	Notes  []Note

	number int
}

// Note is one line of the list of notes.
type Note struct {
	Kind string // "New baseline"
	Date Date
	Text string // hostile text
}

// notesOf are the notes of the months that a page's charts show, oldest first.
func notesOf[L level.Level](b *book, notes []fact.Note[L], m period.Month) (list []NoteMonth) {
	shown := shownMonths(b, m)
	for _, n := range notes {
		date := time.Unix(int64(n.At), 0).In(b.site.AsOf.Location())
		at := period.MonthOf(date.Year(), date.Month())
		if len(shown) == 0 || at < shown[0] || at > shown[len(shown)-1] {
			continue
		}
		if last := len(list) - 1; last < 0 || list[last].Month != at {
			list = append(list, NoteMonth{Letter: chart.Letter(len(list) + 1), Month: at, number: len(list) + 1})
		}
		last := &list[len(list)-1]
		last.Notes = append(last.Notes, Note{noteKind(n), dateOf(date), n.Words()})
	}
	return list
}

// shownMonths are those of every chart on a month's page; see window.
func shownMonths(b *book, m period.Month) []period.Month {
	months := slices.DeleteFunc(slices.Clone(b.site.Months), func(one period.Month) bool {
		return one > m && (m != b.site.Latest || one <= b.site.Latest)
	})
	return months[max(0, len(months)-chartMonths):]
}

const newBaseline = "New baseline"

func noteKind[L level.Level](n fact.Note[L]) string {
	switch {
	case n.Kind.Organisational():
		return "Ownership"
	case n.Kind == fact.Rebased:
		return newBaseline
	case n.Everyone:
		return "Recorded for everyone"
	default:
		return "Recorded"
	}
}

// marked puts the notes on a chart. A new baseline breaks what is judged by it, and is a note
// on everything else.
func marked[L level.Level](f *chart.Figure, s metric.Series[L], notes []NoteMonth) {
	judged := s.Policy() == metric.Pooled && s.Unjudged() == ""
	for _, m := range notes {
		for _, n := range m.Notes {
			f.Notes = append(f.Notes, chart.Note{At: m.Month, Number: m.number, Break: judged && n.Kind == newBaseline, Text: n.Text})
		}
	}
}

// limitsOf are the limits of the months drawn, a stretch for each baseline, from the first of
// its months with a value to the last: a team that is no more has none. The running months
// go on with those before, unless a break comes between.
func limitsOf[L level.Level](s metric.Series[L], f *chart.Figure) (list []chart.Limits) {
	var begun period.Month
	for _, m := range f.Months {
		l := s.Judging(m)
		r, _ := s.At(m)
		last := len(list) - 1
		switch {
		case !complete(s, m):
			if last >= 0 && list[last].To == m-1 && !breaksAt(f, m) {
				list[last].To = m
			}
		case !l.Known || headline(r).Absence != metric.Present:
		case last >= 0 && l.Rebased == begun:
			list[last].To = m
		default:
			list = append(list, chart.Limits{From: m, To: m, Centre: l.Centre, Lower: l.Lower, Upper: l.Upper, Trial: l.Trial})
			begun = l.Rebased
		}
	}
	return list
}

func breaksAt(f *chart.Figure, m period.Month) bool {
	return slices.ContainsFunc(f.Notes, func(n chart.Note) bool { return n.Break && n.At == m })
}

// lettersText is "Notes A to D", "Notes A and B", "Note A", or "" where there is none.
func lettersText(notes []NoteMonth) string {
	if len(notes) == 0 {
		return ""
	}
	first, last := notes[0].Letter, notes[len(notes)-1].Letter
	switch len(notes) {
	case 1:
		return "Note " + first
	case 2:
		return "Notes " + first + " and " + last
	default:
		return "Notes " + first + " to " + last
	}
}
