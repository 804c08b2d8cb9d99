package workbook

import "leadline/generator/event"

// accounting is what became of every row of every file, so that a reader can tie the
// workbook to what was exported.
var accounting = sheet[event.Account]{
	heading: heading{"Accounting", "tbl_accounting", "What became of every row of every file: read = accepted + rejected + duplicate + out of scope."},
	items:   all(func(b Book) []event.Account { return b.Accounts }),
	columns: []column[event.Account]{
		{"File", "the event file", func(a event.Account) cell { return text(a.Path) }},
		{"Table", "the canonical table that it was read as", func(a event.Account) cell { return text(a.Table) }},
		{"Bytes", "size of the file", func(a event.Account) cell { return whole(a.Bytes) }},
		{"Read", "rows in the file", func(a event.Account) cell { return whole(a.Read) }},
		{"Accepted", "rows that figures are computed from", func(a event.Account) cell { return whole(a.Accepted) }},
		{"Rejected", "rows with a fault: see the sheet Rejections", func(a event.Account) cell { return whole(a.Rejected) }},
		{"Duplicate", "rows with the key of another row, beyond the one that counts", func(a event.Account) cell { return whole(a.Duplicate) }},
		{"Superseded", "the part of Duplicate that differs from a later export of the same key", func(a event.Account) cell { return whole(a.Superseded) }},
		{"Out of scope", "rows later than the as-of date", func(a event.Account) cell { return whole(a.OutOfScope) }},
		{"Balanced", "yes when every row read is accounted for exactly once", func(a event.Account) cell { return yes(a.Balanced()) }},
		{"Unknown columns", "columns that the canonical table does not have; they are not read", func(a event.Account) cell { return text(list(a.Unknown)) }},
		{"Missing columns", "optional columns that the file does not have", func(a event.Account) cell { return text(list(a.Missing)) }},
	},
}
