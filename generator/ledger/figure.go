package ledger

import (
	"encoding/json"
	"math"
	"strconv"

	"leadline/generator/metric"
	"leadline/generator/unit"
)

// Figure is a published figure. Numbers that there are not are NaN; a withheld figure has
// none at all.
type Figure struct {
	Stat, Category   string
	Unit             string  // as unit.Unit.Name
	Absence          string  // metric.Absence.Code, or NotPublished; "" where there is a value
	Value, Low, High float64 // in seconds, shares of 1, …
	N, Part          int
}

// NotPublished is the absence of a figure that the other publication has and this one has not:
// a category that nothing falls into any more, or nothing fell into before.
const NotPublished = "not-published"

// FigureOf is a figure as it is published.
func FigureOf(f *metric.Figure) Figure {
	out := Figure{f.Stat, f.Category, f.Unit.Name(), f.Absence.Code(), f.Value, f.Low, f.High, f.N, f.Part}
	switch f.Absence {
	case metric.Present:
		return out
	case metric.TooFew:
		return out.empty(out.Absence, f.N)
	default:
		return out.empty(out.Absence, 0)
	}
}

// empty is the figure without its numbers.
func (f Figure) empty(absence string, n int) Figure {
	none := math.NaN()
	return Figure{f.Stat, f.Category, f.Unit, absence, none, none, none, n, 0}
}

// same compares what is published of two figures, bit by bit: how it is rounded for a page
// is no part of it.
func (f *Figure) same(g *Figure) bool {
	return f.Absence == g.Absence && equal(f.Value, g.Value) && equal(f.Low, g.Low) && equal(f.High, g.High) && f.N == g.N && f.Part == g.Part
}

func equal(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

// Metric is the figure as the other rooms know it, and whether there is one: NotPublished is
// known only here.
func (f Figure) Metric() (metric.Figure, bool) {
	u, _ := unit.Named(f.Unit)
	out := metric.Figure{Stat: f.Stat, Category: f.Category, Unit: u, Value: f.Value, Low: f.Low, High: f.High, N: f.N, Part: f.Part}
	for a := metric.Present; a <= metric.NotApplicable; a++ {
		if a.Code() == f.Absence {
			out.Absence = a
			return out, true
		}
	}
	return out, false
}

// Text prints the figure as a page does.
func (f Figure) Text() string {
	out, ok := f.Metric()
	if !ok {
		return "not published"
	}
	return out.Text()
}

// written is a figure as a file has it.
type written struct {
	Stat     string   `json:"stat"`
	Category string   `json:"category"`
	Unit     string   `json:"unit"`
	Absence  string   `json:"absence"`
	Value    *float64 `json:"value"`
	Low      *float64 `json:"low"`
	High     *float64 `json:"high"`
	N        int      `json:"n"`
	Part     int      `json:"part"`
}

// UnmarshalJSON reads what MarshalJSON writes; decoding is strict here too.
func (f *Figure) UnmarshalJSON(data []byte) error {
	var w written
	if err := strict(data, &w); err != nil {
		return err
	}
	*f = w.figure()
	return nil
}

func (w *written) figure() Figure {
	return Figure{w.Stat, w.Category, w.Unit, w.Absence, number(w.Value), number(w.Low), number(w.High), w.N, w.Part}
}

func number(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}

// MarshalJSON writes what there is.
func (f Figure) MarshalJSON() ([]byte, error) { return f.append(nil), nil }

// append is written by hand: a site has a hundred thousand figures and more.
func (f *Figure) append(b []byte) []byte {
	b = field(b, `{"stat":`, f.Stat)
	b = field(b, `,"category":`, f.Category)
	b = field(b, `,"unit":`, f.Unit)
	b = field(b, `,"absence":`, f.Absence)
	b = float(b, `,"value":`, f.Value)
	b = float(b, `,"low":`, f.Low)
	b = float(b, `,"high":`, f.High)
	b = append(b, `,"n":`...)
	b = strconv.AppendInt(b, int64(f.N), 10)
	if f.Part != 0 {
		b = append(b, `,"part":`...)
		b = strconv.AppendInt(b, int64(f.Part), 10)
	}
	return append(b, '}')
}

// field appends a text; one that is empty is left out, but the first of an object.
func field(b []byte, name, s string) []byte {
	if s == "" && name[0] == ',' {
		return b
	}
	return quoted(append(b, name...), s)
}

// quoted appends a text as JSON.
func quoted(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			safe, _ := json.Marshal(s) // a string always can
			return append(b, safe...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// float appends a number in the fewest digits that give it back; one that is not there is
// left out.
func float(b []byte, name string, x float64) []byte {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return b
	}
	return strconv.AppendFloat(append(b, name...), x, 'g', -1, 64)
}
