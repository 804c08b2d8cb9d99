package workbook

import (
	"fmt"
	"io"
	"math"

	"github.com/xuri/excelize/v2"

	"leadline/generator/table"
)

const reconcileName = "Reconcile"

// reconciling is the sheet with the only formulas of the workbook, and with their results.
type reconciling struct {
	checks   []Check // those that can be made here
	formulas []string
	results  []float64 // known once the other sheets are written
}

var reconcileHeads = []string{"Sheets", "What is compared", "Recomputed", "Stored", "Difference", "Result"}

var reconcileWidths = []float64{26, 70, 16, 16, 14, 12}

// newReconciling also has the sheets add up their rows as they are written.
func newReconciling(b Book, sheets []sheet) *reconciling {
	r, period := &reconciling{results: make([]float64, len(b.Checks))}, table.MonthOf(b.Period)
	tables, at := map[string]*table.Table{}, map[string]*sheet{}
	for i := range sheets {
		tables[sheets[i].Name], at[sheets[i].Name] = &sheets[i].Table, &sheets[i]
	}
	for _, c := range b.Checks {
		f, ok := c.formula(tables)
		if !ok {
			continue
		}
		for i := range c.Sums {
			s := at[c.Sums[i].Table]
			s.totals = append(s.totals, c.Sums[i].total(&s.Table, period.Whole(), &r.results[len(r.checks)]))
		}
		r.checks, r.formulas = append(r.checks, c), append(r.formulas, f)
	}
	return r
}

// described is Reconcile in the list of contents.
func (r *reconciling) described() table.Table {
	return table.Table{Name: "reconcile", Title: reconcileName, Len: len(r.checks),
		Says: "Totals computed again from the other sheets by formulas, beside the totals stored when the workbook was written."}
}

func (r *reconciling) write(w *writer) error {
	last := fmt.Sprintf("F%d", max(len(r.checks), 1)+1)
	if err := w.layout(reconcileName, "A1:"+last, reconcileWidths); err != nil {
		return err
	}
	stream, err := w.file.NewStreamWriter(reconcileName)
	if err != nil {
		return err
	}
	if err := before(stream, reconcileWidths); err != nil {
		return err
	}
	row := make([]any, len(reconcileHeads))
	for i, title := range reconcileHeads {
		row[i] = excelize.Cell{StyleID: w.styles[asHead], Value: title}
	}
	if err := stream.SetRow("A1", row, excelize.RowOpts{Height: headHeight}); err != nil {
		return err
	}
	if err := w.later(reconcileName, func(out io.Writer) error { return r.fill(w, out) }); err != nil {
		return err
	}
	w.archive.plain["tbl_reconcile"] = true
	if err := stream.AddTable(&excelize.Table{Range: "A1:" + last, Name: "tbl_reconcile", StyleName: "TableStyleLight1"}); err != nil {
		return err
	}
	return stream.Flush()
}

func (r *reconciling) fill(w *writer, out io.Writer) error {
	to := w.rows(reconcileName, len(reconcileHeads))
	for i := range r.checks {
		cells := r.line(i, i+2)
		to.begin(max(cells[0].height(reconcileWidths[0]), cells[1].height(reconcileWidths[1])))
		for at, c := range cells {
			to.cell(c, at)
		}
		if err := to.end(out); err != nil {
			return err
		}
	}
	return to.flush(out)
}

// line is a check as cells; row is where it stands.
func (r *reconciling) line(i, row int) []cell {
	result, stored := r.results[i], r.checks[i].Stored
	agrees := "differs"
	if math.Abs(result-stored) < tolerance {
		agrees = "agrees"
	}
	return []cell{
		prose(r.checks[i].Of), prose(r.checks[i].Says),
		decimal(result).computed(r.formulas[i]), decimal(stored),
		decimal(result - stored).computed(fmt.Sprintf("C%d-D%d", row, row)),
		text(agrees).computed(fmt.Sprintf(`IF(ABS(E%d)<%s,"agrees","differs")`, row, plain(tolerance))),
	}
}
