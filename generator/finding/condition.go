package finding

import (
	"fmt"
	"slices"
	"strings"

	"leadline/generator/metric"
)

// rawWhen is one [[when]] as written.
type rawWhen struct {
	As        string    `toml:"as"`
	Metric    string    `toml:"metric"`
	Metrics   []string  `toml:"metrics"`
	Stat      string    `toml:"stat"`
	Category  string    `toml:"category"`
	Change    []string  `toml:"change"`
	Month     []string  `toml:"month"`
	Within    int       `toml:"within"`
	Pooled    int       `toml:"pooled"`
	Again     *bool     `toml:"again"`
	Mix       *bool     `toml:"mix"`
	Idle      *bool     `toml:"idle"`
	Main      bool      `toml:"main"`
	Figure    []rawTest `toml:"figure"`
	Absent    []string  `toml:"absent"`
	Note      []string  `toml:"note"`
	All       bool      `toml:"all"`
	Optional  bool      `toml:"optional"`
	Uncovered bool      `toml:"uncovered"`
	ForEach   bool      `toml:"for_each"`
}

type rawTest struct {
	Stat      string   `toml:"stat"`
	Category  string   `toml:"category"`
	AtLeast   *float64 `toml:"at_least"`
	AtMost    *float64 `toml:"at_most"`
	Above     *float64 `toml:"above"`
	Below     *float64 `toml:"below"`
	LowAbove  *float64 `toml:"low_above"`
	HighBelow *float64 `toml:"high_below"`
	N         int      `toml:"n"`
	Apart     string   `toml:"apart"`
	Months    int      `toml:"months"`
}

// The words of conditions.
var (
	changes  = []string{"up", "down", "none", "level", "unknown"}
	months   = []string{"high", "low", "within", "unjudged"}
	absences = []string{metric.NoData.Code(), metric.TooFew.Code(), metric.Withheld.Code()}
	notes    = []string{"noted", "rebased", "came", "left", "moved", "began", "ended"} // by fact.NoteKind
)

// longest is how far back a condition may look: what the comparison of six months against
// the twelve before looks at.
const longest = 18

func (c *checker) whens() []When {
	if len(c.h.When) == 0 {
		c.add(c.index.Position("when"), "when is missing", "at least one [[when]]", "say what must be so")
	}
	out, each := make([]When, len(c.h.When)), 0
	for i, raw := range c.h.When {
		out[i] = c.when(i, raw)
		if out[i].ForEach {
			each++
		}
		if slices.ContainsFunc(out[:i], func(w When) bool { return w.As == out[i].As }) {
			c.add(c.index.Position("when", i), fmt.Sprintf("a second condition called %q", out[i].As), "a name of its own", `add as = "…"`)
		}
	}
	if each > 1 {
		c.fail("when", "more than one condition has for_each", "one")
	}
	return out
}

func (c *checker) when(i int, raw rawWhen) When {
	fail := func(key, found, expected string) { c.add(c.index.Position("when", i, key), found, expected, "") }
	w := When{As: raw.As, Metrics: raw.Metrics, Stat: raw.Stat, Category: raw.Category, Change: raw.Change, Month: raw.Month, Within: max(raw.Within, 1), Pooled: raw.Pooled,
		Again: raw.Again, Mix: raw.Mix, Idle: raw.Idle, Main: raw.Main, Absent: raw.Absent, Notes: raw.Note, All: raw.All, Optional: raw.Optional, Uncovered: raw.Uncovered, ForEach: raw.ForEach}
	if raw.Metric != "" {
		w.Metrics = append([]string{raw.Metric}, w.Metrics...)
	}
	if w.As == "" && len(w.Metrics) > 0 {
		w.As = w.Metrics[0]
	}
	switch {
	case len(w.Notes) > 0 && len(w.Metrics) > 0:
		fail("note", "a condition of both notes and metrics", "two conditions")
	case len(w.Notes) == 0 && len(w.Metrics) == 0:
		fail("metric", "metric is missing", `the id of a metric, several as metrics, or "*"`)
	case w.As == "" || w.As == "*" || !idForm.MatchString(w.As):
		fail("as", fmt.Sprintf("the condition is called %q", w.As), `a name for the sentence, as = "…", in lower case with dashes`)
	case slices.Contains(w.Metrics, "*") && len(w.Metrics) > 1:
		fail("metric", `"*" beside other metrics`, `"*" alone`)
	}
	if w.Within > longest {
		fail("within", fmt.Sprintf("within is %d months", w.Within), fmt.Sprintf("at most %d", longest))
	}
	if w.Pooled != 0 && (w.Pooled < 2 || w.Pooled > longest || w.Within > 1 || len(w.Month) > 0) {
		fail("pooled", fmt.Sprintf("pooled is %d", w.Pooled), fmt.Sprintf("2 to %d months, without within and month", longest))
	}
	for _, list := range []struct {
		key              string
		given, permitted []string
	}{{"change", w.Change, changes}, {"month", w.Month, months}, {"absent", w.Absent, absences}, {"note", w.Notes, notes}} {
		for _, word := range list.given {
			if !slices.Contains(list.permitted, word) {
				fail(list.key, fmt.Sprintf("%s has %q", list.key, word), "some of "+strings.Join(list.permitted, ", "))
			}
		}
	}
	for _, t := range raw.Figure {
		w.Tests = append(w.Tests, Test(t))
		if (t.Apart != "") != (t.Months > 0) || t.Months > longest || !slices.Contains([]string{"", "above", "below"}, t.Apart) {
			fail("figure", fmt.Sprintf("apart is %q with months %d", t.Apart, t.Months), fmt.Sprintf(`apart = "above" or "below", and months from 1 to %d`, longest))
		}
	}
	if !w.Optional && len(w.Change)+len(w.Month)+len(w.Tests)+len(w.Absent)+len(w.Notes) == 0 && w.Mix == nil && w.Idle == nil && !w.Main {
		fail("metric", "nothing is asked of "+w.As, "change, month, figure, absent or mix")
	}
	return w
}

// many reports whether the condition may be satisfied by several signals at once.
func (w *When) many() bool {
	return !w.ForEach && (len(w.Metrics) > 1 || w.Category == "*" || slices.Contains(w.Metrics, "*"))
}
