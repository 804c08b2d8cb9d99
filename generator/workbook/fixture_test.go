package workbook

import (
	"bytes"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/ledger"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/table"
	"leadline/generator/unit"
)

// fixed is a measure that only says what it is: a sheet asks no more of one.
type fixed struct{}

func (fixed) Kind() string    { return "duration" }
func (fixed) Entity() string  { return "change" }
func (fixed) Stats() []string { return []string{"p50", "p85"} }
func (fixed) Formula() string { return "the median of the time from first commit to deployment" }

var march = period.MonthOf(2026, time.March)

func figure(stat string, u unit.Unit, value, low, high float64, n int) metric.Figure {
	return metric.Figure{Stat: stat, Unit: u, Value: value, Low: low, High: high, N: n}
}

func missing(why metric.Absence, n int) metric.Figure {
	return metric.Figure{Stat: "p50", Value: math.NaN(), Low: math.NaN(), High: math.NaN(), N: n, Absence: why, Reason: "at least five are needed"}
}

func row(subject string, f metric.Figure) metric.Row {
	return metric.Row{Level: level.TeamName, Subject: subject, Month: march, Metric: "change-lead-time", Version: "1.0.0", Figure: f, State: metric.Within}
}

// figures has every unit, every absence, and the values that spreadsheets get wrong.
func figures() []metric.Row {
	none := math.NaN()
	share := figure("share", unit.Share, 0.25, 0.13, 0.43, 28)
	share.Part = 7
	few := figure("share", unit.Share, 3.0/7, none, none, 7)
	few.Part = 3
	rows := []metric.Row{
		row("payments", figure("p50", unit.Seconds, 277_943.25, 190_000, 402_000.5, 31)),
		row("payments", figure("p50", unit.Seconds, 0, none, none, 6)),
		row("payments", figure("p50", unit.Seconds, 7, none, math.Inf(1), 6)),
		row("payments", figure("rate", unit.PerWeek, 1.0/3, 0.1, 0.9, 12)),
		row("payments", figure("open", unit.Items, 0.1+0.2, none, none, 1200)),
		row("payments", figure("open", unit.Items, 1e15+1, none, none, 1)),
		row("payments", figure("units", unit.Units, 17, none, none, 17)),
		row("payments", share), row("payments", few),
		row("payments", missing(metric.NoData, 0)), row("payments", missing(metric.TooFew, 4)),
		row("payments", missing(metric.Withheld, 0)), row("payments", missing(metric.NotApplicable, 0)),
	}
	rows = append(rows, metric.Row{Level: level.PortfolioName, Month: march + 1, Metric: "security-debt-age", Version: "2.1.0",
		Figure: figure("p50", unit.Seconds, 86400*412.5, 86400*300, 86400*500, 88), State: metric.UnusualHigh, Running: true, Label: `=HYPERLINK("http://x") </t><b>`})
	return rows
}

// compared has a claimed change, one without an upper end, and one that cannot be told yet.
func compared() []metric.ChangeRow {
	row := metric.ChangeRow{Level: level.TeamName, Subject: "=payments", Month: march, Metric: "change-lead-time", Version: "1.0.0"}
	claimed, open, early := row, row, row
	claimed.Change = metric.Change{Scale: metric.Points, Estimate: -0.062, Low: -0.1, High: -0.02, Confidence: 0.99, P: 0.0004, Claimed: true, Neighbours: math.NaN()}
	open.Change = metric.Change{Estimate: 2, Low: 0.5, High: math.Inf(1), Confidence: 0.95, P: 0.4, Neighbours: 0.1}
	early.Change = metric.Change{Absence: metric.TooFew, Reason: "14 complete months so far; 18 are needed", Estimate: math.NaN(), P: math.NaN()}
	return []metric.ChangeRow{claimed, open, early}
}

// source is what the tables of a workbook of the tests are made from.
type source struct {
	Definitions []*metric.Definition
	Rows        []metric.Row
	Changes     []metric.ChangeRow
	Accounts    []event.Account
	Coverage    []fact.Coverage
}

func (s source) tables() []table.Table {
	return []table.Table{
		table.Definitions(s.Definitions), table.Metrics(len(s.Rows), slices.Values(s.Rows), ledger.Closing{}), table.Changes(len(s.Changes), slices.Values(s.Changes)),
		table.Accounting(s.Accounts), table.Rejections(s.Accounts), table.Coverage(s.Coverage),
	}
}

// figuresAlone is a workbook of some figures.
func figuresAlone(rows ...metric.Row) Book { return Book{Tables: source{Rows: rows}.tables()} }

func book() Book {
	return Book{
		Title: "Delivery figures, March 2026", Site: "Example deliveries", Period: march,
		AsOf:          time.Date(2026, 4, 10, 8, 30, 15, 123, time.FixedZone("", 2*3600)),
		DefinitionSet: "2026.1", Run: "0f0f", Revision: 2, Status: "March 2026 is provisional.", Visibility: "Public.", Generator: "leadline 1.2.3",
		Notes:  []string{"March 2026 is provisional until 15 April 2026."},
		Tables: recorded().tables(),
		Charts: []Chart{{Table: table.DebtBands(slices.Values(bands())), Title: "Open findings by age", Axis: "Findings"}},
		Checks: compares(),
	}
}

// bands are two months of findings by age.
func bands() (rows []metric.Row) {
	for i, n := range []float64{4, 7, 2, 9} {
		f := figure("aged", unit.Items, n, math.NaN(), math.NaN(), int(n))
		f.Category = []string{"0–30 days", "over 30 days"}[i%2]
		rows = append(rows, metric.Row{Level: level.PortfolioName, Month: march - 1 + period.Month(i/2), Metric: "security-debt-age", Figure: f})
	}
	return rows
}

// compares has every form of a sum, and one check that does not agree.
func compares() []Check {
	team := Is{Column: "level", Text: "team"}
	return []Check{
		{Of: "Accounting", Says: "Rows read", Sums: []Sum{{Table: "accounting", Column: "read"}}, Stored: 1005},
		{Of: "Accounting", Says: "Identity", Sums: []Sum{{Table: "accounting", Column: "read"}, {Table: "accounting", Column: "accepted", Minus: true}}, Stored: 21},
		{Of: "Metrics", Says: "Figures", Sums: []Sum{{Table: "metrics"}}, Stored: 14},
		{Of: "Metrics", Says: "Withheld", Sums: []Sum{{Table: "metrics", Where: []Is{{Column: "absence", Text: "withheld"}}}}, Stored: 1},
		{Of: "Metrics", Says: "N in the period", Sums: []Sum{{Table: "metrics", Column: "n", Where: []Is{team, {Column: "month", Period: true}}}}, Stored: 1307},
		{Of: "Metrics", Says: "Values", Sums: []Sum{{Table: "metrics", Column: "value", Where: []Is{team}}}, Stored: 0},
		{Of: "Nothing", Says: "A table that is not there", Sums: []Sum{{Table: "nothing", Column: "x"}}},
	}
}

func recorded() source {
	return source{
		Definitions: []*metric.Definition{{
			ID: "change-lead-time", Title: "Change lead time", Domain: "flow", Version: "1.0.0", Status: "active",
			Owner: "Platform engineering", Reviewed: "2026-03-01", Cadence: "monthly", Stage: 3, People: true, Good: "lower",
			Question: "How long does a change take from its first commit to production?", Decision: "Which wait to remove next",
			Counter: []string{"change-fail-rate"}, Measure: fixed{},
			Policies: map[level.Name]metric.Policy{level.TeamName: metric.Pooled, level.PortfolioName: metric.Counted},
			Reasons:  map[level.Name]string{level.ServiceName: "a service's changes are its team's"},
		}, {ID: "bare", Version: "0.1.0", Reviewed: "not yet"}},
		Accounts: []event.Account{
			{Path: "events/changes.csv", Table: "changes", Bytes: 1_234_567, Read: 1000, Accepted: 980, Rejected: 12, Duplicate: 7, Superseded: 3,
				OutOfScope: 1, Reasons: []event.ReasonCount{{Reason: "merged_at is before opened_at", Rows: 12, Sample: []string{"events/changes.csv:17:4", "events/changes.csv:33:4"}}},
				Unknown: []string{"colour"}, Missing: []string{"ready_at"}, Newest: 1_773_964_800, // 2026-03-20, twelve days before the as-of instant
				Source: event.Freshness{Timed: true, Newest: 1_773_964_800, AsOf: 1_775_001_600, Expected: event.Expected{Cadence: "daily", WarnAfter: 48 * time.Hour}}},
			{Path: "events/deployments.csv", Table: "deployments", Read: 5, Accepted: 4},
		},
		Coverage: []fact.Coverage{{Link: "change → deployment", Rows: 980, Linked: 940,
			How: []fact.Count{{What: "by commit", Rows: 900}, {What: "by id", Rows: 40}, {What: "no deployment names it", Rows: 40}}}, {Link: "incident → deployment"}},
		Rows: figures(), Changes: compared(),
	}
}

func written(t testing.TB, b Book) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func opened(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// read reads a data sheet back as raw values, each row by column head.
func read(t testing.TB, f *excelize.File, sheet string) []map[string]string {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, cells := range rows[1:] {
		line := map[string]string{}
		for i, value := range cells {
			line[rows[0][i]] = value
		}
		out = append(out, line)
	}
	return out
}

// summed are a book's sheets after their rows have gone by once, so that Reconcile has its
// results.
func summed(b Book) []sheet {
	all := sheets(b)
	for _, s := range all {
		if s.totals == nil {
			continue
		}
		for values := range s.Rows {
			for i := range s.totals {
				s.totals[i].add(values)
			}
		}
	}
	return all
}
