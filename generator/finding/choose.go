package finding

import (
	"slices"

	"leadline/generator/period"
)

// A review has an hour. Five questions are what it can hold; with fewer than three, patterns
// that have more than one question to ask may ask it.
const (
	mostQuestions = 5
	fewQuestions  = 3
	patience      = 3 // months in a row after which a pattern's other questions come first
)

// Fired is a pattern that holds for a subject in a month.
type Fired struct {
	Pattern   string
	Questions []string     // ids, the most important first; those that the page may not ask left out
	Since     period.Month // first of the months in a row in which it has held; the month itself or 0: it is new
}

// Asked is a question that a month's review asks.
type Asked struct {
	Question string       // id
	Pattern  string       // that calls for it
	Since    period.Month // first of the months in a row in which it was asked; 0: not asked the month before
}

// Choose gives the questions of each month's review. fired[i] are the patterns that hold in
// month first+i, in order of precedence; months may be empty but none may be missing,
// because what is asked depends on what was asked before.
//
// Each pattern in turn asks its first question that is free, then, while there are few, its
// next. A question is free unless the month already asks it, or the month before did and the
// pattern is new: then the review has just talked about it, for another reason. What was
// asked three months running gives way to the pattern's other questions, if it has any.
func Choose(first period.Month, fired [][]Fired) [][]Asked {
	out := make([][]Asked, len(fired))
	var before []Asked
	for i := range fired {
		out[i] = chooseMonth(first+period.Month(i), fired[i], before)
		before = out[i]
	}
	return out
}

func chooseMonth(m period.Month, fired []Fired, before []Asked) []Asked {
	var asked []Asked
	fired = slices.Clone(fired)
	for i := range fired {
		fired[i].Questions = fresh(m, fired[i].Questions, before)
	}
	next := make([]int, len(fired)) // of each pattern, its first question that has not been looked at
	for most, open := mostQuestions, true; open && len(asked) < most; most = fewQuestions {
		open = false
		for i, f := range fired {
			for next[i] < len(f.Questions) && len(asked) < most {
				a, free := ask(m, f, f.Questions[next[i]], asked, before)
				next[i]++
				if open = true; free {
					asked = append(asked, a)
					break
				}
			}
		}
	}
	return asked
}

// fresh puts behind the others what has been asked for months without an answer that ended
// its pattern: another question may find one.
func fresh(m period.Month, questions []string, before []Asked) []string {
	tired := func(question string) bool {
		return slices.ContainsFunc(before, func(a Asked) bool {
			return a.Question == question && a.Since != 0 && m-a.Since >= patience
		})
	}
	first := slices.DeleteFunc(slices.Clone(questions), tired)
	return append(first, slices.DeleteFunc(slices.Clone(questions), func(q string) bool { return !tired(q) })...)
}

// ask reports whether a question is free, and since when it has been asked.
func ask(m period.Month, f Fired, question string, asked, before []Asked) (Asked, bool) {
	same := func(a Asked) bool { return a.Question == question }
	if slices.ContainsFunc(asked, same) {
		return Asked{}, false
	}
	a := Asked{Question: question, Pattern: f.Pattern}
	if i := slices.IndexFunc(before, same); i >= 0 {
		if a.Since = before[i].Since; a.Since == 0 {
			a.Since = m - 1
		}
		persists := f.Since != 0 && f.Since < m
		return a, persists
	}
	return a, true
}
