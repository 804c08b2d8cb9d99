package table

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

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
		"＝1":                         "＝1",
	} {
		if got := Clean(from); got != want {
			t.Errorf("Clean(%q) = %q, want %q", from, got, want)
		}
	}
}

func TestAnyTextIsCleanOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"\xed\xa0\x80", "\u0301", "\x00", "\r\n", "\u2028"})), 0, 4).Draw(t, "text"), "")
		got := Clean(s)
		if Clean(got) != got {
			t.Fatalf("Clean is not stable: %q, then %q", got, Clean(got))
		}
		if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) || strings.ContainsFunc(got, unicode.IsControl) {
			t.Fatalf("%q is not clean", got)
		}
		if norm.NFC.String(s) == s && utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return printable(r) != r }) && got != s {
			t.Fatalf("%q was changed to %q without need", s, got)
		}
	})
}

func TestListIsCutAndCounted(t *testing.T) {
	got := list(slices.Repeat([]string{strings.Repeat("x", 98)}, 1000))
	if len(got) > maxList+40 || !strings.HasSuffix(got, "x and 920 more") {
		t.Errorf("%d bytes, ending %q", len(got), got[len(got)-20:])
	}
	if got := list([]string{"a", "b"}); got != "a, b" {
		t.Errorf("list is %q", got)
	}
}
