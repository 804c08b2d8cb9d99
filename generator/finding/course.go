package finding

import (
	"leadline/generator/level"
	"leadline/generator/period"
)

// Course is the findings of one subject, month by month.
type Course[L level.Level] struct {
	first    period.Month
	months   [][]Finding[L]
	recorded []bool // whether anything is recorded of the subject
}

// At are the findings of a month, the one to be told first in front; none outside.
func (c *Course[L]) At(m period.Month) []Finding[L] {
	if c == nil {
		return nil
	}
	if i := int(m - c.first); i >= 0 && i < len(c.months) {
		return c.months[i]
	}
	return nil
}

// Months are the complete months, oldest first.
func (c *Course[L]) Months() (out []period.Month) {
	for i := range c.months {
		out = append(out, c.first+period.Month(i))
	}
	return out
}
