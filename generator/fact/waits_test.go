package fact

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"leadline/generator/period"
)

// Two repositories have a change 7; only r's is of service shop.
func waiting(t *testing.T, waits string) (*Waits, *Changes, *Units) {
	u := NewUnits(nil, read(t, "services", "service_id,repo\nshop,r\npay,q\n"), nil)
	d := NewDeployments(read(t, "deployments", deployments), u, rules)
	changes := read(t, "changes", `
repo,change_id,state,merged_at,work_item_ids
r,7,merged,2026-03-02T10:00:00Z,i-1
q,7,merged,2026-03-02T10:00:00Z,i-1;i-2
r,8,merged,2026-03-02T10:00:00Z,
`)
	links := read(t, "deployment_changes", "deployment_id,repo,change_id\nd2,r,7\nd2,r,8\n")
	c := NewChanges(changes, NewLinks(links, d), Moments{}, d, u)
	w := NewWaits(read(t, "waits", waits))
	w.OfDeployments(d)
	w.OfChanges(c)
	items, _ := NewWorkItems(read(t, "work_items", "item_id,type,created_at,service_id\ni-1,story,2026-03-01T00:00:00Z,pay\n"), Moments{}, u, rules)
	w.Of("work_item", items)
	c.DelayedBy(w, d)
	return w, c, u
}

const someWaits = `
entity,entity_id,seq,repo,kind,requested_at,ended_at,other_team
change,7,1,r,gate,2026-03-01T10:00:00Z,2026-03-01T11:00:00Z,
change,7,1,q,review,2026-03-01T12:00:00Z,2026-03-01T13:00:00Z,sec
change,7,1,,review,2026-03-01T12:00:00Z,2026-03-01T13:00:00Z,
deployment,d2,1,,approval,2026-03-04T10:00:00Z,2026-03-05T10:00:00Z,
deployment,d2,2,,freeze,2026-03-04T10:00:00Z,,
deployment,d3,1,,approval,2026-03-04T10:00:00Z,2026-03-05T10:00:00Z,
work_item,i-1,1,,blocked,2026-03-04T10:00:00Z,2026-03-05T10:00:00Z,
environment_request,7,1,,request,2026-03-04T10:00:00Z,2026-03-05T10:00:00Z,
`

func TestWaitsBelongToWhatWaited(t *testing.T) {
	w, _, u := waiting(t, someWaits)
	var got []string
	for _, c := range w.Chunks {
		for _, o := range c.Owner {
			service := "-"
			if s := u.cells[u.At(o, at(t, "2026-03-04T10:00:00Z"))].service; s >= 0 {
				service = u.Services[s].ID
			}
			got = append(got, service)
		}
	}
	// In the order of the rows. d3 never reached production; an unnamed repo is no repo.
	if want := strings.Fields("shop pay - shop shop - pay -"); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	cov := w.Coverage()[0]
	if cov.Rows != 8 || cov.Linked != 5 || cov.How[0].Rows != 1 || cov.How[2].Rows != 1 || cov.How[3].Rows != 1 {
		t.Errorf("%+v", cov)
	}
}

func TestDelaysOfChanges(t *testing.T) {
	_, c, _ := waiting(t, someWaits)
	got := ""
	for i := range c.Chunks[0].Rows {
		h := c.Delays.Of(c.Chunks[0], i)
		got += fmt.Sprintf("%d+%d+%d ", len(h.Own), len(h.Carried), len(h.OfItem))
	}
	if got != "1+2+1 1+0+0 0+2+0 " { // r,7 alone names one work item
		t.Errorf("own, carried and work items' waits %s", got)
	}
	if freeze := c.Delays.Of(c.Chunks[0], 0).Carried[1]; freeze.To != 0 || freeze.From == 0 {
		t.Errorf("a wait that has not ended: %+v", freeze)
	}
	if d := c.Delays.Of(c.Chunks[0], 1).Own[0]; d.To-d.From != 3600 || !d.OtherTeam || d.Kind != 1 {
		t.Errorf("%+v", d)
	}
	kinds := []string{"review", "approval", "protection", "freeze", "gate", "blocked", "queue", "shared_environment", "request"}
	for i, supplied := range []bool{true, true, false, true, true, true, false, false, false} {
		if c.Delays.Supplied(uint8(i+1)) != supplied {
			t.Errorf("%s waits of changes and deployments: supplied %v", kinds[i], !supplied)
		}
	}
	cov := c.Coverage[len(c.Coverage)-1]
	if cov.Rows != 3 || cov.Linked != 3 || cov.How[2].What != "no protection waits were supplied, so waiting of this kind is unknown, not zero" {
		t.Errorf("%+v", cov)
	}
}

// Where there are no waits nobody knows whether anything waited.
func TestNoWaits(t *testing.T) {
	u := NewUnits(nil, nil, nil)
	d := NewDeployments(nil, u, rules)
	c := NewChanges(read(t, "changes", "repo,change_id,state\nr,7,open\n"), Links{}, Moments{}, d, u)
	w := NewWaits(nil)
	w.OfDeployments(d)
	w.OfChanges(c)
	c.DelayedBy(w, d)
	if c.Delays != nil || c.Index("waited") >= 0 || w.Coverage() != nil || w.Len() != 0 {
		t.Error("waits from nothing")
	}
}

// Following Until from instant to instant meets the cells that At gives, and gets on.
func TestUntilFollowsAt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cuts := rapid.SliceOfN(rapid.Uint32Range(1, 60), 0, 6).Draw(t, "cuts")
		slices.Sort(cuts)
		var spans []ownerSpan
		for i, from := range slices.Compact(cuts) {
			to := period.Seconds(0)
			if rapid.Bool().Draw(t, "ends") {
				to = from + rapid.Uint32Range(0, 20).Draw(t, "length")
			}
			spans = append(spans, ownerSpan{from, to, Cell(i + 1)})
		}
		for i := 0; i+1 < len(spans); i++ { // as closeOverlaps leaves them
			if spans[i].to == 0 || spans[i].to > spans[i+1].from {
				spans[i].to = spans[i+1].from
			}
		}
		u := &Units{owners: []owner{newOwner(0, spans)}}
		for now := period.Seconds(0); now < 100; {
			cell, end := u.Until(0, now)
			if end <= now {
				t.Fatalf("at %d until %d", now, end)
			}
			for ; now < min(end, 100); now++ {
				if got := u.At(0, now); got != cell {
					t.Fatalf("at %d cell %d, Until said %d until %d (%v)", now, got, cell, end, spans)
				}
			}
		}
	})
}

func TestDropped(t *testing.T) {
	for resolution, want := range map[string]bool{"Won't Do": true, "WONTFIX": true, "not_planned": true, "Duplicate": true, "cannot reproduce": true,
		"done": false, "Fixed": false, "": false, "completed": false, "not a problem any more": false} {
		if dropped(resolution) != want {
			t.Errorf("%q: dropped %v", resolution, !want)
		}
	}
	u := NewUnits(nil, nil, nil)
	items, _ := NewWorkItems(read(t, "work_items", "item_id,type,created_at,resolution\n1,story,2026-03-01T00:00:00Z,Declined\n2,story,2026-03-01T00:00:00Z,\n"), Moments{}, u, rules)
	k := items.Index("dropped")
	if got := items.Chunks[0].Values[k].Bytes; !slices.Equal(got, []uint8{2, 1}) {
		t.Errorf("%v", got)
	}
}
