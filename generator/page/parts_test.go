package page

import (
	"math"
	"strings"
	"testing"

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

func TestPartsStandSideBySideWhereTheyAreTheSame(t *testing.T) {
	figures := []metric.Figure{partFigure("events", "", 9), partFigure("p50", "high", 1), partFigure("p50", "low", 2),
		partFigure("p85", "high", 3), partFigure("p85", "low", 4), partFigure("cause", "not_recorded", 5)}
	tables := partsOf(figures)
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
	for _, question := range []string{"q1", "q2", "q3"} {
		for i, answer := range []string{"1", "2"} {
			figures = append(figures, partFigure(question, answer, i+1))
		}
	}
	if got, want := tableText(partsOf(figures)[0]), "Figure|1|2\nQ1|1|2\nQ2|1|2\nQ3|1|2"; got != want {
		t.Errorf("answers are\n%s\nwant\n%s", got, want)
	}
}

func TestWithoutPartsThereIsNoTable(t *testing.T) {
	if tables := partsOf([]metric.Figure{partFigure("events", "", 9)}); tables != nil {
		t.Errorf("tables are %v", tables)
	}
}
