package table

import (
	"math"
	"slices"
	"testing"

	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

const may = period.Month(2026*12 + 4)

func of(stat, category string, u unit.Unit, x float64) metric.Row {
	return metric.Row{Level: level.TeamName, Subject: "red", Month: may, Metric: "m", Version: "1.0.0", Figure: metric.Figure{Stat: stat, Category: category, Unit: u, Value: x, N: 30}}
}

// hidden is a figure that by mistake still holds its number.
func hidden(r metric.Row, why metric.Absence) metric.Row {
	r.Figure.Absence = why
	return r
}

// read is a table's only or last row, by column; absences as their codes.
func read(t *testing.T, table Table, row int) map[string]any {
	t.Helper()
	out, n := map[string]any{}, 0
	for values := range table.Rows {
		if n++; n != row {
			continue
		}
		for i := range values {
			switch v := &values[i]; {
			case v.Missing() != Present:
				out[table.Columns[i].Name] = v.Missing().Code()
			case v.Type().IsText():
				out[table.Columns[i].Name] = v.Text()
			case v.Type() == Number || v.Type() == Share:
				out[table.Columns[i].Name] = v.Number()
			default:
				out[table.Columns[i].Name] = v.Whole()
			}
		}
	}
	if n != table.Len {
		t.Errorf("%s: %d rows, where %d were announced", table.Name, n, table.Len)
	}
	return out
}

func expect(t *testing.T, got map[string]any, want map[string]any) {
	t.Helper()
	for name, x := range want {
		if got[name] != x {
			t.Errorf("%s is %v, want %v", name, got[name], x)
		}
	}
}

func bridged(share metric.Row) []metric.Row {
	return []metric.Row{share, of("open_start", "", unit.Items, 10), of("opened", "", unit.Items, 5), of("taken_over", "", unit.Items, 1), of("closed", "", unit.Items, 4),
		of("handed_over", "", unit.Items, 2), of("open_end", "", unit.Items, 10), of("opened", "introduced", unit.Items, 3), of("opened", "reopened", unit.Items, 2), of("closed", "fixed_verified", unit.Items, 4)}
}

func findings() []*metric.Definition {
	return []*metric.Definition{{ID: "m", Measure: &metric.Bridge{Common: metric.Common{Of: "finding"}, OpenedAs: "opened_as", ClosedAs: "closed_as"}}}
}

func TestBridgeBalances(t *testing.T) {
	table := Bridge(findings(), slices.Values(bridged(of("share", "", unit.Share, 0.5))))
	expect(t, read(t, table, 1), map[string]any{"subject": "red", "open_start": int64(10), "opened_introduced": int64(3), "opened_reopened": int64(2), "opened": int64(5),
		"taken_over": int64(1), "closed_fixed_verified": int64(4), "closed": int64(4), "handed_over": int64(2), "open_end": int64(10), "balance": int64(0)})
	rows := bridged(of("share", "", unit.Share, 0.5))
	rows[6].Figure.Value = 12
	expect(t, read(t, Bridge(findings(), slices.Values(rows)), 1), map[string]any{"balance": int64(-2)})
}

func TestBridgeHoldsNothingThatIsWithheld(t *testing.T) {
	var rows []metric.Row
	for _, r := range bridged(of("share", "", unit.Share, 0.5)) {
		rows = append(rows, hidden(r, metric.Withheld))
	}
	got := read(t, Bridge(findings(), slices.Values(rows)), 1)
	for name, x := range got {
		if _, ok := x.(int64); ok && name != "month" {
			t.Errorf("%s is %v", name, x)
		}
	}
	expect(t, got, map[string]any{"balance": "withheld", "open_end": "withheld", "closed_suppressed": "withheld"})
}

func TestDelays(t *testing.T) {
	rows := []metric.Row{of("coverage", "", unit.Proportion, 0.9)}
	for i, cause := range metric.Causes {
		rows = append(rows, of("exclusive", cause, unit.Proportion, 0.1*float64(i+1)), of("inclusive", cause, unit.Proportion, 0.1*float64(i+2)))
	}
	rows = append(rows, of("shared", "", unit.Proportion, 0), of("active", "", unit.Proportion, 0), of("unexplained", "", unit.Proportion, 0), of("items", "", unit.Items, 30),
		of("unfinished", "", unit.Items, 7), hidden(of("exclusive_open", "", unit.Proportion, 0.777), metric.Withheld), hidden(of("shared_open", "", unit.Proportion, 0.777), metric.Withheld),
		hidden(of("active_open", "", unit.Proportion, 0.777), metric.TooFew), hidden(of("unexplained_open", "", unit.Proportion, 0.777), metric.TooFew))
	table := Delays(slices.Values(rows))
	if table.Len != 14 {
		t.Fatalf("%d rows", table.Len)
	}
	expect(t, read(t, table, 2), map[string]any{"items": "finished", "part": "dependency", "exclusive": 0.2, "of": int64(30)})
	if x := read(t, table, 2)["inclusive"].(float64); math.Abs(x-0.3) > 1e-12 {
		t.Errorf("inclusive is %v", x)
	}
	expect(t, read(t, table, 7), map[string]any{"part": "unexplained", "exclusive": 0.0, "inclusive": "undefined"})
	expect(t, read(t, table, 9), map[string]any{"items": "under_way", "part": "dependency", "exclusive": "withheld", "of": int64(7)})
	expect(t, read(t, table, 13), map[string]any{"part": "active", "exclusive": "too-few"})
}

func TestExceptionsAndTheirChart(t *testing.T) {
	risks := []metric.Risk{
		{Month: may, Service: "shop", Control: "four-eyes", Role: "owner", Class: "secret reason", Approved: 1, Expires: 100 * 86400, At: 110*86400 - 1, Renewals: 2},
		{Month: may, Service: "shop", Control: "waf", Approved: 1, Expires: 140 * 86400, At: 110 * 86400, Renewals: -1, Within: 30},
		{Month: may, Service: "till", Control: "waf", Approved: 1, Expires: 300 * 86400, At: 110 * 86400},
		{Month: may, Service: "till", Control: "waf", Approved: 1, At: 110 * 86400},
		{Month: may + 1, Service: "till", Control: "waf", Approved: 1, At: 140 * 86400},
	}
	open := Exceptions(risks, false)
	expect(t, read(t, open, 1), map[string]any{"number": int64(1), "owner_role": "owner", "days_left": int64(-10), "within_days": "undefined", "renewals": int64(2), "state": "expired"})
	expect(t, read(t, open, 2), map[string]any{"days_left": int64(30), "within_days": int64(30), "renewals": "no-data", "state": "expiring"})
	expect(t, read(t, open, 4), map[string]any{"expires": "undefined", "days_left": "undefined", "state": "no-expiry"})
	expect(t, read(t, open, 5), map[string]any{"number": int64(1)})
	if open.Column("reason_class") >= 0 || Exceptions(risks, true).Column("reason_class") < 0 {
		t.Error("the class of the reason is for those who may read reasons")
	}
	chart := ExceptionsLeft(risks)
	expect(t, read(t, chart, 1), map[string]any{"expired": int64(1), "within_30": int64(1), "later": int64(1), "no_expiry": int64(1)})
	expect(t, read(t, chart, 2), map[string]any{"expired": int64(0), "no_expiry": int64(1)})
}
