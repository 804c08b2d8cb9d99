package event

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"leadline/generator/diag"
	"leadline/generator/period"
)

func moment(t *testing.T, text string) period.Seconds {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return period.Seconds(at.Unix())
}

// freshnessOf reads incidents from files, a source each, in any order of their rows.
func freshnessOf(t *testing.T, opt Options, expected Expected, files ...string) ([]Freshness, []Account, error) {
	t.Helper()
	fsys := fstest.MapFS{}
	var sources []Source
	for i, rows := range files {
		name := string(rune('a'+i)) + ".csv"
		fsys[name] = &fstest.MapFile{Data: []byte("incident_id,service_id,started_at,detected_at\n" + rows)}
		sources = append(sources, Source{Table: "incidents", Pattern: name, Files: []string{name}, Expected: expected, MaxRejected: 1, Declared: diag.Position{File: "site.toml", Line: i + 1}})
	}
	table, _ := TableNamed("incidents")
	result, err := Read(t.Context(), fsys, table, sources, []string{"incident_id"}, opt)
	var accounts []Account
	if result != nil && result.Rows != nil {
		accounts = result.Rows.Files
	}
	if result == nil {
		t.Fatal(err)
	}
	return result.Freshness, accounts, err
}

func TestFreshness(t *testing.T) {
	opt := Options{AsOf: moment(t, "2026-11-01T00:00:00Z"), KeepGoing: true}
	const day = 24 * time.Hour
	for _, c := range []struct {
		name, rows string
		expected   Expected
		want       string
		outcome    Outcome
	}{
		{"on time", "i,s,2026-10-31T06:00:00Z,\n", Expected{"daily", 2 * day, 0}, "incidents: newest row 18 hours old, expected daily", Fresh},
		{"at the very limit", "i,s,2026-10-30T00:00:00Z,\n", Expected{"daily", 2 * day, 0}, "incidents: newest row 2 days old, expected daily", Fresh},
		{"a second later", "i,s,2026-10-29T23:59:59Z,\n", Expected{"daily", 2 * day, 0}, "incidents: newest row 2 days old, expected daily", Late},
		{"late", "i,s,2026-10-20T00:00:00Z,\nj,s,2026-10-19T00:00:00Z,\n", Expected{"daily", 2 * day, 20 * day}, "incidents: newest row 12 days old, expected daily", Late},
		{"too late", "i,s,2026-10-20T00:00:00Z,\n", Expected{"6h", 2 * day, 5 * day}, "incidents: newest row 12 days old, expected every 6h", TooLate},
		{"no row", "", Expected{"daily", 2 * day, 0}, "incidents: no row up to the as-of instant, expected daily", Late},
		{"no row, and that stops", "", Expected{"daily", 2 * day, 5 * day}, "incidents: no row up to the as-of instant, expected daily", TooLate},
		{"what comes later is not there yet", "i,s,2026-10-20T00:00:00Z,\nj,s,2026-11-01T00:00:01Z,\n", Expected{"daily", 2 * day, 0}, "incidents: newest row 12 days old, expected daily", Late},
		{"rejected rows say nothing", "i,s,2026-10-20T00:00:00Z,\n,s,2026-10-31T00:00:00Z,\n", Expected{"daily", 2 * day, 0}, "incidents: newest row 12 days old, expected daily", Late},
		{"detection stands in for the start", "i,s,2026-10-20T00:00:00Z,2026-10-30T00:00:00Z\nj,s,,2026-10-31T23:00:00Z\n", Expected{"daily", 2 * day, 0}, "incidents: newest row 1 hour old, expected daily", Fresh},
		{"nothing is expected", "i,s,2020-10-20T00:00:00Z,\n", Expected{}, "incidents: newest row 2203 days old", Unjudged},
	} {
		got, accounts, err := freshnessOf(t, opt, c.expected, c.rows)
		if err != nil || got[0].String() != c.want || got[0].Outcome() != c.outcome || accounts[0].Source != got[0] {
			t.Errorf("%s: %q, %d, %v; want %q, %d", c.name, got[0], got[0].Outcome(), err, c.want, c.outcome)
		}
	}
}

// Sources of one table are told apart, whatever the order of rows and the number of workers.
func TestFreshnessOfEachSource(t *testing.T) {
	rows := strings.SplitAfter(strings.Repeat("i,s,2026-10-20T00:00:00Z,\n", 40)+"j,s,,2026-10-25T00:00:00Z\nk,s,2026-10-26T00:00:00Z,\n", "\n")
	other := "l,s,2026-10-28T00:00:00Z,\n"
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 20 {
		random.Shuffle(len(rows)-1, func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		got, accounts, err := freshnessOf(t, Options{AsOf: moment(t, "2026-11-01T00:00:00Z"), Workers: 1 + n%3}, Expected{}, strings.Join(rows, ""), other)
		if err != nil {
			t.Fatal(err)
		}
		if want := []period.Seconds{moment(t, "2026-10-26T00:00:00Z"), moment(t, "2026-10-28T00:00:00Z")}; got[0].Newest != want[0] || got[1].Newest != want[1] ||
			accounts[0].Newest != want[0] || accounts[1].Newest != want[1] {
			t.Errorf("newest %v, accounts %+v", got, accounts)
		}
	}
}

func TestTooLateStops(t *testing.T) {
	const day = 24 * time.Hour
	asOf := moment(t, "2026-11-01T00:00:00Z")
	for _, c := range []struct {
		expected Expected
		opt      Options
		want     string
	}{
		{Expected{"daily", 2 * day, 20 * day}, Options{AsOf: asOf}, ""},
		{Expected{"daily", 2 * day, 5 * day}, Options{AsOf: asOf, KeepGoing: true}, ""},
		{Expected{"daily", 2 * day, 5 * day}, Options{AsOf: asOf},
			`site.toml:1: incidents of "a.csv": newest row 12 days old, expected daily; expected at most 5 days (fail_after); export it again, or build with --keep-going, which publishes and says so`},
		{Expected{"daily", 2 * day, 0}, Options{AsOf: asOf, Strict: true},
			`site.toml:1: incidents of "a.csv": newest row 12 days old, expected daily; expected at most 2 days (warn_after, as --strict asks); export it again, or build with --keep-going, which publishes and says so`},
	} {
		got, accounts, err := freshnessOf(t, c.opt, c.expected, "i,s,2026-10-20T00:00:00Z,\n")
		if (err == nil) != (c.want == "") || err != nil && err.Error() != c.want || len(got) != 1 || (accounts == nil) != (err != nil) {
			t.Errorf("%+v: %v, want %s", c.opt, err, c.want)
		}
	}
}

// Tables of what is, and not of what happens, have no age.
func TestTimeless(t *testing.T) {
	var timeless []string
	for _, table := range Tables {
		if table.Scope == "" {
			timeless = append(timeless, table.Name)
		}
	}
	if want := []string{"deployment_changes", "service_checks", "survey_answers", "survey_waves", "survey_questions", "ownership", "teams", "services", "annotations", "decisions"}; !slices.Equal(timeless, want) {
		t.Errorf("timeless: %v", timeless)
	}
	if got := (Freshness{Table: "teams"}).String(); got != "teams: its rows do not happen at an instant, so they have no age" {
		t.Error(got)
	}
}
