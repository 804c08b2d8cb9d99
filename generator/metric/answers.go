package metric

import (
	"fmt"

	"leadline/generator/fact"
	"leadline/generator/unit"
)

// Answers is what people said when they were asked: for the months in which a wave of a
// survey closed how many answered, and for every question, and every topic of several, how
// the answers lie on the scale. Nothing is made of them: no mean, no share of good ones, no
// index; and no month is judged, because a scale has an order but no distances.
type Answers struct{ Common }

// Stats are the response rate and the number of respondents. The distributions follow: a
// stat "question:<id>" or "topic:<name>" whose categories are the values of the scale.
func (a *Answers) Stats() []string { return []string{"response", "respondents"} }

func (a *Answers) unit(stat string) unit.Unit {
	if stat == "respondents" {
		return unit.Items
	}
	return unit.Share
}

// Formula is the measure in one sentence.
func (a *Answers) Formula() string {
	return fmt.Sprintf("For every month in which a wave closed: of the %ss%s, the number at each value of each question's scale, and of each topic's, where its questions share a scale; beside them distinct respondents of those asked (of the portfolio all who were invited, of a team its headcount).",
		a.noun(), a.conditionText())
}

func (a *Answers) check(m *measureChecker) {
	if m.common(&a.Common) && a.Of != fact.Answer {
		m.add(m.table.Position("of"), "answers of "+m.entity.Name, fact.Answer, "only surveys have questions and scales")
	}
}

func (a *Answers) columns() []string {
	return append(a.used(), "survey_id", "respondent_id", "question_id", "value", "closed_at")
}

func (a *Answers) instantOf(t *fact.Table) int { return t.Index("closed_at") }

// peopleFloor is the number of respondents from which a group is shown: a free choice says
// more of whoever made it than an event does, so it is higher than the floor for people.
func (a *Answers) peopleFloor(f Frame) int { return max(f.People, f.Survey) }

func (a *Answers) measure(t *fact.Table, u *fact.Units, f Frame, r rows) kernel {
	k := &answers{grid: r.grid, none: absentAll(a, NoData, "no survey closed in this month"),
		nobody: absentAll(a, Withheld, behindWords(a.peopleFloor(f))), questions: newQuestions(t.Survey)}
	k.topics = newTopics(k.questions)
	k.collectWaves(t.Survey)
	k.collectAnswers(t, r)
	k.markAsked()
	return k
}

// answers is the kernel of Answers.
type answers struct {
	grid
	none        []Figure // no wave closed
	nobody      []Figure // nobody answered
	waves       []wave   // by month
	questions   []question
	topics      []topic
	asked       [][]bool // by month, by question
	slots       *values  // where each answer lies: question.first + value - scale's first
	respondents *values  // who gave it, by wave and pseudonym
}

// wave is the waves that closed in one month.
type wave struct {
	closed  bool
	invited int // people in sum; 0 where one wave does not say
}

func (k *answers) collectWaves(s *fact.Survey) {
	k.waves = make([]wave, k.frame.Calendar.Months())
	for _, w := range s.Waves {
		m := k.frame.month(w.Closed)
		if m < 0 {
			continue
		}
		switch at := &k.waves[m]; {
		case !at.closed:
			*at = wave{true, w.Invited}
		case at.invited == 0 || w.Invited == 0:
			at.invited = 0
		default:
			at.invited += w.Invited
		}
	}
}

func (k *answers) collectAnswers(t *fact.Table, r rows) {
	survey, person, asked, value, closed := t.Index("survey_id"), t.Index("respondent_id"), t.Index("question_id"), t.Index("value"), t.Index("closed_at")
	questions, people := t.QuestionsByCode(), uint32(t.Dicts[person].Len())
	visit := func(take func(c *fact.Chunk, i, q int) uint32) *values {
		return r.collect(func(_ int, c *fact.Chunk, mask []uint8, b *batch) {
			for i, at := range c.Values[closed].Times {
				q := questions[c.Values[asked].Codes[i]]
				if m := k.frame.month(at); mask[i] != 0 && m >= 0 && q >= 0 && k.questions[q].has(c.Values[value].Counts[i]) {
					b.add(r.group(r.units.At(c.Owner[i], at), m), take(c, i, q))
				}
			}
		})
	}
	k.slots = visit(func(c *fact.Chunk, i, q int) uint32 {
		return uint32(k.questions[q].slot(c.Values[value].Counts[i]))
	})
	k.respondents = visit(func(c *fact.Chunk, i, _ int) uint32 {
		// A pseudonym is of one wave: the same one in another is another person.
		return c.Values[survey].Codes[i]*people + c.Values[person].Codes[i]
	})
}

// markAsked finds the questions that anybody answered in a month.
func (k *answers) markAsked() {
	all := make([]fact.Cell, k.cells)
	for i := range all {
		all[i] = fact.Cell(i)
	}
	k.asked = make([][]bool, len(k.waves))
	for m := range k.waves {
		k.asked[m] = make([]bool, len(k.questions))
		if k.waves[m].closed {
			for q, n := range k.counts(all, m, &merger{}) {
				k.asked[m][q] = sum(n) > 0
			}
		}
	}
}

// counts is how many answers of a month lie at each value of each question's scale.
func (k *answers) counts(cells []fact.Cell, m int, space *merger) [][]int {
	seen := k.slots.of(cells, m, space)
	out := make([][]int, len(k.questions))
	for i := range k.questions {
		out[i] = make([]int, k.questions[i].size())
	}
	q := 0
	for _, slot := range seen {
		for int(slot) >= k.questions[q].first+k.questions[q].size() {
			q++
		}
		out[q][int(slot)-k.questions[q].first]++
	}
	return out
}

func (k *answers) month(out []Figure, cells []fact.Cell, m int, space *merger) []Figure {
	if !k.waves[m].closed {
		return append(out, k.none...)
	}
	respondents := distinct(k.respondents.of(cells, m, space))
	if respondents == 0 { // nobody must look like few
		return append(out, k.nobody...)
	}
	out = k.response(out, respondents, cells, m)
	counts := k.counts(cells, m, space)
	exposed := make([]bool, len(counts))
	if k.isPortfolio(cells) {
		exposed = k.exposed(counts, m, space)
	}
	shown := make([]bool, len(counts))
	for q, n := range counts {
		if k.asked[m][q] {
			out = k.distribution(out, &k.questions[q], n, exposed[q])
			shown[q] = !exposed[q] && k.open(n)
		}
	}
	for i := range k.topics {
		out = k.topic(out, &k.topics[i], counts, shown, k.asked[m])
	}
	return out
}

// response is how many answered, of how many who could have: of the portfolio who was
// invited, of a team its headcount. Where that is not known, or fewer than answered, the
// number of respondents comes first and the rate says why it is missing.
func (k *answers) response(out []Figure, n int, cells []fact.Cell, m int) []Figure {
	of, lacking := k.units.Headcount(cells), "the team's headcount"
	if k.isPortfolio(cells) {
		of, lacking = k.waves[m].invited, "how many people the wave invited"
	}
	respondents := number("respondents", unit.Items, float64(n), n)
	switch {
	case of == 0:
		return append(out, respondents, absent("response", unit.Share, NoData, lacking+" is not recorded; export it to have this figure"))
	case n > of:
		return append(out, respondents, absent("response", unit.Share, NoData, "more people answered than are recorded as asked; correct "+lacking))
	}
	rate := number("response", unit.Share, float64(n)/float64(of), of)
	rate.Part = n
	return append(out, rate, respondents)
}

// isPortfolio reports whether cells are all of them: no team has the cell of nobody.
func (k *answers) isPortfolio(cells []fact.Cell) bool { return len(cells) == k.cells }

// distinct is how many different values there are among values in ascending order.
func distinct(values []uint32) int {
	n := 0
	for i, v := range values {
		if i == 0 || v != values[i-1] {
			n++
		}
	}
	return n
}

// unjudged says why judge gives nothing.
func (a *Answers) unjudged() string {
	return "what people say has no limits to be within; read it beside their last answers"
}

// judge says nothing of any month.
func (k *answers) judge(months [][]Figure, _ int) ([]State, Limits) {
	return make([]State, len(months)), Limits{}
}

func sum(n []int) int {
	total := 0
	for _, x := range n {
		total += x
	}
	return total
}
