package chart

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"leadline/generator/unit"

	"pgregory.net/rapid"
)

var anyText = rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", hostile, "שלום", "~fmt:row", strings.Repeat("wide name ", 40), "]]>", "é́́́", "👩‍👩‍👧"}))

func anyValue(t *rapid.T, label string) float64 {
	size := rapid.SampledFrom([]float64{0, 1e-300, 1e-6, 1, 7, 100, 86400, 1e7, 1e15}).Draw(t, label)
	return size * rapid.Float64Range(0, 1).Draw(t, label)
}

func anyFigure(t *rapid.T) Figure {
	f := Figure{
		ID: "f-1", Title: anyText.Draw(t, "title"), Subtitle: anyText.Draw(t, "subtitle"), Axis: anyText.Draw(t, "axis"),
		Kind: Kind(rapid.IntRange(int(Line), int(Dots)).Draw(t, "kind")), Unit: unit.Unit(rapid.IntRange(0, 4).Draw(t, "unit")),
		Months: months(rapid.IntRange(1, 130).Draw(t, "months")), Log: rapid.Bool().Draw(t, "log"),
	}
	if f.Kind == Dots {
		for range rapid.IntRange(0, 3).Draw(t, "levels") {
			f.Levels = append(f.Levels, Level{anyText.Draw(t, "level"), anyValue(t, "level")})
		}
		for range rapid.IntRange(1, 9).Draw(t, "columns") {
			f.Columns = append(f.Columns, anyText.Draw(t, "column"))
		}
		for range rapid.IntRange(0, 60).Draw(t, "dots") {
			f.Dots = append(f.Dots, Dot{rapid.IntRange(0, len(f.Columns)-1).Draw(t, "column"), anyValue(t, "age")})
		}
		return f
	}
	for range rapid.IntRange(1, 4).Draw(t, "series") {
		s := Series{Name: anyText.Draw(t, "name")}
		for range f.Months {
			s.Points = append(s.Points, anyPoint(t, f.Kind))
		}
		f.Series = append(f.Series, s)
	}
	at := func(label string) int { return rapid.IntRange(0, len(f.Months)-1).Draw(t, label) }
	for range rapid.IntRange(0, 9).Draw(t, "notes") {
		f.Notes = append(f.Notes, Note{f.Months[at("note")] + 3, rapid.IntRange(1, maxNotes).Draw(t, "number"), rapid.Bool().Draw(t, "break"), anyText.Draw(t, "note")})
	}
	if rapid.Bool().Draw(t, "limits") {
		f.Limits = []Limits{{f.Months[0] - 2, f.Months[at("to")], anyValue(t, "centre"), nan, anyValue(t, "upper"), rapid.Bool().Draw(t, "trial")}}
	}
	return f
}

func anyPoint(t *rapid.T, k Kind) Point {
	p := Point{State: State(rapid.IntRange(0, 5).Draw(t, "state")), Signal: rapid.Bool().Draw(t, "signal"), Low: nan, High: nan, Value: anyValue(t, "value")}
	if k == Share {
		p.Value = rapid.Float64Range(0, 1).Draw(t, "share")
	}
	if rapid.Bool().Draw(t, "interval") {
		p.Low, p.High = p.Value/2, p.Value*3
		if p.High > maxValue {
			p.High = maxValue
		}
	}
	if !p.State.Shown() {
		p.Value = math.NaN() // absent values are never read
	}
	return p
}

func TestAnyFigure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := anyFigure(t)
		svg, err := SVG(f)
		if err != nil {
			t.Fatal(err)
		}
		inside(t, svg)
		again, _ := SVG(f)
		if !bytes.Equal(svg, again) {
			t.Fatal("the same figure gave other bytes")
		}
		out, err := Options(f)
		if err != nil || out != nil && !json.Valid(out) {
			t.Fatalf("options: %v %s", err, out)
		}
		columns, rows := Table(f)
		for _, row := range rows {
			if len(row) != len(columns) {
				t.Fatalf("%d cells under %d heads", len(row), len(columns))
			}
		}
	})
}

// allowed are all elements and attributes that the drawing may use: none that a policy
// without inline styles or scripts would block, none that loads anything.
var allowed = map[string]string{
	"svg": "class viewBox role aria-labelledby", "title": "id", "desc": "id", "defs": "",
	"g": "class color fill fill-opacity stroke stroke-width text-anchor", "pattern": "id class color width height patternUnits",
	"path": "class d fill stroke stroke-width stroke-dasharray stroke-linecap stroke-opacity fill-opacity",
	"text": "class x y text-anchor stroke stroke-width stroke-linejoin paint-order",
}

func inside(t *rapid.T, svg []byte) {
	d := xml.NewDecoder(bytes.NewReader(svg))
	box := box{w: frameWidth}
	hatch := false
	for {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, svg)
		}
		if end, ok := token.(xml.EndElement); ok && end.Name.Local == "defs" {
			hatch = false
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		names, known := allowed[e.Name.Local]
		if !known {
			t.Fatalf("element %s", e.Name.Local)
		}
		hatch = hatch || e.Name.Local == "defs"
		at := map[string]string{}
		for _, a := range e.Attr {
			if !strings.Contains(" "+names+" ", " "+a.Name.Local+" ") {
				t.Fatalf("attribute %s of %s", a.Name.Local, e.Name.Local)
			}
			at[a.Name.Local] = a.Value
		}
		switch e.Name.Local {
		case "svg":
			box.h = number(t, strings.Fields(at["viewBox"])[3])
		case "text":
			box.has(t, number(t, at["x"]), number(t, at["y"]))
		case "path":
			if !hatch {
				box.path(t, at["d"])
			}
		}
	}
}

type box struct{ w, h float64 }

func (b box) has(t *rapid.T, x, y float64) {
	if !(x >= 0 && x <= b.w && y >= 0 && y <= b.h) {
		t.Fatalf("%v, %v lies outside %v by %v", x, y, b.w, b.h)
	}
}

// leg is one step of a path: M, L, H, V, A or Z, where it leads to, and by which way.
type leg struct {
	command  byte
	x, y     float64
	byX, byY float64
}

// A command is a letter and numbers, which a space or a sign keeps apart.
var (
	pathCommand = regexp.MustCompile(`[a-zA-Z][^a-zA-Z]*`)
	pathNumber  = regexp.MustCompile(`-?[0-9]*\.?[0-9]+`)
	pathNumbers = map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'A': 7, 'Z': 0}
)

// legs reads path data as SVG 2 says, as far as the renderer writes it.
func legs(t interface{ Fatalf(string, ...any) }, d string) (list []leg) {
	var at, from leg
	for _, text := range pathCommand.FindAllString(d, -1) {
		command, relative := text[0]&^0x20, text[0] >= 'a'
		numbers := pathNumber.FindAllString(text[1:], -1)
		each, known := pathNumbers[command]
		if !known || each == 0 && len(numbers) > 0 || each > 0 && (len(numbers) == 0 || len(numbers)%each != 0) || len(list) == 0 && command != 'M' {
			t.Fatalf("%q in %q", text, d)
		}
		if command == 'Z' {
			list, at = append(list, leg{'Z', from.x, from.y, from.x - at.x, from.y - at.y}), from
		}
		for ; len(numbers) > 0; numbers = numbers[each:] {
			to, origin := at, leg{}
			if relative {
				origin = at
			}
			if command != 'H' {
				to.y = origin.y + number(t, numbers[each-1])
			}
			if command == 'H' {
				to.x = origin.x + number(t, numbers[0])
			} else if command != 'V' {
				to.x = origin.x + number(t, numbers[each-2])
			}
			list = append(list, leg{command, to.x, to.y, to.x - at.x, to.y - at.y})
			if at = to; command == 'M' {
				from, command = to, 'L'
			}
		}
	}
	return list
}

// path follows the commands that the renderer writes.
func (b box) path(t *rapid.T, d string) {
	for _, l := range legs(t, d) {
		b.has(t, l.x, l.y)
	}
}

// counted is how many legs of a path are of a command.
func counted(list []leg, command byte) (n int) {
	for _, l := range list {
		if l.command == command {
			n++
		}
	}
	return n
}

// drawnPaths are the path data of all paths of an SVG.
func drawnPaths(svg []byte) (list []string) {
	for _, m := range regexp.MustCompile(` d="([^"]*)"`).FindAllSubmatch(svg, -1) {
		list = append(list, string(m[1]))
	}
	return list
}

func number(t interface{ Fatalf(string, ...any) }, s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		t.Fatalf("%q is not a coordinate", s)
	}
	return v
}
