package fact

import (
	"reflect"
	"testing"
	"time"

	"leadline/generator/period"
)

func TestDecisions(t *testing.T) {
	d := NewDecisions(read(t, "decisions", `period,team_id,text,metric_ids
2026-09,red,Review before noon.,review-wait; work-item-age;;review-wait
2026-08,red,<b>Slice</b> more.,
2026-09,red,A first in the order of texts.,cycle-time
2026-08,,Approve small changes in advance.,risk-control-yield
October,red,Lost.,
October,blue,Lost.,
2026-13,blue,Lost.,
`))
	september := period.MonthOf(2026, time.September)
	want := []Decision{
		{Month: september - 1, Text: "<b>Slice</b> more."},
		{Month: september, Text: "A first in the order of texts.", Metrics: []string{"cycle-time"}},
		{Month: september, Text: "Review before noon.", Metrics: []string{"review-wait", "work-item-age"}},
	}
	if got := d.Of("red"); !reflect.DeepEqual(got, want) {
		t.Errorf("red decided\n%+v\nwant\n%+v", got, want)
	}
	if got := d.Of(""); len(got) != 1 || got[0].Metrics[0] != "risk-control-yield" {
		t.Errorf("the portfolio decided %+v", got)
	}
	if got := d.Teams(); !reflect.DeepEqual(got, []string{"", "red"}) {
		t.Errorf("teams that decided: %q", got)
	}
	if want := []string{"2026-13", "October"}; !reflect.DeepEqual(d.Unread, want) {
		t.Errorf("unread months %q, want %q", d.Unread, want)
	}
	if d.Of("blue") != nil || (*Decisions)(nil).Of("red") != nil || NewDecisions(nil).Teams() != nil {
		t.Error("a decision of nobody")
	}

	// Where texts may not be shown, their order must not tell which came first in the alphabet.
	d.Silence()
	want = []Decision{{Month: september - 1, Unsaid: true}, {Month: september, Unsaid: true, Metrics: []string{"cycle-time"}},
		{Month: september, Unsaid: true, Metrics: []string{"review-wait", "work-item-age"}}}
	if got := d.Of("red"); !reflect.DeepEqual(got, want) {
		t.Errorf("in silence red decided\n%+v\nwant\n%+v", got, want)
	}
}
