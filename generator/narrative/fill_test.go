package narrative

import (
	"fmt"
	"strings"
	"testing"

	"leadline/content"
	"leadline/generator/finding"
	"leadline/generator/level"
	"leadline/generator/metric"
)

func definitions(t *testing.T) (out []*metric.Definition) {
	t.Helper()
	entries, err := content.Files.ReadDir("metrics")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := content.Files.ReadFile("metrics/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		d, err := metric.ParseDefinition(e.Name(), data)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, d)
	}
	return out
}

// sentenceOf is the sentence of a pattern with given conditions over given signals of October 2026.
func sentenceOf(t *testing.T, say, whens, signals string) Sentence {
	t.Helper()
	example := func(signals string) string {
		return "```toml example\n[[case]]\nlevel = \"team\"\nmonth = \"2026-10\"\nsay = \"x\"\n" + signals + "\n[[case]]\nlevel = \"team\"\nmonth = \"2026-10\"\n```\n"
	}
	text := fmt.Sprintf(`+++
id = "p"
title = "A pattern"
domain = "flow"
version = "1.0.0"
status = "active"
owner = "Coaching"
reviewed = 2026-10-01
next_review = 2027-10-01
levels = ["team"]
precedence = 50
say = %q
questions = ["flow-a"]
%s
+++

## What it means

## What it does not mean

## Worked example

%s
## Change log
`, say, whens, example(signals))
	p, err := finding.ParsePattern("p.md", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	cases, err := finding.ParseCases(p, definitions(t))
	if err != nil {
		t.Fatal(err)
	}
	found := finding.Run[level.Team](cases[0])
	if len(found) == 0 {
		t.Fatalf("%s is not said", say)
	}
	return Say(found[0])
}

const (
	leadUp = "[[case.signal]]\nmetric = \"change-lead-time\"\nvalue = 172800\nn = 20\nusual = [86400, 259200]\nstate = \"high\"\nchange = { estimate = 2, interval = [1.5, 3], p = 0.001 }\n"
	failUp = "[[case.signal]]\nmetric = \"change-fail-rate\"\npart = 7\nn = 28\ninterval = [0.13, 0.43]\nstate = \"high\"\nchange = { estimate = 0.062, interval = [0.01, 0.11], p = 0.001 }\n"
	wipUp  = "[[case.signal]]\nmetric = \"work-in-progress\"\nvalue = 12\nchange = { estimate = 1, interval = [1, 3], p = 0.001 }\n"
	newly  = "[[case.signal]]\nmetric = \"throughput\"\nvalue = 2\nn = 9\nchange = { absent = \"too-few\", reason = \"4 months so far; 18 are needed\" }\n"
	one1   = "[[when]]\nas = \"x\"\nmetric = \"%s\"\nchange = [\"up\", \"down\"]\n"
	any1   = "[[when]]\nas = \"x\"\nmetric = \"*\"\nchange = [\"up\", \"down\", \"unknown\"]\n"
)

// What every place prints.
func TestSlots(t *testing.T) {
	lead, fail, wip := fmt.Sprintf(one1, "change-lead-time"), fmt.Sprintf(one1, "change-fail-rate"), fmt.Sprintf(one1, "work-in-progress")
	high := "[[when]]\nas = \"x\"\nmetric = \"*\"\nmonth = [\"high\"]\n"
	for _, c := range []struct{ say, when, signals, want string }{
		{"{x.title} and {x.value}.", lead, leadUp, "Change lead time and 2 days."},
		{"It was {x.change} {x.over}.", lead, leadUp, "It was 2.00 times what it was (95 % interval 1.50–3.00) over May–October 2026, against the 12 months before."},
		{"It was {x.change}.", fail, failUp, "It was 6.2 percentage points higher (99 % interval +1 to +11)."},
		{"It was {x.change}.", wip, wipUp, "It was 1 item more (95 % interval +1 to +3)."},
		{"It rose {x.by}.", lead, leadUp, "It rose to 2.00 times what it was (95 % interval 1.50–3.00)."},
		{"It rose {x.by}.", fail, failUp, "It rose by 6.2 percentage points (99 % interval +1 to +11)."},
		{"It rose {x.by}.", wip, wipUp, "It rose by 1 (95 % interval +1 to +3)."},
		{"It {x.course}.", lead, leadUp, "It rose to 2.00 times what it was (95 % interval 1.50–3.00)."},
		{"It {x.course}.", lead, strings.Replace(leadUp, "estimate = 2, interval = [1.5, 3]", "estimate = 0.5, interval = [0.4, 0.6]", 1), "It fell to 0.50 times what it was (95 % interval 0.40–0.60)."},
		{"They came {x.times}.", lead, leadUp, "They came 2.00 times as often (95 % interval 1.50–3.00)."},
		{"It was {x.value} in {x.month}.", fail, failUp, "It was 7 of 28 (25 %, 13–43 %) in October 2026."},
		{"The range is {x.range}.", lead, leadUp, "The range is 1–3 days."},
		{"So are {x.titles}, {x.count}.", any1, leadUp + failUp, "So are change fail rate and change lead time, 2 metrics."},
		{"So is {x.titles}, {x.count}.", any1, leadUp, "So is change lead time, 1 metric."},
		{"So are {x.changes}.", any1, leadUp + failUp + wipUp, "So are change fail rate (6.2 percentage points higher, 99 % interval +1 to +11), change lead time (2.00 times, 95 % interval 1.50–3.00) and work in progress (1 item more, 95 % interval +1 to +3)."},
		{"So are {x.values}.", any1, leadUp + failUp, "So are change fail rate (7 of 28, 25 %, 13–43 %) and change lead time (2 days, n = 20)."},
		{"Then {x.states}.", high, leadUp + failUp, "Then change fail rate was unusually high at 7 of 28 (25 %, 13–43 %) and change lead time was unusually high at 2 days (usual range 1–3 days)."},
		{"Not known: {x.reasons}.", strings.Replace(any1, `"up", "down", `, "", 1), newly, "Not known: throughput (4 months so far; 18 are needed)."},
	} {
		if got := sentenceOf(t, c.say, c.when, c.signals).Text(); got != c.want {
			t.Errorf("%s with its signals gives\n%q, want\n%q", c.say, got, c.want)
		}
	}
}

// A part in brackets is said where there is evidence for it.
func TestOptionalPart(t *testing.T) {
	whens := fmt.Sprintf(one1, "change-lead-time") + "[[when]]\nas = \"y\"\nmetric = \"change-fail-rate\"\noptional = true\nchange = [\"up\"]\n"
	say := "It was {x.change}[, and failures {y.change}]."
	with, without := sentenceOf(t, say, whens, leadUp+failUp).Text(), sentenceOf(t, say, whens, leadUp).Text()
	if !strings.HasSuffix(with, "), and failures 6.2 percentage points higher (99 % interval +1 to +11).") || !strings.HasSuffix(without, "3.00).") {
		t.Errorf("%q and %q", with, without)
	}
}

// More than four are counted, and names lead to their figures.
func TestLongLists(t *testing.T) {
	signals := leadUp + failUp + wipUp
	for _, id := range []string{"review-wait", "cycle-time", "deployment-frequency"} {
		signals += "[[case.signal]]\nmetric = \"" + id + "\"\nvalue = 5\nn = 20\nchange = { estimate = 2, interval = [1.5, 3], p = 0.001 }\n"
	}
	s := sentenceOf(t, "So are {x.titles} of {x.count}.", any1, signals)
	if !strings.HasSuffix(s.Text(), " and 2 more of 6 metrics.") {
		t.Errorf("%q", s.Text())
	}
	links := 0
	for _, span := range s.Spans {
		if span.Metric != "" {
			links++
		}
	}
	if links != 5 { // four metrics, and the table of all
		t.Errorf("%d links in %q", links, s.Text())
	}
}

// Verbs agree with what a metric is called.
func TestWas(t *testing.T) {
	for called, want := range map[string]string{
		"Escaped defects": "were", "Exceptions expiring": "were", "Pipeline success": "was", "Time to fix vulnerabilities": "was", "Work in progress": "was",
		"Share of late changes": "was", "Delay causes": "were", "Change lead time": "was",
	} {
		if got := was(finding.Signal{Metric: &metric.Definition{Title: called}}); got != want {
			t.Errorf("%s %s", called, got)
		}
	}
	if got := was(finding.Signal{Metric: &metric.Definition{Title: "Delay causes"}, Category: "process"}); got != "was" {
		t.Errorf("a part %s", got)
	}
}
