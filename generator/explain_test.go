package generator

import (
	"context"
	"fmt"
	"math"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
)

// explainAll explains every metric of some subjects of the sample's newest month, in one run.
func explainAll(t *testing.T, subjects ...[2]string) (*site, *outcome, map[string]*Explanation) {
	t.Helper()
	s, err := open(Options{Config: "../site.toml", Now: time.Now(), KeepGoing: true, Workers: runtime.GOMAXPROCS(0), Progress: quiet{}})
	if err != nil {
		t.Fatal(err)
	}
	in := s.input()
	for _, subject := range subjects {
		for _, d := range s.definitions {
			x, err := s.explaining(Question{subject[0], subject[1], d.ID, "2026-10"})
			if err != nil {
				t.Fatal(err)
			}
			in.explain = append(in.explain, x)
		}
	}
	results, err := compute(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*Explanation{}
	for _, x := range in.explain {
		e, err := x.explain(context.Background(), s, results)
		if err != nil {
			t.Fatal(err)
		}
		all[strings.Join([]string{string(x.level), x.unit, x.definition.ID}, " ")] = e
	}
	return s, results, all
}

var (
	traceList = regexp.MustCompile(`(?s)<details class="trace">.*?<dl>(.*?)</dl>`)
	traceStep = regexp.MustCompile(`(?s)<div><dt>(.*?)</dt><dd>(.*?)</dd></div>`)
	cardOf    = regexp.MustCompile(`(?s)<article class="card" id="([^"]*)".*?</article>`)
)

// TestExplainSaysWhatThePageSays: the same steps, word for word, and the same figures.
func TestExplainSaysWhatThePageSays(t *testing.T) {
	files := sampleSite(t)
	_, _, all := explainAll(t, [2]string{"team", "fjord"}, [2]string{"service", "freight"}, [2]string{"portfolio", ""})
	compared := 0
	for of, name := range map[string]string{"team fjord": "teams/fjord/2026-10/index.html", "service freight": "services/freight/2026-10/index.html", "portfolio ": "portfolio/2026-10/index.html"} {
		for _, m := range cardOf.FindAllSubmatch(files[name], -1) {
			e := all[of+" "+string(m[1])]
			if e == nil {
				t.Fatalf("%s: nothing explains %s", name, m[1])
			}
			var got, want []string
			for _, s := range traceStep.FindAllSubmatch(traceList.FindSubmatch(m[0])[1], -1) {
				got = append(got, inWords(s[1], "")+": "+inWords(s[2], ""))
			}
			for _, s := range e.Trace.Steps {
				if s.Term != "Month" { // which a page says once, and not on every card
					want = append(want, s.Term+": "+s.Text)
				}
			}
			want = append(want, fmt.Sprintf("Tables: %d, with their files", e.Trace.TableCount()), "Terminal: "+e.Trace.Command)
			if !slices.Equal(got, want) {
				t.Errorf("%s, %s: the page says\n%q\nthe terminal\n%q", name, m[1], got, want)
			}
			words := strings.Join(strings.Fields(inWords(m[0], " ")), " ")
			for _, f := range e.Figures {
				text := strings.Join(strings.Fields(f.Text+" "+f.Behind), " ")
				if strings.HasPrefix(of, "portfolio") && f.Text == "withheld" {
					text = f.Text // beside the states of a counted signal the page has no room for the reason
				}
				if !strings.Contains(words, text) {
					t.Errorf("%s, %s: %q is not on the page", name, m[1], text)
				}
			}
			compared++
		}
	}
	if compared < 50 {
		t.Errorf("only %d cards compared", compared)
	}
}

// TestExplainedRowsMakeTheFigure recomputes the published figures of every team, every service
// and the portfolio from the rows that explain lists, with nothing but counting, sorting and
// adding: in the newest month, and in one in which much changed hands.
func TestExplainedRowsMakeTheFigure(t *testing.T) {
	s, known, _ := explainAll(t)
	made := map[string]int{}
	for _, month := range []string{"2026-10", "2025-11"} {
		in := s.input()
		for _, d := range s.definitions {
			for _, of := range subjectsOf(known.units) {
				x, err := s.explaining(Question{of[0], of[1], d.ID, month})
				if err != nil {
					t.Fatal(err)
				}
				in.explain = append(in.explain, x)
			}
		}
		results, err := compute(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		figures := map[string][]metric.Figure{}
		for r := range results.eachRow(func(m period.Month) bool { return m.String() == month }) {
			key := strings.Join([]string{string(r.Level), r.Subject, r.Metric}, " ")
			figures[key] = append(figures[key], r.Figure)
		}
		for _, x := range in.explain {
			makeAgain(t, s, x, figures[strings.Join([]string{string(x.level), x.unit, x.definition.ID}, " ")], made)
		}
	}
	for _, kind := range []string{"duration", "rate", "share", "stock", "age", "breakdown", "coverage", "bridge", "partition"} {
		if made[kind] < 20 {
			t.Errorf("only %d headlines of kind %s were made again", made[kind], kind)
		}
	}
	t.Log(made)
}

// subjectsOf are all that a figure can be of.
func subjectsOf(u *fact.Units) (all [][2]string) {
	for _, team := range u.Teams {
		all = append(all, [2]string{"team", team.ID})
	}
	for _, service := range u.Services {
		all = append(all, [2]string{"service", service.ID})
	}
	return append(all, [2]string{"portfolio", ""})
}

// makeAgain computes every figure from the rows that were found for it.
func makeAgain(t *testing.T, s *site, x *explaining, figures []metric.Figure, made map[string]int) {
	d := x.definition
	if why, _ := x.refuses(d.Policies[x.level], figures); why != "" || d.Policies[x.level] == metric.None || x.found.Unlisted != "" {
		return
	}
	rows := ExplainedRows{Columns: x.found.Columns}
	for _, r := range x.found.Rows {
		rows.List = append(rows.List, ExplainedRow{As: r.As, LeftOut: r.LeftOut, Values: r.Values})
	}
	zone := s.config.Zone
	weeks := (x.month + 1).Start(zone).Sub(x.month.Start(zone)).Hours() / (7 * 24)
	for i, f := range figures {
		if f.Absence != metric.Present {
			continue
		}
		want, ok := remake(d, &rows, f)
		if f.Stat == "rate" {
			want /= weeks
		}
		if ok && math.Abs(want-f.Value) > 1e-9*max(1, math.Abs(want)) {
			t.Errorf("%s %s %s %s, %s %s: %v by its rows, %v published", x.level, x.unit, d.ID, x.month, f.Stat, f.Category, want, f.Value)
		}
		if ok && i == 0 {
			made[d.Measure.Kind()]++
		}
	}
}

// remake computes a figure from rows; false for one that the rows alone do not give.
func remake(d *metric.Definition, rows *ExplainedRows, f metric.Figure) (float64, bool) {
	column := func(name string) int {
		return slices.IndexFunc(rows.Columns, func(c metric.BehindColumn) bool { return c.Name == name })
	}
	counts := func(of func(*ExplainedRow) bool) (n float64) {
		for i := range rows.List {
			if r := &rows.List[i]; r.LeftOut == "" && of(r) {
				n++
			}
		}
		return n
	}
	all := func(*ExplainedRow) bool { return true }
	as := func(name string) func(*ExplainedRow) bool {
		return func(r *ExplainedRow) bool { return slices.Contains(r.As, name) }
	}
	text := func(name, want string) func(*ExplainedRow) bool {
		k := column(name)
		return func(r *ExplainedRow) bool { return r.Values[k].Text == want }
	}
	sum := func(name string) (n float64) {
		k := column(name)
		for _, r := range rows.List {
			if r.LeftOut == "" {
				n += float64(max(0, r.Values[k].Number))
			}
		}
		return n
	}
	quantile := func(name string) float64 {
		var values []float64
		for _, r := range rows.List {
			if r.LeftOut == "" {
				values = append(values, float64(r.Values[column(name)].Number))
			}
		}
		slices.Sort(values)
		p, _ := fmt.Sscanf(f.Stat, "p%d", new(int))
		if p == 0 || len(values) == 0 {
			return math.NaN()
		}
		var n int
		fmt.Sscanf(f.Stat, "p%d", &n)
		h := float64(n) / 100 * float64(len(values)-1)
		i := int(h)
		if i+1 == len(values) {
			return values[i]
		}
		return values[i] + (h-float64(i))*(values[i+1]-values[i])
	}
	left := func(why string) (n float64) {
		for _, r := range rows.List {
			if r.LeftOut == why {
				n++
			}
		}
		return n
	}
	switch m := d.Measure.(type) {
	case *metric.Duration:
		switch {
		case m.Open == "censored" && f.Category == "" && f.Stat == "open":
			return counts(as("open")), true
		case m.Open == "censored" && f.Stat == "open":
			return counts(func(r *ExplainedRow) bool { return as("open")(r) && text(m.By, f.Category)(r) }), true
		case m.Open == "censored" && f.Stat == "oldest":
			oldest := 0.
			for _, r := range rows.List {
				if as("open")(&r) {
					oldest = max(oldest, float64(r.Values[column("to age")].Number))
				}
			}
			return oldest, true
		case m.Open == "censored" && f.Stat == m.Show[0] && f.Category == "":
			return float64(f.N) - counts(all) + f.Value, true // the estimate itself is package stat's: its n
		case m.Open == "censored", f.Category != "":
			return 0, false
		case f.Stat == "negative":
			return left("ended before the start"), true
		case f.Stat == "open":
			return left("without " + m.To + " by the end of the month"), true
		}
		return quantile("duration"), true
	case *metric.Rate:
		switch f.Stat {
		case "rate":
			return counts(all), true // in a week of its month
		case "events":
			return counts(all), true
		}
	case *metric.Share:
		switch {
		case f.Stat == "share" && f.Category == "":
			return counts(as("part")) / counts(all), true
		case f.Stat == "share":
			return 0, false
		case f.Category == "" && (f.Stat == "cost" || f.Stat == "repair"):
			return sum(f.Stat), true
		}
	case *metric.Stock:
		switch f.Stat {
		case "open":
			return counts(all), true
		case "mean", "little":
			return 0, false
		}
		return counts(as(f.Stat)), true
	case *metric.Age:
		switch {
		case f.Stat == "open":
			return counts(all), true
		case f.Stat == "lowered":
			return counts(as("lowered")), true
		case strings.HasPrefix(f.Stat, "p") && f.Category == "":
			return quantile("age"), true
		}
	case *metric.Breakdown:
		switch {
		case f.Category == "" && len(m.Headline) > 0:
			return counts(as("part")) / float64(f.N), true
		case f.Category == "":
			return counts(all), true
		case column(f.Stat) >= 0 && f.Category != "not recorded" && f.Category != "yes" && f.Category != "no" && f.Category != "other":
			return counts(text(f.Stat, f.Category)) / float64(f.N), true
		}
	case *metric.Coverage:
		switch {
		case f.Stat == "pairs":
			return counts(text("state", f.Category)), true
		case f.Category != "":
			covered := counts(func(r *ExplainedRow) bool { return as("part")(r) && text(m.By, f.Category)(r) })
			return covered / counts(text(m.By, f.Category)), true
		}
		return counts(as("part")) / counts(all), true
	case *metric.Bridge:
		switch {
		case f.Stat == "share":
			n := counts(as("closed"))
			for _, class := range m.Without {
				n -= counts(text(m.ClosedAs, class))
			}
			return counts(text(m.ClosedAs, m.Part[0])) / n, true
		case f.Stat == "opened" && f.Category != "":
			return counts(func(r *ExplainedRow) bool { return as("opened")(r) && text(m.OpenedAs, f.Category)(r) }), true
		case f.Stat == "closed" && f.Category != "":
			return counts(text(m.ClosedAs, f.Category)), true
		case f.Stat != "came_back":
			return counts(as(f.Stat)), true
		}
	case *metric.Partition:
		switch {
		case f.Stat == "coverage":
			return 1 - sum("unexplained")/(sum("elapsed")-sum("active")), true
		case f.Stat == "exclusive":
			return sum(f.Category) / sum("elapsed"), true
		case f.Stat == "items":
			return counts(all), true
		case f.Stat == "shared" || f.Stat == "active" || f.Stat == "unexplained":
			return sum(f.Stat) / sum("elapsed"), true
		}
	}
	return 0, false
}

// TestExplainedRowsNameNoPerson: whatever is asked, no column of a person and no free text is
// among the values, and the portfolio's rows do not say whose they are.
func TestExplainedRowsNameNoPerson(t *testing.T) {
	_, _, all := explainAll(t, [2]string{"team", "fjord"}, [2]string{"team", "sapling"}, [2]string{"portfolio", ""})
	withheld := 0
	for of, e := range all {
		if len(e.Figures) > 0 && e.Figures[0].Text == "withheld" {
			if withheld++; len(e.Rows.List) > 0 || !strings.HasPrefix(e.Rows.Unlisted, "withheld: ") && !strings.HasPrefix(e.Rows.Unlisted, "a counted") {
				t.Errorf("%s is withheld and lists rows: %s", of, e.Rows.Unlisted)
			}
		}
		for _, name := range slices.Concat(e.Rows.IDs, names(e.Rows.Columns)) {
			for _, bad := range []string{"author", "reviewer", "respondent", "text", "title", "name"} {
				if strings.Contains(name, bad) {
					t.Errorf("%s lists %s", of, name)
				}
			}
			if strings.HasPrefix(of, "portfolio") && slices.Contains([]string{"repo", "service_id", "team_id", "project"}, name) {
				t.Errorf("%s lists %s", of, name)
			}
		}
	}
	if withheld < 2 {
		t.Errorf("only %d figures are withheld: choose other teams", withheld)
	}
	for _, of := range []string{"team fjord friction-points", "portfolio  friction-points", "portfolio  change-lead-time"} {
		if e := all[of]; e == nil || len(e.Rows.List) > 0 || e.Rows.Unlisted == "" {
			t.Errorf("%s lists rows", of)
		}
	}
}

func names(columns []metric.BehindColumn) (all []string) {
	for _, c := range columns {
		all = append(all, c.Name)
	}
	return all
}

// TestWithheldListsNothing: of a figure that the group rules keep back nothing is listed, and
// the reason is the page's.
func TestWithheldListsNothing(t *testing.T) {
	x := &explaining{level: level.TeamName, definition: &metric.Definition{Measure: &metric.Duration{Common: metric.Common{Of: fact.Change}}}}
	why, _ := x.refuses(metric.Pooled, []metric.Figure{{Stat: "p50", Absence: metric.Withheld, Reason: "shown only where"}})
	if why != "withheld: shown only where" {
		t.Errorf("the reason is %q", why)
	}
	if why, only := x.refuses(metric.Pooled, []metric.Figure{{Stat: "p50"}, {Stat: "open", Absence: metric.Withheld}}); why != "" || !only {
		t.Errorf("a figure beside it is withheld: %q, %t", why, only)
	}
}
