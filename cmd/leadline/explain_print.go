package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"leadline/generator"
	"leadline/generator/metric"
	"leadline/generator/page"
	"leadline/generator/unit"
)

// printExplanation prints what the page says of a figure, its files, and its rows.
func printExplanation(to io.Writer, e *generator.Explanation, most int) error {
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	line := func(format string, values ...any) { fmt.Fprintln(w, oneLineTabs(fmt.Sprintf(format, values...))) }
	line("%s", e.Title)
	line("")
	if e.Refused != "" {
		line("  %s", e.Refused)
	}
	for _, f := range e.Figures {
		line("  %s", figure(f))
	}
	if len(e.Trace.Steps) > 0 {
		line("")
	}
	for _, s := range e.Trace.Steps {
		line("%s\t%s", s.Term, s.Text)
	}
	if e.Trace.Tables != "" {
		line("Tables\t%s", e.Trace.Tables)
	}
	for i, f := range e.Files {
		term := ""
		if i == 0 {
			term = "Files"
		}
		rows := "not read"
		if f.Rows != nil {
			rows = fmt.Sprintf("%s read, %s accepted", unit.Plural(int(f.Rows.Read), "row"), thousands(f.Rows.Accepted))
		}
		line("%s\t%s\tsha256 %s\t%s", term, f.Path, f.SHA256, rows)
	}
	line("")
	if err := w.Flush(); err != nil {
		return err
	}
	return printRows(to, &e.Rows, most)
}

// figure is "85th percentile: 7.8 days (n = 57, 95 % interval 5.1–9 days)".
func figure(f page.Figure) string {
	text := f.Text
	if f.Name != "" {
		text = f.Name + ": " + text
	}
	if f.Behind != "" {
		text += " (" + f.Behind + ")"
	}
	return text
}

// printRows prints how many rows count and how many do not, and lists some of them.
func printRows(to io.Writer, rows *generator.ExplainedRows, most int) error {
	if rows.Unlisted != "" {
		_, err := fmt.Fprintf(to, "No rows are listed: %s.\n", oneLine(rows.Unlisted))
		return err
	}
	fmt.Fprintln(to, oneLine(tally(rows)))
	if rows.Beside != "" {
		fmt.Fprintf(to, "Not among them: %s.\n", rows.Beside)
	}
	if len(rows.List) == 0 || most == 0 {
		return nil
	}
	fmt.Fprintln(to)
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	header := slices.Clone(rows.IDs)
	placed := slices.ContainsFunc(rows.List, func(r generator.ExplainedRow) bool { return r.File != "" })
	if placed {
		header = append(header, "at")
	}
	for _, c := range rows.Columns {
		header = append(header, c.Name)
	}
	fmt.Fprintln(w, oneLineTabs(strings.Join(append(header, "counts as"), "\t")))
	for i := range rows.List {
		if most >= 0 && i == most {
			break
		}
		fmt.Fprintln(w, oneLineTabs(strings.Join(cells(rows, &rows.List[i], placed), "\t")))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if rest := len(rows.List) - most; most >= 0 && rest > 0 {
		fmt.Fprintf(to, "and %s more; --rows all lists them\n", thousands(int64(rest)))
	}
	return nil
}

// tally is "18 rows count. Left out: 4 by is_bot = false; 1 without deployed_at."
func tally(rows *generator.ExplainedRows) string {
	counts, left := 0, map[string]int{}
	var reasons []string
	for _, r := range rows.List {
		if r.LeftOut == "" {
			counts++
			continue
		}
		if left[r.LeftOut]++; left[r.LeftOut] == 1 {
			reasons = append(reasons, r.LeftOut)
		}
	}
	text := unit.Plural(counts, "row") + " " + map[bool]string{true: "counts", false: "count"}[counts == 1]
	if len(reasons) == 0 {
		return text + "."
	}
	slices.Sort(reasons)
	for i, why := range reasons {
		reasons[i] = fmt.Sprintf("%s %s", thousands(int64(left[why])), why)
	}
	return fmt.Sprintf("%s. Left out: %s.", text, strings.Join(reasons, "; "))
}

// cells are a row's cells. A tab within a text would be one cell more; it becomes a blank.
func cells(rows *generator.ExplainedRows, r *generator.ExplainedRow, placed bool) (all []string) {
	if placed {
		all = append(slices.Clone(r.IDs), place(r))
	}
	for i, c := range rows.Columns {
		all = append(all, cell(c.Kind, r.Values[i]))
	}
	as := strings.Join(r.As, ", ")
	if r.LeftOut != "" {
		as = "left out: " + r.LeftOut
	}
	all = append(all, as)
	for i := range all {
		all[i] = strings.ReplaceAll(cmp.Or(all[i], "–"), "\t", " ")
	}
	return all
}

// place is where a row stands: "changes.csv:17"; of a Parquet file the row.
func place(r *generator.ExplainedRow) string {
	if strings.HasSuffix(r.File, ".parquet") {
		return fmt.Sprintf("%s row %d", r.File, r.Line)
	}
	return fmt.Sprintf("%s:%d", r.File, r.Line)
}

// cell prints a value: an instant in UTC, a time in two significant figures.
func cell(kind metric.BehindKind, v metric.BehindValue) string {
	switch {
	case kind == metric.BehindText || kind == metric.BehindKey:
		return v.Text
	case kind == metric.BehindInstant && v.Number == 0, v.Number < 0:
		return ""
	case kind == metric.BehindInstant:
		return time.Unix(v.Number, 0).UTC().Format(time.RFC3339)
	default:
		return unit.Seconds.Text(float64(v.Number))
	}
}

// oneLineTabs is oneLine for a line of cells. What must not break on a page is a blank on a
// terminal, so that words can be found and copied.
func oneLineTabs(s string) string {
	parts := strings.Split(strings.ReplaceAll(s, "\u00a0", " "), "\t")
	for i := range parts {
		parts[i] = oneLine(parts[i])
	}
	return strings.Join(parts, "\t")
}
