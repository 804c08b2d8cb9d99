package metric

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"leadline/generator/fact"
	"leadline/generator/stat"
	"leadline/generator/unit"
)

// Forecast says how many events the coming weeks will at least have, by resampling the
// newest complete weeks; see stat.Totals.
type Forecast struct {
	Weeks   int   `toml:"weeks"`   // how far ahead
	History int   `toml:"history"` // how many weeks back, at most
	Levels  []int `toml:"levels"`  // probabilities in percent, ascending
}

// A forecast needs so many complete weeks, and so many of them with an event: fewer than
// ten hold too little of a team's ups and downs (statistics note, section 4: withhold with
// fewer than 10 periods; Lighthouse withholds below 5 active days).
const (
	forecastFrom   = 10
	forecastActive = 5
)

// forecastLargest is the largest weekly count that is resampled. No team has more; the cost
// of an exact distribution grows with it.
const forecastLargest = 10_000

const forecastStat = "at_least_"

func (f *Forecast) stats() (stats []string) {
	if f != nil {
		for _, level := range f.Levels {
			stats = append(stats, forecastStat+strconv.Itoa(level))
		}
	}
	return stats
}

func (f *Forecast) formula() string {
	if f == nil {
		return ""
	}
	var levels []string
	for _, level := range f.Levels {
		levels = append(levels, fmt.Sprintf("%d %%", level))
	}
	return fmt.Sprintf(" A forecast for the next %d weeks: the largest number that is reached with a probability of at least %s, where every week is drawn, with replacement, from the newest %d complete weeks since the last recorded rebase (exact distribution).",
		f.Weeks, strings.Join(levels, ", "), f.History)
}

func (f *Forecast) check(m *measureChecker) {
	if f == nil {
		return
	}
	must := func(key string, value any, fits bool, expected string) {
		if !fits {
			m.add(m.table.Position("forecast", key), fmt.Sprintf("%s is %v", key, value), expected, "")
		}
	}
	must("weeks", f.Weeks, f.Weeks >= 1 && f.Weeks <= 26, "1 to 26 weeks ahead")
	must("history", f.History, f.History >= forecastFrom && f.History <= 104, fmt.Sprintf("%d to 104 weeks back", forecastFrom))
	distinct := slices.Compact(slices.Sorted(slices.Values(f.Levels)))
	must("levels", f.Levels, len(f.Levels) > 0 && slices.Equal(distinct, f.Levels) && f.Levels[0] >= 1 && f.Levels[len(f.Levels)-1] <= 99,
		"probabilities in percent from 1 to 99, ascending, such as [50, 85, 95]")
}

// month appends the forecast as of the month's end, from the weeks of month since and later.
// A rebase says that what was before is not how it goes on.
func (f *Forecast) month(out []Figure, w *weeks, cells []fact.Cell, m, since int) []Figure {
	if f == nil {
		return out
	}
	counts := w.history(cells, m, f.History, since)
	span := "of history"
	if since > 0 {
		span = "since the rebase recorded in " + w.frame.Calendar.Month(since).Long()
	}
	if why := f.unfit(counts, span); why != "" {
		for _, stat := range f.stats() {
			a := absent(stat, unit.Items, TooFew, why)
			a.N = len(counts)
			out = append(out, a)
		}
		return out
	}
	totals := stat.Totals(counts, f.Weeks)
	for i, name := range f.stats() {
		out = append(out, number(name, unit.Items, float64(stat.HowMany(totals, float64(f.Levels[i])/100)), len(counts)))
	}
	return out
}

// unfit says why weeks are no basis for a forecast; "" when they are.
func (f *Forecast) unfit(counts []int, span string) string {
	active := 0
	for _, n := range counts {
		if n > 0 {
			active++
		}
	}
	switch {
	case len(counts) < forecastFrom:
		return fmt.Sprintf("%s %s; a forecast needs %d", unit.Plural(len(counts), "complete week"), span, forecastFrom)
	case active < forecastActive:
		return fmt.Sprintf("%d of the last %d weeks had any; a forecast needs %d", active, len(counts), forecastActive)
	case slices.Max(counts) > forecastLargest:
		return fmt.Sprintf("a week had more than %s; a forecast is made up to that", unit.Grouped(forecastLargest))
	}
	return ""
}
