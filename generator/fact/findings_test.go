package fact

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"leadline/generator/event"
)

// findingsOf reads the tables and gives every spell in words: "03-01 introduced → 03-10
// fixed_verified, exposed 03-01 → 03-10, fixed 03-10". All dates are of 2026.
func findingsOf(t *testing.T, tables map[string]string) (spells []string, coverage []Coverage) {
	t.Helper()
	rows := map[string]*event.Rows{}
	for name, csv := range tables {
		rows[name] = read(t, name, expand(csv))
	}
	u := NewUnits(nil, rows["services"], rows["ownership"])
	table, coverage := NewFindings(rows["vulnerabilities"], rows["finding_events"], rows["scans"], rows["exceptions"], u, Rules{})
	for _, c := range table.Chunks {
		for i := range c.Rows {
			spells = append(spells, describe(table, c, i))
		}
	}
	return spells, coverage
}

// expand writes dates such as 03-01 as instants.
func expand(csv string) string {
	for m := 1; m <= 12; m++ {
		for d := 1; d <= 31; d++ {
			short := fmt.Sprintf("%02d-%02d", m, d)
			csv = strings.ReplaceAll(csv, ","+short, ",2026-"+short+"T00:00:00Z")
		}
	}
	return csv
}

func describe(t *Table, c *Chunk, i int) string {
	when := func(name string) string {
		if t.Index(name) < 0 {
			return "unknown"
		}
		at := c.Values[t.Index(name)].Times[i]
		if at == 0 {
			return "–"
		}
		return dayOf(at)
	}
	class := func(name string) string {
		k := t.Index(name)
		if b := c.Values[k].Bytes[i]; b != 0 {
			return " " + t.Columns[k].Values[b-1]
		}
		return ""
	}
	return fmt.Sprintf("%s%s → %s%s, exposed %s → %s, fixed %s,%s", when("opened_at"), class("opened_as"), when("closed_at"), class("closed_as"),
		when("exposed_from"), when("exposed_until"), when("fixed_at"), class("baseline_severity"))
}

func dayOf(at uint32) string {
	days := []int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	d := int(at-1767225600) / 86400 // 2026-01-01
	for m, n := range days {
		if d < n {
			return fmt.Sprintf("%02d-%02d", m+1, d+1)
		}
		d -= n
	}
	return "later"
}

const findingHead = "finding_id,service_id,vuln_id,severity,detected_at,status,resolved_at,reopened_at,tool,check_kind,dismissed_reason,linked_change_id,origin\n"
const eventHead = "finding_id,seq,at,field,from,to,reason,linked_change_id\n"
const scanHead = "service_id,check_kind,finished_at,outcome,tool,rule_set\n"

func TestFindingSpells(t *testing.T) {
	const scan = scanHead + "shop,sca,02-01,success,dep,r1\nshop,sca,03-20,success,dep,r1\n"
	for _, c := range []struct {
		name, row, events, scans, more string
		want                           []string
	}{
		{"open", "f,shop,v,high,03-01,open,,,dep,sca,,,introduced", "", scan, "",
			[]string{"03-01 introduced → –, exposed 03-01 → –, fixed –, high"}},
		{"a change and a later scan verify", "f,shop,v,high,03-01,fixed,03-10,,dep,sca,,c1,newly_visible", "", scan, "",
			[]string{"03-01 newly_visible → 03-10 fixed_verified, exposed 03-01 → 03-10, fixed 03-10, high"}},
		{"no change, no verified fix", "f,shop,v,high,03-01,fixed,03-10,,dep,sca,,,introduced", "", scan, "",
			[]string{"03-01 introduced → 03-10 fixed_unverified, exposed 03-01 → –, fixed –, high"}},
		{"no later scan", "f,shop,v,high,03-01,fixed,03-21,,dep,sca,,c1,introduced", "", scan, "",
			[]string{"03-01 introduced → 03-21 fixed_unverified, exposed 03-01 → –, fixed –, high"}},
		{"no scans at all", "f,shop,v,high,03-01,fixed,03-10,,dep,sca,,c1,introduced", "", "", "",
			[]string{"03-01 introduced → 03-10 fixed_unverified, exposed 03-01 → unknown, fixed unknown, high"}},
		{"another tool", "f,shop,v,high,03-01,fixed,03-10,,other,sca,,c1,introduced", "", scan, "",
			[]string{"03-01 introduced → 03-10 fixed_unverified, exposed 03-01 → –, fixed –, high"}},
		{"another kind of check", "f,shop,v,high,03-01,fixed,03-10,,dep,sast,,c1,introduced", "", scan, "",
			[]string{"03-01 introduced → 03-10 fixed_unverified, exposed 03-01 → –, fixed –, high"}},
		{"a failed scan", "f,shop,v,high,03-01,fixed,03-10,,dep,sca,,c1,introduced", "", scanHead + "shop,sca,03-20,failure,dep,r1\n", "",
			[]string{"03-01 introduced → 03-10 fixed_unverified, exposed 03-01 → –, fixed –, high"}},
		{"older rules do not look", "f,shop,v,high,03-01,fixed,03-10,,dep,sca,,c1,introduced", "",
			scanHead + "shop,sca,01-01,success,dep,old\nshop,sca,02-01,success,dep,new\nshop,sca,03-20,success,dep,old\n", "",
			[]string{"03-01 introduced → 03-10 fixed_unverified, exposed 03-01 → –, fixed –, high"}},
		{"newer rules do", "f,shop,v,high,03-01,fixed,03-10,,dep,sca,,c1,introduced", "",
			scanHead + "shop,sca,02-01,success,dep,new\nshop,sca,03-20,success,dep,newer\n", "",
			[]string{"03-01 introduced → 03-10 fixed_verified, exposed 03-01 → 03-10, fixed 03-10, high"}},
		{"accepted without an exception; the clock runs on", "f,shop,v,high,03-01,dismissed,03-10,,dep,sca,tolerable_risk,,unknown", "", scan, "",
			[]string{"03-01 unknown_origin → 03-10 accepted_without_expiry, exposed 03-01 → –, fixed –, high"}},
		{"false positive was no exposure", "f,shop,v,high,03-01,dismissed,03-10,,dep,sca,False positive,,", "", scan, "",
			[]string{"03-01 unknown_origin → 03-10 false_positive, exposed – → –, fixed –, high"}},
		{"unknown reason", "f,shop,v,high,03-01,dismissed,03-10,,dep,sca,because,,", "", scan, "",
			[]string{"03-01 unknown_origin → 03-10 unclassified, exposed 03-01 → –, fixed –, high"}},
		{"reopened after acceptance continues the exposure", "f,shop,v,high,03-01,fixed,03-15,,dep,sca,,c1,introduced",
			"f,1,03-05,status,open,dismissed,wont fix,\nf,2,03-08,status,dismissed,open,,\nf,3,03-15,status,open,fixed,,c1\n", scan, "",
			[]string{"03-01 introduced → 03-05 accepted_without_expiry, exposed 03-01 → 03-15, fixed 03-15, high",
				"03-08 reopened → 03-15 fixed_verified, exposed – → –, fixed –, high"}},
		{"reopened after a verified fix is a new exposure, whatever the order of rows", "f,shop,v,high,03-01,open,,,dep,sca,,,introduced",
			"f,3,03-25,status,fixed,open,,\nf,2,03-05,status,open,fixed,,c1\nf,1,03-01,status,,open,,\n", scan, "",
			[]string{"03-01 introduced → 03-05 fixed_verified, exposed 03-01 → 03-05, fixed 03-05, high",
				"03-25 reopened → –, exposed 03-25 → –, fixed –, high"}},
		{"closed twice counts once", "f,shop,v,high,03-01,dismissed,03-09,,dep,sca,tolerable_risk,,introduced",
			"f,1,03-05,status,open,dismissed,duplicate,\nf,2,03-09,status,open,dismissed,tolerable_risk,\n", scan, "",
			[]string{"03-01 introduced → 03-05 duplicate, exposed – → –, fixed –, high"}},
		{"resolved before it was detected", "f,shop,v,high,03-10,fixed,03-01,,dep,sca,,c1,introduced", "", scan, "",
			[]string{"03-10 introduced → 03-10 fixed_verified, exposed 03-10 → 03-10, fixed 03-01, high"}},
		{"severity lowered: the baseline stays, and no severity is a reclassification", "f,shop,v,none,03-01,open,,,dep,sca,,,introduced",
			"f,2,03-09,severity,low,none,,\nf,1,03-04,severity,critical,low,,\n", scan, "",
			[]string{"03-01 introduced → 03-09 reclassified, exposed 03-01 → –, fixed –, critical"}},
		{"row alone says resolved and opened again", "f,shop,v,high,03-01,open,03-05,03-08,dep,sca,,c1,introduced", "", scan, "",
			[]string{"03-01 introduced → 03-05 fixed_unverified, exposed 03-01 → –, fixed –, high",
				"03-08 reopened → –, exposed – → –, fixed –, high"}},
		{"an earlier resolution kept on the row says nothing of the later opening", "f,shop,v,high,03-01,open,03-05,03-08,dep,sca,,,introduced",
			"f,1,03-05,status,open,fixed,,c1\nf,2,03-08,status,fixed,open,,\n", scan, "",
			[]string{"03-01 introduced → 03-05 fixed_unverified, exposed 03-01 → –, fixed –, high", "03-08 reopened → –, exposed – → –, fixed –, high"}},
		{"closed and nobody knows when", "f,shop,v,high,03-01,fixed,,,dep,sca,,c1,introduced", "", scan, "", nil},
		{"a service's end removes it", "f,shop,v,high,03-01,open,,,dep,sca,,,introduced", "", scan, "service_id,valid_from,valid_to\nshop,,04-01\n",
			[]string{"03-01 introduced → 04-01 scope_removed, exposed 03-01 → 04-01, fixed –, high"}},
		{"and ends what was accepted", "f,shop,v,high,03-01,dismissed,03-10,,dep,sca,acceptable risk,,introduced", "", scan, "service_id,valid_from,valid_to\nshop,,04-01\n",
			[]string{"03-01 introduced → 03-10 accepted_without_expiry, exposed 03-01 → 04-01, fixed –, high"}},
		{"a service's beginning adds it", "f,shop,v,high,03-01,open,,,dep,sca,,,introduced", "", scan, "service_id,valid_from,valid_to\nshop,03-05,\n",
			[]string{"03-05 scope_added → –, exposed 03-05 → –, fixed –, high"}},
		{"after its end there is nothing", "f,shop,v,high,03-01,open,,,dep,sca,,,introduced", "", scan, "service_id,valid_from,valid_to\nshop,,02-01\n", nil},
	} {
		tables := map[string]string{"vulnerabilities": findingHead + c.row + "\n"}
		for name, csv := range map[string]string{"finding_events": c.events, "scans": c.scans, "services": c.more} {
			if csv == "" {
				continue
			}
			if name == "finding_events" {
				csv = eventHead + csv
			}
			tables[name] = csv
		}
		if got, _ := findingsOf(t, tables); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

func TestFindingCoverage(t *testing.T) {
	rows := findingHead + "a,shop,v,high,03-01,fixed,03-10,,dep,sca,,c1,introduced\nb,shop,v,high,03-01,fixed,03-10,,dep,sca,,,introduced\n" +
		"c,shop,v,high,03-01,dismissed,03-10,,dep,sca,tolerable_risk,,\nd,shop,v,high,03-10,dismissed,03-01,,dep,sca,tolerable_risk,,\n" +
		"e,shop,v,high,03-01,dismissed,03-10,,dep,sca,,,\n"
	for i := range 6 {
		rows += fmt.Sprintf("g%d,shop,v,low,03-01,dismissed,03-10,,dep,sca,%s,,\n", i, []string{"Own Reason", "Jo said so"}[i/5])
	}
	tables := map[string]string{"vulnerabilities": rows, "exceptions": "exception_id,service_id,control,reason_class,approved_at,expires_at,finding_id\nx,shop,sca,low,03-10,09-10,c\n",
		"scans": scanHead + "shop,sca,03-20,success,dep,r1\n"}
	_, coverage := findingsOf(t, tables)
	want := map[string][2]int{"fixed finding → change and later scan without it": {2, 1}, "accepted risk → exception with an expiry": {2, 1},
		"closing other than a fix → its class": {9, 2}, "finding → recorded history": {11, 0}, "finding → team": {11, 0}}
	for _, c := range coverage {
		if w, ok := want[c.Link]; !ok || c.Rows != w[0] || c.Linked != w[1] {
			t.Errorf("%+v, want %v", c, w)
		}
		if c.Link == "closing other than a fix → its class" {
			if got := fmt.Sprint(c.How); got != "[{no reason recorded 1} {other reasons that are not understood 1} {reason not understood: own_reason 5}]" {
				t.Error(got)
			}
		}
		if c.Link == "finding → recorded history" && c.How[1].Rows != 1 {
			t.Errorf("closed before opened: %+v", c.How)
		}
	}
	delete(tables, "scans")
	_, coverage = findingsOf(t, tables)
	if how := coverage[1].How; how[len(how)-1] != (Count{"no scans are exported, so nothing can be verified", 2}) {
		t.Errorf("%v", how)
	}
}

// A due date before the detection is the policy's own reckoning: the finding counts, and so
// does the contradiction.
func TestFindingDueBeforeDetected(t *testing.T) {
	spells, coverage := findingsOf(t, map[string]string{"vulnerabilities": "finding_id,service_id,vuln_id,severity,detected_at,status,due_at\nf,shop,v,high,03-10,open,03-01\n"})
	if len(spells) != 1 || !slices.Contains(coverage[0].How, Count{"due before they were detected, as recorded", 1}) {
		t.Errorf("%v %+v", spells, coverage[0])
	}
}

// Without service, tool or kind of check that any scan has, nothing verifies; a blank tool on
// one side is not compared.
func TestScanVerifies(t *testing.T) {
	log := newScanLog(read(t, "scans", expand(scanHead+"shop,sca,03-20,success,,\nshop,sast,03-20,success,code,r1\n")))
	shop := event.HashString("shop")
	sca, sast := uint8(2), uint8(1)
	opened, closed := at(t, "2026-03-01T00:00:00Z"), at(t, "2026-03-10T00:00:00Z")
	for _, c := range []struct {
		name  string
		check scanned
		again uint32
		want  bool
	}{
		{"tool not recorded with the scan", scanned{checkKey(shop, sca), event.HashString("dep")}, 0, true},
		{"tool not recorded with the finding", scanned{checkKey(shop, sast), 0}, 0, true},
		{"another tool", scanned{checkKey(shop, sast), event.HashString("dep")}, 0, false},
		{"kind of check not recorded", scanned{0, event.HashString("dep")}, 0, false},
		{"another service", scanned{checkKey(event.HashString("pay"), sca), 0}, 0, false},
		{"seen again before the scan", scanned{checkKey(shop, sca), 0}, at(t, "2026-03-15T00:00:00Z"), false},
		{"seen again by the scan", scanned{checkKey(shop, sca), 0}, at(t, "2026-03-20T00:00:00Z"), false},
	} {
		if got := log.verifies(c.check, opened, closed, c.again); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// Every reason's form is what reasonForm makes of it, and classes that need more evidence
// are not given by a word alone.
func TestReasonClasses(t *testing.T) {
	for text, class := range reasonClasses {
		if reasonForm(text) != text {
			t.Errorf("%q can never be met", text)
		}
		if class == fixedVerified || class == riskAccepted || class == unclassified {
			t.Errorf("%q is %s by its word alone", text, ClosedAs[class-1])
		}
	}
	for text, want := range map[string]uint8{"won't fix": acceptedWithoutExpiry, "False Positive": falsePositive, "mitigating control": mitigated,
		"used in tests": falsePositive, "fix-started": suppressed, " Tolerable risk ": acceptedWithoutExpiry} {
		if got := reasonClasses[reasonForm(text)]; got != want {
			t.Errorf("%q is %d", text, got)
		}
	}
}
