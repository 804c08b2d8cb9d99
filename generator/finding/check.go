package finding

import (
	"fmt"
	"slices"
	"strings"

	"leadline/generator/config"
	"leadline/generator/diag"
	"leadline/generator/metric"
)

// Check holds what patterns say of metrics, of each other and of questions to what exists.
// The error is a sorted diag.Problems with the problems of all. Without any bank of questions
// (nil) their ids are not looked up.
func Check(patterns []*Pattern, definitions []*metric.Definition, banks []*Questions) error {
	c := &crossChecker{metrics: map[string]*metric.Definition{}, patterns: map[string]*Pattern{}}
	for _, d := range definitions {
		c.metrics[d.ID], c.ids = d, append(c.ids, d.ID)
	}
	for _, p := range patterns {
		c.patterns[p.ID], c.names = p, append(c.names, p.ID)
	}
	for _, b := range banks {
		for _, q := range b.List {
			c.questions = append(c.questions, q.ID)
		}
	}
	for _, p := range patterns {
		c.pattern(p, banks != nil)
	}
	c.problems.Sort()
	return c.problems.Err()
}

type crossChecker struct {
	metrics               map[string]*metric.Definition
	patterns              map[string]*Pattern
	ids, names, questions []string
	problems              diag.Problems
}

func (c *crossChecker) add(p *Pattern, found, expected, do string) {
	c.problems = append(c.problems, diag.Problem{Position: diag.Position{File: p.File}, Found: found, Expected: expected, Do: do})
}

func (c *crossChecker) pattern(p *Pattern, banks bool) {
	for i := range p.When {
		c.when(p, &p.When[i])
	}
	for _, piece := range p.Say {
		if piece.Stat != "" {
			c.slot(p, piece)
		}
	}
	for _, id := range p.Silences {
		switch other := c.patterns[id]; {
		case other == nil:
			c.add(p, fmt.Sprintf("silences has %q, which is no pattern", id), "the id of a file in content/patterns", meant(id, c.names))
		case other.Precedence >= p.Precedence:
			c.add(p, fmt.Sprintf("silences %s, whose precedence %d is not lower than its own, %d", id, other.Precedence, p.Precedence),
				"a pattern that is told later", "what is told already cannot be silenced")
		}
	}
	for _, id := range p.Questions {
		if banks && !slices.Contains(c.questions, id) {
			c.add(p, fmt.Sprintf("questions has %q, which is in no bank", id), "the id of a question in content/questions", meant(id, c.questions))
		}
	}
}

func (c *crossChecker) when(p *Pattern, w *When) {
	for _, id := range w.Metrics {
		if id == "*" {
			continue
		}
		d := c.metrics[id]
		if d == nil {
			c.add(p, fmt.Sprintf("a condition names the metric %q, which has no definition", id), "the id of a file in content/metrics", meant(id, c.ids))
			continue
		}
		for _, l := range p.Levels {
			switch policy := d.Policies[l]; {
			case policy == metric.None:
				c.add(p, fmt.Sprintf("%s may not be shown at the level %s", id, l), "metrics that every level of the pattern shows", "leave the level out, or make a second pattern")
			case policy == metric.Counted && w.compares():
				c.add(p, fmt.Sprintf("%s is counted at the level %s, so it has no change of its own", id, l), "figures such as changed-up", "")
			}
		}
		c.stat(p, d, w.Stat)
		for _, t := range w.Tests {
			c.stat(p, d, t.Stat)
		}
	}
}

// stat checks that a metric has a figure; counted ones have those of their signals.
func (c *crossChecker) stat(p *Pattern, d *metric.Definition, stat string) {
	if d.Measure.Kind() == "answers" {
		return // its figures are the questions of a survey
	}
	stats := slices.Concat(d.Measure.Stats(), partStats, countedStats)
	if stat != "" && !slices.Contains(stats, stat) {
		c.add(p, fmt.Sprintf("%s has no figure %q", d.ID, stat), "one of "+strings.Join(d.Measure.Stats(), ", "), meant(stat, stats))
	}
}

// partStats have parts alone, and no figure of the whole.
var partStats = []string{"aged", "left_out"}

var countedStats = []string{metric.Within.Code(), metric.UnusualHigh.Code(), metric.UnusualLow.Code(), metric.ChangedUp, metric.ChangedDown}

func (c *crossChecker) slot(p *Pattern, piece Piece) {
	for i := range p.When {
		if w := &p.When[i]; w.As == piece.As {
			for _, id := range w.Metrics {
				if d := c.metrics[id]; d != nil {
					c.stat(p, d, piece.Stat)
				}
			}
		}
	}
}

// meant is the advice that names the nearest known word; "" when none is near.
func meant(word string, known []string) string {
	if near := config.Nearest(word, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return ""
}
