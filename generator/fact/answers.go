package fact

import (
	"leadline/generator/event"
)

// NewAnswers gives answers to surveys their teams (of the answer's own row: whoever names
// none counts in the portfolio alone) and derives closed_at, when the answer's wave closed,
// and in_scale, whether its value lies on its question's scale. Without waves or questions
// the column that needs them is not derived.
func NewAnswers(rows, waves, questions *event.Rows, u *Units) (*Table, []Coverage) {
	t := newTable(Answer, rows)
	t.Survey = newSurvey(waves, questions)
	if rows == nil {
		return t, nil
	}
	t.ownBy("team_id", func(id string) Owner { return u.itemOwner("", id, "") }, false)
	coverage := []Coverage{t.ownedCoverage("survey answer → team", u)}
	if waves != nil {
		t.closedAt()
	}
	if questions != nil {
		coverage = append(coverage, t.inScale())
	}
	return t, coverage
}

// closedAt derives when the wave of an answer closed; empty for a wave that no file declares.
func (t *Table) closedAt() {
	survey := t.Index("survey_id")
	closed := make([]uint32, t.Dicts[survey].Len())
	for code := range closed {
		if i, ok := t.Survey.wave(t.Dicts[survey].Text(uint32(code))); ok {
			closed[code] = t.Survey.Waves[i].Closed
		}
	}
	k := t.derive("closed_at", event.Instant)
	t.eachChunk(func(_ int, c *Chunk) {
		for i, code := range c.Values[survey].Codes {
			c.Values[k].Times[i] = closed[code]
		}
	})
}

// inScale derives whether a value lies on the scale of its question; empty where no file
// declares the question with a scale.
func (t *Table) inScale() Coverage {
	question, value := t.Index("question_id"), t.Index("value")
	asked := t.QuestionsByCode()
	k := t.derive("in_scale", event.Flag)
	parts := make([][3]int, len(t.Chunks)) // by the flag's value
	t.eachChunk(func(n int, c *Chunk) {
		for i, code := range c.Values[question].Codes {
			flag := uint8(0)
			if q := asked[code]; q >= 0 {
				v, scale := int(c.Values[value].Counts[i]), &t.Survey.Questions[q]
				flag = flagOf(scale.Min <= v && v <= scale.Max)
			}
			c.Values[k].Bytes[i] = flag
			parts[n][flag]++
		}
	})
	var n [3]int
	for _, part := range parts {
		for flag := range n {
			n[flag] += part[flag]
		}
	}
	return Coverage{Link: "survey answer → question", Rows: t.Len(), Linked: n[event.FlagTrue], How: []Count{
		{"outside the question's scale", n[event.FlagFalse]}, {"question or its scale not recorded", n[0]}}}
}

// QuestionsByCode is the index in Survey.Questions of every code of question_id, -1 for none.
func (t *Table) QuestionsByCode() []int {
	dict := t.Dicts[t.Index("question_id")]
	out := make([]int, dict.Len())
	for code := range out {
		i, ok := t.Survey.question(dict.Text(uint32(code)))
		if out[code] = i; !ok {
			out[code] = -1
		}
	}
	return out
}
