package generator

import (
	"cmp"
	"context"
	"encoding/csv"
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

	"leadline/generator/metric"
)

// An attacker reads everything that is published and knows what everybody in the house
// knows: which team owned which service, when. From every total he takes off what else is
// published, over all teams, services and the portfolio of a month, and tries to find what
// a withheld figure withholds.

// ownership is who owned a service, or with no service a repository, when.
type ownership struct {
	service, team string
	from, to      time.Time // zero: always, still
}

// knowledge is what the attacker knows besides the outputs.
type knowledge struct {
	services []string
	owners   []ownership
	zone     *time.Location
	complete bool // every row names a service, so that no row is nobody's
	heads    bool // rows name nobody: n may be smaller than the number of people
}

// units are the names of all teams and services.
func (k knowledge) units() []string {
	out := slices.Clone(k.services)
	for _, o := range k.owners {
		out = append(out, o.team)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// byTeamAlone are the metrics whose rows may name a team and no service.
var byTeamAlone = map[string]bool{"cycle-time": true, "escaped-defects": true, "friction-points": true, "throughput": true, "work-in-progress": true, "work-item-age": true}

// cells are the unknowns of a month: a service with each team that owned it for a part of
// the month, and without one where it was nobody's.
func (k knowledge) cells(metric, month string) [][2]string {
	start, err := time.ParseInLocation("2006-01", month, k.zone)
	if err != nil {
		panic(err)
	}
	end := start.AddDate(0, 1, 0)
	var out [][2]string
	if !k.complete || byTeamAlone[metric] {
		out = append(out, [2]string{"", ""})
	}
	if byTeamAlone[metric] {
		for _, o := range k.owners {
			out = append(out, [2]string{"", o.team})
		}
	}
	for _, o := range k.owners {
		if o.from.Before(end) && (o.to.IsZero() || o.to.After(start)) {
			out = append(out, [2]string{o.service, o.team})
		}
	}
	for _, s := range k.services {
		if !k.ownedThroughout(s, start, end) {
			out = append(out, [2]string{s, ""})
		}
	}
	slices.SortFunc(out, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(out)
}

func (k knowledge) ownedThroughout(service string, start, end time.Time) bool {
	owned := start
	spans := slices.Clone(k.owners)
	slices.SortFunc(spans, func(a, b ownership) int { return a.from.Compare(b.from) })
	for _, o := range spans {
		if o.service != service || o.from.After(owned) {
			continue
		}
		if o.to.IsZero() {
			return true
		}
		if o.to.After(owned) {
			owned = o.to
		}
	}
	return !owned.Before(end)
}

// of are the unknowns that a subject's figure is the sum of.
func of(cells [][2]string, at spot) (list []int) {
	for i, c := range cells {
		if at.level == "portfolio" || at.level == "service" && c[0] == at.subject || at.level == "team" && c[1] == at.subject {
			list = append(list, i)
		}
	}
	return list
}

// find is something that was withheld and could be worked out.
type find struct {
	spot
	quantity  string
	low, high *big.Rat
}

// String is the find as a failing test prints it.
func (f find) String() string {
	return fmt.Sprintf("%s of %s %s in %s: %s is between %s and %s", f.metric, f.level, f.subject, f.month, f.quantity, f.low.RatString(), f.high.RatString())
}

// narrow is the width of an interval that gives a count away: one more or less.
var narrow = big.NewRat(2, 1)

// attack tries every metric, month and quantity and gives what was found, sorted.
func attack(h *haul, k knowledge) []find {
	type system struct{ metric, month, quantity string }
	equation := map[system][]spot{}
	for at, quantities := range h.known {
		for q := range quantities {
			s := system{at.metric, at.month, q}
			equation[s] = append(equation[s], at)
		}
	}
	hidden := map[[2]string][]spot{}
	for at := range h.withheld {
		hidden[[2]string{at.metric, at.month}] = append(hidden[[2]string{at.metric, at.month}], at)
	}
	var found []find
	for s, spots := range equation {
		targets := hidden[[2]string{s.metric, s.month}]
		if len(targets) == 0 {
			continue
		}
		sums := map[spot]*big.Rat{}
		for _, at := range spots {
			sums[at] = h.known[at][s.quantity]
		}
		found = append(found, attackSystem(k.cells(s.metric, s.month), sums, targets, s.quantity, s.quantity == "n" && !k.heads)...)
	}
	slices.SortFunc(found, func(a, b find) int {
		return cmp.Or(strings.Compare(a.metric, b.metric), strings.Compare(a.month, b.month), strings.Compare(a.level, b.level),
			strings.Compare(a.subject, b.subject), strings.Compare(a.quantity, b.quantity))
	})
	return found
}

// attackSystem solves one month of one quantity; bounds asks for more than what the
// equations alone determine. They are a find for n alone, behind which people stand: that
// at most one of a group's commits was single may be said of the group, and so of every
// part of it.
func attackSystem(cells [][2]string, sums map[spot]*big.Rat, targets []spot, quantity string, bounds bool) (found []find) {
	parts := hanging(cells, sums)
	for _, target := range targets {
		group := of(cells, target)
		if len(group) == 0 {
			continue
		}
		e, local := within(cells, sums, parts, group)
		if e == nil {
			continue
		}
		f := find{spot: target, quantity: quantity}
		if v, ok := e.determined(local); ok {
			f.low, f.high = v, v
			found = append(found, f)
			continue
		}
		if !bounds {
			continue
		}
		low, high, ok := e.bounds(local)
		if f.low, f.high = low, high; ok && high != nil && new(big.Rat).Sub(high, low).Cmp(narrow) <= 0 {
			found = append(found, f)
		}
	}
	return found
}

// hanging numbers the parts of a system that share no unknown.
func hanging(cells [][2]string, sums map[spot]*big.Rat) []int {
	part := make([]int, len(cells))
	for i := range part {
		part[i] = i
	}
	for at := range sums {
		list := of(cells, at)
		for _, i := range list {
			for old, j := part[i], 0; j < len(part); j++ {
				if part[j] == old {
					part[j] = part[list[0]]
				}
			}
		}
	}
	return part
}

// within are the equations that a group of unknowns hangs together with, and the group in
// their numbering; nil where the group has an unknown of no equation, which nothing bounds.
func within(cells [][2]string, sums map[spot]*big.Rat, part []int, group []int) (e *equations, local []int) {
	number := map[int]int{}
	for i := range cells {
		if slices.ContainsFunc(group, func(g int) bool { return part[g] == part[i] }) {
			number[i] = len(number)
		}
	}
	e = &equations{unknowns: len(number)}
	spots := slices.SortedFunc(maps.Keys(sums), func(a, b spot) int {
		return cmp.Or(strings.Compare(a.level, b.level), strings.Compare(a.subject, b.subject))
	})
	covered := map[int]bool{}
	for _, at := range spots {
		var list []int
		for _, i := range of(cells, at) {
			if n, in := number[i]; in {
				list, covered[i] = append(list, n), true
			}
		}
		if len(list) > 0 {
			e.add(list, sums[at])
		}
	}
	for _, i := range group {
		if !covered[i] {
			return nil, nil
		}
		local = append(local, number[i])
	}
	return e, local
}

// computeFor computes a site's figures with a frame that a test may change: nothing that a
// person can write reaches what it changes.
func computeFor(t testing.TB, config string, change func(*metric.Frame)) (*site, *outcome) {
	t.Helper()
	s, err := open(Options{Config: config, Workers: runtime.GOMAXPROCS(0), Progress: quiet{}})
	if err != nil {
		t.Fatal(err)
	}
	in := s.input()
	change(&in.frame)
	results, err := compute(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return s, results
}

func asIs(*metric.Frame)              {}
func primaryOnly(f *metric.Frame)     { f.PrimaryOnly = true }
func withholdNothing(f *metric.Frame) { f.People = 0 }

// overheard are a site's figures as the workbook would print them, without the workbook.
func overheard(t testing.TB, config string, zone *time.Location, change func(*metric.Frame)) *haul {
	t.Helper()
	_, o := computeFor(t, config, change)
	h := newHaul(zone)
	h.rows(o)
	return h
}

// rows reads figures as the workbook would print them, without the workbook: for many small
// worlds.
func (h *haul) rows(o *outcome) {
	h.reader = "rows"
	for _, r := range o.rows(allMonths) {
		f := r.Figure
		cells := map[string]string{"Stat": f.Stat, "Category": f.Category, "Absence": f.Absence.Code(), "Reason": f.Reason, "As on the site": f.Text()}
		if f.Absence == metric.Present {
			cells["Value"] = fmt.Sprint(f.Value)
		}
		if f.Absence == metric.Present || f.N > 0 {
			cells["N"] = fmt.Sprint(f.N)
		}
		if f.Part > 0 || f.Absence == metric.Present && strings.Contains(f.Text(), " of ") {
			cells["Part"] = fmt.Sprint(f.Part)
		}
		if f.Stat == "cost" && f.Absence == metric.Present {
			cells["Seconds"] = fmt.Sprintf("%.0f", f.Value)
		}
		if r.Running {
			cells["Running"] = "yes"
		}
		h.row(spot{r.Metric, string(r.Level), r.Subject, r.Month.String()}, func(head string) string { return cells[head] })
	}
	h.cross()
}

// public is what the house knows of a folder of event files.
func public(t testing.TB, folder string, zone *time.Location) knowledge {
	t.Helper()
	k := knowledge{zone: zone}
	repos := map[string]bool{}
	for _, s := range lines(t, filepath.Join(folder, "services.csv")) {
		k.services = append(k.services, s["service_id"])
		repos[s["repo"]] = true
	}
	for _, s := range lines(t, filepath.Join(folder, "ownership.csv")) {
		o := ownership{team: s["team_id"], from: instant(s["valid_from"]), to: instant(s["valid_to"])}
		switch s["entity_type"] {
		case "service":
			o.service = s["entity_id"]
		case "repo":
			if repos[s["entity_id"]] {
				continue // its service says who owns it
			}
		default:
			continue // projects have work items, which belong to no service
		}
		k.owners = append(k.owners, o)
	}
	return k
}

func lines(t testing.TB, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(name, err)
	}
	var out []map[string]string
	for _, line := range all[1:] {
		row := map[string]string{}
		for i, head := range all[0] {
			row[head] = line[i]
		}
		out = append(out, row)
	}
	return out
}

func instant(text string) time.Time {
	at, _ := time.Parse(time.RFC3339, text)
	return at
}

// beaten fails for everything that an attacker finds in a site.
func beaten(t testing.TB, h *haul, k knowledge) {
	t.Helper()
	for _, p := range h.problems {
		t.Error(p)
	}
	found := attack(h, k)
	for i, f := range found {
		if i == 10 {
			t.Errorf("… %d in all", len(found))
			break
		}
		t.Error("worked out: ", f)
	}
}

// broken checks that the attacker finds figures where he should, and that those that he
// has to the unit are true.
func broken(t testing.TB, h *haul, k knowledge, true *haul, atLeast int) {
	t.Helper()
	found, exact := attack(h, k), 0
	for _, f := range found {
		want := true.known[f.spot][f.quantity]
		if want == nil {
			want = new(big.Rat)
		}
		if want.Cmp(f.low) < 0 || want.Cmp(f.high) > 0 {
			t.Errorf("%v, in truth %s", f, want.RatString())
		}
		if f.low.Cmp(f.high) == 0 {
			exact++
		}
	}
	if exact < atLeast {
		t.Errorf("worked out %d withheld figures, %d of them to the unit; want at least %d", len(found), exact, atLeast)
	}
}

// The sample site holds against the attacker, and without complementary suppression it
// would not.
func TestSampleSiteHoldsAgainstAttack(t *testing.T) {
	t.Parallel()
	const config = "../site.toml"
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	k := public(t, "../sample-data", zone)
	k.complete = true // changes name repositories, and every repository is a service's
	files := sampleSite(t)
	h := plunder(t, files, k.units(), zone)
	t.Logf("read %v numbers, %d figures withheld", h.read, len(h.withheld))
	if h.read["pages"] < 5000 || h.read["workbook"] < 5000 || h.read["csv"] != h.read["workbook"] || h.read["parquet"] < 2*h.read["csv"] || len(h.withheld) < 300 {
		t.Errorf("too little was read: %v numbers, %d withheld", h.read, len(h.withheld))
	}
	beaten(t, h, k)
	october := 0
	for at := range h.withheld {
		if at.month == "2026-10" && !strings.HasSuffix(at.metric, onTheirWay) {
			october++
		}
	}
	if want := fmt.Sprintf("To protect people, %d of ", october); !strings.Contains(string(files["portfolio/2026-10/index.html"]), want) {
		t.Errorf("the portfolio's page does not say %q", want)
	}
	broken(t, overheard(t, config, zone, primaryOnly), k, overheard(t, config, zone, withholdNothing), 20)
}
