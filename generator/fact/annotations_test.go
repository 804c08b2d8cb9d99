package fact

import (
	"testing"

	"leadline/generator/level"
)

func TestAnnotations(t *testing.T) {
	a := NewAnnotations(read(t, "annotations", `at,scope,scope_id,text,rebase
2026-05-03T00:00:00Z,team,red,new pipeline,true
2026-01-02T00:00:00Z,team,red,freeze,false
2025-11-01T00:00:00Z,team,red,merged,true
2026-02-01T00:00:00Z,portfolio,ignored,reorganised,true
`))
	red := a.Of(level.TeamName, "red")
	if len(red) != 3 || red[0].Text != "merged" || red[1].Rebase || !red[2].Rebase {
		t.Errorf("red: %+v", red)
	}
	if got := a.Rebases(level.TeamName, "red"); len(got) != 2 || got[0] >= got[1] {
		t.Errorf("rebases of red: %v", got)
	}
	if got := a.Rebases(level.PortfolioName, ""); len(got) != 1 {
		t.Errorf("rebases of the portfolio: %v", got)
	}
	if a.Rebases(level.ServiceName, "red") != nil || (*Annotations)(nil).Of(level.TeamName, "red") != nil || NewAnnotations(nil).Of(level.TeamName, "") != nil {
		t.Error("an annotation of nobody")
	}
}
