package generator

import (
	"leadline/generator/fact"
)

// work measures work items, which get their start from their transitions.
func (c *computing) work() {
	c.in.progress.Stage("reading work items")
	starts := fact.Starts(c.read.table("work_item_transitions"))
	rows := c.read.table("work_items")
	c.settingsFit(rows, "type", "defect_types", c.in.rules.DefectTypes)
	items, coverage := fact.NewWorkItems(rows, starts, c.units, c.in.rules)
	c.waits.Of("work_item", items)
	c.measure(items, coverage...)
}
