package chart

import (
	"encoding/xml"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

type panel interface {
	SVG() ([]byte, error)
	Table() ([]string, [][]string)
}

// panels are the golden figures without months, and bands, by name.
func panels() map[string]panel {
	foreign := bridge()
	foreign.ID, foreign.Title, foreign.Terms[1].Name, foreign.Terms[2].Name = "bridge-hostile", hostile, hostile, "שלום \u202e"
	return map[string]panel{"waterfall": bridge(), "waterfall-hostile": foreign, "causes": delays(), "bands": ageBands(), "matrix": checks(), "matrix-counts": counts()}
}

func TestPanelsGolden(t *testing.T) {
	for name, p := range panels() {
		t.Run(name, func(t *testing.T) {
			svg, err := p.SVG()
			if err != nil {
				t.Fatal(err)
			}
			wellFormed(t, svg)
			if bad := outside(svg); bad != "" {
				t.Error(bad)
			}
			golden(t, name+".svg", append(svg, '\n'))
		})
	}
}

// outside names a text of a drawing that would leave it at the width of wide faces; "" for
// none. Texts whose room is known are shortened to it; this is for those beside bars.
func outside(svg []byte) string {
	d := xml.NewDecoder(strings.NewReader(string(svg)))
	for {
		token, _ := d.Token()
		if token == nil {
			return ""
		}
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Local != "text" {
			continue
		}
		at, x := map[string]string{}, 0.0
		for _, a := range e.Attr {
			at[a.Name.Local] = a.Value
		}
		x, _ = strconv.ParseFloat(at["x"], 64)
		var text struct {
			Text string `xml:",chardata"`
		}
		if err := d.DecodeElement(&text, &e); err != nil {
			return err.Error()
		}
		w := width(text.Text, wideFont)
		left := map[string]float64{"": 0, "middle": w / 2, "end": w}[at["text-anchor"]]
		if x-left < -1 || x-left+w > frameWidth+1 {
			return strconv.Quote(text.Text) + " reaches from " + strconv.Itoa(int(x-left)) + " to " + strconv.Itoa(int(x-left+w))
		}
	}
}

// TestNoTextLeaves: whatever the names, no text of a panel leaves the drawing.
func TestNoTextLeaves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(anyText, rapid.SampledFrom([]string{"Accepted without any expiry at all", "WWWWWWWWWWWWWWWW", "日本語のとても長い説明文"}))
		w, c, m, b := bridge(), delays(), checks(), ageBands()
		w.Terms[1].Name, c.Rows[0].Name, c.Strips[0].Name, c.Rows[2].Unknown = name.Draw(t, "term"), name.Draw(t, "part"), name.Draw(t, "strip"), name.Draw(t, "unknown")
		m.Columns[0], m.Rows[0].Name, m.States[1], b.Series[0].Name, b.Axis = name.Draw(t, "column"), name.Draw(t, "row"), name.Draw(t, "state"), name.Draw(t, "band"), name.Draw(t, "axis")
		n := m
		n.Rows = nil
		for _, p := range []panel{w, c, m, n, b} {
			svg, err := p.SVG()
			if err != nil {
				t.Fatal(err)
			}
			if bad := outside(svg); bad != "" {
				t.Fatal(bad)
			}
		}
	})
}
