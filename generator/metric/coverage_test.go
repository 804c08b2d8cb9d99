package metric

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
	"leadline/generator/stat"
)

// spans makes required checks out of lines of service, kind, from, to, state, scanned,
// outdated: dates of 2026, and "" for none.
func spans(t testing.TB, ownership string, lines ...string) (*fact.Table, *fact.Units) {
	u := fact.NewUnits(nil, nil, rowsOf(t, "ownership", "entity_type,entity_id,team_id,valid_from\n"+ownership))
	checks, scans, deployments := "service_id,check_kind,valid_from,valid_to\n", "service_id,check_kind,finished_at,outcome,sha\n", "deployment_id,service_id,environment,finished_at,outcome,sha\n"
	for _, line := range lines {
		switch f := strings.Split(line, " "); f[0] {
		case "check":
			checks += fmt.Sprintf("%s,%s,%s,%s\n", f[1], f[2], dayAt(f[3]), dayAt(f[4]))
		case "scan":
			scans += fmt.Sprintf("%s,%s,%s,success,%s\n", f[1], f[2], dayAt(f[3]), f[4])
		case "deploy":
			deployments += fmt.Sprintf("d%s,%s,production,%s,success,%s\n", f[2], f[1], dayAt(f[2]), f[3])
		}
	}
	releases := fact.NewReleases(rowsOf(t, "deployments", deployments), u, fact.Rules{ProductionEnvironments: []string{"production"}})
	table, _ := fact.NewRequiredChecks(rowsOf(t, "service_checks", checks), rowsOf(t, "scans", scans), releases, u)
	return table, u
}

func dayAt(text string) string {
	if text == "-" {
		return ""
	}
	return "2026-" + text + "T12:00:00Z"
}

func coverage(fresh, grace int) *Coverage {
	return &Coverage{Common: Common{KindName: "coverage", Of: fact.RequiredCheck}, From: "valid_from", To: "valid_to", State: "state",
		Seen: "scanned_at", FreshDays: fresh, Moved: "outdated_at", GraceDays: grace, By: "check_kind"}
}

// pairsText is a month's figures in brief: "1 of 4 (covered 1, stale 2, absent 1, unknown 0)".
func pairsText(figures []Figure) string {
	var parts []string
	for _, f := range figures {
		if f.Stat == "pairs" && f.Absence == Present {
			parts = append(parts, fmt.Sprintf("%s %v", f.Category, f.Value))
		}
	}
	if len(parts) == 0 {
		return figures[0].Absence.Code()
	}
	return figures[0].Text() + " (" + strings.Join(parts, ", ") + ")"
}

const redOwnsShop = "service,shop,red,2025-01-01T00:00:00Z\n"

func TestCoverageFigures(t *testing.T) {
	table, u := spans(t, redOwnsShop,
		"check shop sast 01-10 -", "scan shop sast 01-20 a", "deploy shop 01-15 a", "deploy shop 02-27 b",
		"check shop sca 02-10 03-31", "scan other sca 01-05 x",
		"check shop dast 03-01 -")
	for _, c := range []struct {
		fresh, grace int
		want         []string // January to April
	}{
		{60, 0, []string{"1 of 1 (covered 1, stale 0, absent 0, unknown 0)", "0 of 2 (covered 0, stale 1, absent 1, unknown 0)", "0 of 2 (covered 0, stale 1, absent 0, unknown 1)", "0 of 2 (covered 0, stale 1, absent 0, unknown 1)"}},
		{60, 2, []string{"1 of 1 (covered 1, stale 0, absent 0, unknown 0)", "1 of 2 (covered 1, stale 0, absent 1, unknown 0)", "0 of 2 (covered 0, stale 1, absent 0, unknown 1)", "0 of 2 (covered 0, stale 1, absent 0, unknown 1)"}},
		{10, 2, []string{"0 of 1 (covered 0, stale 1, absent 0, unknown 0)", "0 of 2 (covered 0, stale 1, absent 1, unknown 0)", "0 of 2 (covered 0, stale 1, absent 0, unknown 1)", "0 of 2 (covered 0, stale 1, absent 0, unknown 1)"}},
	} {
		s := Evaluate(Compute(definition(coverage(c.fresh, c.grace), false), table, u, frame()), u.TeamSets()[0])
		for i, r := range s.Results() {
			if got := pairsText(r.Figures()); got != c.want[i] {
				t.Errorf("fresh %d, grace %d, %s: %s, want %s", c.fresh, c.grace, r.Month(), got, c.want[i])
			}
		}
	}
}

// The window counts to the second at which the month ends, and the day it was scanned in.
func TestCoverageWindowIsExact(t *testing.T) {
	for day, want := range map[string]string{"01-31": "1 of 1", "01-30": "0 of 1"} { // 28 and 29 days and a half before the end of February
		table, u := spans(t, redOwnsShop, "check shop sast 01-01 -", "scan shop sast "+day+" ")
		r, _ := Evaluate(Compute(definition(coverage(29, 0), false), table, u, frame()), u.TeamSets()[0]).At(period.MonthOf(2026, 2))
		if got := r.Figures()[0].Text(); got != want {
			t.Errorf("scanned %s: %s, want %s", day, got, want)
		}
	}
}

func TestCoverageAbsences(t *testing.T) {
	table, u := spans(t, redOwnsShop, "check shop sast 02-10 03-10", "check far sca 01-01 -", "scan far sca 01-02 ")
	s := Evaluate(Compute(definition(coverage(35, 0), false), table, u, frame()), u.TeamSets()[0])
	for i, want := range []Absence{NoData, NoData, TooFew, TooFew} { // not required yet; nobody knows; not required any more
		if got := s.Results()[i].Figures()[0]; got.Absence != want || got.Reason == "" {
			t.Errorf("%s: %+v, want %s", s.Results()[i].Month(), got, want.Code())
		}
	}
	if got := pairsText(s.Results()[1].Figures()); got != "no data (covered 0, stale 0, absent 0, unknown 1)" {
		t.Errorf("where nothing is known there is no share, and the pairs are still counted: %s", got)
	}
	bare, _ := fact.NewRequiredChecks(rowsOf(t, "service_checks", "service_id,check_kind,valid_from\nshop,sast,2026-01-01T00:00:00Z\n"), nil, nil, u)
	f := Evaluate(Compute(definition(coverage(35, 0), false), bare, u, frame()), u.TeamSets()[0]).Results()[1].Figures()[0]
	if f.Absence != NoData || !strings.Contains(f.Reason, "nothing recorded tells state") {
		t.Errorf("without scans: %+v", f)
	}
}

// The pairs follow the service: who owned it in the last second of the month answers for it.
func TestCoverageFollowsHandOver(t *testing.T) {
	table, u := spans(t, redOwnsShop+"service,shop,blue,2026-02-01T00:00:00Z\n", "check shop sast 01-01 -", "scan shop sast 01-20 ")
	m := Compute(definition(coverage(35, 0), false), table, u, frame())
	blue, red := Evaluate(m, u.TeamSets()[0]), Evaluate(m, u.TeamSets()[1])
	for i, want := range [][2]string{{"1 of 1", "no data"}, {"no data", "0 of 1"}} {
		if got := [2]string{red.Results()[i].Figures()[0].Text(), blue.Results()[i].Figures()[0].Text()}; got != want {
			t.Errorf("%s: red and blue have %v, want %v", red.Results()[i].Month(), got, want)
		}
	}
}

// Whatever the data: the states add up to the whole, the kinds add up to the whole, and the
// portfolio is its services together.
func TestCoverageAddsUp(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		day := func(name string) string {
			return fmt.Sprintf("%02d-%02d", rapid.IntRange(1, 4).Draw(r, name), rapid.IntRange(1, 28).Draw(r, name))
		}
		service, kind, sha := rapid.SampledFrom([]string{"shop", "pay", "far"}), rapid.SampledFrom([]string{"sast", "sca"}), rapid.SampledFrom([]string{"", "a", "b"})
		var lines []string
		for range rapid.IntRange(1, 8).Draw(r, "checks") {
			lines = append(lines, fmt.Sprintf("check %s %s %s -", service.Draw(r, "service"), kind.Draw(r, "kind"), day("required")))
		}
		for range rapid.IntRange(0, 12).Draw(r, "scans") {
			lines = append(lines, fmt.Sprintf("scan %s %s %s %s", service.Draw(r, "service"), kind.Draw(r, "kind"), day("scanned"), sha.Draw(r, "sha")))
		}
		for range rapid.IntRange(0, 6).Draw(r, "deployments") {
			lines = append(lines, fmt.Sprintf("deploy %s %s %s", service.Draw(r, "service"), day("deployed"), sha.Draw(r, "sha")))
		}
		table, u := spans(t, redOwnsShop+"service,pay,blue,2025-01-01T00:00:00Z\nservice,far,blue,2026-03-10T00:00:00Z\n", lines...)
		d := definition(coverage(20, 3), false)
		d.Policies[level.PortfolioName], d.Policies[level.ServiceName] = Pooled, Pooled
		m := Compute(d, table, u, frame())
		for i, p := range Evaluate(m, u.Portfolio()).Results() {
			whole := totals(p.Figures())
			sum := map[string]int{}
			for _, s := range u.ServiceSets() {
				for name, n := range totals(Evaluate(m, s).Results()[i].Figures()) {
					sum[name] += n
				}
			}
			if whole["covered"]+whole["stale"]+whole["absent"]+whole["unknown"] != whole["all"] || whole["kinds"] > whole["all"] {
				r.Fatalf("%s: %v", p.Month(), whole)
			}
			for name, n := range whole {
				if name != "kinds" && sum[name] != n {
					r.Fatalf("%s: %s is %d, the services' together %d", p.Month(), name, n, sum[name])
				}
			}
		}
	})
}

// totals are a month's pairs by state, all of them, and those of all kinds.
func totals(figures []Figure) map[string]int {
	n := map[string]int{}
	for _, f := range figures {
		switch {
		case f.Absence != Present:
		case f.Stat == "pairs":
			n[f.Category] += int(f.Value)
			n["all"] += int(f.Value)
		case f.Category != "":
			n["kinds"] += f.N
		}
	}
	return n
}

func TestCoverageIsPooledByWilson(t *testing.T) {
	table, u := spans(t, redOwnsShop, "check shop sast 01-01 -", "check shop sca 01-01 -", "check shop dast 01-01 -", "scan shop sast 01-20 ", "scan x sca 01-20 ", "scan x dast 01-20 ")
	f := Evaluate(Compute(definition(coverage(35, 0), false), table, u, frame()), u.TeamSets()[0]).Results()[0].Figures()[0]
	low, high := stat.Wilson(1, 3)
	if f.N != 3 || f.Part != 1 || f.Low != low || f.High != high {
		t.Errorf("%+v", f)
	}
}

func TestCoverageDefinition(t *testing.T) {
	refusals(t, "security-check-coverage", [][3]string{
		{"fresh_days = 35", "fresh_days = 0", "fresh_days is 0"},
		{"grace_days = 1", "grace_days = 36", "grace_days is 36"},
		{`state = "state"`, `state = "valid_to"`, "is not a category"},
		{`seen = "scanned_at"`, `seen = "state"`, "is not an instant"},
		{`by = "check_kind"`, `by = "nothing"`, "has no column"},
	})
}

// refusals changes a built-in definition and looks for what is said of it.
func refusals(t *testing.T, id string, changes [][3]string) {
	t.Helper()
	file := "../../content/metrics/" + id + ".md"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ParseDefinition(file, text); err != nil {
		t.Errorf("as it is: %v", err)
	}
	for _, c := range changes {
		if !strings.Contains(string(text), c[0]) {
			t.Fatalf("%s does not have %q", id, c[0])
		}
		if _, err := ParseDefinition(file, []byte(strings.Replace(string(text), c[0], c[1], 1))); err == nil || !strings.Contains(err.Error(), c[2]) {
			t.Errorf("%s: %v, want %q", c[1], err, c[2])
		}
	}
}

// TestMatrix: a team's rows are its services, the portfolio has none and too few services
// for counts; cells add up to the figures.
func TestMatrix(t *testing.T) {
	table, units := spans(t, "service,api,red,2026-01-01T00:00:00Z\nservice,web,red,2026-01-01T00:00:00Z\nservice,db,blue,2026-01-01T00:00:00Z\n",
		"check api sast 01-01 -", "check web sast 01-01 -", "check web secrets 01-01 -", "check db secrets 01-01 -",
		"scan api sast 01-20 a", "deploy api 01-19 a", "deploy web 01-19 b", "deploy db 01-19 c")
	frame, d := frame(), definition(coverage(35, 1), false)
	d.Policies[level.PortfolioName] = Pooled
	for floor, want := range map[int]int{3: 2, 4: 0} {
		frame.Units = floor
		m := Compute(d, table, units, frame)
		january := []period.Month{frame.Calendar.Month(0)}
		team := AddMatrix(Evaluate(m, units.TeamSets()[1]), m, units.TeamSets()[1], january).Matrix(january[0])
		rows := MatrixRows(team)
		if len(rows) != 2 || rows[0].Service.ID != "api" || rows[1].Service.ID != "web" || fmt.Sprint(team.Checks()) != "[sast secrets]" {
			t.Fatalf("%v, %+v", team.Checks(), rows)
		}
		if rows[0].Checks[1].All() != 0 || rows[0].Checks[0][covered] != 1 || rows[1].Checks[0][covered] != 0 || team.Of(0).All() != 2 || team.Of(1).All() != 1 {
			t.Errorf("%+v", rows)
		}
		all := AddMatrix(Evaluate(m, units.Portfolio()), m, units.Portfolio(), january).Matrix(january[0])
		if len(all.Checks()) != want || all.rows != nil {
			t.Errorf("with a floor of %d the portfolio has %v and %d rows; expected %d checks and none", floor, all.Checks(), len(all.rows), want)
		}
		if want > 0 && (all.Of(0).All() != 2 || all.Of(1).All() != 2) {
			t.Errorf("%v, %v", all.Of(0), all.Of(1))
		}
	}
}
