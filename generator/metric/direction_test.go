package metric

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadline/generator/fact"
	"leadline/generator/period"
)

// year covers January to October 2026, all complete.
func year() Frame {
	c := period.NewCalendar(time.UTC, period.MonthOf(2026, 1), period.MonthOf(2026, 10))
	return Frame{Calendar: c, Weeks: period.NewWeeks(c), AsOf: seconds("2026-11-01T00:00:00Z"), People: 5, Units: 5, Workers: 2}
}

func direction() *Direction {
	return &Direction{Common: Common{KindName: "direction", Of: fact.CoverageMeasurement, Where: map[string]any{"metric": "line", "on_main": true}},
		At: "measured_at", Part: "covered", Whole: "total", Each: "repo", Band: 0.01}
}

// measured writes one measurement a month, from January; "" is none, "605/1000" one.
func measured(repo string, months ...string) []string {
	var lines []string
	for i, m := range months {
		if part, whole, ok := strings.Cut(m, "/"); ok {
			lines = append(lines, fmt.Sprintf("%s,2026-%02d-20T10:00:00Z,line,%s,%s,main", repo, i+1, part, whole))
		}
	}
	return lines
}

// headings are the directions of the portfolio (or of a team), one for each month: "rising 6", or
// the code of the absence.
func headings(t testing.TB, frame Frame, team string, lines ...string) []string {
	t.Helper()
	u := fact.NewUnits(nil, nil, rowsOf(t, "ownership", "entity_type,entity_id,team_id,valid_from,valid_to\nrepo,a,red,2025-01-01T00:00:00Z,\nrepo,b,red,2025-01-01T00:00:00Z,2026-07-01T00:00:00Z\nrepo,b,blue,2026-07-01T00:00:00Z,\n"))
	table, _ := fact.NewCoverageMeasurements(rowsOf(t, "coverage", "repo,measured_at,metric,covered,total,branch\n"+strings.Join(lines, "\n")+"\n"), u, fact.Rules{MainBranches: []string{"main"}})
	m := Compute(pooledEverywhere(direction()), table, u, frame)
	var out []string
	say := func(f Figure) {
		if f.Absence != Present {
			out = append(out, f.Absence.Code())
			return
		}
		out = append(out, fmt.Sprintf("%s %d", f.Text(), f.N))
	}
	for _, set := range u.TeamSets() {
		for _, r := range Evaluate(m, set).Results() {
			if set.Subject().ID == team {
				say(r.Figures()[0])
			}
		}
	}
	if team == "" {
		for _, r := range Evaluate(m, u.Portfolio()).Results() {
			say(r.Figures()[0])
		}
	}
	return out
}

func TestDirection(t *testing.T) {
	few := []string{"too-few", "too-few", "too-few", "too-few"}
	for _, c := range []struct {
		name   string
		months []string // of repository a
		want   []string // from May
	}{
		{"a slow rise", []string{"600/1000", "603/1000", "606/1000", "609/1000", "612/1000", "615/1000"}, []string{"rising 5", "rising 6", "rising 6"}}, // by 1.2 and 1.5 points; then it is carried
		{"a fall", []string{"600/1000", "590/1000", "580/1000", "570/1000", "560/1000", "550/1000"}, []string{"falling 5", "falling 6"}},
		{"within the band", []string{"600/1000", "602/1000", "604/1000", "606/1000", "607/1000", "608/1000"}, []string{"level 5", "level 6"}},
		{"flat", []string{"1/2", "1/2", "1/2", "1/2", "1/2", "1/2"}, []string{"level 5", "level 6"}},
		{"one odd month", []string{"600/1000", "600/1000", "600/1000", "900/1000", "600/1000", "600/1000"}, []string{"level 5", "level 6"}},
		{"code grows faster than tests", []string{"600/1000", "605/1030", "610/1060", "615/1090", "620/1120", "625/1150"}, []string{"falling 5", "falling 6"}},
		{"two months missing are carried over", []string{"600/1000", "620/1000", "", "", "660/1000", "680/1000"}, []string{"rising 5", "rising 6"}},
		{"carried into the window", []string{"", "600/1000", "", "620/1000", "640/1000", "660/1000", "680/1000", "700/1000"}, []string{"too-few", "rising 5", "rising 6", "rising 6"}},
		{"three are not", []string{"600/1000", "", "", "", "660/1000", "680/1000"}, []string{"too-few", "too-few"}},
		{"measured in the first half alone", []string{"", "", "600/1000", "620/1000", "640/1000"}, []string{"too-few", "too-few", "rising 5", "too-few"}},
		{"no lines", []string{"0/0", "0/0", "0/0", "0/0", "0/0", "0/0"}, []string{"no-data"}},
		{"more than all", []string{"3/2", "3/2", "3/2", "3/2", "3/2", "3/2"}, []string{"no-data"}},
	} {
		end := measured("elsewhere", "", "", "", "", "", "", "", "", "", "1/2") // something is recorded until October
		got := headings(t, year(), "red", append(measured("a", c.months...), end...)...)
		if !slices.Equal(got[4:4+len(c.want)], c.want) || c.want[0] != "no-data" && !slices.Equal(got[:4], notBegun(few, c.months)) {
			t.Errorf("%s: %v, want %v from May", c.name, got, c.want)
		}
	}
}

// notBegun says no data before the first measurement.
func notBegun(few, months []string) []string {
	few = slices.Clone(few)
	for i := 0; i < len(few) && months[i] == ""; i++ {
		few[i] = "no-data"
	}
	return few
}

// A repository that appears or disappears must not make a direction.
func TestDirectionIsLikeForLike(t *testing.T) {
	flat := measured("a", slices.Repeat([]string{"600/1000"}, 10)...)
	for name, other := range map[string][]string{
		"appears":    measured("b", "", "", "", "", "", "", "", "1/90000", "1/90000", "1/90000"),
		"disappears": measured("b", "1/90000", "1/90000", "1/90000"),
		"comes late": measured("b", "", "", "", "", "", "600/1000", "600/1000", "600/1000", "600/1000", "600/1000"),
	} {
		for month, got := range headings(t, year(), "", append(flat, other...)...) {
			if month >= 4 && !strings.HasPrefix(got, "level") {
				t.Errorf("b %s: %s in month %d", name, got, month+1)
			}
		}
	}
	late := headings(t, year(), "", append(flat, measured("b", "", "", "", "", "", "1/90000", "1/90000", "1/90000", "1/90000", "1/90000")...)...)
	if late[9] != "level 5" || late[8] != "level 6" { // in October b counts, without May
		t.Errorf("b from June: %v", late)
	}
}

// A repository that is handed over is measured for whoever owned it then; who owns nothing
// any more has no direction, and a value is not carried past what the next owner measured.
func TestDirectionFollowsHandOver(t *testing.T) {
	b := measured("b", "600/1000", "610/1000", "620/1000", "630/1000", "640/1000", "650/1000", "640/1000", "620/1000", "600/1000", "580/1000")
	red, blue := headings(t, year(), "red", b...), headings(t, year(), "blue", b...)
	if red[5] != "rising 6" || red[6] != "no-data" || red[8] != "no-data" || blue[5] != "no-data" || blue[9] != "too-few" {
		t.Errorf("red %v, blue %v", red, blue)
	}
}

func TestDirectionTakesTheLastOfAMonth(t *testing.T) {
	lines := measured("a", "600/1000", "600/1000", "600/1000", "600/1000", "600/1000", "600/1000")
	noise := []string{"a,2026-06-19T10:00:00Z,line,999,1000,main", "a,2026-06-21T10:00:00Z,line,999,1000,idea", "a,2026-06-21T10:00:00Z,branch,999,1000,main",
		"a,2026-05-19T10:00:00Z,line,999,1000,main", "a,2026-04-19T10:00:00Z,line,999,1000,main"}
	if got := headings(t, year(), "red", append(noise, lines...)...); got[5] != "level 6" {
		t.Errorf("%v", got)
	}
}

func TestDirectionOfARunningMonth(t *testing.T) {
	f := year()
	f.AsOf = seconds("2026-10-25T00:00:00Z")
	got := headings(t, f, "red", measured("a", slices.Repeat([]string{"600/1000"}, 10)...)...)
	if got[8] != "level 6" || got[9] != "too-few" {
		t.Errorf("%v", got)
	}
}

// Neither the level nor the size of the slope may be read from a figure, in number or in
// words: whatever is measured, a figure says no more than its sign and its months.
func TestDirectionHidesTheLevel(t *testing.T) {
	digits := regexp.MustCompile(`\d+`)
	rapid.Check(t, func(rt *rapid.T) {
		var lines []string
		for _, repo := range []string{"a", "b", "c"} {
			for m := range 10 {
				if whole := rapid.IntRange(0, 5000).Draw(rt, "whole"); rapid.Bool().Draw(rt, "measured") && whole > 0 {
					lines = append(lines, fmt.Sprintf("%s,2026-%02d-20T10:00:00Z,line,%d,%d,main", repo, m+1, rapid.IntRange(0, whole).Draw(rt, "part"), whole))
				}
			}
		}
		u := fact.NewUnits(nil, nil, nil)
		table, _ := fact.NewCoverageMeasurements(rowsOf(t, "coverage", "repo,measured_at,metric,covered,total,branch\n"+strings.Join(lines, "\n")+"\n"), u, fact.Rules{MainBranches: []string{"main"}})
		s := Evaluate(Compute(pooledEverywhere(direction()), table, u, year()), u.Portfolio())
		if s.Limits() != (Limits{}) {
			rt.Fatalf("limits %+v", s.Limits())
		}
		for _, row := range s.Rows() {
			f := row.Figure
			if row.State != NotJudged || f.HasInterval() || f.Part != 0 || f.Category != "" {
				rt.Fatalf("%+v is %s", f, row.State)
			}
			if f.Absence == Present && (math.Abs(f.Value) != 1 && f.Value != 0 || f.N != 5 && f.N != 6) || f.Absence != Present && !math.IsNaN(f.Value) {
				rt.Fatalf("%+v", f)
			}
			for _, n := range digits.FindAllString(f.Text()+" "+f.Detail(), -1) {
				if n != "5" && n != "6" {
					rt.Fatalf("%q, %q", f.Text(), f.Detail())
				}
			}
		}
	})
}

// Order of rows, and of cells, says nothing.
func TestDirectionHasNoOrder(t *testing.T) {
	lines := append(measured("a", "600/1000", "620/1000", "610/1000", "640/1000", "630/1000", "660/1000"), measured("b", "60/100", "50/100", "40/100", "30/100", "20/100", "10/100")...)
	want := headings(t, year(), "", lines...)
	slices.Reverse(lines)
	if got := headings(t, year(), "", lines...); !slices.Equal(got, want) {
		t.Errorf("%v, then %v", want, got)
	}
}
