package fact

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadline/generator/event"
	"leadline/generator/period"
)

// checkSpan is a row of required checks in words.
type checkSpan struct {
	service, kind, state            string
	from, to, scannedAt, outdatedAt period.Seconds
}

func spansOf(t *Table) (out []checkSpan) {
	text := func(c *Chunk, name string, i int) string {
		k := t.Index(name)
		return t.Dicts[k].Text(c.Values[k].Codes[i])
	}
	for _, c := range t.Chunks {
		for i := range c.Rows {
			out = append(out, checkSpan{text(c, "service_id", i), text(c, "check_kind", i), text(c, "state", i), instantAt(c, t.Index("valid_from"), i),
				instantAt(c, t.Index("valid_to"), i), instantAt(c, t.Index("scanned_at"), i), instantAt(c, t.Index("outdated_at"), i)})
		}
	}
	return out
}

// yearDay is day n of the year 2026.
func yearDay(n int) period.Seconds {
	return period.Seconds(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n).Unix())
}

func dayText(n int) string {
	return time.Unix(int64(yearDay(n)), 0).UTC().Format(time.RFC3339)
}

func requiredChecks(t testing.TB, services, checks, deployments, scans []string) (*Table, []Coverage) {
	table := func(name, header string, lines []string) *event.Rows {
		return read(t, name, header+"\n"+strings.Join(lines, "\n")+"\n")
	}
	u := NewUnits(nil, table("services", "service_id,valid_to", services), nil)
	releases := NewReleases(table("deployments", "deployment_id,service_id,environment,finished_at,outcome,kind,sha,version", deployments), u, rules)
	return NewRequiredChecks(table("service_checks", "service_id,check_kind,valid_from,valid_to", checks),
		table("scans", "service_id,check_kind,finished_at,outcome,sha,version", scans), releases, u)
}

// One pair through all of its states, with every way in which evidence begins and ends.
func TestStatesOfRequiredCheck(t *testing.T) {
	deploy := func(day int, kind, sha, version string) string {
		return fmt.Sprintf("d%d,shop,production,%s,success,%s,%s,%s", day, dayText(day), kind, sha, version)
	}
	scan := func(service string, day int, outcome, sha, version string) string {
		return fmt.Sprintf("%s,sast,%s,%s,%s,%s", service, dayText(day), outcome, sha, version)
	}
	table, coverage := requiredChecks(t, []string{"shop,"}, []string{"shop,sast," + dayText(5) + "," + dayText(90)},
		[]string{deploy(1, "deployed", "a", ""), deploy(30, "deployed", "b", "1"), deploy(50, "deployed", "c", "2"), deploy(60, "rolledback", "", ""), deploy(70, "deployed", "d", "")},
		[]string{
			scan("other", 10, "failure", "", ""),  // somebody has such scans: from now on absent and not unknown
			scan("shop", 15, "failure", "a", ""),  // a failed one covers nothing
			scan("shop", 20, "success", "b", ""),  // of what is not in production yet
			scan("shop", 40, "success", "", "1"),  // of what runs, by its version
			scan("shop", 45, "success", "x", ""),  // of something else: what was seen before still speaks
			scan("shop", 80, "success", "", "77"), // says a version, production a commit: cannot say
		})
	got := spansOf(table)
	want := []checkSpan{
		{"shop", "sast", Unknown, yearDay(5), yearDay(10), 0, 0},
		{"shop", "sast", Absent, yearDay(10), yearDay(20), 0, 0},
		{"shop", "sast", Stale, yearDay(20), yearDay(30), 0, 0},
		{"shop", "sast", Covered, yearDay(30), yearDay(40), yearDay(20), 0},
		{"shop", "sast", Covered, yearDay(40), yearDay(50), yearDay(40), 0},
		{"shop", "sast", Stale, yearDay(50), yearDay(60), yearDay(40), yearDay(50)},
		{"shop", "sast", Covered, yearDay(60), yearDay(80), yearDay(40), 0}, // rolled back to version 1; d, on day 70, names none, so that day 40 cannot contradict it
		{"shop", "sast", Covered, yearDay(80), yearDay(90), yearDay(80), 0},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", lines(got), lines(want))
	}
	c := coverage[0]
	if c.Rows != 4 || c.Linked != 2 || c.How[0].Rows != 2 || c.How[1].Rows != 0 || c.How[2].Rows != 2 || c.How[3].Rows != 0 {
		t.Errorf("coverage %+v", c)
	}
}

func lines(spans []checkSpan) string {
	var b strings.Builder
	day := func(at period.Seconds) int { return int(int64(at)-int64(yearDay(0))) / 86400 }
	for _, s := range spans {
		fmt.Fprintf(&b, "%s %s %s %d–%d seen %d outdated %d\n", s.service, s.kind, s.state, day(s.from), day(s.to), day(s.scannedAt), day(s.outdatedAt))
	}
	return b.String()
}

func TestRequirementEnds(t *testing.T) {
	table, _ := requiredChecks(t, []string{"shop,", "gone," + dayText(50), "never," + dayText(1)},
		[]string{"shop,sast," + dayText(0) + "," + dayText(20), "shop,sast," + dayText(10) + "," + dayText(40), "shop,sast," + dayText(60) + ",", "shop,sast," + dayText(70) + "," + dayText(80),
			"gone,sast," + dayText(0) + ",", "never,sast," + dayText(5) + ",", "shop,homemade," + dayText(0) + ","},
		nil, []string{"shop,sca," + dayText(3) + ",success,,"})
	want := []checkSpan{
		{"gone", "sast", Unknown, yearDay(0), yearDay(50), 0, 0}, // until the service was retired
		{"shop", "homemade", Unknown, yearDay(0), 0, 0, 0},       // a kind that no scan can have
		{"shop", "sast", Unknown, yearDay(0), yearDay(40), 0, 0}, // what overlaps is one requirement
		{"shop", "sast", Unknown, yearDay(60), 0, 0, 0},
	}
	if got := spansOf(table); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", lines(got), lines(want))
	}
}

// Without scans nobody knows the states, and the table must not claim to.
func TestRequiredChecksWithoutScans(t *testing.T) {
	u := NewUnits(nil, nil, nil)
	rows := read(t, "service_checks", "service_id,check_kind,valid_from\nshop,sast,"+dayText(0)+"\n")
	table, _ := NewRequiredChecks(rows, nil, &Releases{}, u)
	if table.Len() != 1 || table.Index("state") >= 0 || table.Index("valid_from") < 0 {
		t.Errorf("%d rows with columns %v", table.Len(), table.Columns)
	}
	if none, _ := NewRequiredChecks(nil, nil, nil, u); none.Len() != 0 {
		t.Error("no requirements, no rows")
	}
}

// world is one service's requirement, releases and scans by day, for the oracle below.
type checkWorld struct {
	required [][2]int // to 0: no end
	retired  int      // 0: not
	releases map[int][2]string
	scans    map[int]drawnScan
	others   []int // days on which somebody else was scanned
}

type drawnScan struct {
	success      bool
	sha, version string
}

func drawCheckWorld(t *rapid.T) checkWorld {
	day := rapid.IntRange(1, 60)
	name := rapid.SampledFrom([]string{"", "p", "q", "r"})
	w := checkWorld{releases: map[int][2]string{}, scans: map[int]drawnScan{}, retired: rapid.OneOf(rapid.Just(0), day).Draw(t, "retired"),
		others: rapid.SliceOfN(day, 0, 2).Draw(t, "others")}
	for range rapid.IntRange(0, 3).Draw(t, "requirements") {
		w.required = append(w.required, [2]int{day.Draw(t, "from"), rapid.OneOf(rapid.Just(0), day).Draw(t, "to")})
	}
	for range rapid.IntRange(0, 6).Draw(t, "releases") {
		w.releases[day.Draw(t, "released")] = [2]string{name.Draw(t, "sha"), name.Draw(t, "version")}
	}
	for range rapid.IntRange(0, 8).Draw(t, "scans") {
		w.scans[day.Draw(t, "scanned")] = drawnScan{rapid.IntRange(0, 3).Draw(t, "success") > 0, name.Draw(t, "sha"), name.Draw(t, "version")}
	}
	return w
}

func (w checkWorld) table(t testing.TB) *Table {
	end := func(day int) string {
		if day == 0 {
			return ""
		}
		return dayText(day)
	}
	var checks, deployments, scans []string
	known := map[[2]int]bool{}
	for _, r := range w.required {
		if !known[[2]int{r[0]}] { // one row per key
			checks = append(checks, "shop,sast,"+dayText(r[0])+","+end(r[1]))
		}
		known[[2]int{r[0]}] = true
	}
	for day, r := range w.releases {
		deployments = append(deployments, fmt.Sprintf("d%d,shop,production,%s,success,deployed,%s,%s", day, dayText(day), r[0], r[1]))
	}
	for day, s := range w.scans {
		outcome := map[bool]string{true: "success", false: "failure"}[s.success]
		scans = append(scans, fmt.Sprintf("shop,sast,%s,%s,%s,%s", dayText(day), outcome, s.sha, s.version))
	}
	for i, day := range w.others {
		scans = append(scans, fmt.Sprintf("other%d,sast,%s,failure,,", i, dayText(day)))
	}
	table, _ := requiredChecks(t, []string{"shop," + end(w.retired)}, checks, deployments, scans)
	return table
}

// state says from the definition alone what is true at noon of a day.
func (w checkWorld) state(day int) (required bool, state string, scanned int) {
	seen := map[int]bool{}
	for _, r := range w.required {
		required = required || !seen[r[0]] && r[0] <= day && (r[1] == 0 || day < r[1])
		seen[r[0]] = true
	}
	required = required && (w.retired == 0 || day < w.retired)
	var running [2]string
	for d := 0; d <= day; d++ {
		if r, ok := w.releases[d]; ok {
			running = r
		}
	}
	known, any := false, false
	for _, d := range w.others {
		known = known || d <= day
	}
	for d := 0; d <= day; d++ {
		s, ok := w.scans[d]
		known = known || ok
		if !ok || !s.success {
			continue
		}
		any = true
		bothSHA, bothVersion := s.sha != "" && running[0] != "", s.version != "" && running[1] != ""
		if !bothSHA && !bothVersion || bothSHA && s.sha == running[0] || bothVersion && s.version == running[1] {
			scanned = d
		}
	}
	switch {
	case scanned > 0:
		return required, Covered, scanned
	case any:
		return required, Stale, 0
	case known:
		return required, Absent, 0
	default:
		return required, Unknown, 0
	}
}

// The spans of a pair partition the time of its requirement, and at every moment the state
// is what the definition says of it.
func TestStatesPartitionTheRequirement(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := drawCheckWorld(r)
		spans := spansOf(w.table(t))
		for _, s := range spans {
			if s.to != 0 && s.to <= s.from {
				r.Fatalf("an empty span %+v", s)
			}
		}
		for day := range 70 {
			noon := yearDay(day) + 43_200
			var here []checkSpan
			for _, s := range spans {
				if s.from <= noon && (s.to == 0 || noon < s.to) {
					here = append(here, s)
				}
			}
			required, state, scanned := w.state(day)
			if len(here) != map[bool]int{true: 1}[required] {
				r.Fatalf("day %d is in %d spans, required: %t\n%s", day, len(here), required, lines(spans))
			}
			if required && (here[0].state != state || scanned > 0 && here[0].scannedAt != yearDay(scanned)) {
				r.Fatalf("day %d: %s seen %d, want %s seen on day %d\n%s", day, here[0].state, here[0].scannedAt, state, scanned, lines(spans))
			}
		}
	})
}
