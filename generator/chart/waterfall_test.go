package chart

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func bridge() Waterfall {
	return Waterfall{Words: Words{ID: "bridge", Title: "From 46 to 39 open findings", Subtitle: "Findings in October 2026"}, Unit: "Findings", Terms: []Term{
		{"Open at the start", Total, 46}, {"Introduced", Plus, 8}, {"Newly visible", Plus, 1}, {"Fixed, verified", Minus, 7}, {"Accepted without expiry", Minus, 9}, {"Open at the end", Total, 39},
	}}
}

// TestWaterfallBalances: a chart whose terms do not lead from one total to the other is a
// defect of whoever made it.
func TestWaterfallBalances(t *testing.T) {
	for name, spoil := range map[string]func(w *Waterfall){
		"expected them to balance":    func(w *Waterfall) { w.Terms[1].N++ },
		"totals at both ends":         func(w *Waterfall) { w.Terms[2].Sign = Total },
		"expected zero or more":       func(w *Waterfall) { w.Terms[1].N = -8 },
		"at least the total":          func(w *Waterfall) { w.Terms = w.Terms[:1] },
		"the id must match":           func(w *Waterfall) { w.ID = `"><script>` },
		"none to be taken away that":  func(w *Waterfall) { w.Terms[0].N, w.Terms[3].N = 0, 60 },
		"expected totals at both end": func(w *Waterfall) { w.Terms[0].Sign = Plus },
	} {
		w := bridge()
		spoil(&w)
		if _, err := w.SVG(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("expected %q, got %v", name, err)
		}
		if columns, _ := w.Table(); columns != nil {
			t.Errorf("%s: a table of what is not drawn", name)
		}
	}
	columns, rows := bridge().Table()
	if got := strings.Join(columns, "|") + "/" + strings.Join(rows[4], "|"); got != "Term|Findings|Running total/Accepted without expiry|−9|39" {
		t.Errorf("got %s", got)
	}
}

func TestAnyWaterfall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := Waterfall{Words: anyWords(t), Unit: anyText.Draw(t, "unit")}
		sum := rapid.IntRange(0, 1e9).Draw(t, "start")
		w.Terms = append(w.Terms, Term{anyText.Draw(t, "name"), Total, sum})
		for range rapid.IntRange(0, 16).Draw(t, "terms") {
			term := Term{anyText.Draw(t, "name"), Sign(rapid.IntRange(1, 2).Draw(t, "sign")), 0}
			most := sum
			if term.Sign == Plus {
				most = 1e6
			}
			term.N = rapid.IntRange(0, most).Draw(t, "n")
			sum = term.after(sum)
			w.Terms = append(w.Terms, term)
		}
		w.Terms = append(w.Terms, Term{anyText.Draw(t, "name"), Total, sum})
		svg, err := w.SVG()
		if err != nil {
			t.Fatal(err)
		}
		inside(t, svg)
		tabular(t, w.Table)
	})
}

func anyWords(t *rapid.T) Words {
	return Words{ID: "w-1", Title: anyText.Draw(t, "title"), Subtitle: anyText.Draw(t, "subtitle")}
}

// tabular checks that every row has a cell under every head.
func tabular(t *rapid.T, table func() ([]string, [][]string)) {
	columns, rows := table()
	if len(columns) == 0 || len(rows) == 0 {
		t.Fatal("no table")
	}
	for _, row := range rows {
		if len(row) != len(columns) {
			t.Fatalf("%d cells under %d heads", len(row), len(columns))
		}
	}
}
