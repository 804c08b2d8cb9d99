package generator

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/content"
	"leadline/generator/config"
	"leadline/generator/metric"

	"pgregory.net/rapid"
)

// hamlet is a small organisation with more to hide than the sample: few people a service,
// hand-overs, services that nobody owns, and metrics that teams, services and the portfolio
// all see pooled.
type hamlet struct {
	services []string
	owners   []string // lines of ownership.csv
	changes  []string // lines of changes.csv
	teams    []string // lines of teams.csv; with any, changes name nobody
}

// merge lets a person merge n changes of a service on a day of the first half of 2026.
func (w *hamlet) merge(service, person string, day time.Time, n int) {
	for range n {
		id := len(w.changes)
		w.changes = append(w.changes, fmt.Sprintf("r-%s,%d,merged,%s,%s,%s,false,%d", service, id, day.Add(time.Duration(id%7)*time.Hour).Format(time.RFC3339),
			day.Add(-48*time.Hour).Format(time.RFC3339), person, 1+id%3))
	}
}

// crowd lets several people merge one change each, and the first as many again as named.
func (w *hamlet) crowd(service string, people []string, day time.Time, more int) {
	for _, p := range people {
		w.merge(service, p, day, 1)
	}
	w.merge(service, people[0], day, more)
}

// persons are named by what they are for, so that groups do not overlap by chance.
func persons(of string, n int) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprintf("%s-%d", of, i))
	}
	return names
}

func day(month, day int) time.Time {
	return time.Date(2026, time.Month(month), day, 9, 0, 0, 0, time.UTC)
}

// own says who owns a service; an empty to is still.
func (w *hamlet) own(service, team, from, to string) {
	stamp := func(d string) string {
		if d == "" {
			return ""
		}
		return d + "T00:00:00Z"
	}
	if !slices.Contains(w.services, service) {
		w.services = append(w.services, service)
	}
	if team != "" {
		w.owners = append(w.owners, fmt.Sprintf("service,%s,%s,%s,%s", service, team, stamp(from), stamp(to)))
	}
}

const hamletSite = "[site]\nname = \"Hamlet\"\nas_of = 2026-04-01\nhistory_months = 3\npage_months = 3\n"

// files are the hamlet's event files and the sources that declare them.
func (w *hamlet) files() (files textFiles, sources string) {
	var services []string
	for _, s := range w.services {
		services = append(services, s+",r-"+s)
	}
	files = textFiles{
		"services.csv":  "service_id,repo\n" + strings.Join(services, "\n") + "\n",
		"ownership.csv": "entity_type,entity_id,team_id,valid_from,valid_to\n" + strings.Join(w.owners, "\n") + "\n",
		"changes.csv":   "repo,change_id,state,merged_at,first_commit_at,author_id,is_bot,commits\n" + strings.Join(w.changes, "\n") + "\n",
	}
	tables := []string{"services", "ownership", "changes"}
	if w.teams != nil {
		files["teams.csv"] = "team_id,headcount\n" + strings.Join(w.teams, "\n") + "\n"
		files["changes.csv"] = strings.Replace(files["changes.csv"], "author_id", "nobody", 1)
		tables = append(tables, "teams")
	}
	for _, table := range tables {
		sources += fmt.Sprintf("[[source]]\ntable = %q\nfiles = %q\n", table, table+".csv")
	}
	return files, sources
}

// write makes a site of the hamlet and returns its site.toml.
func (w *hamlet) write(t testing.TB) string {
	t.Helper()
	folder := t.TempDir()
	files, sources := w.files()
	files["site.toml"] = hamletSite + "content = \"content\"\n" + sources
	for name, text := range attackedDefinitions(t) {
		files["content/metrics/"+name] = text
	}
	for name, text := range files {
		name = filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(folder, "site.toml")
}

// overhear computes the hamlet's figures in memory, as a build does.
func (w *hamlet) overhear(t testing.TB, change func(*metric.Frame)) *haul {
	t.Helper()
	files, sources := w.files()
	c, err := config.Parse("hamlet", []byte(hamletSite+sources))
	if err != nil {
		t.Fatal(err)
	}
	s := &site{options: Options{Workers: 1, Progress: silent{}}, config: c, asOf: c.AsOf, calendar: newCalendar(c.AsOf, c)}
	for name, text := range attackedDefinitions(t) {
		d, err := metric.ParseDefinition("content/metrics/"+name, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		s.definitions = append(s.definitions, d)
	}
	if s.sources, err = resolveSources(files, c); err != nil {
		t.Fatal(err)
	}
	in := s.input()
	in.files = files
	change(&in.frame)
	o, err := compute(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	h := newHaul(time.UTC)
	h.rows(o)
	return h
}

// knowledge is what everybody knows of the hamlet.
func (w *hamlet) knowledge() knowledge {
	k := knowledge{services: w.services, zone: time.UTC, complete: true, heads: w.teams != nil}
	for _, line := range w.owners {
		f := strings.Split(line, ",")
		k.owners = append(k.owners, ownership{f[1], f[2], instant(f[3]), instant(f[4])})
	}
	return k
}

// people are the contributors of every (service, team) cell in a month.
func (w *hamlet) people(k knowledge, month string) map[[2]string]map[string]bool {
	out := map[[2]string]map[string]bool{}
	for _, line := range w.changes {
		f := strings.Split(line, ",")
		at := instant(f[3])
		if !strings.HasPrefix(f[3], month) {
			continue
		}
		cell := [2]string{strings.TrimPrefix(f[0], "r-"), ""}
		for _, o := range k.owners {
			if o.service == cell[0] && !at.Before(o.from) && (o.to.IsZero() || at.Before(o.to)) {
				cell[1] = o.team
			}
		}
		if out[cell] == nil {
			out[cell] = map[string]bool{}
		}
		out[cell][f[5]] = true
	}
	return out
}

// fewTogether tries every group of cells that each have fewer people than five: the sum
// over one that has fewer than five altogether must not be within reach. It gives the
// groups that are.
func fewTogether(h *haul, w *hamlet, id string) (groups []string) {
	k := w.knowledge()
	for _, month := range []string{"2026-01", "2026-02", "2026-03"} {
		people := w.people(k, month)
		var cells, small [][2]string
		for cell, of := range people {
			if cells = append(cells, cell); len(of) < 5 {
				small = append(small, cell)
			}
		}
		sortCells(cells)
		sortCells(small)
		e := &equations{unknowns: len(cells)}
		for at, quantities := range h.known {
			if at.metric == id && at.month == month && quantities["n"] != nil {
				e.add(of(cells, at), quantities["n"])
			}
		}
		for subset := 1; subset < 1<<len(small); subset++ {
			var group []int
			together := map[string]bool{}
			for i, cell := range small {
				if subset>>i&1 == 1 {
					group = append(group, slices.Index(cells, cell))
					maps.Copy(together, people[cell])
				}
			}
			if len(together) >= 5 {
				continue
			}
			if n, ok := e.determined(group); ok {
				groups = append(groups, fmt.Sprintf("%s %s: %d people of group %b of %v have n = %s", id, month, len(together), subset, small, n.RatString()))
			}
		}
	}
	return groups
}

func sortCells(cells [][2]string) {
	slices.SortFunc(cells, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
}

// attackedDefinitions are person-derived metrics of several kinds that every level sees
// pooled, and one that the portfolio sees counted, by file.
func attackedDefinitions(t testing.TB) map[string]string {
	t.Helper()
	model, err := content.Files.ReadFile("metrics/change-lead-time.md")
	if err != nil {
		t.Fatal(err)
	}
	measures := map[string]string{
		"merge-time":       `kind = "duration"` + "\n" + `from = "first_commit_at"` + "\n" + `to = "merged_at"` + "\n" + `show = ["p50"]` + "\n" + `open = "left out"`,
		"merge-time-apart": `kind = "duration"` + "\n" + `from = "first_commit_at"` + "\n" + `to = "merged_at"` + "\n" + `show = ["p50"]` + "\n" + `open = "left out"`,
		"single-commits":   `kind = "share"` + "\n" + `at = "merged_at"` + "\n" + `part = { commits = 1 }`,
		"merges":           `kind = "rate"` + "\n" + `at = "merged_at"` + "\n" + `per = "week"`,
	}
	out := map[string]string{}
	for id, measure := range measures {
		text := string(model)
		from, to := strings.Index(text, "[measure]"), strings.Index(text, "[levels]")
		text = text[:from] + "[measure]\nof = \"change\"\nwhere = { is_bot = false }\n" + measure + "\n\n" + text[to:]
		text = strings.Replace(text, `id = "change-lead-time"`, `id = "`+id+`"`, 1)
		text = strings.Replace(text, `title = "Change lead time"`, `title = "`+id+`"`, 1)
		if id != "merge-time-apart" {
			text = strings.Replace(text, `portfolio = "counted"`, `portfolio = "pooled"`, 1)
		}
		out[id+".md"] = text
	}
	return out
}

// hamlets are the hand-made cases: the reference's audit cases (disclosure.json) and those
// that its levels add.
func hamlets() map[string]*hamlet {
	return map[string]*hamlet{
		"one hidden service of a team": built(func(w *hamlet) {
			for i, n := range []int{12, 9, 3, 11} {
				s := string(rune('a' + i))
				w.own(s, "red", "2025-01-01", "")
				w.crowd(s, persons(s, n), day(1, 10), i)
			}
		}),
		"two hidden services of a team, together too few": built(func(w *hamlet) {
			for i, n := range []int{12, 2, 2, 11, 6} {
				s := string(rune('a' + i))
				w.own(s, "red", "2025-01-01", "")
				w.crowd(s, persons(s, n), day(1, 10), 3)
			}
		}),
		"two hidden services of a team, together enough": built(func(w *hamlet) {
			for i, n := range []int{12, 3, 4, 11} {
				s := string(rune('a' + i))
				w.own(s, "red", "2025-01-01", "")
				w.crowd(s, persons(s, n), day(1, 10), 2)
			}
		}),
		"a service handed over within the month": built(func(w *hamlet) {
			w.own("a", "red", "2025-01-01", "")
			w.own("b", "blue", "2025-01-01", "")
			w.own("s", "red", "2025-01-01", "2026-01-16")
			w.own("s", "blue", "2026-01-16", "")
			w.crowd("a", persons("a", 8), day(1, 5), 1)
			w.crowd("b", persons("b", 7), day(1, 5), 2)
			w.crowd("s", persons("s", 2), day(1, 5), 3)
			w.crowd("s", persons("t", 6), day(1, 25), 1)
		}),
		"what a service that nobody owns had before": built(func(w *hamlet) {
			w.own("a", "red", "2025-01-01", "")
			w.own("b", "blue", "2025-01-01", "")
			w.own("s", "red", "2026-01-20", "")
			w.own("lost", "", "", "")
			for s, n := range map[string]int{"a": 9, "b": 6, "lost": 4} {
				w.crowd(s, persons(s, n), day(1, 10), 2)
			}
			w.crowd("s", persons("s", 3), day(1, 10), 1)
			w.crowd("s", persons("u", 3), day(1, 25), 1)
		}),
		"a team of one service": built(func(w *hamlet) {
			w.own("a", "red", "2025-01-01", "")
			w.own("b", "blue", "2025-01-01", "")
			w.own("c", "blue", "2025-01-01", "")
			for s, n := range map[string]int{"a": 3, "b": 6, "c": 8} {
				w.crowd(s, persons(s, n), day(2, 10), 2)
			}
		}),
		"the same people everywhere": built(func(w *hamlet) {
			for i, team := range []string{"red", "red", "blue", "blue", "blue"} {
				s := string(rune('a' + i))
				w.own(s, team, "2025-01-01", "")
				w.crowd(s, persons("x", 3+i), day(3, 4), 4)
			}
		}),
	}
}

func built(make func(*hamlet)) *hamlet {
	w := &hamlet{}
	make(w)
	return w
}

// Every hamlet holds, and is broken without complementary suppression, but for the one in
// which the hidden services are enough people together.
func TestHamletsHoldAgainstAttack(t *testing.T) {
	for name, w := range hamlets() {
		t.Run(name, func(t *testing.T) {
			k, h := w.knowledge(), w.overhear(t, asIs)
			if len(h.withheld) == 0 || len(h.known) == 0 {
				t.Fatalf("%d figures withheld, %d known", len(h.withheld), len(h.known))
			}
			beaten(t, h, k)
			control, reach := w.overhear(t, primaryOnly), 0
			for _, id := range []string{"merge-time", "merge-time-apart", "merges", "single-commits"} {
				for _, group := range fewTogether(h, w, id) {
					t.Error(group)
				}
				reach += len(fewTogether(control, w, id))
			}
			broken(t, control, k, w.overhear(t, withholdNothing), 0)
			if safe := strings.HasSuffix(name, "together enough"); (reach == 0) != safe {
				t.Errorf("%d groups of few people are within reach without complementary suppression", reach)
			}
		})
	}
}

// One hamlet through every page and the workbook, where portfolio pages print pooled
// figures of people.
func TestPublishedHamletHoldsAgainstAttack(t *testing.T) {
	t.Parallel()
	w := hamlets()["what a service that nobody owns had before"]
	config := w.write(t)
	k := w.knowledge()
	h := plunder(t, buildSite(t, config, runtime.GOMAXPROCS(0)), k.units(), time.UTC)
	if h.read["pages"] < 50 || h.read["workbook"] < 50 || len(h.withheld) == 0 {
		t.Errorf("read %v, %d withheld", h.read, len(h.withheld))
	}
	beaten(t, h, k)
}

// drawHamlet makes up teams and services with few people, some of them everywhere.
func drawHamlet(t *rapid.T) *hamlet {
	w := &hamlet{}
	teams := rapid.IntRange(1, 4).Draw(t, "teams")
	for i := range rapid.IntRange(2, 8).Draw(t, "services") {
		s, team := fmt.Sprintf("s%d", i), fmt.Sprintf("t%d", rapid.IntRange(0, teams-1).Draw(t, "team"))
		switch rapid.IntRange(0, 7).Draw(t, "fate") {
		case 0:
			w.own(s, "", "", "")
		case 1:
			w.own(s, team, "2026-02-11", "")
		case 2, 3:
			w.own(s, team, "2025-01-01", "2026-02-11")
			w.own(s, fmt.Sprintf("t%d", rapid.IntRange(0, teams-1).Draw(t, "heir")), "2026-02-11", "")
		default:
			w.own(s, team, "2025-01-01", "")
		}
		for _, at := range []time.Time{day(1, 20), day(2, 5), day(2, 20), day(3, 15)} {
			if n := rapid.SampledFrom([]int{0, 1, 2, 3, 4, 5, 7, 9}).Draw(t, "people"); n > 0 {
				w.crowd(s, persons(rapid.SampledFrom([]string{s, s, "everywhere"}).Draw(t, "who"), n), at, rapid.IntRange(0, 3).Draw(t, "more"))
			}
		}
	}
	if len(w.changes) == 0 {
		w.crowd("s0", persons("s0", 5), day(1, 20), 0)
	}
	return w
}

// Made-up organisations hold, whatever their shape.
func TestAnyHamletHoldsAgainstAttack(t *testing.T) {
	t.Parallel()
	withheld, reach := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		w := drawHamlet(r)
		h := w.overhear(t, asIs)
		found := attack(h, w.knowledge())
		groups := append(fewTogether(h, w, "merge-time"), fewTogether(h, w, "merge-time-apart")...)
		if len(found)+len(h.problems)+len(groups) > 0 {
			r.Fatalf("worked out %v; %v; %v\n%s", found, groups, h.problems, strings.Join(w.owners, "\n"))
		}
		withheld += len(h.withheld)
		reach += len(fewTogether(w.overhear(t, primaryOnly), w, "merge-time"))
	})
	if withheld < 100 || reach < 20 {
		t.Errorf("%d figures were withheld, %d groups would be within reach without complementary suppression: the drawn organisations hide too little", withheld, reach)
	}
}

// The same where nobody is named and the teams' headcounts serve.
func TestAnyHamletOfHeadcountsHoldsAgainstAttack(t *testing.T) {
	t.Parallel()
	withheld, without := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		w := drawHamlet(r)
		for i := range 4 {
			w.teams = append(w.teams, fmt.Sprintf("t%d,%d", i, rapid.SampledFrom([]int{2, 4, 5, 6, 9}).Draw(r, "heads")))
		}
		h := w.overhear(t, asIs)
		if found := attack(h, w.knowledge()); len(found)+len(h.problems) > 0 {
			r.Fatalf("worked out %v; %v\n%s\n%s", found, h.problems, strings.Join(w.owners, "\n"), strings.Join(w.teams, "\n"))
		}
		withheld += len(h.withheld)
		without += len(attack(w.overhear(t, primaryOnly), w.knowledge()))
	})
	if withheld < 100 || without < 20 {
		t.Errorf("%d figures were withheld, %d would have been worked out without complementary suppression", withheld, without)
	}
}

// A number that slips through anywhere is found: the attacker is told one withheld figure's
// neighbour.
func TestHandMadeLeakIsFound(t *testing.T) {
	w := hamlets()["one hidden service of a team"]
	k := w.knowledge()
	leak := func(change func(h *haul)) ([]find, []string) {
		h := w.overhear(t, asIs)
		change(h)
		h.cross()
		return attack(h, k), h.problems
	}
	at := spot{metric: "merge-time", level: "service", month: "2026-01"}
	hidden := at
	hidden.subject = "b" // withheld for the sake of c
	if found, problems := leak(func(*haul) {}); len(found)+len(problems) > 0 {
		t.Fatal(found, problems)
	}
	if found, _ := leak(func(h *haul) {
		if !h.withheld[hidden] {
			t.Fatalf("%v is shown", hidden)
		}
		delete(h.withheld, hidden)
		h.learn(hidden, "n", big.NewRat(10, 1))
	}); len(found) == 0 || found[0].subject != "c" || found[0].low.Cmp(found[0].high) != 0 {
		t.Errorf("a complement that is shown gives c away, found %v", found)
	}
	if _, problems := leak(func(h *haul) { h.learn(hidden, "n", big.NewRat(10, 1)) }); len(problems) == 0 {
		t.Error("n of a withheld figure is not noticed")
	}
	if _, problems := leak(func(h *haul) { h.figure(hidden, "p50", metric.Withheld.String(), "only 3 people") }); len(problems) == 0 {
		t.Error("a number in a reason is not noticed")
	}
	if found, _ := leak(func(h *haul) { // not the number, but the neighbourhood
		total := spot{"merge-time", "team", "red", "2026-01"}
		h.known[total]["n"] = new(big.Rat).Add(h.known[spot{"merge-time", "service", "a", "2026-01"}]["n"], big.NewRat(2, 1))
		h.known[total]["n"].Add(h.known[total]["n"], h.known[spot{"merge-time", "service", "d", "2026-01"}]["n"])
		for _, s := range []string{"portfolio"} {
			delete(h.known, spot{"merge-time", s, "", "2026-01"})
		}
	}); len(found) == 0 {
		t.Error("two hidden counts of two in sum are not noticed")
	}
}
