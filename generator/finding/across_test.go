package finding

import (
	"fmt"
	"testing"

	"leadline/generator/level"
	"leadline/generator/period"
)

func pattern(id string, w When) *Pattern {
	return &Pattern{ID: id, Title: "Title of " + id, Role: Tells, When: []When{w}}
}

// units are courses of one month; each holds the patterns named.
func units(held ...[]*Pattern) (out []*Course[level.Team]) {
	for _, patterns := range held {
		c := &Course[level.Team]{first: 5, months: make([][]Finding[level.Team], 1), recorded: []bool{true}}
		for _, p := range patterns {
			c.months[0] = append(c.months[0], Finding[level.Team]{pattern: p, month: 5})
		}
		out = append(out, c)
	}
	return out
}

func TestAcrossCountsWhatSeveralShare(t *testing.T) {
	shared, pair, all, form := pattern("shared", When{Metrics: []string{"m"}}), pattern("pair", When{Metrics: []string{"m"}}), pattern("all", When{Metrics: []string{"m"}}), pattern("form", When{Metrics: []string{"*"}})
	quiet := pattern("quiet", When{Metrics: []string{"m"}})
	quiet.Role = Unchanged
	with := func(p ...*Pattern) []*Pattern { return append(p, all, form, quiet) }
	teams := units(with(shared, shared, pair), with(shared, pair), with(shared), with(), with())
	ended := units(nil)[0]
	ended.recorded[0] = false
	got := Across(append(teams, ended, nil), period.Month(5), 5)
	want := "{team 5 false [{all Title of all 0 true} {shared Title of shared 3 false}] 1}"
	if fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s: a pattern that a team has twice counts once, one of a pair is local, and one of all is not counted exactly", got, want)
	}
}

// Below the floor of units not even the number of local patterns is said.
func TestAcrossIsSilentBelowItsFloor(t *testing.T) {
	p := pattern("p", When{Metrics: []string{"m"}})
	got := Across(units([]*Pattern{p}, []*Pattern{p}, []*Pattern{p}, nil), period.Month(5), 5)
	if fmt.Sprint(got) != "{team 4 true [] 0}" {
		t.Errorf("of four units something is said: %v", got)
	}
	if got := Across(units(nil, nil, nil, nil, nil), period.Month(6), 5); !got.Few || got.Units != 0 {
		t.Errorf("a month after the last has %v", got)
	}
}
