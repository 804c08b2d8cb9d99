package fact

import "testing"

func TestArrivals(t *testing.T) {
	u := NewUnits(read(t, "teams", "team_id,name\nred,Red\nblue,Blue\ngrey,Grey\n"), nil, read(t, "ownership", `entity_type,entity_id,team_id,valid_from,valid_to
service,shop,blue,2026-01-01T00:00:00Z,2026-03-01T00:00:00Z
service,shop,red,2026-03-01T00:00:00Z,
service,pay,grey,2026-01-01T00:00:00Z,2026-03-03T00:00:00Z
`))
	d := NewDeployments(read(t, "deployments", deployments), u, rules)
	u.CountUnowned(d.Table)
	for team, want := range map[string]bool{"red": true, "blue": false, "grey": false, "nobody": false} {
		got := u.Arrivals(team)
		if len(got) != 1 || got[0].Entity.Name != Deployment || got[0].Arrived != want {
			t.Errorf("%s: %+v, want %t", team, got, want)
		}
	}
}
