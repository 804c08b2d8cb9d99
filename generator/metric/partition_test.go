package metric

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
)

func partition() *Partition {
	return &Partition{Common: Common{KindName: "partition", Of: fact.Change}, From: "first_commit_at", To: "deployed_at", HeldFrom: "merged_at", Evidence: []Evidence{
		{Cause: "active", From: "first_commit_at", To: "ready_at"}, {Cause: "process", From: "ready_at", To: "first_review_at"},
		{Cause: "process", From: "merged_at", To: "deployed_at", Otherwise: true},
		{Cause: "dependency", Waits: []string{"blocked"}}, {Cause: "risk_control", Waits: []string{"approval"}}}}
}

// carried are n changes of service shop, every one 10 hours long: 2 of writing, 3 until the
// first review, 1 of which nothing is known, 4 from the merge to the deployment.
func carried(t testing.TB, n int, waits string) (*fact.Table, *fact.Units) {
	u := fact.NewUnits(nil, rowsOf(t, "services", "service_id,repo\nshop,r\n"), nil)
	d := fact.NewDeployments(rowsOf(t, "deployments", "deployment_id,service_id,environment,finished_at,outcome\n"+
		"d0,shop,production,2026-01-05T10:00:00Z,success\nd1,shop,production,2026-02-10T10:00:00Z,success\n"), u, fact.Rules{ProductionEnvironments: []string{"production"}})
	var changes, links strings.Builder
	for i := range n {
		fmt.Fprintf(&changes, "r,%d,merged,2026-02-10T00:00:00Z,2026-02-10T02:00:00Z,2026-02-10T05:00:00Z,2026-02-10T06:00:00Z\n", i)
		fmt.Fprintf(&links, "d1,r,%d\n", i)
	}
	c := fact.NewChanges(rowsOf(t, "changes", "repo,change_id,state,first_commit_at,ready_at,first_review_at,merged_at\n"+changes.String()),
		fact.NewLinks(rowsOf(t, "deployment_changes", "deployment_id,repo,change_id\n"+links.String()), d), fact.Moments{}, d, u)
	if waits != "" {
		w := fact.NewWaits(rowsOf(t, "waits", "entity,entity_id,seq,repo,kind,requested_at,ended_at\n"+waits))
		w.OfDeployments(d)
		w.OfChanges(c)
		c.DelayedBy(w, d)
	}
	return c.Table, u
}

// februaryOf is the result of the first service.
func februaryOf(p *Partition, table *fact.Table, u *fact.Units) Result[level.Service] {
	d := definition(p, false)
	d.Policies[level.ServiceName] = Pooled
	r, _ := Evaluate(Compute(d, table, u, frame()), u.ServiceSets()[0]).At(period.MonthOf(2026, 2))
	return r
}

func cutParts(t testing.TB, table *fact.Table, u *fact.Units) map[string]Figure {
	return byStat(februaryOf(partition(), table, u))
}

// byStat are figures by stat and category.
func byStat(r Result[level.Service]) map[string]Figure {
	out := map[string]Figure{}
	for _, f := range r.Figures() {
		out[strings.TrimSuffix(f.Stat+" "+f.Category, " ")] = f
	}
	return out
}

func TestPartitionFigures(t *testing.T) {
	// The approval began before the merge; it holds a change from the merge on, for 3 hours.
	table, u := carried(t, 20, "deployment,d1,1,,approval,2026-02-10T01:00:00Z,2026-02-10T09:00:00Z\n"+
		"change,0,1,r,approval,2026-02-10T04:00:00Z,2026-02-10T05:00:00Z\n")
	got := cutParts(t, table, u)
	for name, hours := range map[string]float64{"exclusive process": 3*20 - 1 + 20, "inclusive process": 3*20 + 20,
		"exclusive risk_control": 60, "inclusive risk_control": 61, "shared": 1, "active": 40, "unexplained": 20} {
		if f := got[name]; math.Abs(f.Value-hours/200) > 1e-12 || f.N != 20 || f.Absence != Present {
			t.Errorf("%s: %+v, want %g of 200 hours", name, f, hours)
		}
	}
	// All but 40 hours are waiting; of 160 hours 140 are explained.
	if f := got["coverage"]; math.Abs(f.Value-140.0/160) > 1e-12 || f.N != 20 {
		t.Errorf("coverage: %+v", f)
	}
	for _, name := range []string{"exclusive dependency", "inclusive dependency", "exclusive architecture"} {
		if f := got[name]; f.Absence != NoData || !strings.HasPrefix(f.Reason, "no evidence of ") {
			t.Errorf("%s: %+v", name, f)
		}
	}
	if got["items"].Value != 20 || got["negative"].Value != 0 {
		t.Errorf("%+v", got["items"])
	}
}

func TestPartitionOfFew(t *testing.T) {
	table, u := carried(t, 19, "")
	got := cutParts(t, table, u)
	for _, name := range []string{"coverage", "exclusive", "inclusive", "shared", "active", "unexplained"} {
		if f := got[name]; f.Absence != TooFew || f.Reason != "19 changes this month; parts of their time need 20" || f.N != 19 {
			t.Errorf("%s: %+v", name, f)
		}
	}
	if got["items"].Text() != "19" {
		t.Errorf("%+v", got["items"])
	}
}

// Without any waits all of their causes are unknown, and the rest is still known.
func TestPartitionWithoutWaits(t *testing.T) {
	table, u := carried(t, 20, "")
	got := cutParts(t, table, u)
	if f := got["exclusive risk_control"]; f.Absence != NoData {
		t.Errorf("%+v", f)
	}
	if f := got["exclusive process"]; f.Value != 0.7 {
		t.Errorf("%+v", f)
	}
	k := partitions{}
	for _, f := range k.parts(nil, &itemSums{pieces: pieces{1}}, partitionFrom) {
		if unknown := f.Category != "" || f.Stat == "active"; (f.Absence == NoData) != unknown {
			t.Errorf("nothing is supplied: %+v", f)
		}
	}
}

// Sums of cells are the sum of the events, so parts pool as a ratio of sums; and the parts
// of every pool make up the whole.
func TestPartitionPools(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := grid{frame: frame(), cells: 3}
		k := &partitions{sums: &grouped[itemSums, *itemSums]{grid: g, sums: make([]itemSums, g.groups())}, supplied: [len(Causes) + 1]bool{true, true, true, true, true}}
		var all itemSums
		for cell := range 3 {
			from, to, evidence := evidenceGen(t)
			p := cutOf(from, to, evidence)
			k.sums.sums[g.group(fact.Cell(cell), 1)].addItem(&p)
			all.addItem(&p)
		}
		if all.total() == 0 {
			return
		}
		p := k.sums.of([]fact.Cell{0, 1, 2}, 1)
		figures := k.parts(nil, &p, partitionFrom)
		whole := 0.0
		for _, f := range figures {
			if f.Stat != "coverage" && f.Stat != "inclusive" {
				whole += f.Value
			}
		}
		if p != all || math.Abs(whole-1) > 1e-9 {
			t.Fatalf("parts make up %g of the whole", whole)
		}
	})
}

func TestPartitionChecks(t *testing.T) {
	for text, want := range map[string]string{
		`cause = "fate"` + "\nwaits = [\"gate\"]":                                  `cause is "fate"`,
		`cause = "process"` + "\nwaits = [\"gaet\"]":                               `waits has "gaet"`,
		`cause = "process"`:                                                        "evidence is either waits or an interval",
		`cause = "process"` + "\nfrom = \"ready_at\"\nto = \"merge_sha\"":          "merge_sha of change is not an instant",
		`cause = "active"` + "\nwaits = [\"gate\"]\notherwise = true":              "otherwise with activity",
		`cause = "process"` + "\nwaits = [\"gate\"]\nfrom = \"ready_at\"\nto=\"\"": "evidence is either waits or an interval",
	} {
		_, err := ParseDefinition("content/metrics/x.md", []byte("+++\nid = \"x\"\n[measure]\nkind = \"partition\"\nof = \"change\"\nfrom = \"first_commit_at\"\nto = \"deployed_at\"\n[[measure.evidence]]\n"+text+"\n+++\n"))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s:\n%v\nwant %s", text, err, want)
		}
	}
}
