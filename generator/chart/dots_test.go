package chart

import (
	"strings"
	"testing"

	"leadline/generator/unit"
)

// The name of a level stands where it hides fewer dots.
func TestLevelNameHidesFewDots(t *testing.T) {
	for end, at := range map[string]int{`text-anchor="start"`: 1, `text-anchor="end"`: 0} {
		f := Figure{ID: "x", Title: "t", Kind: Dots, Unit: unit.Seconds, Columns: []string{"a", "b"},
			Dots: []Dot{{at, 100}, {at, 101}, {1 - at, 1}}, Levels: []Level{{"85th percentile of what was finished", 100}}}
		svg, err := SVG(f)
		if err != nil {
			t.Fatal(err)
		}
		_, name, found := strings.Cut(string(svg), `class="level-name"`)
		name, _, _ = strings.Cut(name, ">")
		if !found || !strings.Contains(name, end) {
			t.Errorf("dots in column %d: the level's name has %q, expected %s", at, name, end)
		}
	}
}
