package chart

import (
	"encoding/xml"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSpark(t *testing.T) {
	got := string(Spark(Sparkline{
		Points: ringed(values(4, 5, nan, 6, 4, 3, 5, 5, 4, 6, 9, 5), 10), Breaks: []int{6}, Lower: 2, Upper: 8, From: 6,
	}))
	for _, want := range []string{
		`<path class="usual" d="M60 7H120V21H60z"/>`,
		`d="M5 16h0l10 -2M35 12h0l10 4l10 2M65 14h0l10 0l10 2`,
		`<path class="odd" d="M100 5a`,
		`<path class="now" stroke-width="5" stroke-linecap="round" d="M115 14h0"/>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if len(got) > 420 {
		t.Errorf("%d bytes", len(got))
	}
	for name, s := range map[string]Sparkline{"empty": {}, "gaps": {Points: make([]Point, 12)}, "long": {Points: values(make([]float64, 13)...)}} {
		if Spark(s) != nil {
			t.Errorf("%s is drawn", name)
		}
	}
}

// TestAnySpark: whatever the values, it stays in its frame and its last month stands at the
// right.
func TestAnySpark(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Sparkline{Lower: math.NaN(), Upper: math.NaN()}
		for range rapid.IntRange(1, sparkMonths).Draw(t, "months") {
			s.Points = append(s.Points, anyPoint(t, Line))
		}
		if rapid.Bool().Draw(t, "range") {
			s.Lower, s.Upper = anyValue(t, "lower"), anyValue(t, "upper")
			s.From = rapid.IntRange(0, len(s.Points)-1).Draw(t, "from")
		}
		svg := Spark(s)
		if svg == nil {
			return
		}
		d := xml.NewDecoder(strings.NewReader(string(svg)))
		for {
			token, err := d.Token()
			if token == nil {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if e, ok := token.(xml.StartElement); ok && e.Name.Local == "path" {
				for _, a := range e.Attr {
					if a.Name.Local == "d" {
						box{120, sparkHeight}.path(t, a.Value)
					}
				}
			}
		}
	})
}
