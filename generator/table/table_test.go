package table

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/finding"
	"leadline/generator/ledger"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// drawFigure draws any figure, also such as metric would not make: a withheld one that still
// holds its numbers.
func drawFigure(t *rapid.T) metric.Figure {
	number := rapid.OneOf(rapid.Float64Range(-1e6, 1e12), rapid.SampledFrom([]float64{0, -3, 4711.25, math.NaN(), math.Inf(1)}))
	f := metric.Figure{Stat: "share", Unit: rapid.SampledFrom([]unit.Unit{unit.Seconds, unit.PerWeek, unit.Share, unit.Items, unit.Units, unit.Direction, unit.Proportion}).Draw(t, "unit"),
		Absence: rapid.SampledFrom([]metric.Absence{metric.Present, metric.NoData, metric.TooFew, metric.Withheld, metric.NotApplicable}).Draw(t, "absence"),
		Value:   rapid.Float64Range(-1e6, 1e12).Draw(t, "value"), Low: number.Draw(t, "low"), High: number.Draw(t, "high"),
		N: rapid.IntRange(0, 30).Draw(t, "n"), Part: rapid.IntRange(0, 30).Draw(t, "part"), Reason: "a reason"}
	return f
}

func drawRow(t *rapid.T) metric.Row {
	return metric.Row{Level: rapid.SampledFrom([]level.Name{level.TeamName, level.ServiceName, level.PortfolioName}).Draw(t, "level"),
		Subject: rapid.String().Draw(t, "subject"), Month: period.MonthOf(2026, time.March), Metric: "change-lead-time", Version: "1.0.0",
		Figure: drawFigure(t), State: metric.State(rapid.IntRange(0, 3).Draw(t, "state")), Label: rapid.String().Draw(t, "label"), Running: rapid.Bool().Draw(t, "running")}
}

func drawChange(t *rapid.T) metric.ChangeRow {
	r := metric.ChangeRow{Level: level.TeamName, Month: period.MonthOf(2026, time.March), Metric: "m", Version: "1.0.0"}
	number := rapid.OneOf(rapid.Float64Range(-5, 50), rapid.SampledFrom([]float64{math.NaN(), math.Inf(1)}))
	r.Change = metric.Change{Scale: metric.Scale(rapid.IntRange(0, 2).Draw(t, "scale")), Estimate: 1.5, Low: number.Draw(t, "low"), High: number.Draw(t, "high"), Confidence: 0.95,
		P: 0.5, Neighbours: number.Draw(t, "neighbours"), Absence: rapid.SampledFrom([]metric.Absence{metric.Present, metric.NoData, metric.TooFew, metric.Withheld}).Draw(t, "absence")}
	return r
}

// drawLog draws rows of the log, also such as ledger would not make.
func drawLog(t *rapid.T) []ledger.Restatement {
	figure := func(name string) ledger.Figure {
		f := drawFigure(t)
		out := ledger.FigureOf(&f)
		out.Absence = rapid.SampledFrom([]string{"", "no-data", "too-few", "withheld", "not-applicable", ledger.NotPublished}).Draw(t, name)
		return out
	}
	return rapid.SliceOfN(rapid.Custom(func(*rapid.T) ledger.Restatement {
		return ledger.Restatement{Run: "run", AsOf: "2026-03-01", Report: "2026-02", Month: "2026-01", Level: level.TeamName, Subject: rapid.String().Draw(t, "subject"),
			Metric: "m", Old: figure("before"), New: figure("now"), Class: rapid.SampledFrom([]string{ledger.Update, ledger.Improvement, ledger.Mistake}).Draw(t, "class"),
			Cause: rapid.String().Draw(t, "cause"), Sentences: []string{"2026-01", "2026-02"}}
	}), 0, 5).Draw(t, "log")
}

func drawTables(t *rapid.T) []Table {
	rows, changes := rapid.SliceOfN(rapid.Custom(drawRow), 0, 20).Draw(t, "rows"), rapid.SliceOfN(rapid.Custom(drawChange), 0, 5).Draw(t, "changes")
	text := rapid.String().Draw(t, "text")
	definitions := []*metric.Definition{{ID: text, Reviewed: text}, {ID: "x", Reviewed: "2026-03-01", Policies: map[level.Name]metric.Policy{level.TeamName: metric.Pooled}}}
	accounts := []event.Account{{Path: text, Read: -3, Reasons: []event.ReasonCount{{Reason: text, Rows: 2, Sample: []string{text, "b"}}}, Unknown: []string{text}}}
	coverage := []fact.Coverage{{Link: text}, {Link: "b", Rows: 9, Linked: 3, How: []fact.Count{{What: text, Rows: 12}}}}
	var sentences []Sentence
	for _, role := range []finding.Role{finding.Tells, finding.Figures, finding.Verdict, finding.Unchanged, finding.Unknown} {
		sentences = append(sentences, Sentence{Level: level.ServiceName, Subject: text, Order: len(sentences) + 1, Role: role, Text: text, Month: 24000, Since: 23990})
	}
	closing := ledger.Closing{AsOf: time.Date(2026, 4, rapid.IntRange(1, 9).Draw(t, "day"), 0, 0, 0, 0, time.UTC).AddDate(0, -1, 0), Lag: 5}
	all := []Table{Metrics(len(rows), slices.Values(rows), closing), Restatements(drawLog(t)), Changes(len(changes), slices.Values(changes)), Definitions(definitions), Accounting(accounts), Rejections(accounts),
		Coverage(coverage), Told(len(sentences), slices.Values(sentences))}
	return append(all, Dictionary(all))
}

// Every value is of its column's type, or missing for a reason that the column declares; a
// code is one of the column's terms; and a table is the same each time.
func TestTablesKeepWhatTheySay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := map[string]bool{}
		for _, table := range drawTables(t) {
			if names[table.Name] || table.Title == "" || table.Says == "" || len(table.Key) == 0 {
				t.Fatalf("%+v", table)
			}
			names[table.Name] = true
			var first [][]Value
			for values := range table.Rows {
				first = append(first, slices.Clone(values))
			}
			if len(first) != table.Len {
				t.Fatalf("%s has %d rows, says %d", table.Name, len(first), table.Len)
			}
			n := 0
			for values := range table.Rows {
				if !slices.Equal(values, first[n]) {
					t.Fatalf("%s, row %d: another value the second time", table.Name, n)
				}
				n++
				for i := range values {
					hold(t, table, &table.Columns[i], &values[i])
				}
			}
		}
	})
}

func hold(t *rapid.T, table Table, c *Column, v *Value) {
	text := c.Type.IsText() && v.Type().IsText() && (c.Type == Code) == (v.Type() == Code)
	switch {
	case v.Fault() != "":
		t.Fatalf("%s.%s: %s", table.Name, c.Name, v.Fault())
	case v.Missing() != Present && !slices.Contains(c.Missing, v.Missing()):
		t.Fatalf("%s.%s is missing because %q, which it does not declare", table.Name, c.Name, v.Missing().Code())
	case v.Missing() == Present && !text && v.Type() != c.Type && !(c.Type == Number && v.Type() == Share):
		t.Fatalf("%s.%s is of type %d and holds a value of type %d", table.Name, c.Name, c.Type, v.Type())
	case v.Missing() == Present && c.Type == Code && !slices.ContainsFunc(c.Terms, func(term Term) bool { return term.Code == v.Text() }):
		t.Fatalf("%s.%s holds %q, which is none of its terms", table.Name, c.Name, v.Text())
	case (c.Type == Code) != (c.Terms != nil):
		t.Fatalf("%s.%s: %d terms", table.Name, c.Name, len(c.Terms))
	case v.Missing() == Present && v.Type().IsText() && Clean(v.Text()) != v.Text():
		t.Fatalf("%s.%s is not clean: %q", table.Name, c.Name, v.Text())
	}
}

// A figure without a value gives no number away, whatever it still holds, nor whether it is
// unusual.
func TestWithheldGivesNothingAway(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRow(t)
		r.Figure.Absence = metric.Withheld
		table := Metrics(1, slices.Values([]metric.Row{r}), ledger.Closing{})
		for values := range table.Rows {
			for i := range values {
				switch c := table.Columns[i]; c.Type {
				case Number, Whole, Share:
					if why := values[i].Missing(); why != Withheld && why != OtherUnit || values[i].Number() != 0 || values[i].Whole() != 0 {
						t.Fatalf("%s is %v of %+v", c.Name, values[i], r.Figure)
					}
				case Code:
					if c.Name == "state" && values[i].Text() != metric.NotJudged.Code() {
						t.Fatalf("state is %q", values[i].Text())
					}
				}
			}
		}
	})
}

// Each reason has one code and says what it means, and none is a code of something else.
func TestReasonsAreToldApart(t *testing.T) {
	codes := Codes()
	for m := NoData; m < reasons; m++ {
		if m.Code() == "" || m.Says() == "" || slices.Index(codes, m.Code()) != int(m) {
			t.Errorf("reason %d: %q, %q", m, m.Code(), m.Says())
		}
	}
	for a := metric.NoData; a <= metric.NotApplicable; a++ {
		if because(a).Code() != a.Code() {
			t.Errorf("%q is written as %q", a.Code(), because(a).Code())
		}
	}
}
