package metric

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/level"
)

func bridge() *Bridge {
	return &Bridge{Common: Common{KindName: "bridge", Of: fact.Finding}, From: "opened_at", To: "closed_at", OpenedAs: "opened_as", ClosedAs: "closed_as",
		Part: []string{"fixed_verified"}, Without: []string{"duplicate", "false_positive"}}
}

// histories are random findings with their events, of services that move between teams and
// are retired: closed before they were opened, closed twice, out of order, by the second at
// which a month begins.
type histories struct{ findings, events, scans, ownership, services string }

func randomHistories(t *rapid.T) (h histories) {
	at := func(name string) string { // often a month's first or last second
		d := rapid.IntRange(-70, 130).Draw(t, name)
		s := rapid.SampledFrom([]int{0, 0, -1, 43200}).Draw(t, name+" second")
		if rapid.Bool().Draw(t, name+" at a month's beginning") {
			d = rapid.SampledFrom([]int{-31, 0, 31, 59, 90, 104}).Draw(t, name+" of")
		}
		return textOf(uint32(int(seconds("2026-01-01T00:00:00Z")) + d*day + s))
	}
	services := []string{"pay", "shop", "web"}
	h.findings, h.events = "finding_id,service_id,vuln_id,severity,detected_at,status,resolved_at,reopened_at,tool,check_kind,dismissed_reason,linked_change_id,origin\n",
		"finding_id,seq,at,field,from,to,reason,linked_change_id\n"
	reasons := []string{"", "duplicate", "false positive", "tolerable_risk", "muted", "because"}
	for i := range rapid.IntRange(1, 25).Draw(t, "findings") {
		row := []string{fmt.Sprint("f", i), rapid.SampledFrom(services).Draw(t, "service"), "v", rapid.SampledFrom([]string{"high", "low"}).Draw(t, "severity"), at("detected"),
			rapid.SampledFrom([]string{"open", "fixed", "dismissed"}).Draw(t, "status"), "", "", "dep", "sca", rapid.SampledFrom(reasons).Draw(t, "reason"),
			rapid.SampledFrom([]string{"", "c1"}).Draw(t, "change"), rapid.SampledFrom([]string{"", "introduced", "newly_visible"}).Draw(t, "origin")}
		if rapid.Bool().Draw(t, "resolved") {
			row[6] = at("resolved at")
		}
		if rapid.Bool().Draw(t, "reopened") {
			row[7] = at("reopened at")
		}
		h.findings += strings.Join(row, ",") + "\n"
		for seq := range rapid.IntRange(0, 5).Draw(t, "events") {
			to := rapid.SampledFrom([]string{"open", "fixed", "dismissed", "nonsense"}).Draw(t, "to")
			h.events += fmt.Sprintf("f%d,%d,%s,status,,%s,%s,%s\n", i, seq, at("event"), to, rapid.SampledFrom(reasons).Draw(t, "why"), rapid.SampledFrom([]string{"", "c1"}).Draw(t, "linked"))
		}
	}
	h.scans = "service_id,check_kind,finished_at,outcome,tool\n"
	h.ownership = "entity_type,entity_id,team_id,valid_from,valid_to\n"
	h.services = "service_id,valid_from,valid_to\n"
	scans, owners := map[string]bool{}, map[string]bool{}
	for _, s := range services {
		for range 4 {
			if row := s + ",sca," + at("scan") + ",success,dep\n"; !scans[row] {
				scans[row], h.scans = true, h.scans+row
			}
		}
		for range rapid.IntRange(0, 3).Draw(t, "owners") {
			from := at("owned from")
			if key := s + from; !owners[key] {
				owners[key] = true
				h.ownership += "service," + s + "," + rapid.SampledFrom([]string{"blue", "red"}).Draw(t, "team") + "," + from + ",\n"
			}
		}
		end := ""
		if rapid.Bool().Draw(t, "retired") {
			end = at("retired at")
		}
		begin := ""
		if rapid.Bool().Draw(t, "added") {
			begin = at("added at")
		}
		if end == "" || begin < end {
			h.services += s + "," + begin + "," + end + "\n"
		}
	}
	return h
}

func (h histories) table(t testing.TB) (*fact.Table, *fact.Units) {
	u := fact.NewUnits(nil, rowsOf(t, "services", h.services), rowsOf(t, "ownership", h.ownership))
	table, _ := fact.NewFindings(rowsOf(t, "vulnerabilities", h.findings), rowsOf(t, "finding_events", h.events), rowsOf(t, "scans", h.scans), nil, u, fact.Rules{})
	return table, u
}

// The bridge leads to what is open, for every set and month; nothing changes hands within
// the portfolio, and the classes are all there is.
func TestBridgeBalances(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		table, u := randomHistories(rt).table(t)
		m := Compute(definition(bridge(), false), table, u, frame())
		if err := m.Err(); err != nil {
			rt.Fatal(err)
		}
		k, ok := m.kernel.(*bridges)
		if !ok {
			return // no spell is left
		}
		for _, s := range u.TeamSets() {
			checkBalance(rt, k, s.Cells(), true)
		}
		for _, s := range u.ServiceSets() {
			checkBalance(rt, k, s.Cells(), true)
		}
		checkBalance(rt, k, u.Portfolio().Cells(), false)
	})
}

func checkBalance(t *rapid.T, k *bridges, cells []fact.Cell, hands bool) {
	previous := -1
	for m := range k.frame.Calendar.Months() {
		x := k.terms(cells, m)
		if !x.balance() || previous >= 0 && x.start != previous || !hands && x.taken+x.handed > 0 {
			t.Fatalf("month %d, cells %v: %s (before: %d)", m, cells, x, previous)
		}
		previous = x.end
		sum := map[string]int{}
		for _, f := range k.month(nil, cells, m, &merger{}) {
			if f.Category != "" {
				sum[f.Stat] += f.N
			}
		}
		if sum["opened"] != x.opened || sum["closed"] != x.closed {
			t.Fatalf("month %d: classes add up to %v: %s", m, sum, x)
		}
	}
}

// A bridge that does not balance is an error that names cell, month and terms.
func TestBridgeSaysWhereItBreaks(t *testing.T) {
	h := histories{"finding_id,service_id,vuln_id,severity,detected_at,status,resolved_at\nf,shop,v,high,2026-01-10T00:00:00Z,fixed,2026-03-03T00:00:00Z\n", "", "",
		"entity_type,entity_id,team_id,valid_from\nservice,shop,red,2025-01-01T00:00:00Z\nservice,shop,blue,2026-02-10T00:00:00Z\n", ""}
	u := fact.NewUnits(nil, nil, rowsOf(t, "ownership", h.ownership))
	table, _ := fact.NewFindings(rowsOf(t, "vulnerabilities", h.findings), nil, nil, nil, u, fact.Rules{})
	m := Compute(definition(bridge(), false), table, u, frame())
	if err := m.Err(); err != nil {
		t.Fatal(err)
	}
	k := m.kernel.(*bridges)
	blue := u.TeamSets()[slices.IndexFunc(u.TeamSets(), func(s fact.Set[level.Team]) bool { return s.Subject().ID == "blue" })].Cells()
	if got := k.terms(blue, 1).String(); got != "0 open at the start + 0 opened + 1 taken over − 0 closed − 0 handed over, and 1 open at the end" {
		t.Error(got)
	}
	k.open.n[k.group(blue[0], 1)]++
	if err := m.Err(); err == nil || err.Error() != "test: the bridge of service shop of team blue in 2026-02 does not balance: 0 open at the start + 0 opened + 1 taken over − 0 closed − 0 handed over, and 2 open at the end" {
		t.Errorf("%v", err)
	}
}

func TestBridgeFigures(t *testing.T) {
	h := "finding_id,service_id,vuln_id,severity,detected_at,status,resolved_at,check_kind,tool,dismissed_reason,linked_change_id,origin\n" +
		"a,shop,v,high,2026-01-10T00:00:00Z,fixed,2026-02-03T00:00:00Z,sca,dep,,c1,introduced\n" +
		"b,shop,v,high,2026-01-10T00:00:00Z,fixed,2026-02-03T00:00:00Z,sca,dep,,,introduced\n" +
		"c,shop,v,high,2026-02-10T00:00:00Z,dismissed,2026-02-13T00:00:00Z,sca,dep,duplicate,,newly_visible\n" +
		"d,shop,v,high,2026-02-10T00:00:00Z,open,,sca,dep,,,introduced\n"
	u := fact.NewUnits(nil, nil, nil)
	table, _ := fact.NewFindings(rowsOf(t, "vulnerabilities", h), nil, rowsOf(t, "scans", "service_id,check_kind,finished_at,outcome\nshop,sca,2026-02-20T00:00:00Z,success\n"), nil, u, fact.Rules{})
	s := evaluateTeamless(definition(bridge(), false), table, u)
	var got []string
	for _, f := range s.Results()[1].Figures() {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s", f.Stat, f.Category, f.Text())))
	}
	want := []string{"share  1 of 2", "open_start  2", "opened  2", "taken_over  0", "closed  3", "handed_over  0", "open_end  1",
		"opened introduced 1", "opened newly_visible 1", "closed fixed_verified 1", "closed fixed_unverified 1", "closed duplicate 1"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if f := s.Results()[2].Figures(); f[0].Absence != TooFew || f[6].Value != 1 || f[4].Value != 0 {
		t.Errorf("March: %+v", f)
	}
}

func TestAgeBandsAndExposure(t *testing.T) {
	h := "finding_id,service_id,vuln_id,severity,detected_at,status,resolved_at,linked_change_id,dismissed_reason\n" +
		"new,shop,v,low,2026-02-20T00:00:00Z,open,,,\n" + // 9 days old at the end of February
		"bound,shop,v,high,2026-01-30T00:00:00Z,open,,,\n" + // exactly 30
		"old,shop,v,high,2025-12-01T00:00:00Z,open,,,\n" + // 90
		"accepted,shop,v,high,2026-01-01T00:00:00Z,dismissed,2026-02-10T00:00:00Z,,tolerable_risk\n" +
		"wrong,shop,v,high,2026-01-01T00:00:00Z,dismissed,2026-02-10T00:00:00Z,,inaccurate\n"
	u := fact.NewUnits(nil, nil, nil)
	table, _ := fact.NewFindings(rowsOf(t, "vulnerabilities", h), nil, rowsOf(t, "scans", anyScan), nil, u, fact.Rules{})
	age := &Age{Common: Common{KindName: "age", Of: fact.Finding}, From: "opened_at", To: "closed_at", Since: "detected_at", Show: []string{"p50"},
		Bands: []int{30, 60}, Oldest: true, Exposure: &Exposure{From: "exposed_from", To: "exposed_until"}, By: "baseline_severity"}
	var got []string
	for _, f := range evaluateTeamless(definition(age, false), table, u).Results()[1].Figures() {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s", f.Stat, f.Category, f.Text())))
	}
	// Exposure in February: 9 days, and 28 each of three, the accepted one among them.
	want := []string{"p50  too few to say", "open  3", "oldest  90 days", "aged 0–30 days 1", "aged 30–60 days 1", "aged over 60 days 1",
		"exposure  93 days", "exposure high 84 days", "exposure low 9 days"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// Without scans nobody knows when an exposure ended: that is no data, not an exposure that
// only grows. Ages need no scan.
func TestExposureIsUnknownWithoutScans(t *testing.T) {
	u := fact.NewUnits(nil, nil, nil)
	table, _ := fact.NewFindings(rowsOf(t, "vulnerabilities", "finding_id,service_id,vuln_id,severity,detected_at,status,resolved_at,linked_change_id\n"+
		"a,shop,v,low,2026-02-20T00:00:00Z,open,,\nb,shop,v,low,2026-01-20T00:00:00Z,fixed,2026-01-30T00:00:00Z,c\n"), nil, nil, nil, u, fact.Rules{})
	age := &Age{Common: Common{KindName: "age", Of: fact.Finding}, From: "opened_at", To: "closed_at", Show: []string{"p50"}, Exposure: &Exposure{From: "exposed_from", To: "exposed_until"}}
	r := evaluateTeamless(definition(age, false), table, u).Results()[1]
	if open, f := r.Figure("open"), r.Figure("exposure"); open.Value != 1 || f.Absence != NoData || !strings.HasPrefix(f.Reason, "nothing recorded tells exposed_until of a finding") {
		t.Errorf("%+v %+v", open, f)
	}
	fix := &Duration{Common: Common{KindName: "duration", Of: fact.Finding}, From: "exposed_from", To: "fixed_at", Show: []string{"p50"}, Open: "censored"}
	if f := evaluateTeamless(definition(fix, false), table, u).Results()[1].Figures()[0]; f.Absence != NoData {
		t.Errorf("%+v", f)
	}
}

// Exposure of a set is the sum of that of its cells, and of the parts; whatever the order.
func TestExposureAddsUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		table, u := randomHistories(rt).table(t)
		age := &Age{Common: Common{KindName: "age", Of: fact.Finding}, From: "opened_at", To: "closed_at", Since: "detected_at", Show: []string{"p50"},
			Bands: []int{30, 60}, Exposure: &Exposure{From: "exposed_from", To: "exposed_until"}, By: "baseline_severity"}
		k, ok := Compute(definition(age, false), table, u, frame()).kernel.(*ages)
		if !ok {
			return
		}
		sum := func(cells []fact.Cell, m int) map[string]float64 {
			out := map[string]float64{}
			for _, f := range k.month(nil, cells, m, &merger{}) {
				if f.Stat == "exposure" && f.Absence == Present || f.Stat == "aged" || f.Stat == "open" && f.Absence == Present {
					out[f.Stat+" "+f.Category] = f.Value
				}
			}
			return out
		}
		for m := range k.presence.frame.Calendar.Months() {
			whole, cells := sum(u.Portfolio().Cells(), m), map[string]float64{}
			for _, c := range u.Portfolio().Cells() {
				for name, v := range sum([]fact.Cell{c}, m) {
					cells[name] += v
				}
			}
			for name, v := range cells {
				if whole[name] != v {
					rt.Fatalf("month %d, %s: %g, cells add up to %g", m, name, whole[name], v)
				}
			}
			if bands := whole["aged 0–30 days"] + whole["aged 30–60 days"] + whole["aged over 60 days"]; bands != whole["open "] {
				rt.Fatalf("month %d: %g in bands, %g open", m, bands, whole["open "])
			}
			if parts := whole["exposure high"] + whole["exposure low"]; parts != whole["exposure "] {
				rt.Fatalf("month %d: parts add up to %g, the whole is %g", m, parts, whole["exposure "])
			}
		}
	})
}

// Spells of a finding follow each other, have a class at each end that they have, and lie in
// exposures that follow each other too; figures do not depend on the order of rows.
func TestSpellsAreInOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := randomHistories(rt)
		table, _ := h.table(t)
		type ends struct{ closed, exposedUntil uint32 }
		last := map[uint64]ends{}
		column := func(name string) int { return table.Index(name) }
		for _, c := range table.Chunks {
			for i := range c.Rows {
				id := c.Values[column("finding_id")].Hashes[i]
				at := func(name string) uint32 { return c.Values[column(name)].Times[i] }
				before, again := last[id]
				opened, closed, from, until := at("opened_at"), at("closed_at"), at("exposed_from"), at("exposed_until")
				switch class := c.Values[column("closed_as")].Bytes[i]; {
				case closed != 0 && closed < opened, (closed == 0) != (class == 0), c.Values[column("opened_as")].Bytes[i] == 0:
					rt.Fatalf("opened %d, closed %d as %d", opened, closed, class)
				case again && (before.closed == 0 || before.closed > opened):
					rt.Fatalf("opened at %d, the one before closed at %d", opened, before.closed)
				case from != 0 && (from != opened || until != 0 && until < from || again && before.exposedUntil == 0):
					rt.Fatalf("exposed from %d until %d, the one before until %d", from, until, before.exposedUntil)
				}
				if c.Values[column("baseline_severity")].Bytes[i] == 0 {
					rt.Fatal("no severity")
				}
				if from == 0 && again {
					until = before.exposedUntil
				} else if from == 0 {
					until = 1 // no exposure at all
				}
				last[id] = ends{closed, until}
			}
		}
		turned := h
		turned.findings, turned.events, turned.scans = reverseLines(h.findings), reverseLines(h.events), reverseLines(h.scans)
		if a, b := h.figures(t), turned.figures(t); a != b {
			rt.Fatalf("rows in another order:\n%s\n%s", a, b)
		}
	})
}

func reverseLines(csv string) string {
	lines := strings.Split(strings.TrimSuffix(csv, "\n"), "\n")
	slices.Reverse(lines[1:])
	return strings.Join(lines, "\n") + "\n"
}

func (h histories) figures(t testing.TB) string {
	table, u := h.table(t)
	text := ""
	for _, s := range u.TeamSets() {
		for _, months := range Compute(definition(bridge(), false), table, u, frame()).months(s.Cells(), nil, nil, "", nil) {
			text += fmt.Sprintln(s.Subject().ID, months)
		}
	}
	return text
}

// The newest complete months wait for their scans; they have a share and no verdict.
func TestBridgeSettles(t *testing.T) {
	months := make([][]Figure, 14)
	for i := range months {
		months[i] = []Figure{{Stat: "share", Value: 0.5, N: 400, Part: 200}}
	}
	months[13][0].Value, months[13][0].Part = 0.1, 40
	if states, _ := (&bridges{}).judge(months, 13); states[13] != NotJudged || states[12] != Within {
		t.Errorf("%v", states)
	}
	if states, _ := (&bridges{}).judge(months, 14); states[13] != UnusualLow {
		t.Errorf("without waiting: %v", states)
	}
}

// An imbalance names its rows by what they can be found by: here three that are closed before
// they are opened, which facts never are.
func TestBridgeNamesTheRows(t *testing.T) {
	h := "finding_id,service_id,vuln_id,severity,detected_at,status,resolved_at\n"
	for i := range 40 {
		h += fmt.Sprintf("f%d,shop,v,high,2026-02-%02dT00:00:00Z,fixed,2026-03-%02dT00:00:00Z\n", i, 1+i%20, 1+i%20)
	}
	u := fact.NewUnits(nil, nil, nil)
	table, _ := fact.NewFindings(rowsOf(t, "vulnerabilities", h), nil, nil, nil, u, fact.Rules{})
	ends := table.Chunks[0].Values[table.Index("closed_at")].Times
	for _, row := range []int{7, 8, 31} {
		ends[row] = uint32(seconds("2026-01-05T00:00:00Z")) + uint32(row)
	}
	m := Compute(definition(bridge(), false), table, u, frame())
	err := m.Err()
	if err == nil {
		t.Fatal("closed before they were opened, and the bridge balances")
	}
	for _, want := range []string{"service shop of no team in 2026-01 does not balance: 0 open at the start + 0 opened + 0 taken over − 3 closed",
		"; it breaks at the findings with opened_at 2026-02-08T00:00:00Z, closed_at 2026-01-05T00:00:07Z; opened_at 2026-02-09T00:00:00Z, closed_at 2026-01-05T00:00:08Z; opened_at 2026-02-12T00:00:00Z, closed_at 2026-01-05T00:00:31Z"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%s\ndoes not say %q", err, want)
		}
	}
	for row := range ends {
		ends[row] = uint32(seconds("2026-01-05T00:00:00Z"))
	}
	if err := Compute(definition(bridge(), false), table, u, frame()).Err(); strings.Count(err.Error(), "opened_at") != namedBreaks || !strings.HasSuffix(err.Error(), "; and others") {
		t.Errorf("of forty it names %s", err)
	}
}

// Fixes of January whose 30 days end in February and March: two of the four that are fixed at
// all are open again within them, one on the last second of the thirtieth day; one comes back
// later, one never, and an accepted risk is no fix.
func TestWhatCameBack(t *testing.T) {
	h := "finding_id,service_id,vuln_id,severity,detected_at,status,resolved_at,reopened_at,dismissed_reason\n" +
		"soon,shop,v,high,2025-12-01T00:00:00Z,open,2026-01-10T00:00:00Z,2026-01-12T00:00:00Z,\n" +
		"last,shop,v,high,2025-12-01T00:00:00Z,open,2026-01-10T00:00:00Z,2026-02-09T00:00:00Z,\n" +
		"late,shop,v,high,2025-12-01T00:00:00Z,open,2026-01-10T00:00:00Z,2026-02-09T00:00:01Z,\n" +
		"never,shop,v,high,2025-12-01T00:00:00Z,fixed,2026-01-20T00:00:00Z,,\n" +
		"young,shop,v,high,2025-12-01T00:00:00Z,fixed,2026-04-01T00:00:00Z,,\n" +
		"accepted,shop,v,high,2025-12-01T00:00:00Z,dismissed,2026-01-20T00:00:00Z,,tolerable_risk\n"
	u := fact.NewUnits(nil, nil, nil)
	table, _ := fact.NewFindings(rowsOf(t, "vulnerabilities", h), nil, nil, nil, u, fact.Rules{})
	b := bridge()
	b.Return = &Return{Of: []string{"fixed_verified", "fixed_unverified"}, At: "again_at", Days: 30}
	var got []string
	for _, r := range evaluateTeamless(definition(b, false), table, u).Results() {
		got = append(got, r.Figure("came_back").Text())
	}
	if want := []string{"too few to say", "2 of 4", "too few to say", "too few to say"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// Severity lowered without a change counts from then on while the finding is open; lowered by
// a change, raised again, or with nothing exported of it, it does not.
func TestLoweredSeverity(t *testing.T) {
	h := "finding_id,service_id,vuln_id,severity,detected_at,status,resolved_at\n" +
		"lowered,shop,v,low,2025-12-01T00:00:00Z,open,\nclosed,shop,v,low,2025-12-01T00:00:00Z,fixed,2026-02-20T00:00:00Z\n" +
		"changed,shop,v,low,2025-12-01T00:00:00Z,open,\nraised,shop,v,high,2025-12-01T00:00:00Z,open,\n"
	events := "finding_id,seq,at,field,from,to,linked_change_id\n" +
		"lowered,1,2026-01-15T00:00:00Z,severity,high,medium,\nlowered,2,2026-02-15T00:00:00Z,severity,medium,low,\n" +
		"closed,1,2026-01-15T00:00:00Z,severity,critical,low,\n" +
		"changed,1,2026-01-15T00:00:00Z,severity,high,low,c-1\n" +
		"raised,2,2026-02-01T00:00:00Z,severity,low,high,\nraised,1,2026-01-15T00:00:00Z,severity,high,low,\n"
	u := fact.NewUnits(nil, nil, nil)
	age := &Age{Common: Common{KindName: "age", Of: fact.Finding}, From: "opened_at", To: "closed_at", Show: []string{"p50"}, Reached: map[string]string{"lowered": "lowered_at"}}
	for with, want := range map[string][]string{events: {"2", "1", "1", "1"}, "": {"no data", "no data", "no data", "no data"}} {
		var history *event.Rows
		if with != "" {
			history = rowsOf(t, "finding_events", with)
		}
		table, _ := fact.NewFindings(rowsOf(t, "vulnerabilities", h), history, nil, nil, u, fact.Rules{})
		var got []string
		for _, r := range evaluateTeamless(definition(age, false), table, u).Results() {
			got = append(got, r.Figure("lowered").Text())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
