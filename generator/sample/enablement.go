package sample

import "strconv"

// Environments per team and month, questions of a survey, months between two surveys.
const (
	requestsEach  = 1.2
	surveyMonths  = 6
	surveyReplies = 0.7
)

var surveyQuestions = [...]struct{ id, text, topic string }{
	{"q-build", "I get quick feedback from our builds and tests.", "feedback"},
	{"q-deploy", "Deploying is something we do without worry.", "delivery"},
	{"q-environments", "I get an environment when I need one.", "environments"},
	{"q-interruptions", "Unplanned work keeps me from finishing what I began.", "focus"},
}

// periodicRows is how many rows the tables have that come round with the calendar, if
// all of them are kept.
func (p *plan) periodicRows() float64 {
	rows := float64(p.opt.Months) * float64(len(p.services)) * (float64(len(required))*8/9 + 1)
	for m := range p.opt.Months {
		for _, t := range p.teams {
			if p.exists(t, m) {
				rows += requestsEach
				if m%surveyMonths == surveyMonths-1 {
					rows += float64(t.headcount*len(surveyQuestions)) * surveyReplies
				}
			}
		}
	}
	return rows
}

// environments are a team's requests for test environments: quick where the platform has
// automated the kind, days where a person must act.
func (c *cell) environments(t *team) {
	d := c.draw
	for range d.poisson(requestsEach * c.p.rate.keep) {
		kind := d.weighted(0.6, 0.4)
		asked := c.p.days.workTime(d, c.m)
		self := d.chance([]float64{0.8, 0.25}[kind])
		ready := asked + d.hours(30, 0.9)
		if self {
			ready = asked + d.hours(0.4, 0.6)
		}
		r := c.row(requests)
		r.number("ENV-"+t.id+"-", c.number())
		r.at(min(asked, c.p.end-hour))
		r.at(ready)
		if self {
			r.skip(1)
		} else {
			r.at(asked + (ready-asked)/2)
		}
		r.at(ready + d.hours(40*24, 0.8))
		if ready < c.p.end {
			r.text("provisioned")
		} else {
			r.skip(1)
		}
		r.text([]string{"sandbox", "integration"}[kind])
		r.text(t.id)
		r.skip(1) // service_id
		r.flag(self)
		r.skip(1) // environment_id
	}
}

// survey is a team's answers to the half-yearly survey: one pseudonym a wave and person,
// not all reply, not every question is answered.
func (c *cell) survey(t *team) {
	if c.m%surveyMonths != surveyMonths-1 {
		return
	}
	for range t.headcount {
		if !c.draw.chance(surveyReplies * c.p.rate.keep) {
			continue
		}
		who := strconv.FormatUint(c.draw.Uint64()>>24, 36)
		for i := range surveyQuestions {
			r := c.row(answers)
			r.text(waveName(c.m))
			r.text(who)
			r.text(surveyQuestions[i].id)
			r.count(1 + c.draw.weighted(0.08, 0.2, 0.3, 0.3, 0.12))
			r.text(t.id)
		}
	}
}

func waveName(m int) string { return "wave-" + strconv.Itoa(m/surveyMonths+1) }
