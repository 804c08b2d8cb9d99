package metric

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
)

func yieldOf() *Share {
	return &Share{Common: Common{KindName: "share", Of: fact.Wait, Present: []string{"outcome"}}, At: "ended_at", By: "control",
		Part: map[string]any{"outcome": []any{"rejected", "changed"}}, Cost: &Cost{From: "requested_at", To: "ended_at", Over: "all"}}
}

// decidedBy is what comes of waits of one hour each, by control.
func decidedBy(t testing.TB, lines ...string) Result[level.Portfolio] {
	w := fact.NewWaits(rowsOf(t, "waits", "entity,entity_id,seq,kind,requested_at,ended_at,control,outcome\n"+strings.Join(lines, "\n")+"\n"))
	d := definition(yieldOf(), false)
	d.Policies["portfolio"] = Pooled
	u := fact.NewUnits(nil, nil, nil)
	r, _ := Evaluate(Compute(d, w.Table, u, frame()), u.Portfolio()).At(period.MonthOf(2026, 2))
	return r
}

func decision(n int, control, outcome string) string {
	return fmt.Sprintf("deployment,%d,1,approval,2026-02-03T10:00:00Z,2026-02-03T11:00:00Z,%s,%s", n, control, outcome)
}

func TestShareByControl(t *testing.T) {
	r := decidedBy(t, decision(1, "board", "approved"), decision(2, "board", "rejected"), decision(3, "gate", "changed"),
		decision(4, "", "approved"), decision(5, "other", "approved"), decision(6, "board", ""))
	var got []string
	for _, f := range r.Figures() {
		got = append(got, fmt.Sprintf("%s/%s %s", f.Category, f.Stat, f.Text()))
	}
	want := []string{"/share 2 of 5", "/cost 5 hours", "board/share 1 of 2", "board/cost 2 hours", "gate/share 1 of 1", "gate/cost 60 minutes",
		"other/share 0 of 1", "other/cost 60 minutes", "not recorded/share 0 of 1", "not recorded/cost 60 minutes"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// Files may name any number of controls: the twelve most frequent stand in the order of
// their names, ties go by name, and nothing is lost.
func TestShareByControlIsBounded(t *testing.T) {
	var lines []string
	for c := range 30 {
		for range 1 + c%3 { // 10 controls each with one, two and three decisions
			lines = append(lines, decision(len(lines), fmt.Sprintf("c%02d", c), "approved"))
		}
	}
	count := func(lines []string) (names []string, n int) {
		for _, f := range decidedBy(t, lines...).Figures() {
			if f.Category != "" && f.Stat == "share" {
				names, n = append(names, f.Category), n+f.N
			}
		}
		return names, n
	}
	names, n := count(lines)
	if n != len(lines) || len(names) != mostCategories+1 || names[0] != "c01" || names[1] != "c02" || names[2] != "c04" || names[3] != "c05" || names[4] != "c08" || names[12] != otherCategory {
		t.Errorf("%d decisions of %d by %q", n, len(lines), names)
	}
	slices.Reverse(lines)
	if reversed, _ := count(lines); !slices.Equal(reversed, names) {
		t.Errorf("the order of rows changed the parts: %q and %q", names, reversed)
	}
}
