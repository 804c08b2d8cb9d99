package sample

import "strconv"

// Environments per team and month, months between two surveys.
const (
	requestsEach = 2.5
	surveyMonths = 6
)

var surveyQuestions = [...]struct{ id, text, topic string }{
	{"q-build", "I get quick feedback from our builds and tests.", "feedback"},
	{"q-deploy", "Deploying is something we do without worry.", "delivery"},
	{"q-environments", "I get an environment when I need one.", "environments"},
	{"q-interruptions", "Unplanned work keeps me from finishing what I began.", "focus"},
	{"q-docs", "I find what I need in our documentation.", "documentation"}, // asked in the two newest waves only
}

const oldQuestions = 4

// periodicRows is how many rows the tables have that come round with the calendar, if
// all of them are kept.
func (p *plan) periodicRows() float64 {
	rows := 0.0
	for m := range p.opt.Months {
		for _, s := range p.services {
			for _, check := range checkTools {
				rows += float64(p.scansIn(s, check.kind, m))
			}
			rows += float64(b2i(p.alive(s, m)))
		}
		for _, t := range p.teams {
			if p.exists(t, m) {
				rows += requestsEach * 1.1
				if m%surveyMonths == surveyMonths-1 {
					rows += float64(t.headcount*oldQuestions) * t.replies
				}
			}
		}
	}
	return rows
}

// environments are a team's requests for test environments: quick where the platform has
// automated the kind, days where a person must act.
func (c *cell) environments(t *team) {
	owned := c.p.ownedBy(t, c.m)
	for range c.draw.poisson(requestsEach * c.t.asked * c.p.rate.keep) {
		c.environment(t, owned)
	}
	if c.m == c.p.opt.Months-1 && c.draw.chance(0.5) { // asked in the last days: nobody got to it yet
		c.requestRow(t, owned, request{number: c.number(), asked: c.p.days.back(c.p.end-1, c.draw.hours(8, 0.5)), kind: 1})
	}
}

type request struct {
	number, asked, approved, ready, deleted int64
	outcome                                 string
	kind                                    int
	self                                    bool
}

func (c *cell) environment(t *team, owned []*service) {
	d := c.draw
	v := request{number: c.number(), asked: min(c.p.days.workTime(d, c.m), c.p.end-hour), kind: d.weighted(0.6, 0.4), outcome: "provisioned"}
	alone := c.t.alone
	if alone == 0 {
		alone = []float64{0.8, 0.25}[v.kind]
	}
	if v.self = d.chance(alone); v.self {
		v.ready = v.asked + d.hours(0.4, 0.6)
	} else {
		v.ready = v.asked + d.hours(30, 0.9)
		v.approved = v.asked + (v.ready-v.asked)/2
	}
	v.deleted = v.ready + d.hours(40*24, 0.8)
	switch d.weighted(0.87, 0.05, 0.04, 0.02, 0.02) {
	case 1:
		v.outcome, v.ready, v.deleted = "cancelled", 0, 0
	case 2:
		v.outcome, v.ready, v.deleted, v.approved = "rejected", 0, 0, 0
	case 3:
		v.outcome, v.ready, v.deleted = "failed", 0, 0
	case 4: // nobody ever answered
		v.outcome, v.ready, v.deleted, v.approved = "", 0, 0, 0
	}
	if v.ready >= c.p.end {
		v.outcome = ""
	}
	c.requestRow(t, owned, v)
	c.requestWaits(t, v)
}

func (c *cell) requestRow(t *team, owned []*service, v request) {
	r := c.row(requests)
	r.number("ENV-"+t.id+"-", v.number)
	r.at(v.asked)
	r.at(v.ready)
	r.at(v.approved)
	r.at(v.deleted)
	r.text(v.outcome)
	r.text([]string{"sandbox", "integration"}[v.kind])
	anonymous := c.draw.chance(0.06) // the platform knows whose the environment is, not who asked
	if anonymous {
		r.skip(1)
	} else {
		r.text(t.id)
	}
	if len(owned) > 0 && !anonymous && c.draw.chance(0.6) {
		r.text(owned[c.draw.IntN(len(owned))].id)
	} else {
		r.skip(1)
	}
	r.flag(v.self)
	if anonymous || c.draw.chance(0.7) {
		r.number("env-"+t.id+"-", 1+v.number%environmentsEach)
	} else {
		r.skip(1)
	}
}

// environmentsEach is how many environments a team has in turn.
const environmentsEach = 3

// requestWaits are the budget approval and the queue of the people who set it up, for
// some of the requests that were not served by the platform alone.
func (c *cell) requestWaits(t *team, v request) {
	if v.approved == 0 || c.draw.chance(0.8) {
		return
	}
	w := wait{entity: "environment_request", prefix: "ENV-" + t.id + "-", number: v.number, seq: 1, kind: "approval", asked: v.asked, ended: v.approved,
		outcome: "approved", control: "budget-approval"}
	c.wait(w)
	if v.ready > 0 {
		w.seq, w.kind, w.asked, w.ended, w.outcome, w.control = 2, "queue", v.approved, v.ready, "", ""
		c.wait(w)
	}
}

// survey is a team's answers to the half-yearly survey: one pseudonym a wave and person,
// not all reply, not every question is answered.
func (c *cell) survey(t *team) {
	if c.m%surveyMonths != surveyMonths-1 {
		return
	}
	for range t.headcount {
		if !c.draw.chance(t.replies * c.p.rate.keep) {
			continue
		}
		who := strconv.FormatUint(c.draw.Uint64()>>24, 36)
		for i, q := range surveyQuestions {
			if i >= oldQuestions && c.m < c.p.opt.Months-surveyMonths-1 || c.draw.chance(0.03) {
				continue
			}
			r := c.row(answers)
			r.text(waveName(c.m))
			r.text(who)
			r.text(q.id)
			r.count(c.answer(t, q.id))
			r.text(t.id)
		}
	}
}

// answer is 1 to 5. In the two newest waves all of atlas agree fully on one question.
func (c *cell) answer(t *team, question string) int {
	given := 1 + c.draw.weighted(0.08, 0.2, 0.3, 0.3, 0.12)
	if t.id == "atlas" && question == "q-build" && c.m >= c.p.opt.Months-surveyMonths-1 {
		return 5
	}
	return given
}

func waveName(m int) string { return "wave-" + strconv.Itoa(m/surveyMonths+1) }
