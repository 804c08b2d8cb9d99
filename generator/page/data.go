package page

import (
	"bytes"
	"cmp"
	"slices"

	"leadline/generator/event"
)

// data writes the data-quality page: what became of every row of every file.
func (b *book) data(buf *bytes.Buffer) error {
	const path = "data/index.html"
	d := Data{
		Frame:    b.frame(path, path, "Data quality", "What became of every row that was read, and what could be linked."),
		Workbook: b.site.Workbook, Totals: totals(b.site.Accounts), Coverage: coverages(b.site.Coverage), Unowned: b.site.Unowned, Counted: b.site.Unowned != nil,
	}
	accounts := slices.Clone(b.site.Accounts)
	slices.SortFunc(accounts, func(x, y event.Account) int {
		return cmp.Or(cmp.Compare(x.Table, y.Table), cmp.Compare(x.Path, y.Path))
	})
	for _, a := range accounts {
		row := AccountRow{a, a.Balanced()}
		d.Accounts = append(d.Accounts, row)
		if len(a.Reasons) > 0 {
			d.Rejected = append(d.Rejected, row)
		}
		if len(a.Unknown)+len(a.Missing) > 0 {
			d.Columns = append(d.Columns, row)
		}
	}
	return b.write(buf, path, "data", d)
}
