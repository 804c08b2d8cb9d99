package sample

// Teams whose pipelines report their jobs: a tool that tells them is rarely connected to
// all, and the rows are many. It was connected 18 months before the end.
var jobTeams = map[string]bool{"harbour": true, "iris": true}

// hasJobs reports whether the main-branch runs of a service in month m report their jobs.
func (p *plan) hasJobs(s *service, m int) bool {
	t := s.owner(p.days.starts[m])
	return t != nil && jobTeams[t.id] && m >= p.opt.Months-18
}

type job struct {
	name, outcome, task, check string
	blocking                   bool
	share                      float64 // of the run's time
}

// jobs are the jobs of one attempt of a run on main: built, tested, checked, and deployed
// where a deployment came of it. What fails is the tests or the blocking check; the other
// check only warns. Jobs after a failure are skipped.
func (c *cell) jobs(r run, attempt int, outcome string, queued, took int64) {
	begun := r.at + queued
	if outcome == "skip" || r.branch != "main" || begun+took >= c.p.end || !c.p.hasJobs(c.s, c.m) {
		return
	}
	if outcome == "flaky" {
		outcome = "failure"
	}
	d := c.side
	list := [...]job{
		{"build", "success", "build", "", true, 0.3},
		{"unit tests", "success", "test", "", true, 0.4},
		{"code scan", "success", "check", "sast", true, 0.2},
		{"dependency scan", "success", "check", "sca", false, 0.1},
		{"deploy to production", "success", "deploy", "", true, 0},
	}
	if d.chance(0.05) {
		list[3].outcome = "failure"
	}
	broken := len(list)
	if outcome != "success" {
		broken = 1 + d.weighted(0.8, 0.2)
		list[broken].outcome = outcome
	}
	at := begun
	for i, j := range list {
		if j.task == "deploy" && !r.released {
			break
		}
		if i > broken {
			j.outcome, j.share = "skip", 0
		}
		ended := min(begun+took, at+int64(float64(took)*j.share))
		w := c.row(jobs)
		w.number(c.s.deploys, r.id)
		w.count(attempt)
		w.number("", int64(i+1))
		w.text(j.name)
		w.text(j.outcome)
		if j.outcome == "skip" {
			w.skip(1)
		} else {
			w.at(at)
		}
		w.at(ended)
		w.text(j.task)
		w.text(j.check)
		w.flag(j.blocking)
		at = ended
	}
}
