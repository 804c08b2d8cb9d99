package download

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"leadline/generator/table"
)

// tricks are ways by which a text was taken for a formula somewhere.
var tricks = []string{
	"=1+1", " \t@x", "\ufeff-1", "＝1", "＋1", "－1", "＠SUM(A1)", "﹦1", "﹢1", "﹣1", "﹫x", "⁼1", "−1", "≠1", "=\u03381", "a\"b", "plain", "\r\n+1", "\x00", "\u200b=1", "\u2060=1", "\u2800=1",
	"\u00a0=1", "\u3000＝1", "\ufe0f=1", "\u0301=1", "\u115f=1", "\u3164-1", "\u00ad@x", "'=1", "''=1", "'\tx", "\tx", "\"=1", "a;=1", "a\t=1", "a,=cmd|' /C calc'!A0", "\";=1", "\"\";=1", "a|@x", "x; \u200b＝1",
	"a\n=1", "a;'=1", "a;\"=1", "\x1b=1", "\u202e=1", "\xff=1", "-3", "+44 20 7946 0000", "-", "=", "", "no-data", "1,5; -2",
}

// unguard is what a reader does to get a text back, written from guard's promise alone.
func unguard(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		start := i == 0 || strings.ContainsRune(",;|\t\r\n", rune(s[i-1]))
		if start && s[i] == '\'' && dangerous(s[i+1:], i == 0) {
			continue
		}
		out.WriteByte(s[i])
	}
	return out.String()
}

// dangerous is this file's own reading of the rule: what is left of s after everything that
// is not to be seen begins with a sign of a formula, in any form.
func dangerous(s string, first bool) bool {
	if first && control.MatchString(s) {
		return true
	}
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && n == 1 || unseen.MatchString(string(r)) && !private.MatchString(string(r)) {
			s = s[n:]
			continue
		}
		return strings.ContainsAny(firstOf(norm.NFKD.String(string(r))), "=+-@−")
	}
	return false
}

var (
	control = regexp.MustCompile("^'*[\t\r\n\x00]")
	unseen  = regexp.MustCompile("['\"\\s\\p{C}\\p{M}\\p{Z}\u115f\u1160\u3164\uffa0\u2800]")
	private = regexp.MustCompile(`[\p{Co}\p{Cs}]`) // in \p{C}, and neither controls nor format signs
)

func firstOf(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}

// guarded writes texts as one row between numbers, and gives the file.
func guarded(t interface{ Fatal(...any) }, texts ...string) []byte {
	columns := []Column{{"n", Number}}
	for i := range texts {
		columns = append(columns, Column{"t" + strconv.Itoa(i), Text}, Column{"n" + strconv.Itoa(i), Number})
	}
	b := NewBatch(columns, 1)
	b.Cells[0].Number(-3)
	for i, s := range texts {
		b.Cells[2*i+1].Text(s)
		b.Cells[2*i+2].Number(-0.25)
	}
	var out bytes.Buffer
	w, err := NewCSV(&out, columns, CSVOptions{Guard: true, CRLF: true})
	if err == nil {
		err = errors.Join(w.WriteBatch(b), w.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// checkGuarded holds one row of texts to the promises: each reads back, no cell starts a
// formula, and no other separator makes a cell that does.
func checkGuarded(t interface {
	Fatal(...any)
	Fatalf(string, ...any)
}, texts ...string) {
	file := guarded(t, texts...)
	records, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil || len(records) != 2 {
		t.Fatalf("%q: %v, %d records", texts, err, len(records))
	}
	for i, s := range texts {
		got := records[1][2*i+1]
		if dangerous(got, true) && !strings.HasPrefix(got, "'") {
			t.Fatalf("%q is written as %q", s, got)
		}
		if lines(unguard(got)) != lines(s) {
			t.Fatalf("%q comes back as %q, written as %q", s, unguard(got), got)
		}
		if records[1][2*i+2] != "-0.25" {
			t.Fatalf("a number is written as %q", records[1][2*i+2])
		}
	}
	for _, comma := range ";\t|" {
		for _, lazy := range []bool{false, true} {
			otherwise(t, texts, file, comma, lazy)
		}
	}
}

// lines is s as encoding/csv gives it, for whom CR LF is LF, and CR CR LF is CR LF.
func lines(s string) string { return lineEnd.ReplaceAllString(s, "\n") }

var lineEnd = regexp.MustCompile(`\r+\n`)

// otherwise reads the file by another separator, as far as that reader gets.
func otherwise(t interface{ Fatalf(string, ...any) }, texts []string, file []byte, comma rune, lazy bool) {
	r := csv.NewReader(bytes.NewReader(file))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, lazy, -1
	for {
		record, err := r.Read()
		if err == io.EOF || err != nil && !lazy {
			return
		}
		for k, field := range record {
			if strings.HasPrefix(field, "-3,") {
				continue // the row's first number: a cell of a number alone is not in our gift
			}
			if dangerous(field, false) && !strings.HasPrefix(strings.TrimLeft(field, "\""), "'") {
				t.Fatalf("%q, read by %q (lazy %v): cell %d is %q", texts, comma, lazy, k, field)
			}
		}
		if err != nil {
			return
		}
	}
}

func TestTricks(t *testing.T) {
	for _, s := range tricks {
		checkGuarded(t, s, "x", s)
	}
	for s, want := range map[string]string{
		"=1": "'=1", "plain": "plain", "-3": "'-3", "a;=1": "a;'=1", "'=1": "''=1", "'tis": "'tis", "a, b": "a, b", "too few: 3 of 7, -1": "too few: 3 of 7,' -1", "x-y": "x-y", "\u200b＝1": "'\u200b＝1",
	} {
		if got := string(guard([]byte(s))); got != want {
			t.Errorf("%q is guarded as %q, want %q", s, got, want)
		}
	}
}

// texts draws pieces that mean something to a spreadsheet, and any others.
func texts() *rapid.Generator[string] {
	piece := rapid.OneOf(rapid.SampledFrom(tricks), rapid.String(), rapid.StringMatching(`[=+@;,|"' \t-]{1,5}`),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 6), func(b []byte) string { return string(b) }))
	return rapid.Map(rapid.SliceOfN(piece, 0, 4), func(pieces []string) string { return strings.Join(pieces, "") })
}

func TestNoTextStartsAFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkGuarded(t, rapid.SliceOfN(texts(), 1, 4).Draw(t, "texts")...)
	})
}

// Whatever a reader normalises the text to, it stays a text.
func TestNormalisingStartsNoFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := table.Clean(texts().Draw(t, "text"))
		got := string(guard([]byte(s)))
		for _, form := range []norm.Form{norm.NFC, norm.NFD, norm.NFKC, norm.NFKD} {
			if n := form.String(got); strings.ContainsAny(firstOf(strings.TrimLeft(n, " \"")), "=+-@") {
				t.Fatalf("%q is written as %q, which normalises to %q", s, got, n)
			}
		}
	})
}

func FuzzGuardedCSV(f *testing.F) {
	for _, s := range tricks {
		f.Add(s, "x")
	}
	f.Fuzz(func(t *testing.T, s, u string) { checkGuarded(t, s, u) })
}

// Numbers are never guarded, and have one form.
func TestGuardedNumbersStayNumbers(t *testing.T) {
	form := regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64().Filter(func(x float64) bool { return !math.IsInf(x, 0) && !math.IsNaN(x) }).Draw(t, "x")
		whole := rapid.Int64().Draw(t, "whole")
		b := NewBatch([]Column{{"x", Number}, {"n", Count}}, 1)
		b.Cells[0].Number(x)
		b.Cells[1].Int(whole)
		var out bytes.Buffer
		w, err := NewCSV(&out, b.Columns, CSVOptions{Guard: true})
		if err != nil || w.WriteBatch(b) != nil {
			t.Fatal(err)
		}
		_, row, _ := strings.Cut(strings.TrimSuffix(out.String(), "\n"), "\n")
		cells := strings.Split(row, ",")
		if got, err := strconv.ParseFloat(cells[0], 64); err != nil || got != x || !form.MatchString(cells[0]) {
			t.Fatalf("%v is written as %q", x, cells[0])
		}
		if cells[1] != strconv.FormatInt(whole, 10) {
			t.Fatalf("%d is written as %q", whole, cells[1])
		}
	})
	if !plainNumber([]byte("-3")) || slices.ContainsFunc([]string{"", "-", "+3", "1e5", "NaN", "1.", ".5", "--1", "=1", "1,5", " 1", "0x1"}, func(s string) bool { return plainNumber([]byte(s)) }) {
		t.Error("the form of numbers is not held to")
	}
}
