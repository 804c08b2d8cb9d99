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

// answer is a metric of one subject and month as the oracle has it. What it lacks did not
// happen: its n is 0.
type answer struct {
	Metric  string   `json:"metric"`
	Level   string   `json:"level"`
	Subject string   `json:"subject"`
	Month   int      `json:"month"`
	N       int      `json:"n"`
	Part    int      `json:"part"`
	P50     *float64 `json:"p50"`
	P85     *float64 `json:"p85"`
}

type cell struct {
	Metric, Level, Subject string
	Month                  int
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
	Stat         string
	Ours, Theirs string
}

func compareFiles(ours, theirs string) (comparison, error) {
	var figures []figure
	var answers []answer
	if err := readJSON(ours, &figures); err != nil {
		return comparison{}, err
	}
	if err := readJSON(theirs, &answers); err != nil {
		return comparison{}, err
	}
	return compare(figures, answers), nil
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
// answers of the oracle for which there is no figure.
func compare(figures []figure, answers []answer) comparison {
	var c comparison
	tallies := map[string]*tally{}
	byCell := make(map[cell]answer, len(answers))
	for _, a := range answers {
		at := cell{a.Metric, a.Level, a.Subject, a.Month}
		if _, twice := byCell[at]; twice {
			c.Different = append(c.Different, difference{at, "n", "one figure", "several answers"})
		}
		byCell[at] = a
	}
	met := map[cell]bool{}
	for _, f := range figures {
		if !comparable(f) {
			continue
		}
		at := cell{f.Metric, f.Level, f.Subject, f.Month}
		met[at] = true
		if tallies[f.Metric] == nil {
			tallies[f.Metric] = &tally{Metric: f.Metric}
		}
		c.figure(tallies[f.Metric], at, f, byCell[at])
	}
	for at, a := range byCell {
		if !met[at] {
			c.Different = append(c.Different, difference{at, "n", "no figure", fmt.Sprint(a.N)})
		}
	}
	c.sort(tallies)
	return c
}

// comparable says whether the oracle computes a figure, too.
func comparable(f figure) bool {
	if f.Level == "portfolio" {
		return false // numbers of services by state: judged, not computed
	}
	switch f.Stat {
	case "p50", "p85", "share", "events":
		return true
	case "open":
		return f.Metric == "work-in-progress" || f.Metric == "work-item-age"
	}
	return false
}

func (c *comparison) figure(t *tally, at cell, f figure, a answer) {
	switch f.Absence {
	case "withheld", "not-applicable":
		t.Hidden++
		return
	case "":
		t.Values++
	default:
		t.Absent++
	}
	ours, theirs := figureText(f), answerText(f, a)
	if ours != theirs && !near(f, a) {
		c.Different = append(c.Different, difference{at, f.Stat, ours, theirs})
	}
}

// figureText and answerText put what must be equal into the same words.
func figureText(f figure) string {
	switch {
	case f.Value == nil:
		return fmt.Sprintf("n %d", f.N)
	case f.Stat == "share":
		return fmt.Sprintf("%d of %d", f.Part, f.N)
	case f.Stat == "events" || f.Stat == "open":
		return fmt.Sprintf("n %.17g", *f.Value)
	}
	return fmt.Sprintf("%.17g, n %d", *f.Value, f.N)
}

func answerText(f figure, a answer) string {
	switch q := quantile(f, a); {
	case f.Value == nil || f.Stat == "events" || f.Stat == "open":
		return fmt.Sprintf("n %d", a.N)
	case f.Stat == "share":
		return fmt.Sprintf("%d of %d", a.Part, a.N)
	case q == nil:
		return fmt.Sprintf("no value, n %d", a.N)
	default:
		return fmt.Sprintf("%.17g, n %d", *q, a.N)
	}
}

func quantile(f figure, a answer) *float64 {
	switch f.Stat {
	case "p50":
		return a.P50
	case "p85":
		return a.P85
	}
	return nil
}

// tolerance is the relative difference that interpolating in another order may make.
const tolerance = 1e-9

// near says whether only the last digits of a quantile differ.
func near(f figure, a answer) bool {
	q := quantile(f, a)
	return q != nil && f.Value != nil && f.N == a.N && math.Abs(*q-*f.Value) <= tolerance*math.Max(math.Abs(*q), math.Abs(*f.Value))
}

func (c *comparison) sort(tallies map[string]*tally) {
	for _, t := range tallies {
		c.Metrics = append(c.Metrics, *t)
	}
	slices.SortFunc(c.Metrics, func(a, b tally) int { return cmp.Compare(a.Metric, b.Metric) })
	slices.SortFunc(c.Different, func(a, b difference) int {
		return cmp.Or(cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.Level, b.Level), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Month, b.Month), cmp.Compare(a.Stat, b.Stat))
	})
}
