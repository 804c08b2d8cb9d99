package finding

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"leadline/generator/period"

	"pgregory.net/rapid"
)

var may = period.MonthOf(2026, time.May)

func ids(asked []Asked) []string {
	var out []string
	for _, a := range asked {
		out = append(out, a.Question)
	}
	return out
}

func TestChoose(t *testing.T) {
	one := func(since period.Month, questions ...string) Fired {
		return Fired{Pattern: "p-" + questions[0], Questions: questions, Since: since}
	}
	for _, c := range []struct {
		name  string
		fired [][]Fired
		want  [][]Asked
	}{
		{"nothing holds", [][]Fired{nil, {}}, [][]Asked{nil, nil}},
		{"six patterns, five questions, in order of precedence",
			[][]Fired{{one(0, "a"), one(0, "b"), one(0, "c"), one(0, "d"), one(0, "e"), one(0, "f")}},
			[][]Asked{{{"a", "p-a", 0}, {"b", "p-b", 0}, {"c", "p-c", 0}, {"d", "p-d", 0}, {"e", "p-e", 0}}}},
		{"two patterns: the more important one asks twice, up to three",
			[][]Fired{{one(0, "a", "b", "c"), one(0, "d", "e")}},
			[][]Asked{{{"a", "p-a", 0}, {"d", "p-d", 0}, {"b", "p-a", 0}}}},
		{"one pattern alone asks three of its four",
			[][]Fired{{one(0, "a", "b", "c", "d")}},
			[][]Asked{{{"a", "p-a", 0}, {"b", "p-a", 0}, {"c", "p-a", 0}}}},
		{"two patterns share a first question: the second asks its next",
			[][]Fired{{one(0, "a"), {"q", []string{"a", "b"}, 0}, one(0, "c")}},
			[][]Asked{{{"a", "p-a", 0}, {"b", "q", 0}, {"c", "p-c", 0}}}},
		{"a pattern that persists asks again and says since when",
			[][]Fired{{one(may, "a")}, {one(may, "a")}, {one(may, "a")}},
			[][]Asked{{{"a", "p-a", 0}}, {{"a", "p-a", may}}, {{"a", "p-a", may}}}},
		{"a new pattern does not ask what was just asked",
			[][]Fired{{one(may, "a")}, {{"q", []string{"a", "b"}, may + 1}}, {{"q", []string{"a", "b"}, may + 1}}},
			[][]Asked{{{"a", "p-a", 0}}, {{"b", "q", 0}}, {{"a", "q", 0}, {"b", "q", may + 1}}}},
		{"after three months another question has its turn",
			[][]Fired{{one(may, "a", "b", "c", "d")}, {one(may, "a", "b", "c", "d")}, {one(may, "a", "b", "c", "d")}, {one(may, "a", "b", "c", "d")}},
			[][]Asked{
				{{"a", "p-a", 0}, {"b", "p-a", 0}, {"c", "p-a", 0}},
				{{"a", "p-a", may}, {"b", "p-a", may}, {"c", "p-a", may}},
				{{"a", "p-a", may}, {"b", "p-a", may}, {"c", "p-a", may}},
				{{"d", "p-a", 0}, {"a", "p-a", may}, {"b", "p-a", may}},
			}},
		{"a pattern that pauses begins again",
			[][]Fired{{one(may, "a")}, nil, {one(may+2, "a")}},
			[][]Asked{{{"a", "p-a", 0}}, nil, {{"a", "p-a", 0}}}},
	} {
		if got := Choose(may, c.fired); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\n got %v\nwant %v", c.name, got, c.want)
		}
	}
}

// history draws months of patterns that come and go; Since is told by the history itself.
func history(t *rapid.T) [][]Fired {
	patterns := rapid.IntRange(0, 8).Draw(t, "patterns")
	questions := make([][]string, patterns)
	for i := range questions {
		questions[i] = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", "g"}), 0, 4, rapid.ID[string]).Draw(t, "questions")
	}
	months := make([][]Fired, rapid.IntRange(0, 12).Draw(t, "months"))
	since := make([]period.Month, patterns)
	for m := range months {
		for i := range patterns {
			if !rapid.Bool().Draw(t, "holds") {
				since[i] = 0
				continue
			}
			if since[i] == 0 {
				since[i] = may + period.Month(m)
			}
			months[m] = append(months[m], Fired{Pattern: fmt.Sprint(i), Questions: questions[i], Since: since[i]})
		}
	}
	return months
}

func TestChooseProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fired := history(t)
		chosen := Choose(may, fired)
		if len(chosen) != len(fired) || !reflect.DeepEqual(chosen, Choose(may, fired)) {
			t.Fatalf("not one answer a month, or not twice the same")
		}
		if n := len(fired) / 2; !reflect.DeepEqual(chosen[:n], Choose(may, fired[:n])) {
			t.Fatalf("what comes later changes what was asked")
		}
		for i, asked := range chosen {
			checkMonth(t, may+period.Month(i), fired[i], asked)
			if i > 0 {
				checkRepeats(t, may+period.Month(i), fired[i], chosen[i-1], asked)
			}
		}
	})
}

func checkMonth(t *rapid.T, m period.Month, fired []Fired, asked []Asked) {
	if len(asked) > 5 {
		t.Fatalf("%s asks %d", m, len(asked))
	}
	count := map[string]int{}
	for i, a := range asked {
		if slices.Contains(ids(asked[:i]), a.Question) {
			t.Fatalf("%s asks %s twice", m, a.Question)
		}
		j := slices.IndexFunc(fired, func(f Fired) bool { return f.Pattern == a.Pattern })
		if j < 0 || !slices.Contains(fired[j].Questions, a.Question) {
			t.Fatalf("%s asks %s, which %s does not call for", m, a.Question, a.Pattern)
		}
		if count[a.Pattern]++; count[a.Pattern] > 1 && i >= 3 {
			t.Fatalf("%s: %s asks a second question as number %d", m, a.Pattern, i+1)
		}
	}
	if len(asked) == 5 {
		return
	}
	for _, f := range fired { // room was left, so a pattern is silent only if all it has is taken
		if count[f.Pattern] == 0 && f.Since < m && slices.ContainsFunc(f.Questions, func(q string) bool { return !slices.Contains(ids(asked), q) }) {
			t.Fatalf("%s: %s asks nothing although it could", m, f.Pattern)
		}
	}
}

func checkRepeats(t *rapid.T, m period.Month, fired []Fired, before, asked []Asked) {
	for _, a := range asked {
		i := slices.Index(ids(before), a.Question)
		if i < 0 {
			if a.Since != 0 {
				t.Fatalf("%s: %s says since %s, but was not asked the month before", m, a.Question, a.Since)
			}
			continue
		}
		f := fired[slices.IndexFunc(fired, func(f Fired) bool { return f.Pattern == a.Pattern })]
		if f.Since >= m {
			t.Fatalf("%s repeats %s although %s is new", m, a.Question, a.Pattern)
		}
		if want := max(before[i].Since, (m-1)*period.Month(btoi(before[i].Since == 0))); a.Since != want {
			t.Fatalf("%s: %s says since %s, want %s", m, a.Question, a.Since, want)
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
