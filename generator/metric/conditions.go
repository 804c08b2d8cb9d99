package metric

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// conditionText says which rows count, for the formula.
func (c *Common) conditionText() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(c.Where)) {
		parts = append(parts, name+" = "+valueText(c.Where[name]))
	}
	for _, name := range c.Present {
		parts = append(parts, name+" recorded")
	}
	for _, name := range c.Absent {
		parts = append(parts, name+" not recorded")
	}
	if len(parts) == 0 {
		return ""
	}
	return " with " + strings.Join(parts, " and ")
}

func valueText(value any) string {
	var parts []string
	for _, v := range listOf(value) {
		parts = append(parts, fmt.Sprint(v))
	}
	return strings.Join(parts, " or ")
}
