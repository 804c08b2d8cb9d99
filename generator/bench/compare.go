package bench

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
)

// answers are the oracle's figures, and of which metrics it computes which stats.
type answers struct {
	Computes map[string][]string `json:"computes"`
	Answers  []answer            `json:"answers"`
}

// answer is one figure as the oracle has it. What it lacks did not happen: its n is 0.
type answer struct {
	cell
	N      int      `json:"n"`
	Part   *int     `json:"part"`   // of a share; nil for all else
	Value  *float64 `json:"value"`  // nil for a share, and where there is none
	Floors bool     `json:"floors"` // the oracle knows of how few nothing is said: its value is one that must be there
}

// cell is what a figure speaks of.
type cell struct {
	Metric   string `json:"metric"`
	Level    string `json:"level"`
	Subject  string `json:"subject"`
	Month    int    `json:"month"` // since the calendar's first
	Stat     string `json:"stat"`
	Category string `json:"category"`
}

// comparison is what came of holding two tables of figures against each other.
type comparison struct {
	Metrics   []tally // by id
	Different []difference
}

// tally counts figures of one metric. Values are those that are present in both; Absent
// those without a value, whose number of observations was compared instead; Hidden those
// withheld or not granted to the level, of which nothing can be compared.
type tally struct {
	Metric                 string
	Values, Absent, Hidden int
}

type difference struct {
	cell
	Ours, Theirs string
}

func compareFiles(ours, theirs string) (comparison, error) {
	var figures []figure
	var oracle answers
	if err := readJSON(ours, &figures); err != nil {
		return comparison{}, err
	}
	if err := readJSON(theirs, &oracle); err != nil {
		return comparison{}, err
	}
	return compare(figures, oracle), nil
}

func readJSON(name string, into any) error {
	data, err := os.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(name), err)
	}
	return nil
}

// compare holds every figure that both can have against the other side, and looks for
// answers of the oracle for which there is no figure; metrics that the site does not define
// are nobody's. Of the portfolio's counted signals the oracle knows nothing: they are
// judged, not computed.
func compare(figures []figure, oracle answers) comparison {
	var c comparison
	tallies := map[string]*tally{}
	answers := make(map[cell]answer, len(oracle.Answers))
	for _, a := range oracle.Answers {
		if _, twice := answers[a.cell]; twice {
			c.Different = append(c.Different, difference{a.cell, "one figure", "several answers"})
		}
		answers[a.cell] = a
	}
	defined, hidden := map[string]bool{}, map[cell]bool{}
	for _, f := range figures {
		defined[f.Metric] = true
		if isHidden(f) {
			hidden[f.cell] = true
		}
		if !slices.Contains(oracle.Computes[f.Metric], f.Stat) {
			continue
		}
		if tallies[f.Metric] == nil {
			tallies[f.Metric] = &tally{Metric: f.Metric}
		}
		c.figure(tallies[f.Metric], f, answers[f.cell])
		delete(answers, f.cell)
	}
	for at, a := range answers {
		whole := at
		whole.Category = "" // what is withheld has no parts
		if a.N != 0 && defined[at.Metric] && !hidden[whole] {
			c.Different = append(c.Different, difference{at, "no figure", fmt.Sprint(a.N)})
		}
	}
	c.sort(tallies)
	return c
}

func (c *comparison) figure(t *tally, f figure, a answer) {
	switch {
	case isHidden(f):
		t.Hidden++
		return
	case f.Absence == "":
		t.Values++
	default:
		t.Absent++
	}
	ours, theirs := texts(f, a)
	if ours != theirs && !near(f, a) {
		c.Different = append(c.Different, difference{f.cell, ours, theirs})
	}
}

func isHidden(f figure) bool { return f.Absence == "withheld" || f.Absence == "not-applicable" }

// texts put what must be equal into the same words: the observations where there is no
// value, both counts of a share, else value and observations. The oracle lists no part of
// a whole that nothing is in.
func texts(f figure, a answer) (ours, theirs string) {
	switch {
	case f.N == 0 && a.N == 0 && a.Value == nil:
		return "nothing", "nothing"
	case f.Value == nil && a.Value != nil && a.Floors:
		return fmt.Sprintf("no value, n %d", f.N), fmt.Sprintf("%.17g, n %d", *a.Value, a.N)
	case f.Value == nil:
		return fmt.Sprintf("n %d", f.N), fmt.Sprintf("n %d", a.N)
	case a.N == 0 && f.Category != "" && *f.Value == 0:
		return "none", "none"
	case a.Value != nil:
		return fmt.Sprintf("%.17g, n %d", *f.Value, f.N), fmt.Sprintf("%.17g, n %d", *a.Value, a.N)
	case a.N == 0:
		return fmt.Sprintf("%.17g, n %d", *f.Value, f.N), "no answer"
	case a.Part == nil:
		return fmt.Sprintf("%.17g, n %d", *f.Value, f.N), fmt.Sprintf("no value, n %d", a.N)
	default:
		return fmt.Sprintf("%d of %d", f.Part, f.N), fmt.Sprintf("%d of %d", *a.Part, a.N)
	}
}

// tolerance is the relative difference that interpolating or adding in another order may make.
const tolerance = 1e-9

// near says whether only the last digits differ.
func near(f figure, a answer) bool {
	return a.Value != nil && f.Value != nil && f.N == a.N && math.Abs(*a.Value-*f.Value) <= tolerance*math.Max(math.Abs(*a.Value), math.Abs(*f.Value))
}

func (c *comparison) sort(tallies map[string]*tally) {
	for _, t := range tallies {
		c.Metrics = append(c.Metrics, *t)
	}
	slices.SortFunc(c.Metrics, func(a, b tally) int { return cmp.Compare(a.Metric, b.Metric) })
	slices.SortFunc(c.Different, func(a, b difference) int {
		return cmp.Or(cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.Level, b.Level), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Month, b.Month),
			cmp.Compare(a.Stat, b.Stat), cmp.Compare(a.Category, b.Category))
	})
}
