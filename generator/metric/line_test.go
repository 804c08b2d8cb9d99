package metric

import (
	"fmt"
	"math"
	"testing"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// seriesOf is a team's series of given months, without a rebase.
func seriesOf(m Measure, months [][]Figure) Series[level.Team] {
	c := courseOf(nil, months)
	s := Series[level.Team]{definition: definition(m, false), complete: len(months), course: c}
	for i, figures := range months {
		s.results = append(s.results, Result[level.Team]{month: c.calendar.Month(i), figures: figures})
	}
	return s
}

func (f Figure) as(category string) Figure { f.Category = category; return f }

// closings are months of a bridge with so many accepted risks; a month without any lists none.
func closings(accepted ...float64) [][]Figure {
	months := make([][]Figure, len(accepted))
	for i, n := range accepted {
		months[i] = []Figure{shareFigure("share", "", 8, 10), number("closed", unit.Items, 10, 10)}
		if n > 0 {
			months[i] = append(months[i], number("closed", unit.Items, n, int(n)).as("risk_accepted"))
		}
	}
	return months
}

// Six months with 5 to 10 against twelve without any, by hand: 72 differences, twelve of each
// of 5 to 10, so that the median is 7.5 and the 15th and 58th are 6 and 9. Of the 18,564 ways
// to choose six months one alone has so high a rank sum, and none so low a one, because
// twelve are tied.
func TestChangeOfACategory(t *testing.T) {
	s := seriesOf(&Bridge{}, closings(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 6, 7, 8, 9, 10))
	last := s.results[17].month
	c := s.ChangeOf("closed", "risk_accepted", last)
	if c.Estimate != 7.5 || c.Low != 6 || c.High != 9 || math.Abs(c.P-1.0/18564) > 1e-12 || !c.Claimed || c.Scale != Difference || c.Gaps != 0 {
		t.Errorf("%+v", c)
	}
	settling := seriesOf(&Bridge{Settles: 1}, closings(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 6, 7, 8, 9, 10, 100))
	if c := settling.ChangeOf("closed", "risk_accepted", last+1); c.Last != last || c.High != 9 {
		t.Errorf("a month that has not settled is compared: %+v", c)
	}
	for _, i := range []int{3, 14} {
		s.results[i].figures = []Figure{absent("share", unit.Share, Withheld, "few")}
	}
	if c := s.ChangeOf("closed", "risk_accepted", last); c.Absence != TooFew {
		t.Errorf("a withheld month is no zero: %+v", c)
	}
	for _, stat := range []string{"colour", "closed"} {
		if c := s.ChangeOf(stat, "typo", last); c.Absence != NotApplicable || s.StateOf(stat, "typo", last) != NotJudged {
			t.Errorf("%+v", c)
		}
	}
}

// A category that is not listed is no duration of zero, and sums of time that are not are.
func TestWhatIsNotListed(t *testing.T) {
	months := series(make([]float64, 3))
	months[1] = append(months[1], number("p50", unit.Seconds, 60, 9).as("high"), number("exposure", unit.Seconds, 60, 9).as("high"))
	s := seriesOf(&Age{Show: []string{"p50"}}, months)
	if f := s.Line("p50", "high").Figure(s.results[0].month); f.Absence != TooFew {
		t.Errorf("%+v", f)
	}
	if f := s.Line("exposure", "high").Figure(s.results[0].month); f.Absence != Present || f.Value != 0 || f.Unit != unit.Seconds {
		t.Errorf("%+v", f)
	}
	if f := s.Line("p50", "high").Figure(s.results[0].month + 7); f.Absence != NoData {
		t.Errorf("a month outside: %+v", f)
	}
}

// Twelve months of 4 and 6 in turn and one of 20, by hand: the mean is 80/13 = 6.15, the
// moving ranges are eleven of 2 and one of 14, on average 3: limits at 6.15 ± 7.98.
func TestStateOfACategory(t *testing.T) {
	s := seriesOf(&Bridge{}, closings(4, 6, 4, 6, 4, 6, 4, 6, 4, 6, 4, 6, 20))
	state := func(i int) State { return s.StateOf("closed", "risk_accepted", s.results[i].month) }
	if state(12) != UnusualHigh || state(11) != Within || state(10) != NotJudged {
		t.Errorf("%s, %s", state(12), state(0))
	}
	s.results[12].figures[2].Value = 14
	if state(12) != UnusualHigh { // mean 5.69, ranges 30/12 = 2.5: the limit is 12.34
		t.Errorf("14 is %s", state(12))
	}
	s.results[12].figures[2].Value = 11 // mean 5.46, ranges 27/12 = 2.25: the limit is 11.45
	if state(12) != Within {
		t.Errorf("11 is %s", state(12))
	}
	s.course.segments = []segment{{from: 0, to: 4}, {from: 4, to: 13}}
	if state(12) != NotJudged {
		t.Error("nine months since the rebase are a trial")
	}
	rare := seriesOf(&Bridge{}, closings(0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 9))
	if got := rare.StateOf("closed", "risk_accepted", rare.results[12].month); got != NotJudged {
		t.Errorf("fewer than two a month: %s", got)
	}
	if got := s.StateOf("open_end", "", s.results[12].month); got != NotJudged {
		t.Errorf("what stands is judged: %s", got)
	}
}

// Parts of elapsed time, by hand: twelve months of 0.2 and six of 0.3 to 0.55.
func TestChangeOfProportions(t *testing.T) {
	months := make([][]Figure, 18)
	for i := range months {
		v := 0.2
		if i >= 12 {
			v = 0.3 + 0.05*float64(i-12)
		}
		months[i] = []Figure{number("explained", unit.Proportion, 0.9, 30), number("exclusive", unit.Proportion, v, 30).as("process")}
	}
	s := seriesOf(&Partition{}, months)
	c := s.ChangeOf("exclusive", "process", s.results[17].month)
	if math.Abs(c.Estimate-0.225) > 1e-12 || math.Abs(c.Low-0.15) > 1e-12 || math.Abs(c.High-0.3) > 1e-12 || c.Scale != Points || !c.Claimed {
		t.Errorf("%+v", c)
	}
}

// Shares of a category pool their own numerators and denominators: 24 of 120 against 36 of 60.
func TestChangeOfShares(t *testing.T) {
	months := make([][]Figure, 18)
	for i := range months {
		part := 2
		if i >= 12 {
			part = 6
		}
		months[i] = []Figure{number("count", unit.Items, 10, 10), shareFigure("cause", "config", part, 10)}
	}
	s := seriesOf(&Breakdown{By: []string{"cause"}}, months)
	if c := s.ChangeOf("cause", "config", s.results[17].month); math.Abs(c.Estimate-0.4) > 1e-12 || c.Scale != Points || !c.Claimed || c.Confidence != 0.99 {
		t.Errorf("%+v", c)
	}
}

// The line of the headline says what the series says, across a rebase too.
func TestTheHeadlineIsALine(t *testing.T) {
	teams, m, u := organisation(t, 2, "2025-01-16T00:00:00Z,team,team0,new way of working,true\n")
	compared := same(t, Evaluate(m, teams[0]), "share")
	for _, set := range u.ServiceSets() {
		compared += same(t, Evaluate(m, set), "share")
	}
	if compared == 0 {
		t.Error("nothing was compared")
	}
	counted := Evaluate(m, u.Portfolio())
	if c := counted.ChangeOf("share", "", counted.results[29].month); c.Absence != NotApplicable {
		t.Errorf("a counted series has no line: %+v", c)
	}
}

func same[L level.Level](t *testing.T, s Series[L], stat string) (compared int) {
	t.Helper()
	for _, r := range s.Results() {
		if a, b := fmt.Sprint(s.Change(r.Month())), fmt.Sprint(s.ChangeOf(stat, "", r.Month())); a != b {
			t.Errorf("%s: %s is not %s", r.Month(), b, a)
		}
		if s.StateOf(stat, "", r.Month()) != r.State() {
			t.Errorf("%s: %s is not %s", r.Month(), s.StateOf(stat, "", r.Month()), r.State())
		}
		if s.Change(r.Month()).Absence == Present {
			compared++
		}
	}
	return compared
}

// A line that is not the headline but has its figures is told alike: what makes it so is
// one set of rules.
func TestLinesFollowTheRulesOfHeadlines(t *testing.T) {
	teams, m, _ := organisation(t, 2, "")
	s := Evaluate(m, teams[0])
	copied := s
	copied.results = nil
	for _, r := range s.results {
		r.figures = append(r.figures[:len(r.figures):len(r.figures)], r.figures[0].as("again"))
		copied.results = append(copied.results, r)
	}
	for i, r := range s.Results() {
		a, b := s.Change(r.Month()), copied.ChangeOf("share", "again", r.Month())
		if a.Mix = (Mix{}); fmt.Sprint(a) != fmt.Sprint(b) {
			t.Errorf("%s: %+v is not %+v", r.Month(), b, a)
		}
		if got := copied.StateOf("share", "again", r.Month()); got != r.State() {
			t.Errorf("month %d: %s is not %s", i, got, r.State())
		}
	}
}

// What looks back over several months is neither compared nor judged.
func TestOverlappingMonthsSayNothing(t *testing.T) {
	months := series(make([]float64, 18))
	for i := range months {
		months[i] = append(months[i], number("p85", unit.Seconds, float64(60+i), 30))
	}
	d := &Duration{Common: Common{KindName: "duration", Of: fact.WorkItem}, Show: []string{"p50", "p85"}, Open: "censored", Window: 12}
	s := seriesOf(d, months)
	if c := s.ChangeOf("p85", "", period.MonthOf(2025, 6)); c.Absence != NotApplicable || s.StateOf("p85", "", period.MonthOf(2025, 6)) != NotJudged {
		t.Errorf("%+v", c)
	}
	d.Window = 1
	if c := s.ChangeOf("p85", "", period.MonthOf(2025, 6)); c.Absence != Present || c.Scale != Ratio {
		t.Errorf("%+v", c)
	}
}
