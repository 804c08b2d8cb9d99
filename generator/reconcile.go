package generator

import (
	"fmt"
	"slices"
	"strings"

	"leadline/generator/event"
	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/table"
	"leadline/generator/workbook"
)

// checks are the totals that a workbook's sheets are held to. What is stored is counted from
// the figures and the accounts themselves, not from what the sheets say.
func (o *outcome) checks(months []period.Month) []workbook.Check {
	last := months[len(months)-1]
	c := accountChecks(o.accounts)
	c = append(c, o.figureChecks(months)...)
	c = append(c, o.bridgeChecks(months)...)
	c = append(c, o.registerChecks(last)...)
	return append(c, o.delayChecks(last)...)
}

func accountChecks(accounts []event.Account) (c []workbook.Check) {
	parts := []struct {
		column, says string
		of           func(*event.Account) int64
	}{
		{"read", "Rows read", func(a *event.Account) int64 { return a.Read }},
		{"accepted", "Rows accepted", func(a *event.Account) int64 { return a.Accepted }},
		{"rejected", "Rows rejected", func(a *event.Account) int64 { return a.Rejected }},
		{"duplicate", "Duplicate rows", func(a *event.Account) int64 { return a.Duplicate }},
		{"out_of_scope", "Rows out of scope", func(a *event.Account) int64 { return a.OutOfScope }},
	}
	identity := workbook.Check{Of: "Accounting", Says: "Read - accepted - rejected - duplicate - out of scope: every row is accounted for once"}
	for i, p := range parts {
		sum, stored := workbook.Sum{Table: "accounting", Column: p.column}, int64(0)
		for k := range accounts {
			stored += p.of(&accounts[k])
		}
		c = append(c, workbook.Check{Of: "Accounting", Says: p.says, Sums: []workbook.Sum{sum}, Stored: float64(stored)})
		sum.Minus = i > 0
		identity.Sums = append(identity.Sums, sum)
	}
	rejected := workbook.Sum{Table: "accounting", Column: "rejected", Minus: true}
	return append(c, identity, workbook.Check{Of: "Rejections, Accounting", Says: "Rows rejected by reason - rows rejected by file",
		Sums: []workbook.Sum{{Table: "rejections", Column: "rows"}, rejected}})
}

// figureChecks count the figures, and the observations behind those of each metric.
func (o *outcome) figureChecks(months []period.Month) []workbook.Check {
	const sheet = "Metrics"
	rows, absent, n := 0, map[string]int{}, map[string]int{}
	var ids []string
	for r := range o.eachRow(func(m period.Month) bool { return slices.Contains(months, m) }) {
		rows++
		absent[r.Figure.Absence.Code()]++
		if !slices.Contains(ids, r.Metric) {
			ids = append(ids, r.Metric)
		}
		if r.Figure.Absence == metric.Present || r.Figure.Absence == metric.TooFew {
			n[r.Metric] += r.Figure.N
		}
	}
	c := []workbook.Check{{Of: sheet, Says: "Figures", Sums: []workbook.Sum{{Table: "metrics"}}, Stored: float64(rows)}}
	for _, why := range []metric.Absence{metric.NoData, metric.TooFew, metric.Withheld, metric.NotApplicable} {
		c = append(c, workbook.Check{Of: sheet, Says: "Figures without a value: " + why.Code(), Stored: float64(absent[why.Code()]),
			Sums: []workbook.Sum{{Table: "metrics", Where: []workbook.Is{{Column: "absence", Text: why.Code()}}}}})
	}
	for _, id := range ids {
		c = append(c, workbook.Check{Of: sheet, Says: "Sum of N of all figures of " + id, Stored: float64(n[id]),
			Sums: []workbook.Sum{{Table: "metrics", Column: "n", Where: []workbook.Is{{Column: "metric", Text: id}}}}})
	}
	return c
}

// bridgeChecks hold the bridge to itself and to the figures.
func (o *outcome) bridgeChecks(months []period.Month) (c []workbook.Check) {
	last := months[len(months)-1]
	const sheets = "Findings bridge"
	for _, s := range o.portfolio {
		if !isBridge(s.Definition(), level.PortfolioName) || s.Policy() != metric.Pooled {
			continue
		}
		id := s.Definition().ID
		of := []workbook.Is{{Column: "metric", Text: id}}
		now := append(of[:1:1], workbook.Is{Column: "level", Text: string(level.PortfolioName)}, workbook.Is{Column: "month", Period: true})
		c = append(c, workbook.Check{Of: sheets, Says: "Sum of all balances of " + id + ": every month of every unit balances", Sums: []workbook.Sum{{Table: "findings_bridge", Column: "balance", Where: of}}})
		terms := workbook.Check{Of: sheets, Says: "The terms of the portfolio in the period, opened and closed by class, less those open at its end"}
		terms.Sums = append(terms.Sums, workbook.Sum{Table: "findings_bridge", Column: "open_start", Where: now}, workbook.Sum{Table: "findings_bridge", Column: "taken_over", Where: now})
		for _, f := range figuresAt(s, last) {
			if f.Category != "" && (f.Stat == "opened" || f.Stat == "closed") {
				terms.Sums = append(terms.Sums, workbook.Sum{Table: "findings_bridge", Column: f.Stat + "_" + f.Category, Where: now, Minus: f.Stat == "closed"})
			}
		}
		terms.Sums = append(terms.Sums, workbook.Sum{Table: "findings_bridge", Column: "handed_over", Where: now, Minus: true}, workbook.Sum{Table: "findings_bridge", Column: "open_end", Where: now, Minus: true})
		c = append(c, terms)
		for _, stat := range []string{"open_start", "opened", "closed", "open_end"} {
			if x, ok := presentValue(s, last, stat, ""); ok {
				c = append(c, workbook.Check{Of: sheets, Says: "The portfolio in the period: " + strings.ReplaceAll(stat, "_", " "), Stored: x, Sums: []workbook.Sum{{Table: "findings_bridge", Column: stat, Where: now}}})
			}
		}
		ends := append(now[:3:3], workbook.Is{Column: "stat", Text: "open_end"})
		c = append(c, workbook.Check{Of: "Metrics, " + sheets, Says: "Open at the end of the period: the figure less the bridge's term",
			Sums: []workbook.Sum{{Table: "metrics", Column: "value", Where: ends}, {Table: "findings_bridge", Column: "open_end", Where: now, Minus: true}}})
	}
	return c
}

// registerChecks count the rows of the registers and hold them to the portfolio's figures.
func (o *outcome) registerChecks(last period.Month) (c []workbook.Check) {
	period := workbook.Is{Column: "month", Period: true}
	for _, s := range o.portfolio {
		id := s.Definition().ID
		of := []workbook.Is{period, {Column: "metric", Text: id}}
		add := func(sheet, name, state string, stat, category string) {
			x, ok := presentValue(s, last, stat, category)
			if !ok {
				return
			}
			where, says := of, "Rows of the period: those that "+id+" counts"
			if state != "" {
				where, says = append(of[:2:2], workbook.Is{Column: "state", Text: state}), fmt.Sprintf("Rows of the period that are %s: those that %s counts", state, id)
			}
			c = append(c, workbook.Check{Of: sheet + ", Metrics", Says: says, Stored: x, Sums: []workbook.Sum{{Table: name, Where: where}}})
		}
		switch m := s.Definition().Measure.(type) {
		case *metric.Coverage:
			for _, state := range []string{fact.Covered, fact.Stale, fact.Absent, fact.Unknown} {
				add("Control coverage", "control_coverage", state, "pairs", state)
			}
		case *metric.Stock:
			if m.Of == fact.Exception && m.Due != "" {
				add("Exceptions", "exceptions", "", "open", "")
				add("Exceptions", "exceptions", metric.RiskExpired, "expired", "")
				add("Exceptions", "exceptions", metric.RiskNoExpiry, "no_due", "")
			}
		}
	}
	return c
}

// delayChecks add up the parts of all time.
func (o *outcome) delayChecks(last period.Month) (c []workbook.Check) {
	for _, s := range o.portfolio {
		if !isPartition(s.Definition(), level.PortfolioName) {
			continue
		}
		if _, ok := presentValue(s, last, "shared", ""); !ok {
			continue
		}
		c = append(c, workbook.Check{Of: "Delay causes", Says: "Exclusive parts of the portfolio's time in the period: they add up to the whole, 1", Stored: 1,
			Sums: []workbook.Sum{{Table: "delay_causes", Column: "exclusive", Where: []workbook.Is{{Column: "metric", Text: s.Definition().ID},
				{Column: "level", Text: string(level.PortfolioName)}, {Column: "month", Period: true}, {Column: "items", Text: table.Finished}}}}})
	}
	return c
}

func figuresAt[L level.Level](s metric.Series[L], m period.Month) []metric.Figure {
	r, _ := s.At(m)
	return r.Figures()
}

// presentValue is a figure's value; ok is false where there is none.
func presentValue[L level.Level](s metric.Series[L], m period.Month, stat, category string) (float64, bool) {
	for _, f := range figuresAt(s, m) {
		if f.Stat == stat && f.Category == category && f.Absence == metric.Present {
			return f.Value, true
		}
	}
	return 0, false
}
