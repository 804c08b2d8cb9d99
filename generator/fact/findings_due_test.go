package fact

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"leadline/generator/period"
)

const dueHead = "finding_id,service_id,vuln_id,severity,detected_at,due_at,status,resolved_at,check_kind,dismissed_reason,linked_change_id,known_exploited,exposed,automatable,technical_impact\n"

// dueOf gives the due date of every finding in words: "03-12 as_exported late false".
func dueOf(t *testing.T, csv string, rules Rules) (all []string, coverage Coverage) {
	t.Helper()
	u := NewUnits(nil, read(t, "services", expand("service_id,valid_to\nshop,\ngone,03-11\n")), nil)
	events := read(t, "finding_events", expand(eventHead+"seen,1,02-10,status,,fixed,,c1\nseen,2,02-20,status,,open,,\nf,1,03-02,severity,high,low,,\n"))
	scans := read(t, "scans", expand(scanHead+"shop,sca,02-15,success,,\nshop,sca,05-20,success,,\ngone,sca,05-20,success,,\n"))
	table, coverages := NewFindings(read(t, "vulnerabilities", expand(dueHead+csv)), events, scans, nil, u, rules)
	for _, c := range table.Chunks {
		for i := range c.Rows {
			at := c.Values[table.Index("deadline_at")].Times[i]
			if at == 0 {
				all = append(all, "–")
				continue
			}
			enum := func(name string, values []string) string { return values[c.Values[table.Index(name)].Bytes[i]-1] }
			in := []string{"–", "false", "true"}[c.Values[table.Index("in_time")].Bytes[i]]
			all = append(all, fmt.Sprint(dayOf(at), " ", enum("due_as", DueAs), " ", enum("due_outcome", DueOutcomes), " ", in))
		}
	}
	return all, coverages[len(coverages)-2]
}

func marchDay(d int) period.Seconds {
	return period.Seconds(time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC).Unix())
}

func TestDueOutcomes(t *testing.T) {
	rules := Rules{AsOf: marchDay(1) + 80*86400}
	for _, c := range []struct{ name, row, want string }{
		{"fixed at the very instant", "f,shop,v,high,03-01,03-12,fixed,03-12,sca,,c1,,,,", "03-12 as_exported on_time true"},
		{"fixed in the same month", "f,shop,v,high,03-01,03-12,fixed,03-13,sca,,c1,,,,", "03-12 as_exported late false"},
		{"fixed in the next month: the month ended with it open", "f,shop,v,high,03-01,03-12,fixed,04-01,sca,,c1,,,,", "03-12 as_exported open false"},
		{"fixed without a change", "f,shop,v,high,03-01,03-12,fixed,03-10,sca,,,,,,", "03-12 as_exported fixed_unverified false"},
		{"accepted before", "f,shop,v,high,03-01,03-12,dismissed,03-10,sca,tolerable_risk,,,,,", "03-12 as_exported accepted false"},
		{"accepted after, in the month", "f,shop,v,high,03-01,03-12,dismissed,03-30,sca,tolerable_risk,,,,,", "03-12 as_exported accepted false"},
		{"accepted after the month", "f,shop,v,high,03-01,03-12,dismissed,04-10,sca,tolerable_risk,,,,,", "03-12 as_exported open false"},
		{"muted", "f,shop,v,high,03-01,03-12,dismissed,03-10,sca,muted,,,,,", "03-12 as_exported closed_otherwise false"},
		{"due before it was detected", "f,shop,v,high,03-01,02-12,open,,sca,,,,,,", "02-12 as_exported due_before_detection –"},
		{"due when detected", "f,shop,v,high,03-01,03-01,open,,sca,,,,,,", "03-01 as_exported open false"},
		{"no weakness", "f,shop,v,high,03-01,03-12,dismissed,03-10,sca,inaccurate,,,,,", "–"},
		{"no date and no policy", "f,shop,v,high,03-01,,open,,sca,,,,,,", "–"},
		{"its service ended before", "f,gone,v,high,03-01,03-12,open,,sca,,,,,,", "–"},
	} {
		if got, _ := dueOf(t, c.row+"\n", rules); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// A finding that came back is due once, by its first detection.
func TestDueOnce(t *testing.T) {
	got, c := dueOf(t, "seen,shop,v,high,02-01,02-12,open,,sca,,c1,,,,\n", Rules{AsOf: marchDay(20)})
	if want := []string{"02-12 as_exported on_time true", "–"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if c.Rows != 1 || c.Linked != 1 {
		t.Errorf("coverage %+v", c)
	}
}

// kevPolicy gives what is known to be exploited 3 days, what is exposed 14 and the rest none.
func kevPolicy(from period.Seconds, critical int16) (p Policy) {
	p = Policy{Name: "p", From: from}
	for severity := range p.Days {
		for bits := range p.Days[severity] {
			switch {
			case uint8(bits)&KEV != 0:
				p.Days[severity][bits] = 3
			case uint8(bits)&Exposed != 0:
				p.Days[severity][bits] = 14
			}
			if severity == 0 {
				p.Days[severity][bits] = critical
			}
		}
	}
	return p
}

func TestDueByPolicy(t *testing.T) {
	yes, no := true, false
	first, second := kevPolicy(marchDay(1), 5), kevPolicy(marchDay(10), 2)
	assuming := first
	assuming.Assume(Exposed, &yes)
	assuming.Assume(KEV, &no)
	for _, c := range []struct {
		name, row string
		policies  []Policy
		want      string
	}{
		{"in force when it was detected, whatever came later", "x,shop,v,critical,03-09,,open,,sca,,,,,,", []Policy{first, second}, "03-14 by_policy open false"},
		{"the later one", "x,shop,v,critical,03-10,,open,,sca,,,,,,", []Policy{first, second}, "03-12 by_policy open false"},
		{"before the first", "x,shop,v,critical,02-10,,open,,sca,,,,,,", []Policy{first, second}, "–"},
		{"a date that was exported wins", "x,shop,v,critical,03-09,03-25,open,,sca,,,true,,,", []Policy{first}, "03-25 as_exported open false"},
		{"a fact decides", "x,shop,v,high,03-05,,open,,sca,,,true,,,", []Policy{first}, "03-08 by_policy open false"},
		{"another fact", "x,shop,v,high,03-05,,open,,sca,,,false,true,,", []Policy{first}, "03-19 by_policy open false"},
		{"at the next upgrade", "x,shop,v,high,03-05,,open,,sca,,,false,false,,", []Policy{first}, "–"},
		{"not recorded, and it would matter", "x,shop,v,high,03-05,,open,,sca,,,false,,,", []Policy{first}, "–"},
		{"not recorded, and it does not matter", "x,shop,v,critical,03-05,,open,,sca,,,,,,", []Policy{first}, "03-10 by_policy open false"},
		{"assumed", "x,shop,v,high,03-05,,open,,sca,,,,,,", []Policy{assuming}, "03-19 by_policy open false"},
		{"what is recorded wins over what is assumed", "x,shop,v,high,03-05,,open,,sca,,,true,,,", []Policy{assuming}, "03-08 by_policy open false"},
		{"by the severity at detection", "f,shop,v,low,03-01,,open,,sca,,,true,,,", []Policy{first}, "03-04 by_policy open false"},
	} {
		if got, _ := dueOf(t, c.row+"\n", Rules{AsOf: marchDay(28), Policies: c.policies}); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestDueCounts(t *testing.T) {
	_, c := dueOf(t, "a,shop,v,high,03-05,03-09,open,,sca,,,,,,\nb,shop,v,high,03-05,,open,,sca,,,true,,,\nc,shop,v,high,03-05,,open,,sca,,,false,false,,\n"+
		"d,shop,v,high,03-05,,open,,sca,,,,,,\ne,shop,v,high,02-05,,open,,sca,,,,,,\ng,gone,v,high,03-05,03-20,open,,sca,,,,,,\nh,shop,v,high,03-05,03-01,open,,sca,,,,,,\n",
		Rules{AsOf: marchDay(28), Policies: []Policy{kevPolicy(marchDay(1), 5)}})
	var got []int
	for _, how := range c.How {
		got = append(got, how.Rows)
	}
	if want := []int{3, 1, 1, 1, 1, 1, 1}; c.Rows != 7 || c.Linked != 4 || !slices.Equal(got, want) {
		t.Errorf("%+v", c)
	}
}

// Without dates and without a policy nobody knows of any; without scans nobody knows
// whether a date was kept.
func TestDueUnknown(t *testing.T) {
	row := "f,shop,v,high,03-01,open,,sca\n"
	table, _ := NewFindings(read(t, "vulnerabilities", expand("finding_id,service_id,vuln_id,severity,detected_at,status,resolved_at,check_kind\n"+row)), nil, nil, nil, NewUnits(nil, nil, nil), Rules{})
	for _, name := range []string{"deadline_at", "in_time", "due_outcome"} {
		if table.Index(name) >= 0 {
			t.Errorf("%s is there", name)
		}
	}
}
