package page

import (
	"math"
	"strings"
	"testing"

	"leadline/generator/chart"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/unit"
)

func partFigure(stat, part string, n int) metric.Figure {
	return metric.Figure{Stat: stat, Category: part, Unit: unit.Items, Value: float64(n), Low: math.NaN(), High: math.NaN(), N: n}
}

// tableText writes a table in one line a row, so that a test reads like the page.
func tableText(p Parts) string {
	lines := []string{p.Corner + "|" + strings.Join(p.Columns, "|")}
	for _, r := range p.Rows {
		line := r.Name
		for _, c := range r.Cells {
			line += "|" + c.Text
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// counted is a definition of the sample, which divides nothing.
func counted(t *testing.T) *metric.Definition { return definitions(t)[1] }

func TestPartsStandSideBySideWhereTheyAreTheSame(t *testing.T) {
	figures := []metric.Figure{partFigure("events", "", 9), partFigure("p50", "high", 1), partFigure("p50", "low", 2),
		partFigure("p85", "high", 3), partFigure("p85", "low", 4), partFigure("cause", "not_recorded", 5)}
	tables := partsOf(counted(t), figures)
	if len(tables) != 2 {
		t.Fatalf("%d tables, want 2: severities, causes", len(tables))
	}
	if got, want := tableText(tables[0]), "Part|Median|85th percentile\nhigh|1|3\nlow|2|4"; got != want {
		t.Errorf("severities are\n%s\nwant\n%s", got, want)
	}
	if got, want := tableText(tables[1]), "Part|Cause\nnot recorded|5"; got != want {
		t.Errorf("causes are\n%s\nwant\n%s", got, want)
	}
}

func TestManyFiguresOfFewPartsAreRows(t *testing.T) {
	var figures []metric.Figure
	for _, question := range []string{"q1", "q2", "q3", "q4", "q5"} {
		for i, answer := range []string{"1", "2"} {
			figures = append(figures, partFigure(question, answer, i+1))
		}
	}
	if got, want := tableText(partsOf(counted(t), figures)[0]), "Figure|1|2\nQ1|1|2\nQ2|1|2\nQ3|1|2\nQ4|1|2\nQ5|1|2"; got != want {
		t.Errorf("answers are\n%s\nwant\n%s", got, want)
	}
}

func TestWithoutPartsThereIsNoTable(t *testing.T) {
	if tables := partsOf(counted(t), []metric.Figure{partFigure("events", "", 9)}); tables != nil {
		t.Errorf("tables are %v", tables)
	}
}

// Parts of which there is none share a line, after the others; parts of a scale do not.
func TestNoneTogether(t *testing.T) {
	var causes, ages []metric.Figure
	for part, n := range []int{0, 3, 0, 0} {
		causes = append(causes, partFigure("cause", string(rune('a'+part)), n))
		ages = append(ages, partFigure("aged", string(rune('a'+part)), n))
	}
	if got, want := tableText(partsOf(counted(t), causes)[0]), "Part|Cause\nb|3\na, c, d|0"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := tableText(partsOf(counted(t), ages)[0]), "Open for|Open\na|0\nb|3\nc|0\nd|0"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A bridge reads as a sum from above, its parts below their totals, whatever the order of
// the figures.
func TestBridgeReadsAsASum(t *testing.T) {
	figures := []metric.Figure{partFigure("closed", "fixed_verified", 2), partFigure("closed", "suppressed", 1), partFigure("open_end", "", 9), partFigure("open_start", "", 7),
		partFigure("opened", "", 5), partFigure("closed", "", 3), partFigure("taken_over", "", 0), partFigure("handed_over", "", 0), partFigure("opened", "introduced", 5)}
	tables := partsOf(counted(t), figures)
	want := "Findings|Number\nOpen as the month began|7\n+ opened|5\nintroduced|5\n+ taken over from other teams|0\n− closed|3\nfixed, verified|2\nsuppressed|1\n" +
		"− handed over to other teams|0\n= open as the month ended|9"
	if len(tables) != 1 || tableText(tables[0]) != want {
		t.Errorf("got %d tables,\n%s\nwant\n%s", len(tables), tableText(tables[0]), want)
	}
}

// What the cells of a table have in common is said once: an n, and a reason in its column.
func TestTidy(t *testing.T) {
	p := Parts{Caption: "By part", Columns: []string{"Median"}, Rows: []PartRow{
		{Name: "a", Cells: []Figure{{Text: "25 %", Behind: "n = 55"}}}, {Name: "b", Cells: []Figure{{Text: "5 %", Behind: "n = 55"}}}}}
	if got := p.tidy(false); got.Caption != "By part (n = 55)" || got.Rows[0].Cells[0].Behind != "" {
		t.Errorf("%+v", got)
	}
	p.Rows[0].Cells[0] = Figure{Text: "withheld", Behind: "so few", Absent: true}
	p.Rows[1].Cells[0] = Figure{Text: "withheld", Behind: "so few", Absent: true}
	if got := p.tidy(false); got.Rows[0].Cells[0].Behind != "so few" || got.Rows[1].Cells[0].Behind != "for the same reason" {
		t.Errorf("%+v", got.Rows)
	}
}

// TestDrawnPartsStandBelowTheirChart: a table that a chart draws is on the page once, with
// what it had before.
func TestDrawnPartsStandBelowTheirChart(t *testing.T) {
	c := &Card[level.Team]{Title: "Fixes", Parts: []Parts{
		{Caption: "From open to open", Rows: []PartRow{{Cells: []Figure{{stat: "open_start"}}}}},
		{Caption: "Something else", Rows: []PartRow{{Cells: []Figure{{stat: "share"}}}}}, {},
	}}
	c.add(chart.Words{ID: "w"}, chart.Waterfall{}, "open_start")
	one := c.Further[0]
	if _, columns, _ := one.table(); len(one.Parts) != 1 || one.Parts[0].Caption != "From open to open" || columns != nil {
		t.Errorf("below the chart: %+v, table %q", one.Parts, columns)
	}
	if !c.Parts[0].Drawn || c.Parts[1].Drawn || c.Parts[2].Drawn {
		t.Errorf("beside it: %+v", c.Parts)
	}
}
