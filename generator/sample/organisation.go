package sample

import (
	"strconv"
	"time"
)

// organise writes the tables that have no month: who exists, who owns what, which checks
// are required, surveys, what people noted and decided.
func (c *cell) organise() {
	for _, t := range c.p.teams {
		name := t.name
		if t.id == "granite" && c.p.opt.Format == "mixed" {
			c.teamRow(teamFixes, t, t.name)
			name = "Gravel" // until it took its new name
		}
		c.teamRow(teams, t, name)
		c.own("project", t.project, t.id, t.from, t.to)
		for k := range environmentsEach {
			c.own("environment", "env-"+t.id+"-"+strconv.Itoa(k+1), t.id, t.from, t.to)
		}
	}
	for _, s := range c.p.services {
		c.catalogue(s)
	}
	c.begin(forOrganisation, 0)
	c.policyExceptions()
	c.surveys()
	c.notes()
}

func (c *cell) teamRow(s stream, t *team, name string) {
	r := c.row(s)
	r.text(t.id)
	r.text(name)
	r.at(t.from)
	r.at(t.to)
	r.count(t.headcount)
	r.count(t.stage)
}

func (c *cell) catalogue(s *service) {
	r := c.row(services)
	r.text(s.id)
	r.text(s.name)
	r.text(s.repo)
	r.text([]string{"shop", "back office", "platform"}[s.index%3])
	r.text([]string{"sales", "finance"}[s.index%2])
	r.text([]string{"1", "2", "3"}[s.index%3])
	r.at(s.from)
	r.at(s.to)
	for i, o := range s.owners {
		until := int64(0)
		if i+1 < len(s.owners) {
			until = s.owners[i+1].since
		}
		if o.since >= c.p.end || until != 0 && until <= o.since {
			continue
		}
		c.own("service", s.id, o.team.id, o.since, until)
		c.own("repo", s.repo, o.team.id, o.since, until)
	}
	for _, check := range c.p.required(s) {
		r := c.row(checks)
		r.text(s.id)
		r.text(check.kind)
		r.at(check.from)
		r.at(check.to)
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

// notes are what no event can tell. A rebase is a decision of people who have seen a
// change and taken it for the new usual; there is one for each scope.
func (c *cell) notes() {
	note := func(at int64, scope, id, text string, rebase bool) {
		r := c.row(annotations)
		r.at(at)
		r.text(scope)
		r.text(id)
		r.text(text)
		r.flag(rebase)
	}
	note(c.p.moveAt(), "service", c.p.moved.id, "Handed over from iris to harbour.", false)
	note(c.p.splitAt(), "portfolio", "", "orchid is split into orchid-core and orchid-web.", false)
	note(c.p.ago(mergeMonths), "portfolio", "", "kelp and reed are merged into marsh.", false)
	note(c.p.ago(renameMonths), "team", "compass", "The team was called North Desk until today.", false)
	note(c.p.ago(16)+9*day, "team", "granite", "The team was called Gravel until today; its identifier stays.", false)
	note(c.p.ago(retireMonths), "service", "fax-bridge", "Retired.", false)
	note(c.p.at(c.p.step(), 2), "team", "atlas", "Deploys from the main branch without a release branch since today.", false)
	note(c.p.at(c.p.step(), 0), "team", "atlas", "Container images are scanned since today.", false)
	note(c.p.ago(rebaseMonths), "team", "compass", "Trunk-based since this month; the old level is no longer the usual one.", true)
	note(c.p.ago(rebaseMonths), "service", "syrup", "Tests are split over several machines since this month.", true)
	note(c.p.ago(22), "portfolio", "", "Incidents are recorded by one tool for all since this month.", true)
	for m := range c.p.opt.Months {
		if time.Unix(c.p.days.starts[m], 0).UTC().Month() == time.December {
			note(c.p.at(m, 17), "portfolio", "", "Year-end freeze until 2 January.", false)
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
