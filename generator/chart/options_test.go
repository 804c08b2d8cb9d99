package chart

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestOptionsGolden(t *testing.T) {
	all := examples()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		t.Run(name, func(t *testing.T) {
			got, err := Options(all[name])
			if err != nil {
				t.Fatal(err)
			}
			if got == nil {
				return // nothing to explore
			}
			if !json.Valid(got) {
				t.Fatalf("not JSON: %s", got)
			}
			// one key a line is enough to read a difference
			golden(t, name+".json", append(bytes.ReplaceAll(got, []byte(`},{`), []byte("},\n{")), '\n'))
		})
	}
}

// meaning are the keys under which charts.js gives a string a meaning.
var meaning = map[string]string{"formatter": "~fmt:", "renderItem": "~draw:", "color": "~color:", "borderColor": "~color:"}

// TestOptionsAreInert feeds text that would break out of a script block, that go-echarts
// would turn into code, and that charts.js would take for one of its own words.
func TestOptionsAreInert(t *testing.T) {
	for _, text := range []string{
		`</script><img src=x onerror=window.P=1>`, `__f__(window.P=2)__f__`, `___f____f__x`, "~fmt:days", "~draw:flag", "~color:1",
		"\u202e~fmt:days", "\u2068~fmt:days", "שלום~fmt:days", "{a|b}", "<!--", "]]>", "\u2028", "\xff\xfe",
	} {
		f := examples()["line"]
		f.Title, f.Subtitle, f.Axis = text, text, text
		f.Series[0].Name, f.Notes[0].Text = text, text
		f.Series[0].Points[0].Text = text
		d := examples()["stacked"]
		d.Title, d.Axis, d.Series[1].Name = text, text, text
		for _, f := range []Figure{f, d} {
			out, err := Options(f)
			if err != nil {
				t.Fatalf("%q: %v", text, err)
			}
			for _, bad := range []string{"<", ">", "__f__", "\u2028"} {
				if bytes.Contains(out, []byte(bad)) {
					t.Errorf("%q: the options contain %q", text, bad)
				}
			}
			var v any
			if err := json.Unmarshal(out, &v); err != nil {
				t.Fatal(err)
			}
			walk(v, "", func(key, s string) {
				if strings.HasPrefix(s, "~") && (meaning[key] == "" || !strings.HasPrefix(s, meaning[key])) {
					t.Errorf("%q: under %q stands %q", text, key, s)
				}
				if strings.Contains(s, "{a|") {
					t.Errorf("rich text survived under %q: %q", key, s)
				}
			})
		}
	}
}

func walk(v any, key string, visit func(key, s string)) {
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			walk(e, k, visit)
		}
	case []any:
		for _, e := range v {
			walk(e, key, visit)
		}
	case string:
		visit(key, v)
	}
}

// The tooltip is a row of the page's table: the options bring no words of their own for it.
func TestHoverIsTheTable(t *testing.T) {
	for name, f := range examples() {
		out, err := Options(f)
		if err != nil {
			t.Fatal(err)
		}
		if out == nil {
			continue
		}
		var got struct{ Dataset, Tooltip any }
		if err := json.Unmarshal(out, &got); err != nil {
			t.Fatal(err)
		}
		if got.Tooltip != nil || got.Dataset != nil {
			t.Errorf("%s: the tooltip is %v of %v", name, got.Tooltip, got.Dataset)
		}
	}
}

func BenchmarkOptions(b *testing.B) {
	f := examples()["line"]
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Options(f); err != nil {
			b.Fatal(err)
		}
	}
}
