package page

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
)

const friction = `+++
id = "friction"
title = "Friction"
domain = "enablement"
version = "1.0.0"
status = "trial"
owner = "Developer experience"
reviewed = 2026-01-01
cadence = "after every survey"
question = "What is hard?"
decision = "What to remove"
counter = ["friction"]
next_review = 2027-10-01
synonyms = []
decided_by = "t"
stage = 4
people = true
good = "neither"
[measure]
kind = "answers"
of = "answer"
where = { in_scale = true }
[levels]
team = "pooled"
service = "none"
portfolio = "pooled"
[reasons]
service = "nobody is asked about a service"
+++
`

// survey is a portfolio whose one question is asked in the words given.
func survey(t *testing.T, words, answers string) *Site {
	d, err := metric.ParseDefinition("content/metrics/friction.md", []byte(friction+everySection()))
	if err != nil {
		t.Fatal(err)
	}
	quoted := `"` + strings.ReplaceAll(words, `"`, `""`) + `"`
	files := fstest.MapFS{
		"survey_waves.csv":     {Data: []byte("survey_id,opened_at,closed_at,invited\nw,2026-02-02T00:00:00Z,2026-02-20T00:00:00Z,40\n")},
		"survey_questions.csv": {Data: []byte("question_id,text,scale_min,scale_max,topic\nq," + quoted + ",1,3," + quoted + "\nr," + quoted + ",1,3," + quoted + "\n")},
		"survey_answers.csv":   {Data: []byte("survey_id,respondent_id,question_id,value\n" + answers)},
	}
	rows := map[string]*event.Rows{}
	for _, name := range []string{"survey_waves", "survey_questions", "survey_answers"} {
		table, _ := event.TableNamed(name)
		need := append([]string{}, fact.Needs[name]...)
		if name == "survey_answers" {
			need = append(need, "respondent_id", "value")
		}
		result, err := event.Read(context.Background(), files, table, []event.Source{{Table: name, Pattern: name, Files: []string{name + ".csv"}}}, need, event.Options{})
		if err != nil {
			t.Fatal(err)
		}
		rows[name] = result.Rows
	}
	units := fact.NewUnits(nil, nil, nil)
	table, _ := fact.NewAnswers(rows["survey_answers"], rows["survey_waves"], rows["survey_questions"], units)
	calendar := period.NewCalendar(time.UTC, period.MonthOf(2026, 1), period.MonthOf(2026, 2))
	asOf := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	frame := metric.Frame{Calendar: calendar, Weeks: period.NewWeeks(calendar), AsOf: period.Seconds(asOf.Unix()), People: 5, Survey: 10, Units: 5, Workers: 1}
	measured := []*metric.Measured{metric.Compute(d, table, units, frame)}
	site := &Site{Name: "Soundings", AsOf: asOf, Latest: period.MonthOf(2026, 2), Definitions: []*metric.Definition{d},
		Months: []period.Month{calendar.Month(0), calendar.Month(1)}, Pages: []period.Month{calendar.Month(1)}}
	site.Portfolio = subjects(measured, []fact.Set[level.Portfolio]{units.Portfolio()})[0]
	return site
}

func answersTo(question string, values string) string {
	var b strings.Builder
	for i, v := range values {
		b.WriteString("w,p" + string(rune('a'+i)) + "," + question + "," + string(v) + "\n")
	}
	return b.String()
}

// A question's text comes from a file: it is text on the page, whatever it says.
func TestQuestionsAreText(t *testing.T) {
	words := "</h4><script>alert(1)</script> =1+1 {{.}} \u202eabc\x01 " + strings.Repeat("very long ", 60)
	files := render(t, survey(t, words, answersTo("q", "111222333322")+answersTo("r", "111222333322")), 1)
	checkPages(t, files)
	found := false
	for name, data := range files {
		if !strings.HasPrefix(name, "portfolio/") {
			continue
		}
		for _, bad := range []string{"<script>alert", "\u202e", "\x01"} {
			if strings.Contains(data, bad) {
				t.Errorf("%s has %q", name, bad)
			}
		}
		found = found || strings.Contains(data, `<th scope="row">&lt;/h4&gt;&lt;script&gt;alert(1)&lt;/script&gt; =1&#43;1 {{.}} abc very long`)
	}
	if !found {
		t.Error("no page has the question as text")
	}
}

// cellIDs are the anchors of figures in tables.
var cellIDs = regexp.MustCompile(`<td id="[^"]*"`)

func TestDistributionOnPage(t *testing.T) {
	shown := render(t, survey(t, "Is it easy?", answersTo("q", "111222333322")), 1)["portfolio/index.html"]
	shown = strings.ReplaceAll(cellIDs.ReplaceAllString(shown, "<td"), "\u00a0", " ")
	for _, want := range []string{`<th scope="row">Is it easy? (1 to 3)</th><td>3 <small>25 %</small></td><td>5 <small>42 %</small></td>`, "<td>12</td></tr>", "12 of 40 (30 %)"} {
		if !strings.Contains(shown, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	unanimous := render(t, survey(t, "Is it easy?", answersTo("q", "222222222222")), 1)["portfolio/index.html"]
	unanimous = strings.ReplaceAll(cellIDs.ReplaceAllString(unanimous, "<td"), "\u00a0", " ")
	if !strings.Contains(unanimous, `<td class="absent" colspan="1">withheld <small>2: over 90 % gave this answer`) || strings.Contains(unanimous, "12 of 12") {
		t.Error("a unanimous answer is not top-coded")
	}
}
