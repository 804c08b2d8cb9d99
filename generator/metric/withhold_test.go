package metric

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"leadline/generator/config"
	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
)

// town is changes of services that teams own, for tests of the group rules.
type town struct{ owners, changes []string }

// own gives a service to a team; months as "2026-02-01", an empty end is still.
func (w *town) own(service, team, from, to string) {
	stamp := func(d string) string { return strings.TrimSuffix(d+"T00:00:00Z", "T00:00:00Z") }
	if from = stamp(from) + "T00:00:00Z"; to != "" {
		to += "T00:00:00Z"
	}
	w.owners = append(w.owners, fmt.Sprintf("service,%s,%s,%s,%s", service, team, from, to))
}

// merge has n people merge one change each on a day.
func (w *town) merge(service, day string, people ...int) {
	for _, p := range people {
		w.changes = append(w.changes, fmt.Sprintf("r,%d,merged,%sT09:00:00Z,%sT09:00:00Z,p%d,%s", len(w.changes), "2026-01-01", day, p, service))
	}
}

func upTo(from, n int) (people []int) {
	for i := range n {
		people = append(people, from+i)
	}
	return people
}

func (w *town) measure(t testing.TB, f Frame, policies map[level.Name]Policy) (*Measured, *fact.Units) {
	t.Helper()
	u := fact.NewUnits(nil, nil, rowsOf(t, "ownership", "entity_type,entity_id,team_id,valid_from,valid_to\n"+strings.Join(w.owners, "\n")+"\n"))
	d := fact.NewDeployments(nil, u, fact.Rules{})
	rows := rowsOf(t, "changes", "repo,change_id,state,first_commit_at,merged_at,author_id,service_id\n"+strings.Join(w.changes, "\n")+"\n")
	changes := fact.NewChanges(rows, fact.Links{}, fact.Moments{}, d, u)
	def := definition(&Duration{Common: Common{KindName: "duration", Of: fact.Change}, From: "first_commit_at", To: "merged_at", Show: []string{"p50"}, Open: "left out"}, true)
	def.Policies, def.Reasons = policies, map[level.Name]string{}
	return Compute(def, changes.Table, u, f), u
}

var everywhere = map[level.Name]Policy{level.TeamName: Pooled, level.ServiceName: Pooled, level.PortfolioName: Pooled}

// withheldIn lists what is withheld in a month: "red", "service a", "portfolio".
func withheldIn(m *Measured, u *fact.Units, month int) (names []string) {
	see := func(name string, f Figure, month int) {
		if f.Absence == Withheld {
			names = append(names, name)
		}
	}
	for _, s := range u.TeamSets() {
		see("team "+s.Subject().ID, Evaluate(m, s).Results()[month].Figures()[0], month)
	}
	for _, s := range u.ServiceSets() {
		see("service "+s.Subject().ID, Evaluate(m, s).Results()[month].Figures()[0], month)
	}
	see("portfolio", Evaluate(m, u.Portfolio()).Results()[month].Figures()[0], month)
	return names
}

func TestComplementarySuppression(t *testing.T) {
	for _, c := range []struct {
		name  string
		build func(*town)
		want  []string
	}{
		{"one service of few people takes the next smallest with it", func(w *town) {
			for i, n := range []int{7, 6, 3} {
				s := string(rune('a' + i))
				w.own(s, "red", "2025-01-01", "")
				w.merge(s, "2026-02-10", upTo(10*i, n)...)
			}
		}, []string{"service b", "service c"}},
		{"of two with as many people, the first by id", func(w *town) {
			for i, n := range []int{6, 6, 3} {
				s := string(rune('a' + i))
				w.own(s, "red", "2025-01-01", "")
				w.merge(s, "2026-02-10", upTo(10*i, n)...)
			}
		}, []string{"service a", "service c"}},
		{"two services that are enough people together need no third", func(w *town) {
			for i, n := range []int{7, 3, 3} {
				s := string(rune('a' + i))
				w.own(s, "red", "2025-01-01", "")
				w.merge(s, "2026-02-10", upTo(10*i, n)...)
			}
		}, []string{"service b", "service c"}},
		{"two services of the same people do", func(w *town) {
			for i, n := range []int{7, 3, 3} {
				s := string(rune('a' + i))
				w.own(s, "red", "2025-01-01", "")
				w.merge(s, "2026-02-10", upTo(10*min(i, 1), n)...)
			}
		}, []string{"service a", "service b", "service c"}},
		{"a small team takes a service before another team", func(w *town) {
			w.own("a", "red", "2025-01-01", "")
			w.own("b", "blue", "2025-01-01", "")
			w.own("c", "blue", "2025-01-01", "")
			w.merge("a", "2026-02-10", upTo(0, 3)...)
			w.merge("b", "2026-02-10", upTo(10, 6)...)
			w.merge("c", "2026-02-10", upTo(20, 8)...)
		}, []string{"team blue", "team red", "service a", "service b"}},
		{"a month without anything is shown as that", func(w *town) {
			w.own("a", "red", "2025-01-01", "")
			w.own("b", "red", "2025-01-01", "")
			w.merge("a", "2026-02-10", upTo(0, 6)...)
			w.merge("b", "2026-03-10", upTo(10, 3)...)
			w.merge("b", "2026-01-10", upTo(10, 3)...)
		}, nil},
	} {
		w := &town{}
		c.build(w)
		f := frame()
		m, u := w.measure(t, f, everywhere)
		if got := withheldIn(m, u, 1); !slices.Equal(got, c.want) {
			t.Errorf("%s: withheld %v, want %v", c.name, got, c.want)
		}
		f.Workers = 7
		m, u = w.measure(t, f, everywhere)
		if got := withheldIn(m, u, 1); !slices.Equal(got, c.want) {
			t.Errorf("%s: on seven workers %v", c.name, got)
		}
	}
}

// Nothing of a withheld figure is left, and its words do not say by which rule it is one.
func TestWithheldHasNoTrace(t *testing.T) {
	w := &town{}
	for i, n := range []int{7, 6, 3} {
		s := string(rune('a' + i))
		w.own(s, "red", "2025-01-01", "")
		w.merge(s, "2026-02-10", upTo(10*i, n)...)
	}
	m, u := w.measure(t, frame(), everywhere)
	var figures []Figure
	for _, set := range u.ServiceSets()[1:] {
		s := Evaluate(m, set)
		r := s.Results()[1]
		if r.State() != NotJudged || s.Limits().Known {
			t.Errorf("%s is judged: %v %+v", set.Subject().ID, r.State(), s.Limits())
		}
		for _, f := range r.Figures() {
			if f.Absence != Withheld || f.N != 0 || f.Part != 0 || !math.IsNaN(f.Value) || !math.IsNaN(f.Low) || !math.IsNaN(f.High) {
				t.Errorf("%s: %+v", set.Subject().ID, f)
			}
		}
		figures = append(figures, r.Figures()[0])
	}
	if primary, complement := figures[1], figures[0]; primary.Reason != complement.Reason || strings.ContainsAny(strings.ReplaceAll(primary.Reason, "at least 5", ""), "0123456789") {
		t.Errorf("reasons %q and %q", primary.Reason, complement.Reason)
	}
}

// A service that is withheld for another's sake is counted among those without a figure,
// also where services are not shown themselves.
func TestCountedSignalsKnowNoWithheldState(t *testing.T) {
	w := &town{}
	for i, n := range []int{7, 6, 3} {
		s := string(rune('a' + i))
		w.own(s, "red", "2025-01-01", "")
		w.merge(s, "2026-02-10", upTo(10*i, n)...)
	}
	f := frame()
	f.Units = 1
	for _, c := range []struct {
		service Policy
		without float64
	}{{Pooled, 2}, {None, 1}} {
		m, u := w.measure(t, f, map[level.Name]Policy{level.TeamName: Pooled, level.ServiceName: c.service, level.PortfolioName: Counted})
		r, _ := Evaluate(m, u.Portfolio()).At(period.MonthOf(2026, 2))
		if n := r.Figure(NoFigure); n.Value != c.without {
			t.Errorf("services %v: %v without a figure, want %v", c.service, n.Value, c.without)
		}
	}
}

// Where headcounts serve, a service has the people of the team that worked on it that month
// and not of all that ever owned it.
func TestHeadcountFollowsHandOver(t *testing.T) {
	u := fact.NewUnits(rowsOf(t, "teams", "team_id,headcount\nbig,9\nsmall,3\n"), nil, rowsOf(t, "ownership",
		"entity_type,entity_id,team_id,valid_from,valid_to\nservice,s,small,2025-01-01T00:00:00Z,2026-02-01T00:00:00Z\nservice,s,big,2026-02-01T00:00:00Z,\nservice,other,small,2025-01-01T00:00:00Z,\n"))
	d := fact.NewDeployments(nil, u, fact.Rules{})
	rows := rowsOf(t, "changes", "repo,change_id,state,first_commit_at,merged_at,service_id\n"+
		"r,1,merged,2026-01-01T00:00:00Z,2026-01-10T00:00:00Z,s\nr,2,merged,2026-01-01T00:00:00Z,2026-02-10T00:00:00Z,s\n"+
		"r,3,merged,2026-01-01T00:00:00Z,2026-02-10T00:00:00Z,other\n")
	def := definition(&Rate{Common: Common{KindName: "rate", Of: fact.Change}, At: "merged_at", Per: "week"}, true)
	def.Policies[level.ServiceName] = Pooled
	s := Evaluate(Compute(def, fact.NewChanges(rows, fact.Links{}, fact.Moments{}, d, u).Table, u, frame()), u.ServiceSets()[1])
	for i, want := range []Absence{Withheld, Present} {
		if f := s.Results()[i].Figures()[0]; f.Absence != want {
			t.Errorf("month %d: %+v, want absence %v", i, f, want)
		}
	}
}

// strict asks for more people than the site.
type strict struct{ *Rate }

func (strict) peopleFloor(Frame) int { return 10 }

func TestKindMayAskForMorePeople(t *testing.T) {
	w := &town{}
	w.own("a", "red", "2025-01-01", "")
	w.merge("a", "2026-02-10", upTo(0, 9)...)
	_, u := w.measure(t, frame(), everywhere)
	d := fact.NewDeployments(nil, u, fact.Rules{})
	changes := fact.NewChanges(rowsOf(t, "changes", "repo,change_id,state,first_commit_at,merged_at,author_id,service_id\n"+strings.Join(w.changes, "\n")+"\n"), fact.Links{}, fact.Moments{}, d, u)
	rate := &Rate{Common: Common{KindName: "rate", Of: fact.Change}, At: "merged_at", Per: "week"}
	for m, want := range map[Measure]Absence{rate: Present, strict{rate}: Withheld} {
		f := evaluateTeam(t, definition(m, true), changes.Table, u).Results()[1].Figures()[0]
		if f.Absence != want || want == Withheld && !strings.Contains(f.Reason, "at least 10") {
			t.Errorf("%T: %+v", m, f)
		}
	}
}

// Nothing that a person can write switches complementary suppression off.
func TestPrimaryOnlyIsForTests(t *testing.T) {
	err := filepath.WalkDir("..", func(name string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for line := range strings.Lines(string(data)) {
			line = strings.TrimSpace(line)
			if strings.Contains(line, "PrimaryOnly") && !strings.HasPrefix(line, "//") && line != "PrimaryOnly bool" && !strings.Contains(line, "!m.frame.PrimaryOnly") {
				t.Errorf("%s: %s", name, line)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// extreme shows one value, as no person-derived metric may.
type extreme struct{ *Rate }

func (extreme) Stats() []string { return []string{"p50", "oldest"} }

func TestPersonDerivedShowsNoExtremes(t *testing.T) {
	for people, want := range map[bool]int{true: 1, false: 0} {
		var h header
		index, err := config.ParseStrict("x.md", 1, []byte("people = true\n"), &h)
		if err != nil {
			t.Fatal(err)
		}
		h.People = people
		c := &checker{h: h, index: index}
		if c.extremes(extreme{&Rate{}}); len(c.problems) != want {
			t.Errorf("people = %t: %v", people, c.problems)
		}
	}
}
