package workbook

import (
	"bytes"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"leadline/generator/event"
	"leadline/generator/metric"
	"leadline/generator/table"
)

var hostile = []string{
	`=cmd|'/C calc'!A0`, "=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "\ufeff=1+1", "\u200b=1+1", "＝1+1", "＋1", "－1", "＠1", " =1+1", "'=1+1",
	`=HYPERLINK("http://example.org";"x")`, "http://example.org", "javascript:alert(1)", "</script><script>alert(1)</script>", "</t></is></c><c><f>1+1</f></c>",
	"<![CDATA[x]]>", "&amp;&#10;&lt;", "a\x00b", "a\x1bb", "a\u202egpj.exe", "\u2066x\u2069", "caf\u0065\u0301", "\U0001F469\u200d\U0001F4BB \U0001F1E9\U0001F1EA", "_x0041_", "_x005F_", "_x005F_x0041_",
	"_x000D_", "_x0086_x005F_", "_x003D_1+1", "\uffff", "\ufffe", "\xff\xfe", "\xed\xa0\x80", "one\r\ntwo\nthree\u2028four", "  two spaces  ", "00123", "1e5", "TRUE", "2026-03-01", "#REF!", "1,5", "",
}

// through writes s into a streamed sheet and into the cover, and reads both back.
func through(t testing.TB, all []string) []string {
	from := source{}
	for _, s := range all {
		from.Accounts = append(from.Accounts, event.Account{Path: s})
		from.Definitions = append(from.Definitions, &metric.Definition{ID: s, Question: s})
	}
	var out bytes.Buffer
	if err := Write(&out, Book{Notes: all, Tables: from.tables()}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	read := make([]string, len(all))
	for i := range all {
		at, _ := excelize.CoordinatesToCellName(1, i+2)
		question, _ := excelize.CoordinatesToCellName(9, i+2)
		note, _ := excelize.CoordinatesToCellName(3, i+2)
		read[i] = only(t, f, "Accounting", at)
		if other := only(t, f, "Definitions", question); other != read[i] {
			t.Errorf("%q reads as %q on Accounting, as %q on Definitions", all[i], read[i], other)
		}
		if other := only(t, f, notesName, note); other != read[i] {
			t.Errorf("%q reads as %q on Accounting, as %q on Notes", all[i], read[i], other)
		}
	}
	return read
}

// only reads a cell that must be text or empty, and no formula and no link.
func only(t testing.TB, f *excelize.File, sheet, at string) string {
	value, err := f.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	if formula, _ := f.GetCellFormula(sheet, at); formula != "" {
		t.Errorf("%s!%s is the formula %q", sheet, at, formula)
	}
	if link, to, _ := f.GetCellHyperLink(sheet, at); link {
		t.Errorf("%s!%s links to %q", sheet, at, to)
	}
	kind, _ := f.GetCellType(sheet, at)
	if value != "" && kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
		t.Errorf("%s!%s: %q is of type %d, want text", sheet, at, value, kind)
	}
	return value
}

func TestHostileTextStaysText(t *testing.T) {
	for i, got := range through(t, hostile) {
		if want := clean(hostile[i]); got != want {
			t.Errorf("%q reads back as %q, want %q", hostile[i], got, want)
		}
	}
}

func TestClean(t *testing.T) {
	for from, want := range map[string]string{
		"plain =text":                "plain =text",
		"one\r\ntwo\nthree":          "one two three",
		"a\tb":                       "a b",
		"a\x00b\x1bc\x7fd":           "abcd",
		"\ufeffx":                    "x",
		"a\u202eb\u2066c":            "abc",
		"cafe\u0301":                 "café",
		"e\x00\u0301":                "é",
		"\xff":                       "\ufffd",
		"x\uffffy\U0001FFFEz":        "xyz",
		"\U0001F469\u200d\U0001F4BB": "\U0001F469\u200d\U0001F4BB",
		"_x0041_x0042_y_xab_":        "＿x0041＿x0042_y_xab_",
		"＝1":                         "＝1",
	} {
		if got := clean(from); got != want {
			t.Errorf("clean(%q) = %q, want %q", from, got, want)
		}
	}
}

// texts draws any bytes, any runes, and pieces that mean something to a spreadsheet.
func texts() *rapid.Generator[string] {
	piece := rapid.OneOf(rapid.SampledFrom(hostile), rapid.String(), rapid.StringMatching(`(_x00[0-9A-F]{2}_|[=+@-]|x005F_|_){1,4}`),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 8), func(b []byte) string { return string(b) }))
	return rapid.Map(rapid.SliceOfN(piece, 0, 4), func(pieces []string) string { return strings.Join(pieces, "") })
}

func TestAnyTextIsNormalisedAsDocumented(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := texts().Draw(t, "text")
		got := clean(s)
		if clean(got) != got {
			t.Fatalf("clean is not stable: %q, then %q", got, clean(got))
		}
		if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) || strings.ContainsFunc(got, unicode.IsControl) {
			t.Fatalf("%q is not clean", got)
		}
		if norm.NFC.String(s) == s && table.Clean(s) == s && got != s && !strings.Contains(s, "_x") {
			t.Fatalf("%q was changed to %q without need", s, got)
		}
	})
}

func TestAnyTextRoundTrips(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		all := rapid.SliceOfN(texts(), 1, 20).Draw(rt, "texts")
		for i, got := range through(t, all) {
			if want := clean(all[i]); got != want {
				rt.Fatalf("%q reads back as %q, want %q", all[i], got, want)
			}
		}
	})
}

// A text cell is a string whatever it begins with: no formula, no link, and the text as it is.
func FuzzTextCell(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := through(t, []string{s})[0]; got != clean(s) {
			t.Fatalf("%q reads back as %q, want %q", s, got, clean(s))
		}
	})
}
