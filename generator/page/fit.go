package page

import (
	"strings"
)

// A sheet is one page of paper with room to write on. What people wrote has no bounds, so a
// sheet takes the beginning of it; and if there is still more than fits, it leaves out what
// is least missed in the meeting. The team's page has all of it.
const (
	sheetName      = 80 // letters
	sheetDecision  = 160
	sheetDecisions = 3
	sheetFigures   = 3

	// A4 less margins, headings and four rows to write in leaves this many lines of text, of
	// so many letters in a wide font; small print has more.
	sheetLines = 34
	lineOf     = 88
	smallOf    = 104
)

// fit makes a sheet of what there is to say.
func (r *Review) fit() {
	r.Name = beginning(r.Name, sheetName)
	for i := range r.Decisions {
		d := &r.Decisions[i]
		d.Text = beginning(d.Text, sheetDecision)
		d.Figures = d.Figures[:min(sheetFigures, len(d.Figures))]
	}
	r.keepDecisions(sheetDecisions)
	for _, leave := range []func(){r.leaveWhys, func() { r.keepDecisions(1) }, r.leaveCaveats} {
		if r.lines() > sheetLines {
			leave()
		}
	}
}

func (r *Review) keepDecisions(n int) {
	if have := len(r.Decisions); have > n {
		r.Decisions, r.Further = r.Decisions[:n], r.Further+have-n
	}
}

func (r *Review) leaveWhys() {
	for i := range r.Questions {
		r.Questions[i].Why = ""
	}
}

func (r *Review) leaveCaveats() {
	for i := range r.Story {
		r.Story[i].Caveat = ""
	}
}

// lines is about how many lines the sheet's text takes on paper.
func (r *Review) lines() (n int) {
	for _, told := range r.Story {
		var text strings.Builder
		text.WriteString(told.Title)
		for _, span := range told.Spans {
			text.WriteString(span.Text)
		}
		n += lines(text.String()+told.Caveat, lineOf)
	}
	for _, q := range r.Questions {
		n += lines(q.Text+q.From+q.Since, lineOf) + lines(q.Why, smallOf)
	}
	for _, d := range r.Decisions {
		now := ""
		for _, f := range d.Figures {
			now += f.Metric.Text + f.Text + "; "
		}
		n += lines(d.Decided.Long()+d.Text, lineOf) + lines(now, smallOf)
	}
	if r.Further > 0 {
		n++
	}
	return n
}

// lines is how many lines of so many letters a text takes; letters of East Asian scripts are
// twice as wide as others.
func lines(text string, letters int) int {
	width := 0
	for _, r := range text {
		if width++; r >= 0x1100 {
			width++
		}
	}
	return (width + letters - 1) / letters
}

// beginning is at most n letters of a text.
func beginning(text string, n int) string {
	letters := []rune(text)
	if len(letters) <= n {
		return text
	}
	return string(letters[:n-1]) + "…"
}
