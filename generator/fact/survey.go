package fact

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"leadline/generator/event"
	"leadline/generator/period"
)

// Survey is what was asked, and when: the waves and the questions of all surveys.
type Survey struct {
	Waves     []Wave     // sorted by id; those that have closed or will
	Questions []Question // sorted by id; those with a scale that can be used
}

// Wave is one round of a survey; its answers count when it closes.
type Wave struct {
	ID      string
	Closed  period.Seconds
	Invited int // people; 0 unknown
}

// Question is one question with its scale: whole numbers from Min to Max.
type Question struct {
	ID       string
	Text     string // one line of at most textLength characters, as the site's own people wrote it
	Topic    string // "" for none
	Min, Max int
	Reversed bool // worded the other way round than the others of its topic
}

// longestScale is how many values a scale may have: 0 to 10 is the longest in common use,
// and a longer one is a number and not a choice. Our own bound.
const longestScale = 11

// textLength bounds what a question takes of a page.
const textLength = 200

// usable reports whether the scale is recorded, has at least two values and is not too long.
func (q *Question) usable() bool {
	return q.Min >= 0 && q.Max > q.Min && q.Max-q.Min < longestScale
}

func newSurvey(waves, questions *event.Rows) *Survey {
	s := &Survey{}
	eachRow(waves, func(r row) {
		s.Waves = append(s.Waves, Wave{r.text("survey_id"), r.time("closed_at"), int(max(0, r.count("invited")))})
	})
	eachRow(questions, func(r row) {
		q := Question{ID: r.text("question_id"), Text: oneLine(r.text("text")), Topic: oneLine(r.text("topic")),
			Min: int(r.count("scale_min")), Max: int(r.count("scale_max")), Reversed: r.flag("reverse")}
		if q.usable() {
			s.Questions = append(s.Questions, q)
		}
	})
	slices.SortFunc(s.Waves, func(a, b Wave) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.Questions, func(a, b Question) int { return cmp.Compare(a.ID, b.ID) })
	return s
}

// oneLine is text without control characters and direction marks, at most textLength long.
// Whoever prints it still has to escape it.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F, r == 0xFEFF:
			return -1
		}
		return r
	}, text)
	words := []rune(strings.Join(strings.Fields(text), " "))
	if len(words) > textLength {
		words = append(words[:textLength-1], '…')
	}
	return string(words)
}

// wave finds a wave.
func (s *Survey) wave(id string) (int, bool) {
	return slices.BinarySearchFunc(s.Waves, id, func(w Wave, id string) int { return cmp.Compare(w.ID, id) })
}

// question finds a question.
func (s *Survey) question(id string) (int, bool) {
	return slices.BinarySearchFunc(s.Questions, id, func(q Question, id string) int { return cmp.Compare(q.ID, id) })
}
