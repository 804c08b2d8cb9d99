package metric

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
)

// shipping makes tables of changes and waits given as CSV: service shop, with deployments d0 (its
// first) and d1, on 10 February at 10:00, which carried whatever is named in carried.
func shipping(t testing.TB, changes, carried, waits string) (*fact.Table, *fact.Units) {
	u := fact.NewUnits(nil, rowsOf(t, "services", "service_id,repo\nshop,r\n"), nil)
	d := fact.NewDeployments(rowsOf(t, "deployments", "deployment_id,service_id,environment,finished_at,outcome\n"+
		"d0,shop,production,2026-01-05T10:00:00Z,success\nd1,shop,production,2026-02-10T10:00:00Z,success\n"), u, fact.Rules{ProductionEnvironments: []string{"production"}})
	links := "deployment_id,repo,change_id\nd0,r,0\n"
	for id := range strings.FieldsSeq(carried) {
		links += "d1,r," + id + "\n"
	}
	c := fact.NewChanges(rowsOf(t, "changes", "repo,change_id,state,author_id,first_commit_at,ready_at,first_review_at,merged_at,closed_at,work_item_ids\n"+changes),
		fact.NewLinks(rowsOf(t, "deployment_changes", links), d), fact.Moments{}, d, u)
	w := fact.NewWaits(rowsOf(t, "waits", "entity,entity_id,seq,repo,kind,requested_at,ended_at\n"+waits))
	w.OfDeployments(d)
	w.OfChanges(c)
	c.DelayedBy(w, d)
	return c.Table, u
}

func openPartition() *Partition {
	p := partition()
	p.Left, p.Evidence[1].Otherwise = "left_at", true // a gap until the review
	return p
}

func resultIn(p *Partition, people bool, table *fact.Table, u *fact.Units, month time.Month) map[string]Figure {
	d := definition(p, people)
	d.Policies[level.ServiceName] = Pooled
	r, _ := Evaluate(Compute(d, table, u, frame()), u.ServiceSets()[0]).At(period.MonthOf(2026, month))
	return byStat(r)
}

// Twenty changes like each other are on their way as February ends, none as January does,
// and 19 as March does: one was abandoned in it.
func TestOpenParts(t *testing.T) {
	var changes strings.Builder
	for i := range 20 {
		state, closed := "open", ""
		if i == 0 {
			state, closed = "abandoned", "2026-03-20T00:00:00Z"
		}
		// A day of writing, waiting for a review since; the month ends ten days after.
		fmt.Fprintf(&changes, "r,%d,%s,a%d,2026-02-18T00:00:00Z,2026-02-19T00:00:00Z,,,%s,i-1\n", i+1, state, i, closed)
	}
	// The work item waited for two days, then nobody said that it no longer does.
	table, u := shipping(t, changes.String(), "", "work_item,i-1,1,,approval,2026-02-20T00:00:00Z,2026-02-22T00:00:00Z\n"+
		"work_item,i-1,2,,approval,2026-02-27T00:00:00Z,\n")
	got := resultIn(openPartition(), false, table, u, 2)
	for name, days := range map[string]float64{"exclusive_open process": 10 - 2 - 2, "exclusive_open risk_control": 4, "shared_open": 0, "active_open": 1, "unexplained_open": 0} {
		if f := got[name]; math.Abs(f.Value-days/11) > 1e-12 || f.N != 20 || f.HasInterval() {
			t.Errorf("%s: %+v, want %g of 11 days", name, f, days)
		}
	}
	if f := got["exclusive_open dependency"]; f.Absence != NoData {
		t.Errorf("%+v", f)
	}
	if got["unfinished"].Text() != "20" || got["coverage"].Absence != TooFew || got["items"].Text() != "0" {
		t.Errorf("%+v", got)
	}
	if f := resultIn(openPartition(), false, table, u, 1)["unfinished"]; f.Value != 0 && f.Absence != NoData {
		t.Errorf("as January ended: %+v", f)
	}
	march := resultIn(openPartition(), false, table, u, 3)
	if march["unfinished"].Text() != "19" || march["exclusive_open"].Absence != TooFew || !strings.HasPrefix(march["exclusive_open"].Reason, "19 changes on their way") {
		t.Errorf("as March ended: %+v", march)
	}
}

// What kept one is told alike while it is on its way and when it has arrived, except that the
// stage it is in has no end yet.
func TestOpenEvidence(t *testing.T) {
	for _, c := range []struct {
		what, change, carried string
		want                  map[string]float64 // hours as January ended
	}{
		{"a draft: one act is no activity", "r,1,open,a,2026-01-31T14:00:00Z,,,,,", "", map[string]float64{"unexplained_open": 10}},
		{"it waits for its deployment", "r,1,merged,a,2026-01-31T14:00:00Z,2026-01-31T15:00:00Z,2026-01-31T16:00:00Z,2026-01-31T18:00:00Z,,", "1",
			map[string]float64{"active_open": 1, "exclusive_open process": 1 + 6, "unexplained_open": 2}},
		{"merged without a review: the gap before it has no end", "r,1,merged,a,2026-01-31T14:00:00Z,2026-01-31T15:00:00Z,,2026-01-31T18:00:00Z,,", "1",
			map[string]float64{"active_open": 1, "exclusive_open process": 6, "unexplained_open": 3}},
		{"reviewed in February", "r,1,merged,a,2026-01-31T14:00:00Z,2026-01-31T15:00:00Z,2026-02-02T16:00:00Z,2026-02-03T18:00:00Z,,", "1",
			map[string]float64{"active_open": 1, "exclusive_open process": 9}},
	} {
		table, u := shipping(t, c.change+"\n", c.carried, "")
		p := openPartition()
		k := Compute(definition(p, false), table, u, frame()).kernel.(*partitions)
		pieces := k.open.sums.of([]fact.Cell{u.At(table.Chunks[0].Owner[0], 1)}, 0)
		got := map[string]float64{"active_open": float64(pieces[active]) / 3600, "unexplained_open": float64(pieces[0]) / 3600, "exclusive_open process": float64(pieces.exclusive(0)) / 3600}
		for name, hours := range got {
			if hours != c.want[name] {
				t.Errorf("%s: %s is %g hours, want %g", c.what, name, hours, c.want[name])
			}
		}
	}
}

// Authors of what is on its way are counted by themselves: five who finished do not make
// three who did not a group, nor the other way round.
func TestOpenPartsAreWithheldAlone(t *testing.T) {
	var changes strings.Builder
	var carried string
	for i := range 25 {
		fmt.Fprintf(&changes, "r,%d,merged,a%d,2026-02-10T00:00:00Z,2026-02-10T02:00:00Z,2026-02-10T05:00:00Z,2026-02-10T06:00:00Z,,\n", i+1, i%5)
		carried += fmt.Sprint(i+1, " ")
	}
	for i := range 22 {
		fmt.Fprintf(&changes, "r,%d,open,a%d,2026-02-18T00:00:00Z,2026-02-19T00:00:00Z,,,,\n", i+100, i%3)
	}
	table, u := shipping(t, changes.String(), carried, "")
	got := resultIn(openPartition(), true, table, u, 2)
	if got["coverage"].Absence != Present || got["items"].Text() != "25" {
		t.Errorf("what ended: %+v", got["coverage"])
	}
	for _, name := range openStats {
		if f := got[name]; f.Absence != Withheld || f.N != 0 || !math.IsNaN(f.Value) {
			t.Errorf("%s: %+v", name, f)
		}
	}
	if f, ok := got["exclusive_open process"]; ok {
		t.Errorf("withheld, and yet %+v", f)
	}
	// Nobody finished anything in March: that is no secret, and three are still too few.
	if got := resultIn(openPartition(), true, table, u, 3); got["coverage"].Absence == Withheld || got["unfinished"].Absence != Withheld {
		t.Errorf("%+v", got)
	}
}

// The traps of evidence: what clocks, re-openings and late records make of it never makes a
// negative part or one beyond the item's time.
func TestPartitionTraps(t *testing.T) {
	row := func(first, ready, review, merged string) string {
		return fmt.Sprintf("2026-02-10T%s:00:00Z,2026-02-10T%s:00:00Z,2026-02-10T%s:00:00Z,2026-02-10T%s:00:00Z", first, ready, review, merged)
	}
	for _, c := range []struct {
		what, times, waits string
		want               map[string]float64 // hours of one change
	}{
		{"a review before it was ready (skewed clocks)", row("00", "05", "03", "06"), "",
			map[string]float64{"active": 5, "exclusive process": 4, "unexplained": 1}},
		{"a wait that ends before it begins", row("00", "02", "05", "06"), "change,%d,1,r,approval,2026-02-10T05:00:00Z,2026-02-10T04:00:00Z\n",
			map[string]float64{"active": 2, "exclusive process": 7, "unexplained": 1}},
		{"blocked before it was begun", row("04", "05", "06", "07"), "change,%d,1,r,approval,2026-02-09T00:00:00Z,2026-02-10T05:00:00Z\n",
			map[string]float64{"exclusive risk_control": 1, "exclusive process": 4, "unexplained": 1}},
		{"a wait recorded after it was deployed", row("00", "02", "05", "06"), "change,%d,1,r,approval,2026-02-11T00:00:00Z,2026-02-12T00:00:00Z\n",
			map[string]float64{"active": 2, "exclusive process": 7, "unexplained": 1}},
		{"re-requested: two spells, not first to last", row("00", "02", "05", "06"),
			"change,%[1]d,1,r,approval,2026-02-10T05:00:00Z,2026-02-10T05:15:00Z\nchange,%[1]d,2,r,approval,2026-02-10T05:30:00Z,2026-02-10T05:45:00Z\n",
			map[string]float64{"active": 2, "exclusive process": 7, "exclusive risk_control": 0.5, "unexplained": 0.5}},
		{"spells that overlap count once", row("00", "02", "05", "06"),
			"change,%[1]d,1,r,approval,2026-02-10T05:00:00Z,2026-02-10T05:30:00Z\nchange,%[1]d,2,r,approval,2026-02-10T05:15:00Z,2026-02-10T05:45:00Z\n",
			map[string]float64{"active": 2, "exclusive process": 7, "exclusive risk_control": 0.75, "unexplained": 0.25}},
		{"a wait that has not ended", row("00", "02", "05", "06"), "change,%d,1,r,approval,2026-02-10T05:00:00Z,\n",
			map[string]float64{"active": 2, "exclusive process": 7, "unexplained": 1}},
		{"no evidence but its ends", "2026-02-10T00:00:00Z,,,", "", map[string]float64{"unexplained": 10}},
	} {
		var changes, waits, carried string
		for i := range 20 {
			merged := c.times
			changes += fmt.Sprintf("r,%d,open,a%d,%s,,\n", i+1, i, merged)
			if strings.Contains(c.waits, "%") {
				waits += fmt.Sprintf(c.waits, i+1)
			}
			carried += fmt.Sprint(i+1, " ")
		}
		table, u := shipping(t, changes, carried, waits+"change,none,1,r,approval,2026-02-10T05:00:00Z,2026-02-10T06:00:00Z\n")
		got := resultIn(partition(), false, table, u, 2)
		total := 0.0
		for _, hours := range c.want {
			total += hours
		}
		for _, name := range []string{"active", "exclusive process", "exclusive risk_control", "unexplained", "shared"} {
			if f := got[name]; math.Abs(f.Value-c.want[name]/total) > 1e-12 {
				t.Errorf("%s: %s is %g of %g hours, want %g", c.what, name, f.Value*total, total, c.want[name])
			}
		}
	}
	// Deployed before it was begun: no time at all.
	table, u := shipping(t, "r,1,merged,a,2026-02-11T00:00:00Z,,,2026-02-10T00:00:00Z,,\n", "1", "")
	got := resultIn(partition(), false, table, u, 2)
	if got["negative"].Text() != "1" || got["items"].Text() != "0" {
		t.Errorf("%+v", got)
	}
}
