package generator

import (
	"leadline/generator/fact"
)

// enablement measures what teams get from their platform, and what they say of it.
func (c *computing) enablement() {
	c.environmentRequests()
	c.answers()
}

// answers measures what people said when they were asked.
func (c *computing) answers() {
	c.in.progress.Stage("reading surveys")
	waves, questions := c.read.table("survey_waves"), c.read.table("survey_questions")
	answers, coverage := fact.NewAnswers(c.read.table("survey_answers"), waves, questions, c.units)
	c.measure(answers, coverage...)
}
