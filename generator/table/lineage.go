package table

import (
	"iter"
	"slices"

	"leadline/generator/ledger"
)

// step is one file that a metric's figures come from.
type step struct {
	metric *ledger.Document
	input  *ledger.Input
}

// Lineage is what every metric's figures come from: its definition as it was read, and each
// file of each table that its figures are computed from. tables are those of each metric.
func Lineage(definitions []ledger.Document, tables map[string][]string, inputs []ledger.Input) Table {
	type row = step
	steps := everyStep(definitions, tables, inputs)
	return from(Table{Name: "lineage", Title: "Lineage", Reading: true,
		Says: "What each metric's figures come from: the definition, the tables and the event files, each with its SHA-256. Figures use those of the accepted rows that the definition's formula selects.",
		Key:  []string{"metric", "table", "file"}, Links: []Link{{"metric", "definitions", "metric"}}}, length(steps), steps,
		col("metric", "Metric", Text, "the metric's id, as in the table of definitions", func(r *row) Value { return Words(r.metric.ID) }),
		col("version", "Version", Text, "the version of the metric's definition", func(r *row) Value { return Words(r.metric.Version) }),
		col("definition_sha256", "Definition SHA-256", Text, "of the file that holds the definition", func(r *row) Value { return Words(r.metric.SHA256) }),
		col("table", "Table", Text, "the canonical table that the file was read as", func(r *row) Value { return Words(r.input.Table) }),
		col("file", "File", Text, "the event file, as site.toml names it", func(r *row) Value { return Words(r.input.Path) }),
		col("bytes", "Bytes", Whole, "size of the file", func(r *row) Value { return Count(r.input.Bytes) }),
		col("sha256", "File SHA-256", Text, "of the file", func(r *row) Value { return Words(r.input.SHA256) }),
		col("accepted", "Accepted", Whole, "rows of the file that figures may be computed from", accepted).may(Undefined),
	)
}

func everyStep(definitions []ledger.Document, tables map[string][]string, inputs []ledger.Input) iter.Seq[step] {
	return func(yield func(step) bool) {
		for i := range definitions {
			used := tables[definitions[i].ID]
			for k := range inputs {
				if slices.Contains(used, inputs[k].Table) && !yield(step{&definitions[i], &inputs[k]}) {
					return
				}
			}
		}
	}
}

func accepted(s *step) Value {
	if s.input.Rows == nil {
		return None(Undefined)
	}
	return Count(s.input.Rows.Accepted)
}
