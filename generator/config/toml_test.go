package config

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"leadline/generator/diag"
)

// definition is like a metric's front matter: a table of its own kind, a map of any values,
// an embedded struct.
type definition struct {
	titled
	ID      string         `toml:"id"`
	Weight  float64        `toml:"weight"`
	Window  *Duration      `toml:"window"`
	Measure Table          `toml:"measure"`
	Where   map[string]any `toml:"where"`
}

type titled struct {
	Title string `toml:"title"`
}

type duration struct {
	Kind string   `toml:"kind"`
	From string   `toml:"from"`
	Show []string `toml:"show"`
}

func TestFrontMatter(t *testing.T) {
	const file = "\ufeff+++\r\ntitle = \"T\"\r\nid = \"lead\"\r\nweight = 2\r\nwhere = { is_bot = false, at = 2026-01-02 }\r\n" +
		"[measure]\r\nkind = \"duration\"\r\nfrom = \"a\"\r\nshwo = [\"p50\"]\r\n+++ \r\n# Body\r\n"
	front, frontLine, body, bodyLine, err := splitFrontMatter("m.md", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	if frontLine != 2 || bodyLine != 11 || string(body) != "# Body\r\n" {
		t.Errorf("front on %d, body on %d: %q", frontLine, bodyLine, body)
	}
	var d definition
	index, err := ParseStrict("m.md", frontLine-1, front, &d)
	if err != nil {
		t.Fatal(err)
	}
	if d.Title != "T" || d.ID != "lead" || d.Weight != 2 || d.Window != nil || d.Where["is_bot"] != false {
		t.Errorf("%+v", d)
	}
	if got := index.Position("where", "is_bot"); got != (diag.Position{File: "m.md", Line: 5, Column: 11}) {
		t.Errorf("where.is_bot is at %v", got)
	}
	var kind duration
	err = d.Measure.Decode(&kind)
	if d.Measure.Text("kind") != "duration" || kind.From != "a" {
		t.Errorf("%+v", kind)
	}
	if want := "m.md:9:1: unknown key shwo in [measure]; did you mean show?"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestTimes(t *testing.T) {
	type reviewed struct {
		Day time.Time `toml:"day"`
	}
	for text, want := range map[string]string{
		`2026-10-01`:                "2026-10-01T00:00:00Z",
		`2026-10-01T12:00:00+02:00`: "2026-10-01T12:00:00+02:00",
		`"2026-10-01"`:              `m.md:1:1: day is the text "2026-10-01"; expected a date without quotes, such as 2026-10-01`,
		`2026-10-01T12:00:00`:       `m.md:1:1: day is the time 2026-10-01T12:00:00; expected a date without quotes, such as 2026-10-01`,
		`12:00:00`:                  `m.md:1:1: day is the time 12:00:00; expected a date without quotes, such as 2026-10-01`,
		`5`:                         `m.md:1:1: day is 5; expected a date without quotes, such as 2026-10-01`,
	} {
		var r reviewed
		_, err := ParseStrict("m.md", 0, []byte("day = "+text), &r)
		got := r.Day.Format(time.RFC3339)
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s gives %s, want %s", text, got, want)
		}
	}
}

func TestFrontMatterMissing(t *testing.T) {
	for data, want := range map[string]string{
		"":                   "m.md:1:1: the file does not begin with a line +++; expected front matter between two lines +++",
		"# Title\n":          "m.md:1:1: the file does not begin with a line +++; expected front matter between two lines +++",
		"+++\nid = 1\n":      "m.md:1:1: the front matter that begins here has no end; expected a second line +++",
		"+++\n+++\nb\xffc\n": "m.md:3:2: the byte 0xFF is not UTF-8; expected text in UTF-8; save the file as UTF-8",
	} {
		if _, _, _, _, err := splitFrontMatter("m.md", []byte(data)); err == nil || err.Error() != want {
			t.Errorf("%q gives %v, want %s", data, err, want)
		}
	}
	if front, _, body, line, err := splitFrontMatter("m.md", []byte("+++\n+++")); err != nil || len(front)+len(body) != 0 || line != 3 {
		t.Errorf("an empty one gives %q %q %d %v", front, body, line, err)
	}
}

func TestBytes(t *testing.T) {
	big := strings.Repeat("# fill\n", maxSize/7+1)
	if got, want := parseError(t, big), fmt.Sprintf(" the file has %d bytes; expected at most 1048576; event data belongs in the files of a [[source]]", len(big)); got != want {
		t.Errorf("got %s", got)
	}
	if got, want := parseError(t, "[site]\nname = \"é\xe9\"\n"), "2:10: the byte 0xE9 is not UTF-8; expected text in UTF-8; save the file as UTF-8"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := strings.Count(parseError(t, strings.Repeat("\xff", 500)), "\n"); got != maxBadBytes-1 {
		t.Errorf("%d lines, want %d", got+1, maxBadBytes)
	}
	if got := parseError(t, "\ufeff"+strings.ReplaceAll(least, "\n", "\r\n")); got != "" {
		t.Errorf("a byte order mark and CRLF give %s", got)
	}
}

// TestLargestIsQuick guards against the decoder's quadratic time in long dotted keys: this
// took hours before maxDepth.
func TestLargestIsQuick(t *testing.T) {
	deep := strings.Repeat("a.", maxSize/2-10) + "a = 1"
	if got := parseError(t, deep); !strings.HasPrefix(got, "1:35: a key of more than 16 parts") {
		t.Errorf("got %.100s", got)
	}
	if got := parseError(t, "a = "+strings.Repeat("[", maxSize-10)); !strings.Contains(got, "nested more than") {
		t.Errorf("got %.100s", got)
	}
	many := strings.Repeat("[[source]]\ntable = \"t\"\n", maxSize/22-10)
	if got := parseError(t, many); got == "" {
		t.Error("want errors")
	}
}

func TestNearest(t *testing.T) {
	known := []string{"files", "format", "table", "time_format", "timezone"}
	for word, want := range map[string]string{"file": "files", "Table": "table", "time-format": "time_format", "tabel": "table",
		"zone": "", "": "", strings.Repeat("x", 99): "", "timezon\u00e9": "timezone"} {
		if got := Nearest(word, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

// FuzzParse holds that nothing panics, that every problem lies inside the file, and that
// what is accepted is complete.
func FuzzParse(f *testing.F) {
	f.Add([]byte(least))
	f.Add([]byte("\ufeff[site]\r\nname = \"x\"\r\n[[source]]\nvalues.a.b = 1\nvalues.\"a.c\" = {d = [1, {e = 2}]}"))
	f.Add([]byte("a = [[[1, 2], {b = 1979-05-27}], \"\"\"x\ny\"\"\"]\n[a.b]\n[[a]]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		site, err := Parse("site.toml", data)
		if err == nil {
			checkSite(t, site)
			return
		}
		var problems diag.Problems
		if !errors.As(err, &problems) || len(problems) == 0 {
			t.Fatalf("%T: %v", err, err)
		}
		lines := strings.Split(strings.TrimPrefix(string(data), "\ufeff"), "\n")
		for _, p := range problems {
			if p.Line == 0 && p.Column == 0 {
				continue
			}
			if p.Line < 1 || p.Line > len(lines) || p.Column < 1 || p.Column > len([]rune(lines[p.Line-1]))+1 {
				t.Errorf("%v is outside of the file", p)
			}
			if strings.ContainsAny(p.Error(), "\n\r\x1b") {
				t.Errorf("%q is not one line of plain text", p.Error())
			}
		}
	})
}

func checkSite(t *testing.T, s *Site) {
	if s.Name == "" || s.Zone == nil || s.HistoryMonths < 1 || s.IncidentWindow <= 0 || s.IncidentWindow > 366*24*time.Hour ||
		s.Groups.People < 5 || s.Groups.SurveyPeople < 10 || s.Groups.Units < 5 || len(s.Sources) == 0 {
		t.Errorf("incomplete: %+v", s)
	}
	for _, source := range s.Sources {
		if source.Table == "" || source.Files == "" || source.Declared.Line == 0 || source.MaxRejected < 0 || source.MaxRejected > 1 {
			t.Errorf("incomplete: %+v", source)
		}
	}
}
