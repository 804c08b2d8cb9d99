package metric

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"leadline/generator/fact"
	"leadline/generator/unit"
)

// nearlyAll is the share above which one answer stands for everybody: a group that is
// unanimous tells what each of its members said, however large it is. Such a question is
// top-coded to "over 90 %" (reference: disclosure; Handbook on Statistical Disclosure
// Control, group attribute disclosure).
const nearlyAll = 0.9

// question is a question with the place of its scale among the slots of all questions.
type question struct {
	fact.Question
	first int
	stat  string
}

func newQuestions(s *fact.Survey) []question {
	var out []question
	first := 0
	for _, q := range s.Questions {
		out = append(out, question{q, first, "question:" + q.ID})
		first += out[len(out)-1].size()
	}
	return out
}

func (q *question) size() int { return q.Max - q.Min + 1 }

func (q *question) has(value int32) bool { return q.Min <= int(value) && int(value) <= q.Max }

func (q *question) slot(value int32) int { return q.first + int(value) - q.Min }

// topic is several questions on one subject, whose answers are put together where they have
// one scale.
type topic struct {
	stat      string
	questions []int
	mixed     bool // they have different scales
	turned    bool // some are worded the other way round
}

// newTopics are the topics of two questions and more; of one, the question says it all.
func newTopics(questions []question) []topic {
	var names []string
	of := map[string][]int{}
	for i, q := range questions {
		if q.Topic != "" {
			if of[q.Topic] == nil {
				names = append(names, q.Topic)
			}
			of[q.Topic] = append(of[q.Topic], i)
		}
	}
	slices.Sort(names)
	var out []topic
	for _, name := range names {
		t := topic{stat: "topic:" + name, questions: of[name]}
		for _, i := range t.questions {
			q, first := &questions[i], &questions[t.questions[0]]
			t.mixed = t.mixed || q.Min != first.Min || q.Max != first.Max
			t.turned = t.turned || q.Reversed
		}
		if len(t.questions) > 1 {
			out = append(out, t)
		}
	}
	return out
}

// distribution appends the figures of one question.
func (k *answers) distribution(out []Figure, q *question, n []int, exposed bool) []Figure {
	switch {
	case sum(n) < k.frame.People:
		return append(out, absent(q.stat, unit.Share, Withheld, fmt.Sprintf("fewer than %d people answered it", k.frame.People)))
	case exposed:
		return append(out, absent(q.stat, unit.Share, Withheld, "together with the teams' figures it would tell what a small or unanimous group answered"))
	case !k.open(n):
		return q.topCoded(out, slices.Index(n, slices.Max(n)))
	}
	return appendShares(out, q.stat, q.Min, n)
}

// topCoded says which answer nearly all gave, and no count by which the others could be found.
func (q *question) topCoded(out []Figure, at int) []Figure {
	all := absent(q.stat, unit.Share, Withheld, "over 90 % gave this answer; the exact count would tell what everybody said")
	all.Category = strconv.Itoa(q.Min + at)
	rest := absent(q.stat, unit.Share, Withheld, "under 10 % in sum gave any other answer")
	rest.Category = "others"
	return append(out, all, rest)
}

// appendShares appends how many of all answers lie at each value of a scale. They have no
// interval: everybody was asked, and who did not answer is no random part of them.
func appendShares(out []Figure, stat string, first int, n []int) []Figure {
	total := sum(n)
	for i, part := range n {
		f := number(stat, unit.Share, float64(part)/float64(total), total)
		f.Category, f.Part = strconv.Itoa(first+i), part
		out = append(out, f)
	}
	return out
}

// topic appends the answers to a topic's questions put together, those worded the other way
// round turned. A topic shows nothing that one of its questions keeps back: the difference
// from the others would give it away.
func (k *answers) topic(out []Figure, t *topic, counts [][]int, shown, asked []bool) []Figure {
	questions := slices.DeleteFunc(slices.Clone(t.questions), func(i int) bool { return !asked[i] })
	switch {
	case len(questions) < 2:
		return out // the one question says it all
	case t.mixed:
		return append(out, absent(t.stat, unit.Share, NotApplicable, "its questions have different scales, so their answers cannot be put together"))
	case slices.ContainsFunc(questions, func(i int) bool { return !shown[i] }):
		return append(out, absent(t.stat, unit.Share, Withheld, "one of its questions is not shown, and together with the others it could be found"))
	}
	return appendShares(out, t.stat, k.questions[questions[0]].Min, k.together(questions, counts))
}

// together adds up the answers to questions of one scale.
func (k *answers) together(questions []int, counts [][]int) []int {
	out := make([]int, len(counts[questions[0]]))
	for _, i := range questions {
		for v, n := range counts[i] {
			if k.questions[i].Reversed {
				v = len(out) - 1 - v
			}
			out[v] += n
		}
	}
	return out
}

// labels are the questions and topics in words: from the events' own text, to be escaped by
// whoever prints them.
func (k *answers) labels() map[string]string {
	out := map[string]string{}
	for i := range k.questions {
		q := &k.questions[i]
		notes := []string{fmt.Sprintf("%d to %d", q.Min, q.Max)}
		if q.Reversed {
			notes = append(notes, "worded the other way round")
		}
		out[q.stat] = cmp.Or(q.Text, q.ID) + " (" + strings.Join(notes, ", ") + ")"
	}
	for _, t := range k.topics {
		q := &k.questions[t.questions[0]]
		text := "Topic " + q.Topic + ", its questions together"
		if t.turned {
			text += ", those worded the other way round turned"
		}
		out[t.stat] = fmt.Sprintf("%s (%d to %d)", text, q.Min, q.Max)
	}
	return out
}
