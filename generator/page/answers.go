package page

import (
	"leadline/generator/level"
	"leadline/generator/metric"
)

// Distribution is how the answers to one question lie on its scale, in words.
type Distribution struct {
	Words  string // the question, as the event files have it
	Values []Figure
}

// distributions are the figures of a month that the events have words for, question by
// question; others leaves them out.
func distributions[L level.Level](s metric.Series[L], r metric.Result[L]) []Distribution {
	var list []Distribution
	stat := ""
	for _, f := range r.Figures() {
		words := s.Label(f.Stat)
		if words == "" {
			continue
		}
		if f.Stat != stat {
			list, stat = append(list, Distribution{Words: words}), f.Stat
		}
		of := &list[len(list)-1]
		of.Values = append(of.Values, answerFigure(f))
	}
	return list
}

// answerFigure has the value of the scale as its name; its text says n.
func answerFigure(f metric.Figure) Figure {
	out := Figure{Name: f.Category, Text: f.Text(), Absent: f.Absence != metric.Present}
	if out.Absent {
		out.Behind = f.Detail()
	}
	if out.Name == "" {
		out.Name = "all answers"
	}
	return out
}
