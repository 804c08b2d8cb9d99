package page

import (
	"slices"
	"strings"

	"leadline/generator/metric"
)

// dividers are columns by which figures are divided, as the head of their values.
var dividers = map[string]string{"baseline_severity": "Severity", "check_kind": "Check", "control": "Control"}

// dividedBy is the column whose values a measure shows apart; "" for none.
func dividedBy(d *metric.Definition) string {
	switch m := d.Measure.(type) {
	case *metric.Duration:
		return m.By
	case *metric.Age:
		return m.By
	case *metric.Share:
		return m.By
	case *metric.Coverage:
		return m.By
	default:
		return ""
	}
}

// corners are stats whose parts are always of one kind.
var corners = map[string]string{
	"exclusive": "Cause", "inclusive": "Cause", "exclusive_open": "Cause", "aged": "Open for", "pairs": "State", "left_out": "Outcome",
}

// corner says what the parts of a table are.
func corner(d *metric.Definition, stats []string) string {
	if name := corners[stats[0]]; name != "" {
		return name
	}
	switch m := d.Measure.(type) {
	case *metric.Breakdown:
		return "Kind"
	case *metric.Duration:
		if m.Until != "" {
			return "Part"
		}
	}
	column := dividedBy(d)
	if name := dividers[column]; name != "" || column == "" {
		return orPart(name)
	}
	return capital(strings.ReplaceAll(column, "_", " "))
}

func orPart(name string) string {
	if name == "" {
		return "Part"
	}
	return name
}

// partsCaption says what a table of parts shows: one figure by its parts, or several.
func partsCaption(d *metric.Definition, stats []string) string {
	by := strings.ToLower(corner(d, stats))
	switch m := d.Measure.(type) {
	case *metric.Breakdown:
		return statName(stats[0])
	case *metric.Duration:
		if m.Until != "" {
			return "Part of the time"
		}
	}
	if len(stats) > 1 || by == strings.ToLower(columnName(d, stats[0])) {
		return "By " + by
	}
	switch by {
	case "part":
		return columnName(d, stats[0])
	case "open for":
		return "Open, by age"
	}
	return columnName(d, stats[0]) + ", by " + by
}

// columnNames are figures whose name is too long for the head of a column.
var columnNames = map[string]string{
	"exclusive": "This cause alone", "inclusive": "Shared time included", "exclusive_open": "Of work on its way", "open": "Open", "aged": "Open",
	"exposure": "Exposure in the month", "left_out": "Left out",
}

// columnName is a figure's name where space is dear.
func columnName(d *metric.Definition, stat string) string {
	if name := columnNames[stat]; name != "" {
		return name
	}
	if m, ok := measureOf(d).(*metric.Breakdown); ok && slices.Contains(m.By, stat) {
		return "Part of all"
	}
	return nameIn(d, stat)
}

func measureOf(d *metric.Definition) metric.Measure {
	if d == nil {
		return nil
	}
	return d.Measure
}
