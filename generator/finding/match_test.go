package finding

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"leadline/generator/level"
	"leadline/generator/period"
)

// october is the month of all cases here.
const october = "2026-10"

// patternOf is a pattern of given conditions, whose sentence is of no matter.
func patternOf(t *testing.T, id string, precedence int, extra, whens string) *Pattern {
	t.Helper()
	text := fmt.Sprintf(`+++
id = %q
title = "A pattern"
domain = "flow"
version = "1.0.0"
status = "active"
owner = "Coaching"
reviewed = 2026-10-01
next_review = 2027-10-01
levels = ["team"]
precedence = %d
say = "It is {x.month}."
questions = ["flow-a"]
%s
%s
+++

## What it means

## What it does not mean

## Worked example

## Change log
`, id, precedence, extra, whens)
	p, err := ParsePattern(id+".md", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// caseOf is a month with given signals and notes.
func caseOf(t *testing.T, p *Pattern, signals string) Case {
	t.Helper()
	with := *p
	with.Body = []byte("```toml example\n[[case]]\nlevel = \"team\"\nmonth = \"" + october + "\"\nsay = \"x\"\n" + signals + "\n[[case]]\nlevel = \"team\"\nmonth = \"2026-10\"\n```\n")
	cases, err := ParseCases(&with, builtin(t))
	if err != nil {
		t.Fatal(err)
	}
	return cases[0]
}

func signal(metric, rest string) string {
	return "[[case.signal]]\nmetric = \"" + metric + "\"\n" + rest + "\n"
}

const (
	up      = "change = { estimate = 2, interval = [1.5, 3], p = 0.001 }"
	down    = "change = { estimate = 0.5, interval = [0.3, 0.8], p = 0.001 }"
	same    = "change = { estimate = 1.1, interval = [0.8, 1.4], p = 0.4 }"
	nearly  = "change = { estimate = 1.5, interval = [1.1, 2], p = 0.02 }"
	unknown = `change = { absent = "too-few", reason = "r" }`
	mixed   = "change = { estimate = 0.5, interval = [0.3, 0.8], p = 0.001, mix = 2 }"
)

// Every word of a condition, with evidence that satisfies it and nearly the same that does not.
func TestConditions(t *testing.T) {
	lead := func(rest string) string { return signal("change-lead-time", "value = 86400\nn = 20\n"+rest) }
	for _, c := range []struct {
		name, when, signals string
		want                int // signals in evidence; -1: it does not hold
	}{
		{"up", `metric = "change-lead-time"` + "\n" + `change = ["up"]`, lead(up), 1},
		{"up, but down", `metric = "change-lead-time"` + "\n" + `change = ["up"]`, lead(down), -1},
		{"up, but nearly", `metric = "change-lead-time"` + "\n" + `change = ["up"]`, lead(nearly), -1},
		{"down", `metric = "change-lead-time"` + "\n" + `change = ["down"]`, lead(down), 1},
		{"none", `metric = "change-lead-time"` + "\n" + `change = ["none"]`, lead(nearly), 1},
		{"none, but unknown", `metric = "change-lead-time"` + "\n" + `change = ["none"]`, lead(unknown), -1},
		{"level", `metric = "change-lead-time"` + "\n" + `change = ["level"]`, lead(same), 1},
		{"level, but nearly", `metric = "change-lead-time"` + "\n" + `change = ["level"]`, lead(nearly), -1},
		{"level, but up", `metric = "change-lead-time"` + "\n" + `change = ["level"]`, lead(up), -1},
		{"unknown", `metric = "change-lead-time"` + "\n" + `change = ["unknown"]`, lead(unknown), 1},
		{"up or down", `metric = "change-lead-time"` + "\n" + `change = ["up", "down"]`, lead(down), 1},
		{"no figures at all", `metric = "change-lead-time"` + "\n" + `change = ["unknown"]`, signal("review-wait", "value = 60\n"+unknown), -1},
		{"another metric", `metric = "change-lead-time"` + "\n" + `change = ["up"]`, signal("review-wait", "value = 60\n"+up), -1},

		{"high", `metric = "change-lead-time"` + "\n" + `month = ["high"]`, lead(`state = "high"`), 1},
		{"high, but low", `metric = "change-lead-time"` + "\n" + `month = ["high"]`, lead(`state = "low"`), -1},
		{"within", `metric = "change-lead-time"` + "\n" + `month = ["within"]`, lead(""), 1},
		{"unjudged", `metric = "change-lead-time"` + "\n" + `month = ["unjudged"]`, lead(`state = "unjudged"`), 1},
		{"high and up", `metric = "change-lead-time"` + "\n" + `month = ["high"]` + "\n" + `change = ["up"]`, lead("state = \"high\"\n" + up), 1},
		{"high and not up", `metric = "change-lead-time"` + "\n" + `month = ["high"]` + "\n" + `change = ["up"]`, lead("state = \"high\"\n" + same), -1},

		{"within three months, two ago", `metric = "change-lead-time"` + "\nwithin = 3\n" + `month = ["high"]`, lead("") + lead("month = \"2026-08\"\nstate = \"high\""), 1},
		{"within three months, three ago", `metric = "change-lead-time"` + "\nwithin = 3\n" + `month = ["high"]`, lead("") + lead("month = \"2026-07\"\nstate = \"high\""), -1},

		{"within three months, and changed by now", `metric = "change-lead-time"` + "\nwithin = 3\n" + `month = ["high"]` + "\n" + `change = ["up"]`, lead(up) + lead("month = \"2026-08\"\nstate = \"high\""), 1},
		{"within three months, and changed then", `metric = "change-lead-time"` + "\nwithin = 3\n" + `month = ["high"]` + "\n" + `change = ["up"]`, lead(same) + lead("month = \"2026-08\"\nstate = \"high\"\n"+up), -1},

		{"again", `metric = "change-lead-time"` + "\nagain = true\n" + `month = ["high"]`, lead(`state = "high"`) + lead("month = \"2025-10\"\nstate = \"high\""), 1},
		{"again, but the other way", `metric = "change-lead-time"` + "\nagain = true\n" + `month = ["high"]`, lead(`state = "high"`) + lead("month = \"2025-10\"\nstate = \"low\""), -1},
		{"again, but eleven months ago", `metric = "change-lead-time"` + "\nagain = true\n" + `month = ["high"]`, lead(`state = "high"`) + lead("month = \"2025-11\"\nstate = \"high\""), -1},
		{"not again", `metric = "change-lead-time"` + "\nagain = false\n" + `month = ["high"]`, lead(`state = "high"`), 1},
		{"not again, but again", `metric = "change-lead-time"` + "\nagain = false\n" + `month = ["high"]`, lead(`state = "high"`) + lead("month = \"2025-10\"\nstate = \"high\""), -1},

		{"mix", `metric = "change-lead-time"` + "\nmix = true", lead(mixed), 1},
		{"mix that stayed", `metric = "change-lead-time"` + "\nmix = true", lead(down), -1},
		{"no mix", `metric = "change-lead-time"` + "\nmix = false\n" + `change = ["down"]`, lead(down), 1},
		{"no mix, but mix", `metric = "change-lead-time"` + "\nmix = false\n" + `change = ["down"]`, lead(mixed), -1},

		{"at least", `metric = "change-lead-time"` + "\nfigure = [{ at_least = 86400 }]", lead(""), 1},
		{"at least more", `metric = "change-lead-time"` + "\nfigure = [{ at_least = 86401 }]", lead(""), -1},
		{"above itself", `metric = "change-lead-time"` + "\nfigure = [{ above = 86400 }]", lead(""), -1},
		{"above less", `metric = "change-lead-time"` + "\nfigure = [{ above = 86399 }]", lead(""), 1},
		{"at most", `metric = "change-lead-time"` + "\nfigure = [{ at_most = 86400 }]", lead(""), 1},
		{"at most less", `metric = "change-lead-time"` + "\nfigure = [{ at_most = 86399 }]", lead(""), -1},
		{"below itself", `metric = "change-lead-time"` + "\nfigure = [{ below = 86400 }]", lead(""), -1},
		{"below more", `metric = "change-lead-time"` + "\nfigure = [{ below = 86401 }]", lead(""), 1},
		{"low end above", `metric = "change-lead-time"` + "\nfigure = [{ low_above = 100 }]", lead("interval = [101, 90000]"), 1},
		{"low end not above", `metric = "change-lead-time"` + "\nfigure = [{ low_above = 101 }]", lead("interval = [101, 90000]"), -1},
		{"no low end", `metric = "change-lead-time"` + "\nfigure = [{ low_above = 1 }]", lead(""), -1},
		{"high end below", `metric = "change-lead-time"` + "\nfigure = [{ high_below = 90001 }]", lead("interval = [101, 90000]"), 1},
		{"high end not below", `metric = "change-lead-time"` + "\nfigure = [{ high_below = 90000 }]", lead("interval = [101, 90000]"), -1},
		{"no high end", `metric = "change-lead-time"` + "\nfigure = [{ high_below = 90001 }]", lead(""), -1},
		{"n", `metric = "change-lead-time"` + "\nfigure = [{ n = 20 }]", lead(""), 1},
		{"n too few", `metric = "change-lead-time"` + "\nfigure = [{ n = 21 }]", lead(""), -1},
		{"two bounds, one broken", `metric = "change-lead-time"` + "\nfigure = [{ n = 20 }, { above = 86400 }]", lead(""), -1},
		{"a bound of an absent figure", `metric = "change-lead-time"` + "\nfigure = [{ n = 0 }]", signal("change-lead-time", `absent = "too-few"`), -1},
		{"a bound of another figure", `metric = "change-lead-time"` + "\nfigure = [{ stat = \"p85\", above = 1 }]", lead("") + signal("change-lead-time", "stat = \"p85\"\nvalue = 2"), 1},
		{"a bound of another figure that is not there", `metric = "change-lead-time"` + "\nfigure = [{ stat = \"p85\", above = 1 }]", lead(""), -1},

		{"apart", `metric = "change-lead-time"` + "\nfigure = [{ apart = \"above\", months = 6 }]", lead("interval = [80000, 90000]") + lead("month = \"2026-04\"\ninterval = [60000, 79999]"), 1},
		{"not apart", `metric = "change-lead-time"` + "\nfigure = [{ apart = \"above\", months = 6 }]", lead("interval = [80000, 90000]") + lead("month = \"2026-04\"\ninterval = [60000, 80000]"), -1},
		{"apart, the other way", `metric = "change-lead-time"` + "\nfigure = [{ apart = \"below\", months = 6 }]", lead("interval = [80000, 90000]") + lead("month = \"2026-04\"\ninterval = [60000, 79999]"), -1},

		{"absent", `metric = "change-lead-time"` + "\nabsent = [\"no-data\"]", signal("change-lead-time", `absent = "no-data"`), 1},
		{"absent for another reason", `metric = "change-lead-time"` + "\nabsent = [\"no-data\"]", signal("change-lead-time", `absent = "withheld"`), -1},
		{"absent, but there", `metric = "change-lead-time"` + "\nabsent = [\"no-data\"]", lead(""), -1},

		{"a part", `metric = "delay-causes"` + "\nstat = \"exclusive\"\ncategory = \"process\"\nfigure = [{ above = 0.3 }]", signal("delay-causes", "stat = \"exclusive\"\ncategory = \"process\"\nvalue = 0.4\nn = 20"), 1},
		{"another part", `metric = "delay-causes"` + "\nstat = \"exclusive\"\ncategory = \"process\"\nfigure = [{ above = 0.3 }]", signal("delay-causes", "stat = \"exclusive\"\ncategory = \"dependency\"\nvalue = 0.4\nn = 20"), -1},
		{"each part", "as = \"x\"\nmetric = \"delay-causes\"\nstat = \"exclusive\"\ncategory = \"*\"\nfigure = [{ above = 0.3 }]", signal("delay-causes", "stat = \"exclusive\"\ncategory = \"process\"\nvalue = 0.4\nn = 20") +
			signal("delay-causes", "stat = \"exclusive\"\ncategory = \"dependency\"\nvalue = 0.5\nn = 20") + signal("delay-causes", "stat = \"exclusive\"\ncategory = \"architecture\"\nvalue = 0.1\nn = 20"), 2},

		{"any of two", `metrics = ["change-lead-time", "review-wait"]` + "\n" + `change = ["up"]`, lead(up) + signal("review-wait", "value = 60\n"+same), 1},
		{"both of two", `metrics = ["change-lead-time", "review-wait"]` + "\n" + `change = ["up"]`, lead(up) + signal("review-wait", "value = 60\n"+up), 2},
		{"all of two", `metrics = ["change-lead-time", "review-wait"]` + "\nall = true\n" + `change = ["up"]`, lead(up) + signal("review-wait", "value = 60\n"+up), 2},
		{"all of two, but one", `metrics = ["change-lead-time", "review-wait"]` + "\nall = true\n" + `change = ["up"]`, lead(up) + signal("review-wait", "value = 60\n"+same), -1},
		{"every metric", `metric = "*"` + "\n" + `change = ["up"]`, lead(up) + signal("review-wait", "value = 60\n"+up) + signal("throughput", "value = 5\n"+same), 2},

		{"optional and there", `metric = "change-lead-time"` + "\noptional = true\n" + `change = ["up"]`, lead(up), 1},
		{"optional and not so", `metric = "change-lead-time"` + "\noptional = true\n" + `change = ["up"]`, lead(down), 0},
		{"optional and not all", `metrics = ["change-lead-time", "review-wait"]` + "\noptional = true\nall = true\n" + `change = ["up"]`, lead(up) + signal("review-wait", "value = 60\n"+same), 0},

		{"a note", `note = ["rebased"]`, lead("") + "[[case.note]]\nmonth = \"2026-10\"\nkind = \"rebased\"\ntext = \"n\"", 1},
		{"a note of another kind", `note = ["rebased"]`, lead("") + "[[case.note]]\nmonth = \"2026-10\"\nkind = \"noted\"\ntext = \"n\"", -1},
		{"a note of last month", `note = ["rebased"]`, lead("") + "[[case.note]]\nmonth = \"2026-09\"\nkind = \"rebased\"\ntext = \"n\"", -1},
		{"a note of last month, within two", "within = 2\n" + `note = ["rebased"]`, lead("") + "[[case.note]]\nmonth = \"2026-09\"\nkind = \"rebased\"\ntext = \"n\"", 1},
		{"no note, and it is optional", "optional = true\n" + `note = ["rebased"]`, lead(""), 0},
	} {
		when := "[[when]]\n" + c.when
		if !strings.Contains(when, "as = ") {
			when = strings.Replace(when, "[[when]]", "[[when]]\nas = \"x\"", 1)
		}
		p := patternOf(t, "p", 50, "", when)
		found := Run[level.Team](caseOf(t, p, c.signals))
		got := -1
		if len(found) > 0 {
			got = len(found[0].Of("x"))
		}
		if got != c.want {
			t.Errorf("%s: %d signals, want %d", c.name, got, c.want)
		}
	}
}

// Conditions are conjunctive: each must hold.
func TestConditionsAreConjunctive(t *testing.T) {
	p := patternOf(t, "p", 50, "", "[[when]]\nas = \"x\"\nmetric = \"change-lead-time\"\nchange = [\"up\"]\n[[when]]\nmetric = \"review-wait\"\nchange = [\"up\"]")
	lead := signal("change-lead-time", "value = 86400\n"+up)
	for rest, want := range map[string]int{up: 1, down: 0} {
		if got := len(Run[level.Team](caseOf(t, p, lead+signal("review-wait", "value = 60\n"+rest)))); got != want {
			t.Errorf("with %s: found %d times, want %d", rest, got, want)
		}
	}
}

// Of several months looked back at, the newest that satisfies counts; notes come newest first.
func TestNewestCounts(t *testing.T) {
	p := patternOf(t, "p", 50, "", "[[when]]\nas = \"x\"\nmetric = \"throughput\"\nwithin = 6\nmonth = [\"high\"]\n[[when]]\nas = \"n\"\nnote = [\"noted\"]\nwithin = 6")
	at := func(m, rest string) string { return signal("throughput", "value = 5\nmonth = \""+m+"\"\n"+rest) }
	note := func(m string) string { return "[[case.note]]\nmonth = \"" + m + "\"\nkind = \"noted\"\ntext = \"n\"\n" }
	found := Run[level.Team](caseOf(t, p, at("2026-06", `state = "high"`)+at("2026-08", `state = "high"`)+at("2026-10", "")+note("2026-06")+note("2026-09")))
	if len(found) != 1 || found[0].Of("x")[0].Month.String() != "2026-08" || found[0].Of("n")[0].Month.String() != "2026-09" || len(found[0].Of("n")) != 2 {
		t.Errorf("%+v", found)
	}
}

// for_each makes a finding of every signal; precedence orders them; what is told silences and
// covers what would say less, and only what comes later.
func TestOrder(t *testing.T) {
	signals := signal("change-lead-time", "value = 86400\n"+up) + signal("review-wait", "value = 60\n"+up) + signal("throughput", "value = 5\n"+down)
	anyUp := "[[when]]\nas = \"x\"\nmetric = \"*\"\nchange = [\"up\", \"down\"]\n"
	lead := "[[when]]\nas = \"x\"\nmetric = \"change-lead-time\"\nchange = [\"up\"]\n"
	for _, c := range []struct {
		name     string
		patterns []*Pattern
		want     []string // pattern and metrics of each finding
	}{
		{"each", []*Pattern{patternOf(t, "each", 50, "", anyUp+"for_each = true\n")}, []string{"each change-lead-time", "each review-wait", "each throughput"}},
		{"together", []*Pattern{patternOf(t, "any", 50, "", anyUp)}, []string{"any change-lead-time,review-wait,throughput"}},
		{"by precedence, then id", []*Pattern{patternOf(t, "b", 20, "", lead), patternOf(t, "c", 30, "", lead), patternOf(t, "a", 20, "", lead)},
			[]string{"c change-lead-time", "a change-lead-time", "b change-lead-time"}},
		{"silenced", []*Pattern{patternOf(t, "loud", 60, `silences = ["quiet"]`, lead), patternOf(t, "quiet", 50, "", anyUp)}, []string{"loud change-lead-time"}},
		{"not silenced by what does not hold", []*Pattern{patternOf(t, "loud", 60, `silences = ["quiet"]`, strings.Replace(lead, "up", "down", 1)), patternOf(t, "quiet", 50, "", lead)}, []string{"quiet change-lead-time"}},
		{"not silenced by what is silenced", []*Pattern{patternOf(t, "a", 60, `silences = ["b"]`, lead), patternOf(t, "b", 50, `silences = ["c"]`, lead), patternOf(t, "c", 40, "", lead)},
			[]string{"a change-lead-time", "c change-lead-time"}},
		{"covered", []*Pattern{patternOf(t, "special", 60, "", lead), patternOf(t, "any", 50, "", anyUp+"uncovered = true\n")}, []string{"special change-lead-time", "any review-wait,throughput"}},
		{"not covered by what comes later", []*Pattern{patternOf(t, "special", 40, "", lead), patternOf(t, "any", 50, "", anyUp+"uncovered = true\n")},
			[]string{"any change-lead-time,review-wait,throughput", "special change-lead-time"}},
		{"not covered by what speaks of all", []*Pattern{patternOf(t, "all", 60, "", anyUp), patternOf(t, "any", 50, "", anyUp+"uncovered = true\n")},
			[]string{"all change-lead-time,review-wait,throughput", "any change-lead-time,review-wait,throughput"}},
		{"covered by each", []*Pattern{patternOf(t, "each", 60, "", strings.Replace(anyUp, `, "down"`, "", 1)+"for_each = true\n"), patternOf(t, "any", 50, "", anyUp+"uncovered = true\n")},
			[]string{"each change-lead-time", "each review-wait", "any throughput"}},
		{"covered by what is left", []*Pattern{patternOf(t, "left", 60, "", anyUp+"uncovered = true\n"), patternOf(t, "any", 50, "", anyUp+"uncovered = true\n")},
			[]string{"left change-lead-time,review-wait,throughput"}},
		{"not covered by what tells nothing", []*Pattern{patternOf(t, "special", 60, `role = "unchanged"`, lead), patternOf(t, "any", 50, "", anyUp+"uncovered = true\n")},
			[]string{"special change-lead-time", "any change-lead-time,review-wait,throughput"}},
	} {
		Sort(c.patterns)
		given := caseOf(t, c.patterns[0], signals)
		var got []string
		for _, f := range findIn[level.Team](c.patterns, given.given, given.Month) {
			got = append(got, f.Pattern().ID+" "+strings.Join(f.Metrics(), ","))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Since is the first month of an unbroken run; a month without the finding begins a new one,
// and findings of for_each run by what they speak of.
func TestSince(t *testing.T) {
	p := patternOf(t, "p", 50, "", "[[when]]\nas = \"x\"\nmetric = \"*\"\nmonth = [\"high\"]\nfor_each = true")
	high := func(metric string, months ...string) (out string) {
		for _, m := range months {
			out += signal(metric, "value = 5\nstate = \"high\"\nmonth = \""+m+"\"")
		}
		return out
	}
	given := caseOf(t, p, high("throughput", "2026-06", "2026-07", "2026-09", "2026-10")+high("review-wait", "2026-07", "2026-08", "2026-09")).given
	c := &Course[level.Team]{}
	c.follow([]*Pattern{p}, given, period.MonthOf(2026, 6), 5)
	var got []string
	for _, m := range c.Months() {
		for _, f := range c.At(m) {
			got = append(got, f.Month().String()+" "+f.Metrics()[0]+" since "+f.Since().String())
		}
	}
	want := []string{"2026-06 throughput since 2026-06", "2026-07 review-wait since 2026-07", "2026-07 throughput since 2026-06", "2026-08 review-wait since 2026-07",
		"2026-09 review-wait since 2026-07", "2026-09 throughput since 2026-09", "2026-10 throughput since 2026-09"}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	if c.At(period.MonthOf(2026, 5)) != nil || c.At(period.MonthOf(2026, 11)) != nil {
		t.Error("findings outside of the months")
	}
}
