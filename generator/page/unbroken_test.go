package page

import (
	"strings"
	"testing"
)

func unbroken(text string) string {
	return string(composed(func(m *markup) { m.unbroken(text) }))
}

func TestUnbroken(t *testing.T) {
	for text, want := range map[string]string{
		"(0 %, 0–1.4 %), 620 days":      "(0 %, [0–1.4] %), 620 days",
		"usual range of 1.2–7.8 days":   "usual range of [1.2–7.8] days",
		"over May–October 2026, as 2–3": "over [May–October] 2026, as [2–3]",
		"interval 0.93–1.92.":           "interval [0.93–1.92].",
		"1–2–3":                         "[1–2–3]",
		"from 1 – to 2":                 "from 1 – to 2",
		"–4 and 5–":                     "–4 and 5–",
		"a&b <i>1–2</i>":                "a&amp;b &lt;i&gt;[1–2]&lt;/i&gt;",
		"<b>":                           "&lt;b&gt;",
		"":                              "",
		"a" + strings.Repeat("b", 30) + "–c, 1–2": "a" + strings.Repeat("b", 30) + "–c, [1–2]",
	} {
		want = strings.NewReplacer("[", `<span class="number">`, "]", "</span>").Replace(want)
		if got := unbroken(text); got != want {
			t.Errorf("unbroken(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzUnbroken(f *testing.F) {
	f.Add("1–2 <x–y> –")
	f.Fuzz(func(t *testing.T, text string) {
		got := strings.NewReplacer(`<span class="number">`, "", "</span>", "").Replace(unbroken(text))
		if strings.ContainsAny(got, `<>`) {
			t.Errorf("%q became %q", text, got)
		}
	})
}
