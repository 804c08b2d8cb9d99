package table

import (
	"iter"
	"slices"

	"leadline/generator/event"
)

// Accounting is what became of every row of every file, so that a reader can tie the figures
// to what was exported.
func Accounting(accounts []event.Account) Table {
	type row = event.Account
	count := func(name, title, says string, of func(*row) int64) field[row] {
		return col(name, title, Whole, says, func(a *row) Value { return Count(of(a)) })
	}
	return from(Table{Name: "accounting", Title: "Accounting", Reading: true, Says: "What became of every row of every file: read = accepted + rejected + duplicate + out of scope.",
		Key: []string{"file", "table"}}, len(accounts), slices.Values(accounts),
		col("file", "File", Text, "the event file", func(a *row) Value { return Words(a.Path) }),
		col("table", "Table", Text, "the canonical table that it was read as", func(a *row) Value { return Words(a.Table) }),
		count("bytes", "Bytes", "size of the file", func(a *row) int64 { return int64(a.Bytes) }),
		count("read", "Read", "rows in the file", func(a *row) int64 { return int64(a.Read) }),
		count("accepted", "Accepted", "rows that figures are computed from", func(a *row) int64 { return int64(a.Accepted) }),
		count("rejected", "Rejected", "rows with a fault: see the table of rejections", func(a *row) int64 { return int64(a.Rejected) }),
		count("duplicate", "Duplicate", "rows with the key of another row, beyond the one that counts", func(a *row) int64 { return int64(a.Duplicate) }),
		count("superseded", "Superseded", "the part of Duplicate that differs from a later export of the same key", func(a *row) int64 { return int64(a.Superseded) }),
		count("out_of_scope", "Out of scope", "rows later than the as-of date", func(a *row) int64 { return int64(a.OutOfScope) }),
		col("newest_row", "Newest row (UTC)", Instant, "when the latest row in scope happened; none where there is no row, or where rows of the table do not happen at an instant",
			func(a *row) Value { return atOr(a.Newest, Undefined) }).may(Undefined),
		col("expected", "Expected", Text, "how often rows of the file's source are expected; empty where nobody said", func(a *row) Value { return Words(a.Source.Cadence) }),
		col("freshness", "Freshness", Code, "how old the newest row of the file's source was at the as-of instant, against what is expected", func(a *row) Value { return Coded(freshness[a.Source.Outcome()].Code) }).
			one(freshness[:]...),
		col("balanced", "Balanced", Flag, "yes when every row read is accounted for exactly once", func(a *row) Value { return Yes(a.Balanced()) }),
		col("unknown_columns", "Unknown columns", Text, "columns that the canonical table does not have; they are not read; empty for none", func(a *row) Value { return Words(list(a.Unknown)) }),
		col("missing_columns", "Missing columns", Text, "optional columns that the file does not have; empty for none", func(a *row) Value { return Words(list(a.Missing)) }),
	)
}

var freshness = [...]Term{
	event.Unjudged: {"not-judged", "nobody said how often rows are expected, or rows of the table do not happen at an instant"},
	event.Fresh:    {"on-time", "rows are as recent as is expected"},
	event.Late:     {"late", "the newest row is older than warn_after; published all the same"},
	event.TooLate:  {"too-late", "the newest row is older than fail_after; published because somebody asked for it"},
}

// rejection is one reason for which rows of one file were rejected.
type rejection struct {
	file  *event.Account
	count event.ReasonCount
}

// Rejections is why rows were rejected, a reason of a file a row.
func Rejections(accounts []event.Account) Table {
	n := 0
	for _, a := range accounts {
		n += len(a.Reasons)
	}
	return from(Table{Name: "rejections", Title: "Rejections", Reading: true, Says: "Why rows were rejected, with the places of the first few; no row where nothing was.",
		Key: []string{"file", "table", "reason"}}, n, everyRejection(accounts),
		col("file", "File", Text, "the event file", func(r *rejection) Value { return Words(r.file.Path) }),
		col("table", "Table", Text, "the canonical table that it was read as", func(r *rejection) Value { return Words(r.file.Table) }),
		col("reason", "Reason", Prose, "what is wrong with the rows", func(r *rejection) Value { return Sentences(r.count.Reason) }),
		col("rows", "Rows", Whole, "rows rejected for this reason", func(r *rejection) Value { return Count(r.count.Rows) }),
		col("first_places", "First places", Prose, "where the first of them are", func(r *rejection) Value { return Sentences(list(r.count.Sample)) }),
	)
}

func everyRejection(accounts []event.Account) iter.Seq[rejection] {
	return func(yield func(rejection) bool) {
		for i := range accounts {
			for _, count := range accounts[i].Reasons {
				if !yield(rejection{&accounts[i], count}) {
					return
				}
			}
		}
	}
}
