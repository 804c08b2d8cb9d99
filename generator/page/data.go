package page

import (
	"bytes"
	"cmp"
	"slices"

	"leadline/generator/event"
	"leadline/generator/fact"
)

const dataPath = "data/index.html"

// Data is the data-quality page.
type Data struct {
	Frame
	Workbook string
	Totals   Totals
	Accounts []AccountRow
	Rejected []AccountRow // those with rejected rows
	Columns  []AccountRow // those with unknown or missing columns
	Coverage []Coverage
	Fresh    []FreshRow
	Policies []PolicyRow
	Unowned  []fact.Count
	Counted  bool   // Unowned was counted, so that its emptiness means something
	Run      string // identity of what the site was made from; "" when not known
	Restated int    // final figures that changed, ever

	Statement []string // what the site may show, a sentence each
}

// AccountRow is one file's account.
type AccountRow struct {
	event.Account
	Balanced bool
}

// data writes the data-quality page: what became of every row of every file.
func (b *book) data(buf *bytes.Buffer) error {
	d := Data{
		Frame:    b.frame(dataPath, dataPath, "Data quality", "What became of every row that was read, and what could be linked."),
		Workbook: b.site.Workbook, Totals: totals(b.site.Accounts), Coverage: coverages(b.site.Coverage), Unowned: b.site.Unowned, Counted: b.site.Unowned != nil,
	}
	d.Fresh, d.Policies = b.freshRows(), policyRows(b.site.Policies)
	d.Run, d.Statement, d.Edition = b.site.Run, b.site.Statement, b.edition(0)
	for range b.newestFirst {
		d.Restated++
	}
	d.Accounts = accountRows(b.site.Accounts)
	for _, row := range d.Accounts {
		if len(row.Reasons) > 0 {
			d.Rejected = append(d.Rejected, row)
		}
		if len(row.Unknown)+len(row.Missing) > 0 {
			d.Columns = append(d.Columns, row)
		}
	}
	return b.write(buf, dataPath, "data", d)
}

// accountRows are the accounts by table, then by file.
func accountRows(accounts []event.Account) (rows []AccountRow) {
	for _, a := range accounts {
		rows = append(rows, AccountRow{a, a.Balanced()})
	}
	slices.SortFunc(rows, func(x, y AccountRow) int {
		return cmp.Or(cmp.Compare(x.Table, y.Table), cmp.Compare(x.Path, y.Path))
	})
	return rows
}

// Totals is the accounts of all files in sum.
type Totals struct {
	Files, Read, Accepted, Rejected, Duplicate, OutOfScope int64
}

func totals(accounts []event.Account) Totals {
	var t Totals
	for _, a := range accounts {
		t.Files++
		t.Read += a.Read
		t.Accepted += a.Accepted
		t.Rejected += a.Rejected
		t.Duplicate += a.Duplicate
		t.OutOfScope += a.OutOfScope
	}
	return t
}
