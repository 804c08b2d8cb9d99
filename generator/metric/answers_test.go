package metric

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
)

const (
	surveyTeams     = "team_id,headcount\nred,20\nblue,30\nsmall,4\n"
	surveyWaves     = "survey_id,opened_at,closed_at,invited\nw1,2026-01-05T00:00:00Z,2026-01-20T00:00:00Z,50\nw3,2026-03-05T00:00:00Z,2026-03-20T00:00:00Z,\nlate,2026-04-05T00:00:00Z,2026-04-20T00:00:00Z,50\n"
	surveyQuestions = "question_id,text,scale_min,scale_max,reverse,topic\nbuild,Builds are quick.,1,5,false,feedback\nwait,I wait for tests.,1,5,true,feedback\nyes,Would you stay?,0,1,false,stay\nnever,Never asked?,1,5,false,stay\nlong,How many hours?,0,100,false,\n"
)

// said is n answers of a team's people p<from>… to one question.
func said(wave, team, question string, from int, values ...int) string {
	var b strings.Builder
	for i, v := range values {
		fmt.Fprintf(&b, "%s,p%d,%s,%d,%s\n", wave, from+i, question, v, team)
	}
	return b.String()
}

func answersOf(t testing.TB, lines string) (*Measured, *fact.Units) {
	u := fact.NewUnits(rowsOf(t, "teams", surveyTeams), nil, nil)
	table, _ := fact.NewAnswers(rowsOf(t, "survey_answers", "survey_id,respondent_id,question_id,value,team_id\n"+lines),
		rowsOf(t, "survey_waves", surveyWaves), rowsOf(t, "survey_questions", surveyQuestions), u)
	d := &Definition{ID: "test", People: true, Measure: &Answers{Common{KindName: "answers", Of: fact.Answer, Where: map[string]any{"in_scale": true}}},
		Reasons: map[level.Name]string{level.ServiceName: "none"}, Policies: map[level.Name]Policy{level.TeamName: Pooled, level.PortfolioName: Pooled}}
	f := frame()
	f.Survey = 10
	return Compute(d, table, u, f), u
}

func teamFigures(m *Measured, u *fact.Units, team string, month int) []Figure {
	for _, set := range u.TeamSets() {
		if set.Subject().ID == team {
			r, _ := Evaluate(m, set).At(period.MonthOf(2026, 1) + period.Month(month))
			return r.Figures()
		}
	}
	return nil
}

func portfolioFigures(m *Measured, u *fact.Units, month int) []Figure {
	r, _ := Evaluate(m, u.Portfolio()).At(period.MonthOf(2026, 1) + period.Month(month))
	return r.Figures()
}

// shape is every figure of a month as "stat category text".
func shape(figures []Figure) string {
	var parts []string
	for _, f := range figures {
		parts = append(parts, strings.Join(strings.Fields(f.Stat+" "+f.Category+" = "+f.Text()), " "))
	}
	return strings.Join(parts, "\n")
}

func TestAnswers(t *testing.T) {
	m, u := answersOf(t, said("w1", "red", "build", 0, 1, 2, 2, 3, 3, 3, 4, 4, 4, 5)+said("w1", "red", "wait", 0, 5, 5, 5, 5, 5, 4, 4, 3, 2, 1)+
		said("w1", "red", "yes", 0, 7)+said("w1", "red", "long", 0, 40)+said("w1", "red", "unknown", 0, 1))
	want := `response = 10 of 20 (50 %)
respondents = 10
question:build 1 = 1 of 10 (10 %)
question:build 2 = 2 of 10 (20 %)
question:build 3 = 3 of 10 (30 %)
question:build 4 = 3 of 10 (30 %)
question:build 5 = 1 of 10 (10 %)
question:wait 1 = 1 of 10 (10 %)
question:wait 2 = 1 of 10 (10 %)
question:wait 3 = 1 of 10 (10 %)
question:wait 4 = 2 of 10 (20 %)
question:wait 5 = 5 of 10 (50 %)
topic:feedback 1 = 6 of 20 (30 %)
topic:feedback 2 = 4 of 20 (20 %)
topic:feedback 3 = 4 of 20 (20 %)
topic:feedback 4 = 4 of 20 (20 %)
topic:feedback 5 = 2 of 20 (10 %)`
	if got := shape(teamFigures(m, u, "red", 0)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := shape(portfolioFigures(m, u, 0)); got != strings.Replace(want, "10 of 20 (50 %)", "10 of 50 (20 %)", 1) {
		t.Errorf("portfolio\n%s", got)
	}
}

func TestAnswersAbsences(t *testing.T) {
	nine := said("w1", "red", "build", 0, 1, 2, 3, 4, 5, 1, 2, 3, 4)
	for _, test := range []struct{ name, lines, team, want, reason string }{
		{"nine respondents", nine, "red", "response = withheld\nrespondents = withheld", "shown only where at least 10 people are behind the figure, and behind everything that could be worked out from it and the other figures shown"},
		{"no respondent looks like few", nine, "blue", "response = withheld\nrespondents = withheld", "shown only where at least 10 people are behind the figure, and behind everything that could be worked out from it and the other figures shown"},
		{"more than the headcount", said("w1", "small", "build", 0, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5), "small", "respondents = 10\nresponse = no data", "more people answered than are recorded as asked; correct the team's headcount"},
		{"no headcount", said("w1", "new", "build", 0, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5), "new", "respondents = 10\nresponse = no data", "the team's headcount is not recorded; export it to have this figure"},
		{"a question that few answered", said("w1", "red", "build", 0, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5) + said("w1", "red", "wait", 0, 1, 2, 3), "red",
			"question:wait = withheld\ntopic:feedback = withheld", "fewer than 10 people answered it|one of its questions is not shown, and together with the others it could be found"},
	} {
		m, u := answersOf(t, test.lines)
		figures := teamFigures(m, u, test.team, 0)
		if got := shape(figures); !strings.Contains(got, test.want) {
			t.Errorf("%s: got\n%s\nwant\n%s", test.name, got, test.want)
		}
		for _, reason := range strings.Split(test.reason, "|") {
			if !slices.ContainsFunc(figures, func(f Figure) bool { return f.Reason == reason }) {
				t.Errorf("%s: no figure says %q", test.name, reason)
			}
		}
	}
}

func TestMonthsWithoutWave(t *testing.T) {
	m, u := answersOf(t, said("w1", "red", "build", 0, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5)+said("late", "red", "build", 0, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5))
	for month, want := range []string{"", "no survey closed in this month", "shown only where at least 10 people are behind the figure, and behind everything that could be worked out from it and the other figures shown", "no survey closed in this month"} {
		if got := teamFigures(m, u, "red", month)[0]; got.Reason != want {
			t.Errorf("month %d: %+v", month, got)
		}
	}
}

// The portfolio's wave of March does not say how many it invited.
func TestResponseWithoutInvited(t *testing.T) {
	m, u := answersOf(t, said("w3", "", "build", 0, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5))
	if got := shape(portfolioFigures(m, u, 2)); !strings.HasPrefix(got, "respondents = 10\nresponse = no data\nquestion:build 1 = 2 of 10 (20 %)") {
		t.Errorf("got\n%s", got)
	}
}

// Nearly unanimous: no count anywhere, and none that a difference gives.
func TestNearlyAll(t *testing.T) {
	ten := said("w1", "red", "build", 0, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4)
	m, u := answersOf(t, ten)
	figures := teamFigures(m, u, "red", 0)
	if got, want := shape(figures[2:]), "question:build 4 = withheld\nquestion:build others = withheld"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if figures[2].N != 0 || figures[2].Part != 0 || !strings.HasPrefix(figures[2].Reason, "over 90 % gave this answer") {
		t.Errorf("%+v", figures[2])
	}
	mixed := said("w1", "blue", "build", 100, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5)
	m, u = answersOf(t, ten+mixed)
	if got := shape(portfolioFigures(m, u, 0)[2:]); got != "question:build = withheld" {
		t.Errorf("the portfolio minus blue is red, but it shows\n%s", got)
	}
	m, u = answersOf(t, ten+mixed+said("w1", "", "build", 200, 1, 2, 3, 5, 5))
	if got := portfolioFigures(m, u, 0)[2:]; len(got) != 5 || got[0].Absence != Present || got[0].N != 25 {
		t.Errorf("the difference is red and five others, not of one mind: %s", shape(got))
	}
	nine := said("w1", "red", "build", 0, 4, 4, 4, 4, 4, 4, 4, 4, 4, 3)
	m, u = answersOf(t, nine)
	if got := teamFigures(m, u, "red", 0); len(got) != 7 {
		t.Errorf("90 %% is not over 90 %%: %s", shape(got))
	}
}

// A pseudonym of one wave says nothing in another, and one person is one respondent however
// many questions and teams there are.
func TestRespondents(t *testing.T) {
	lines := said("w1", "red", "build", 0, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5) + said("w1", "blue", "wait", 0, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5) + said("w3", "red", "build", 0, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1)
	m, u := answersOf(t, lines)
	for month, want := range map[int]float64{0: 10, 2: 11} {
		figures := portfolioFigures(m, u, month)
		i := slices.IndexFunc(figures, func(f Figure) bool { return f.Stat == "respondents" })
		if figures[i].Value != want {
			t.Errorf("month %d: %v respondents, want %v", month, figures[i].Value, want)
		}
	}
}

func TestAnswerLabels(t *testing.T) {
	m, u := answersOf(t, said("w1", "red", "build", 0, 1))
	s := Evaluate(m, u.Portfolio())
	for stat, want := range map[string]string{"question:build": "Builds are quick. (1 to 5)", "question:wait": "I wait for tests. (1 to 5, worded the other way round)",
		"topic:feedback": "Topic feedback, its questions together, those worded the other way round turned (1 to 5)", "question:long": "", "response": ""} {
		if got := s.Label(stat); got != want {
			t.Errorf("%s: %q, want %q", stat, got, want)
		}
	}
	if len(s.Rows()) == 0 || s.Unjudged() == "" {
		t.Error("answers are not judged")
	}
}

// shownAnswers is the counts of every question that figures show, and which they hold back.
func shownAnswers(figures []Figure) (counts map[string][]int, held map[string]bool) {
	counts, held = map[string][]int{}, map[string]bool{}
	for _, f := range figures {
		switch {
		case !strings.HasPrefix(f.Stat, "question:"):
		case f.Absence == Present:
			counts[f.Stat] = append(counts[f.Stat], f.Part)
		default:
			held[f.Stat] = true
		}
	}
	return counts, held
}

// Neither the order of rows nor a subtraction changes what may be known: what the portfolio
// shows beyond the teams is, where a shown team holds the question back, a group that may be
// shown itself.
func TestAnswersProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var lines []string
		usual := rapid.IntRange(1, 5).Draw(rt, "usual")
		for p := range rapid.IntRange(8, 60).Draw(rt, "people") {
			team := rapid.SampledFrom([]string{"red", "blue", "blue", ""}).Draw(rt, "team")
			for _, q := range []string{"build", "wait"} {
				v := rapid.SampledFrom([]int{0, 1, 2, 3, 4, 5, usual, usual, usual, usual, usual, usual}).Draw(rt, "value")
				if team == "red" && q == "build" && v != 0 {
					v = usual
				}
				if v > 0 {
					lines = append(lines, said("w1", team, q, p, v))
				}
			}
		}
		m, u := answersOf(t, strings.Join(lines, ""))
		slices.Reverse(lines)
		again, v := answersOf(t, strings.Join(lines, ""))
		all := portfolioFigures(m, u, 0)
		if shape(all) != shape(portfolioFigures(again, v, 0)) || shape(teamFigures(m, u, "red", 0)) != shape(teamFigures(again, v, "red", 0)) {
			rt.Fatalf("figures depend on the order of rows")
		}
		rest, _ := shownAnswers(all)
		for stat, n := range rest {
			anyHeld := false
			for _, team := range []string{"red", "blue"} {
				counts, held := shownAnswers(teamFigures(m, u, team, 0))
				anyHeld = anyHeld || held[stat]
				for i, part := range counts[stat] {
					if n[i] -= part; n[i] < 0 {
						rt.Fatalf("%s: team %s has more answers than the portfolio", stat, team)
					}
				}
			}
			if total := sum(n); anyHeld && total > 0 && (total < 10 || float64(slices.Max(n)) > 0.9*float64(total)) {
				rt.Fatalf("%s: the difference gives %v away", stat, n)
			}
		}
	})
}
