package fact

import (
	"slices"
	"testing"
	"time"
)

func dayHour(at uint32) string {
	if at == 0 {
		return ""
	}
	return time.Unix(int64(at), 0).UTC().Format("0102-15")
}

// A group of one service is no train, one that names two is; who names no group is in none.
func TestCoordinatedAndLeft(t *testing.T) {
	u := NewUnits(nil, read(t, "services", "service_id,repo\nshop,r\npay,q\nlib,l\n"), nil)
	d := NewDeployments(read(t, "deployments", `
deployment_id,service_id,environment,finished_at,outcome,release_group
s0,shop,production,2026-01-01T00:00:00Z,success,
p0,pay,production,2026-01-01T00:00:00Z,success,
s1,shop,production,2026-03-02T12:00:00Z,success,train-1
p1,pay,production,2026-03-02T13:00:00Z,success,train-1
p2,pay,production,2026-03-03T12:00:00Z,success,alone
p3,pay,production,2026-03-03T13:00:00Z,success,alone
`), u, rules)
	links := NewLinks(read(t, "deployment_changes", "deployment_id,repo,change_id\ns1,r,1\np1,q,1\np2,q,2\np0,q,9\n"), d)
	c := NewChanges(read(t, "changes", `
repo,change_id,state,merged_at,closed_at
r,1,merged,2026-03-01T00:00:00Z,
q,1,merged,2026-03-01T00:00:00Z,
q,2,merged,2026-03-01T00:00:00Z,
r,2,merged,2026-03-02T00:00:00Z,
r,3,merged,2026-03-04T00:00:00Z,
l,1,merged,2026-03-04T00:00:00Z,
r,4,abandoned,,2026-03-05T00:00:00Z
r,5,abandoned,,
r,6,open,,
q,9,merged,2025-12-31T00:00:00Z,
`), links, Moments{}, d, u)
	times := func(column string) (list []string) {
		for _, at := range c.Chunks[0].Values[c.Index(column)].Times {
			list = append(list, dayHour(at))
		}
		return list
	}
	if got, want := times("coordinated_at"), []string{"0302-12", "0302-13", "", "", "", "", "", "", "", ""}; !slices.Equal(got, want) {
		t.Errorf("coordinated at %q, want %q", got, want)
	}
	// r,2 was merged before shop's latest deployment, which did not carry it: nobody knows when
	// it went out. r,3 still waits for the next. lib is never deployed.
	want := []string{"0302-12", "0302-13", "0303-12", "0302-00", "", "0304-00", "0305-00", "0101-00", "", "0101-00"}
	if got := times("left_at"); !slices.Equal(got, want) {
		t.Errorf("left at %q, want %q", got, want)
	}
}

// Where no file has groups nobody knows what was released together.
func TestNoTrains(t *testing.T) {
	u := NewUnits(nil, read(t, "services", "service_id,repo\nshop,r\n"), nil)
	d := NewDeployments(read(t, "deployments", "deployment_id,service_id,environment,finished_at,outcome\ns0,shop,production,2026-01-01T00:00:00Z,success\n"), u, rules)
	c := NewChanges(read(t, "changes", "repo,change_id,state\nr,1,open\n"), Links{}, Moments{}, d, u)
	if c.Index("coordinated_at") >= 0 {
		t.Error("trains from nothing")
	}
}
