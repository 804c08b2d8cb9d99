package fact

import (
	"slices"
	"testing"

	"leadline/generator/event"
	"leadline/generator/period"
)

func TestExceptionsEnd(t *testing.T) {
	u := NewUnits(nil, read(t, "services", "service_id,valid_to\nshop,\ngone,"+dayText(40)+"\n"), nil)
	table, coverage := NewExceptions(read(t, "exceptions", `
exception_id,service_id,control,reason_class,approved_at,expires_at,renewal_of,closed_at
first,shop,sast,r,`+dayText(0)+`,`+dayText(5)+`,,
second,shop,sast,r,`+dayText(10)+`,,first,
again,shop,sast,r,`+dayText(12)+`,,first,
third,shop,sast,r,`+dayText(20)+`,,second,
closed,shop,sast,r,`+dayText(0)+`,,,`+dayText(8)+`
retired,gone,sast,r,`+dayText(0)+`,,,`+dayText(50)+`
itself,shop,sast,r,`+dayText(0)+`,,itself,
early,shop,sast,r,`+dayText(1)+`,,third,
orphan,shop,sast,r,`+dayText(1)+`,,nowhere,
`), u)
	want := []period.Seconds{yearDay(10), yearDay(20), 0, 0, yearDay(8), yearDay(40), 0, 0, 0}
	if got := column(table, "ended_at"); !slices.Equal(got, want) {
		t.Errorf("ended %v, want %v", got, want)
	}
	twice := table.Chunks[0].Values[table.Index("renewed_twice")].Bytes
	if want := []uint8{1, 1, 1, 2, 1, 1, 1, 1, 1}; !slices.Equal(twice, want) {
		t.Errorf("renewed twice %v, want %v", twice, want)
	}
	if c := coverage[1]; c.Rows != 6 || c.Linked != 3 || c.How[0].Rows != 1 || c.How[1].Rows != 2 {
		t.Errorf("coverage %+v", c)
	}
}

// What no file says must not look like "none": without renewal_of nobody knows of renewals.
func TestExceptionsWithoutRenewals(t *testing.T) {
	table, _ := NewExceptions(read(t, "exceptions", "exception_id,service_id,control,reason_class,approved_at\ne,shop,sast,r,"+dayText(0)+"\n"), NewUnits(nil, nil, nil))
	if table.Index("renewed_twice") >= 0 || !slices.Equal(column(table, "ended_at"), []period.Seconds{0}) {
		t.Errorf("columns %v", table.Columns)
	}
}

func TestEnvironmentRequests(t *testing.T) {
	u := NewUnits(nil, nil, read(t, "ownership", `
entity_type,entity_id,team_id,valid_from
environment,box,red,`+dayText(5)+`
service,box,blue,`+dayText(0)+`
`))
	table, coverage := NewEnvironmentRequests(read(t, "environment_requests", `
request_id,requested_at,provisioned_at,deleted_at,outcome,team_id,service_id,environment_id
own,`+dayText(1)+`,`+dayText(6)+`,,provisioned,,,box
team,`+dayText(1)+`,,,,green,,box
service,`+dayText(1)+`,,,Rejected,,box,box
deleted,`+dayText(1)+`,,`+dayText(3)+`,,green,,
both,`+dayText(1)+`,`+dayText(2)+`,`+dayText(3)+`,failed,green,,
pending,`+dayText(1)+`,,,pending,,,
`), u)
	withdrawn := table.Chunks[0].Values[table.Index("withdrawn")].Bytes
	if want := []uint8{event.FlagFalse, event.FlagFalse, event.FlagTrue, event.FlagTrue, event.FlagFalse, event.FlagFalse}; !slices.Equal(withdrawn, want) {
		t.Errorf("withdrawn %v, want %v", withdrawn, want)
	}
	for i, want := range []string{"red", "green", "blue", "green", "green", ""} {
		got := ""
		if c := u.cells[u.At(table.Chunks[0].Owner[i], yearDay(6))]; c.team >= 0 {
			got = u.Teams[c.team].ID
		}
		if got != want {
			t.Errorf("row %d belongs to %q, want %q", i, got, want)
		}
	}
	if c := u.cells[u.At(table.Chunks[0].Owner[0], yearDay(4))]; c.team >= 0 {
		t.Error("an environment has no owner before ownership says so")
	}
	if coverage[0].Rows != 6 || coverage[0].Linked != 5 {
		t.Errorf("coverage %+v", coverage)
	}
}
