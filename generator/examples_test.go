package generator

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"leadline/content"
	"leadline/generator/level"
	"leadline/generator/metric"
)

func builtin(t *testing.T) []*metric.Definition {
	t.Helper()
	definitions, err := readDefinitions(content.Files)
	if err != nil {
		t.Fatal(err)
	}
	return definitions
}

func TestBuiltinDefinitions(t *testing.T) {
	want := []string{"change-fail-rate", "change-lead-time", "cycle-time", "delay-causes", "deployment-frequency", "deployment-rework-rate",
		"environment-provisioning-time", "escaped-defects", "exceptions-expiring", "failed-deployment-recovery-time", "flaky-reruns", "friction-points",
		"incident-capture", "incident-patterns", "on-time-remediation", "pipeline-duration", "pipeline-success", "review-wait", "risk-control-yield", "security-check-coverage",
		"security-debt-age", "self-service-share", "test-coverage-direction", "throughput", "time-to-fix-vulnerabilities", "verified-fix-share",
		"work-in-progress", "work-item-age"}
	var got []string
	stages := map[string]int{}
	for _, d := range builtin(t) {
		got = append(got, d.ID)
		stages[d.ID] = d.Stage
	}
	if !slices.Equal(got, want) {
		t.Errorf("definitions %v, want %v", got, want)
	}
	// Beside every metric its counter-metric: a stage that shows one shows the other, or the
	// next does. Flow comes first and is paired with quality (playbook, stages 3 and 4); causes
	// of delay come last (stage 5).
	for _, d := range builtin(t) {
		for _, id := range d.Counter {
			if stages[id] > d.Stage+1 {
				t.Errorf("%s is shown from stage %d, its counter-metric %s from %d", d.ID, d.Stage, id, stages[id])
			}
		}
	}
}

// People are behind changes, reviews, work items and answers, not behind deployments,
// incidents, pipelines, findings, checks and requests.
func TestBuiltinPeople(t *testing.T) {
	for _, d := range builtin(t) {
		if want := slices.Contains([]string{"change", "work_item", "answer"}, d.Measure.Entity()); d.People != want {
			t.Errorf("%s: people = %v, want %v", d.ID, d.People, want)
		}
	}
}

var bodySections = []string{"What it answers", "How it is computed", "Data it needs", "Statistic and uncertainty", "Read it with",
	"How it can mislead", "Not for", "Limits", "Worked example", "Review questions", "Change log", "When to retire it"}

var heading = regexp.MustCompile(`(?m)^## (.*)$`)

func TestBuiltinSections(t *testing.T) {
	for _, d := range builtin(t) {
		var got []string
		for _, m := range heading.FindAllStringSubmatch(string(d.Body), -1) {
			got = append(got, m[1])
		}
		if !slices.Equal(got, bodySections) {
			t.Errorf("%s has sections %q, want %q", d.ID, got, bodySections)
		}
		if !strings.Contains(string(d.Body), "- **"+d.Version+"**") {
			t.Errorf("%s: the change log does not speak of version %s", d.ID, d.Version)
		}
	}
}

var judging = regexp.MustCompile(`(?i)\b(performance|scor(e|es|ed|ing|ecards?)|grad(e|es|ed|ing)|top|worst|rank(s|ed|ings?)?|productivity)\b`)

func TestBuiltinWords(t *testing.T) {
	for _, d := range builtin(t) {
		texts := append([]string{string(d.Body), d.Title, d.Question, d.Decision}, d.Reasons[level.TeamName], d.Reasons[level.ServiceName], d.Reasons[level.PortfolioName])
		for _, text := range texts {
			if found := judging.FindString(text); found != "" {
				t.Errorf("%s says %q", d.ID, found)
			}
		}
	}
}

var mdLink = regexp.MustCompile(`\]\(([^)]*)\)`)

func TestBuiltinLinks(t *testing.T) {
	known := map[string]bool{}
	for _, d := range builtin(t) {
		known[d.ID+".md"] = true
	}
	for _, d := range builtin(t) {
		linked := map[string]bool{}
		for _, m := range mdLink.FindAllStringSubmatch(string(d.Body), -1) {
			if linked[m[1]] = true; !known[m[1]] {
				t.Errorf("%s links to %s", d.ID, m[1])
			}
		}
		for _, id := range d.Counter {
			if !linked[id+".md"] {
				t.Errorf("%s does not link to its counter-metric %s", d.ID, id)
			}
		}
	}
}

func TestBuiltinExamples(t *testing.T) {
	for _, d := range builtin(t) {
		t.Run(d.ID, func(t *testing.T) {
			e, err := parseExample(d)
			if err != nil {
				t.Fatal(err)
			}
			if err := e.Run(t.Context()); err != nil {
				t.Error(err)
			}
			absent := func(w Want) bool { return w.Absence != "" }
			present := func(w Want) bool { return w.Text != nil }
			if !slices.ContainsFunc(e.Want, absent) || !slices.ContainsFunc(e.Want, present) {
				t.Error("an example shows a figure as readers meet it, and an absence")
			}
			most := 10
			if d.Measure.Kind() == "partition" { // says nothing of fewer than 20 items
				most = 20
			}
			for table, rows := range e.Tables {
				if n := strings.Count(rows, "\n") - 1; n > most {
					t.Errorf("%s has %d rows; nobody recomputes more than %d", table, n, most)
				}
			}
		})
	}
	if err := runExamples(t.Context(), builtin(t)); err != nil {
		t.Error(err)
	}
}

// changed parses a built-in definition with part of its file replaced.
func changed(t *testing.T, id, old, new string) *metric.Definition {
	t.Helper()
	name := "metrics/" + id + ".md"
	data, err := content.Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(data), old) == 0 {
		t.Fatalf("%s does not have %q", name, old)
	}
	d, err := metric.ParseDefinition("content/"+name, []byte(strings.Replace(string(data), old, new, 1)))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestExampleProblems(t *testing.T) {
	for _, test := range []struct{ name, id, old, new, want string }{
		{"wrong text", "change-lead-time", `text = "3 days"`, `text = "4 days"`,
			"content/metrics/change-lead-time.md:LINE(stat = \"p50\"):1: example gives p50 = 3 days for team payments in 2026-03; expected 4 days; correct the rows, the expectation or the measure"},
		{"wrong value and n", "change-lead-time", "value = 259200\nn = 5", "value = 259201\nn = 6",
			"content/metrics/change-lead-time.md:LINE(stat = \"p50\"):1: example gives p50 = 3 days, value 259200, n 5 for team payments in 2026-03; expected value 259201, n 6; correct the rows, the expectation or the measure"},
		{"wrong row", "change-lead-time", "2026-03-16T09:00:00Z,p3", "2026-03-15T09:00:00Z,p3",
			"example gives p50 = 4 days, value 345600 for team payments in 2026-03; expected 3 days, value 259200;"},
		{"wrong measure", "change-lead-time", "where = { is_bot = false }\n", "", "example gives p50 = 2.5 days, value 216000, n 6 for team payments"},
		{"present", "change-lead-time", `absence = "withheld"`, "value = 1", "example gives within = withheld, fewer than 5 services have a figure this month for the portfolio in 2026-03; expected a value;"},
		{"absent", "pipeline-duration", "text = \"8 minutes\"\nvalue = 480", `absence = "no-data"`, "example gives p50 = 8 minutes, n = 5 for team payments in 2026-03; expected absence no-data;"},
		{"interval", "deployment-frequency", "value = 1\n", "value = 1\nlow = 0.3\n", "example gives rate = 1 a week, low 0.272466"},
		{"rejected row", "change-lead-time", "2026-03-10T09:00:00Z,p2", "yesterday,p2", "change-lead-time.md:LINE(yesterday):"},
		{"no such team", "change-lead-time", `subject = "payments"`, `subject = "pay"`, `the example has no team "pay"; expected one of payments`},
		{"no such stat", "change-lead-time", `stat = "negative"`, `stat = "negativ"`, `there is no figure "negativ"; expected one of p50, p85, p50 of until_merged_at, p85 of until_merged_at, p50 of from_merged_at, p85 of from_merged_at, negative; did you mean "negative"?`},
		{"unknown key", "change-lead-time", "value = 259200\n", "valeu = 259200\n", "change-lead-time.md:LINE(valeu):1: "},
		{"unknown table", "change-lead-time", "```csv deployments", "```csv deployment", `change-lead-time.md:LINE(csv deployment): there is no table "deployment"`},
		{"unknown column", "change-lead-time", "environment,finished_at,outcome", "enviroment,finished_at,outcome", `change-lead-time.md:LINE(enviroment):26: deployments has no column "enviroment"; expected one of `},
		{"table twice", "change-lead-time", "```csv deployment_changes\ndeployment_id,repo,change_id", "```csv changes\nrepo,change_id", "changes is given a second time; put all rows into the block of line LINE(csv changes)"},
		{"unmarked table", "change-lead-time", "```csv changes", "```csv", `a block marked "csv"; expected "csv" with the name of a table, or "toml expect"`},
		{"no end", "change-lead-time", "absence = \"withheld\"\n```", `absence = "withheld"`, "change-lead-time.md:LINE(toml expect): the block that begins here has no end; expected a line ```"},
		{"no expectation", "change-lead-time", "```toml expect", "```text", "LINE(## Worked example): the worked example expects nothing"},
		{"no as_of", "change-lead-time", `as_of = "2026-04-01"`, "", "as_of is missing"},
		{"not TOML", "change-lead-time", `as_of = "2026-04-01"`, `as_of = `, "not valid TOML"},
		{"level", "change-lead-time", `level = "team"`, `level = "squad"`, `level is "squad"; expected one of team, service, portfolio`},
		{"subject of portfolio", "change-lead-time", "level = \"portfolio\"\n", "level = \"portfolio\"\nsubject = \"all\"\n", `subject is "all"`},
		{"month", "change-lead-time", `month = "2026-03"`, `month = "March"`, `LINE(month = "March"):1: month is "March"; expected a month such as 2026-03`},
		{"later month", "change-lead-time", `month = "2026-03"`, `month = "2026-04"`, "month is 2026-04; expected a month from 2024-03 to 2026-03, in which the data ends"},
		{"absence", "change-lead-time", `absence = "withheld"`, `absence = "hidden"`, `absence is "hidden"; expected one of no-data, too-few, withheld, not-applicable`},
		{"both", "change-lead-time", `absence = "withheld"`, "absence = \"withheld\"\nvalue = 1", "a figure is expected to be absent and to have a value"},
		{"nothing", "change-lead-time", "absence = \"too-few\"\n", "", "nothing is expected of p85; expected text, value or absence"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := changed(t, test.id, test.old, test.new)
			err := runExamples(t.Context(), []*metric.Definition{d})
			if want := withLine(t, d, test.want); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got  %v\nwant %s", err, want)
			}
		})
	}
}

var lineOf = regexp.MustCompile(`LINE\((.*?)\)`)

// withLine replaces LINE(text) by the number of the first line of the file with that text.
func withLine(t *testing.T, d *metric.Definition, want string) string {
	return lineOf.ReplaceAllStringFunc(want, func(m string) string {
		text := lineOf.FindStringSubmatch(m)[1]
		before, _, found := strings.Cut(string(d.Body), text)
		if !found {
			t.Fatalf("no line has %q", text)
		}
		return strconv.Itoa(d.Line + strings.Count(before, "\n"))
	})
}

func TestExampleStopsWithContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := runExamples(ctx, builtin(t)); err != context.Canceled {
		t.Errorf("got %v", err)
	}
}

// The order of rows is not part of an example.
func TestExampleRowOrder(t *testing.T) {
	for _, d := range builtin(t) {
		e, err := parseExample(d)
		if err != nil {
			t.Fatal(err)
		}
		for table, text := range e.Tables {
			lines := strings.SplitAfter(text, "\n")
			rows := lines[1 : len(lines)-1]
			slices.Reverse(rows)
			e.Tables[table] = strings.Join(lines, "")
		}
		if err := e.Run(t.Context()); err != nil {
			t.Errorf("%s with rows reversed: %v", d.ID, err)
		}
	}
}

func FuzzParseExample(f *testing.F) {
	entries, _ := content.Files.ReadDir("metrics")
	for _, e := range entries {
		data, _ := content.Files.ReadFile("metrics/" + e.Name())
		_, body, _ := strings.Cut(string(data), "\n+++\n")
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		d := &metric.Definition{ID: "x", File: "x.md", Body: []byte(body), Line: 3, Measure: &metric.Rate{}}
		e, err := parseExample(d)
		if err == nil && (len(e.Tables) == 0 || e.AsOf.IsZero() || len(e.Want) == 0) {
			t.Errorf("accepted an example that shows nothing: %q", body)
		}
	})
}
