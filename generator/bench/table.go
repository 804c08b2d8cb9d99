package bench

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// shownDifferences is how many differences are printed.
const shownDifferences = 20

// printStages prints the stages of a build: medians over the runs.
func printStages(out io.Writer, runs []run) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "rows\tseconds\trows/s\tpeak MB\t  stage, median of %d\n", len(runs))
	for i, s := range runs[0].Stages {
		seconds := medianOf(runs, func(r run) float64 { return r.Stages[i].Seconds })
		peak := medianOf(runs, func(r run) float64 { return float64(r.Stages[i].Peak) })
		fmt.Fprintf(w, "%s\t%.3f\t%s\t%s\t  %s\n", count(s.Rows), seconds, rate(s.Rows, seconds), megabytes(peak), s.Name)
	}
	seconds := medianOf(runs, func(r run) float64 { return r.Seconds })
	peak := medianOf(runs, func(r run) float64 { return float64(r.Peak) })
	fmt.Fprintf(w, "%s\t%.3f\t%s\t%s\t  all; %.2f CPU seconds\n", count(runs[0].Rows), seconds, rate(runs[0].Rows, seconds), megabytes(peak),
		medianOf(runs, func(r run) float64 { return r.CPU }))
	w.Flush()
}

// measures are what a race compares.
var measures = []struct {
	name string
	of   func(run) float64
	text func(float64) string
}{
	{"seconds", func(r run) float64 { return r.Seconds }, seconds},
	{"process", func(r run) float64 { return r.Wall }, seconds},
	{"CPU", func(r run) float64 { return r.CPU }, seconds},
	{"peak MB", func(r run) float64 { return float64(r.Peak) }, megabytes},
}

func seconds(s float64) string { return fmt.Sprintf("%.3f", s) }

// printRace prints medians, and leadline's share of each of the others'.
func printRace(out io.Writer, names []string, runs map[string][]run) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(w, "\n")
	for _, m := range measures {
		fmt.Fprintf(w, "%s\t", m.name)
	}
	fmt.Fprintf(w, "  files to figures, median of %d in turn\n", len(runs[names[0]]))
	for _, name := range names {
		for _, m := range measures {
			fmt.Fprintf(w, "%s\t", m.text(medianOf(runs[name], m.of)))
		}
		fmt.Fprintf(w, "  %s\n", name)
	}
	for _, name := range names[1:] {
		for _, m := range measures {
			fmt.Fprintf(w, "%s\t", ratio(medianOf(runs[names[0]], m.of), medianOf(runs[name], m.of)))
		}
		fmt.Fprintf(w, "  %s / %s\n", names[0], name)
	}
	w.Flush()
	fmt.Fprintln(out, "seconds is the work alone, process the whole process with its start, CPU the processor seconds of the process.")
}

// printComparison prints what was compared, and the first differences.
func printComparison(out io.Writer, variant string, c comparison) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "values\twithout\thidden\t  figures against %s\n", variant)
	var all tally
	for _, t := range c.Metrics {
		fmt.Fprintf(w, "%s\t%s\t%s\t  %s\n", count(int64(t.Values)), count(int64(t.Absent)), count(int64(t.Hidden)), t.Metric)
		all.Values, all.Absent, all.Hidden = all.Values+t.Values, all.Absent+t.Absent, all.Hidden+t.Hidden
	}
	verdict := "all are equal"
	if n := len(c.Different); n > 0 {
		verdict = fmt.Sprintf("%s DIFFER", count(int64(n)))
	}
	fmt.Fprintf(w, "%s\t%s\t%s\t  %s\n", count(int64(all.Values)), count(int64(all.Absent)), count(int64(all.Hidden)), verdict)
	w.Flush()
	for i, d := range c.Different {
		if i == shownDifferences {
			fmt.Fprintf(out, "… and %s more\n", count(int64(len(c.Different)-i)))
			break
		}
		fmt.Fprintf(out, "%s, %s %q, month %d, %s: leadline %s; oracle %s\n", d.Metric, d.Level, d.Subject, d.Month, statName(d.cell), d.Ours, d.Theirs)
	}
}

// medianOf is the median of a number of every run; of an even number of runs the mean of
// the two in the middle.
func medianOf(runs []run, of func(run) float64) float64 {
	var v []float64
	for _, r := range runs {
		v = append(v, of(r))
	}
	slices.SortFunc(v, func(a, b float64) int { return cmp.Compare(a, b) })
	n := len(v)
	if n == 0 {
		return 0
	}
	return (v[(n-1)/2] + v[n/2]) / 2
}

func count(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func rate(rows int64, seconds float64) string {
	if rows == 0 || seconds <= 0 {
		return "-"
	}
	return count(int64(float64(rows) / seconds))
}

func megabytes(bytes float64) string {
	if bytes == 0 {
		return "-"
	}
	return strings.TrimSpace(fmt.Sprintf("%.0f", bytes/1e6))
}

func ratio(ours, theirs float64) string {
	if ours == 0 || theirs == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", ours/theirs)
}

// statName is which figure of a metric: "share of \"config\"".
func statName(c cell) string {
	if c.Category == "" {
		return c.Stat
	}
	return fmt.Sprintf("%s of %q", c.Stat, c.Category)
}
