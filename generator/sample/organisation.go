package sample

import "time"

// organise writes the tables that have no month: who exists, who owns what, which checks
// are required, surveys, what people noted and decided.
func (c *cell) organise() {
	for _, t := range c.p.teams {
		r := c.row(teams)
		r.text(t.id)
		r.text(t.name)
		r.at(t.from)
		r.at(t.to)
		r.count(t.headcount)
		r.count(t.stage)
		c.own("project", t.project, t.id, t.from, t.to)
	}
	for _, s := range c.p.services {
		c.catalogue(s)
	}
	c.surveys()
	c.notes()
}

func (c *cell) catalogue(s *service) {
	r := c.row(services)
	r.text(s.id)
	r.text(s.name)
	r.text(s.repo)
	r.text([]string{"shop", "back office", "platform"}[s.index%3])
	r.text([]string{"sales", "finance"}[s.index%2])
	r.text([]string{"1", "2", "3"}[s.index%3])
	r.skip(2) // valid_from, valid_to
	for i, o := range s.owners {
		until := int64(0)
		if i+1 < len(s.owners) {
			until = s.owners[i+1].since
		}
		c.own("service", s.id, o.team.id, o.since, until)
		c.own("repo", s.repo, o.team.id, o.since, until)
	}
	for _, check := range required {
		r := c.row(checks)
		r.text(s.id)
		r.text(check.kind)
		r.at(c.p.at(0, -300))
		r.skip(1)
	}
}

// own writes an ownership; one without a beginning begins years before the first row.
func (c *cell) own(kind, id, team string, from, to int64) {
	if from == 0 {
		from = c.p.days.starts[0] - 5*365*day
	}
	r := c.row(ownership)
	r.text(kind)
	r.text(id)
	r.text(team)
	r.at(from)
	r.at(to)
}

func (c *cell) surveys() {
	for _, q := range surveyQuestions {
		r := c.row(questions)
		r.text(q.id)
		r.text(q.text)
		r.count(1)
		r.count(5)
		r.flag(q.id == "q-interruptions")
		r.text(q.topic)
	}
	for m := surveyMonths - 1; m < c.p.opt.Months; m += surveyMonths {
		invited := 0
		for _, t := range c.p.teams {
			if c.p.exists(t, m) {
				invited += t.headcount
			}
		}
		r := c.row(waves)
		r.text(waveName(m))
		r.at(c.p.at(m, 4))
		r.at(c.p.at(m, 18))
		r.count(invited)
	}
}

// notes are what no event can tell. None of them is a rebase: that is for people to
// decide after they have seen a change.
func (c *cell) notes() {
	note := func(at int64, scope, id, text string) {
		r := c.row(annotations)
		r.at(at)
		r.text(scope)
		r.text(id)
		r.text(text)
		r.flag(false)
	}
	note(c.p.moveAt(), "service", c.p.moved.id, "Handed over from iris to harbour.")
	note(c.p.splitAt(), "portfolio", "", "orchid is split into orchid-core and orchid-web.")
	note(c.p.at(c.p.step(), 2), "team", "atlas", "Deploys from the main branch without a release branch since today.")
	for m := range c.p.opt.Months {
		if time.Unix(c.p.days.starts[m], 0).UTC().Month() == time.December {
			note(c.p.at(m, 17), "portfolio", "", "Year-end freeze until 2 January.")
		}
	}
	month := func(m int) string { return time.Unix(c.p.days.starts[m], 0).UTC().Format("2006-01") }
	decide := func(m int, team, text, metrics string) {
		r := c.row(decisions)
		r.text(month(m))
		r.text(team)
		r.text(text)
		r.text(metrics)
	}
	decide(c.p.opt.Months-2, "fjord", "Finish or drop the five oldest items before beginning a new one.", "work-in-progress;work-item-age")
	decide(c.p.opt.Months-2, "iris", "Agree on a time of day for reviews; look again in November.", "review-wait")
	decide(c.p.opt.Months-3, "", "Ask the change board to approve small changes in advance.", "risk-control-yield")
}
