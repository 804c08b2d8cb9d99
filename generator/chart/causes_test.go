package chart

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func delays() Causes {
	return Causes{
		Words:  Words{ID: "causes", Title: "Process alone took 29 % of the time", Subtitle: "Parts of the elapsed time of 434 changes"},
		Strips: []Strip{{"Ended in October 2026", []float64{.29, .04, 0, .03, .002, .01, .628}}, {"On their way as it ended", []float64{.39, .17, 0, 0, 0, .28, .16}}},
		Rows: []Cause{
			{Name: "Process", Alone: .29, Low: .26, High: .32, Most: .31}, {Name: "Dependency", Alone: .04, Low: .024, High: .063, Most: .041},
			{Name: "Risk control", Low: nan, High: nan, Most: nan, Unknown: "unknown: no evidence supplied"}, {Name: "Architecture", Alone: .03, Low: .01, High: .071, Most: .05},
			{Name: "Time shared by causes", Alone: .002, Low: nan, High: nan, Most: nan}, {Name: "Unexplained time", Alone: .01, Low: .0044, High: .019, Most: nan},
			{Name: "Active time", Alone: .628, Low: .58, High: .68, Most: nan, Plain: true},
		},
	}
}

// TestCausesAreAWhole: parts that do not make up the whole are a defect.
func TestCausesAreAWhole(t *testing.T) {
	for want, spoil := range map[string]func(f *Causes){
		"add up to 1.1":          func(f *Causes) { f.Strips[0].Parts[0] += .1 },
		"has 6 parts":            func(f *Causes) { f.Strips[1].Parts = f.Strips[1].Parts[1:] },
		"no less with what":      func(f *Causes) { f.Rows[0].Most = .2 },
		"two parts in order":     func(f *Causes) { f.Rows[0].Low = .4 },
		"or NaN twice":           func(f *Causes) { f.Rows[0].Low = nan },
		"expected 1 to 6":        func(f *Causes) { f.Rows[6].Plain = false },
		"is NaN, and":            func(f *Causes) { f.Rows[0].Alone = nan },
		"the id must match":      func(f *Causes) { f.ID = "A" },
		"that add up to NaN; ex": func(f *Causes) { f.Strips[0].Parts[0], f.Strips[0].Parts[1] = -.1, .43 },
	} {
		f := delays()
		spoil(&f)
		if _, err := f.SVG(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("expected %q, got %v", want, err)
		}
	}
	columns, rows := delays().Table()
	if got := strings.Join(columns, "|"); got != "Part|Alone|95 % interval|Shared time included|On their way as it ended" {
		t.Errorf("heads %s", got)
	}
	for i, want := range map[int]string{0: "Process|29 %|26–32 %|31 %|39 %", 2: "Risk control|unknown: no evidence supplied|none|none|0 %"} {
		if got := strings.Join(rows[i], "|"); got != want {
			t.Errorf("row %d: %s", i, got)
		}
	}
}

func TestAnyCauses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Causes{Words: anyWords(t)}
		var parts []float64
		sum := 0.0
		for range rapid.IntRange(1, maxStacked).Draw(t, "rows") {
			parts = append(parts, rapid.Float64Range(0, 1).Draw(t, "part"))
			sum += parts[len(parts)-1]
		}
		parts = append(parts, max(0, 1-sum))
		sum = max(sum, 1)
		for i := range parts {
			parts[i] /= sum
			r := Cause{Name: anyText.Draw(t, "name"), Alone: parts[i], Low: nan, High: nan, Most: nan, Plain: i == len(parts)-1}
			switch rapid.IntRange(0, 2).Draw(t, "kind") {
			case 0:
				r.Most = min(1, r.Alone*rapid.Float64Range(1, 2).Draw(t, "most"))
			case 1:
				r.Low, r.High = r.Alone/2, math.Sqrt(r.Alone)
			default:
				r.Unknown = anyText.Draw(t, "unknown")
			}
			f.Rows = append(f.Rows, r)
		}
		for range rapid.IntRange(0, 2).Draw(t, "strips") {
			f.Strips = append(f.Strips, Strip{anyText.Draw(t, "strip"), parts})
		}
		svg, err := f.SVG()
		if err != nil {
			t.Fatal(err)
		}
		inside(t, svg)
		tabular(t, f.Table)
	})
}
