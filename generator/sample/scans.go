package sample

// checkTools are the checks of the organisation and the tools that make them. Nobody scans
// for dast yet, though it is required of some.
var checkTools = [...]struct{ kind, tool string }{
	{"sast", "codecheck"}, {"sca", "depcheck"}, {"secrets", "leakcheck"}, {"container", "imagecheck"}, {"licence", "licencecheck"}, {"dast", ""}}

func toolOf(kind string) string {
	for _, t := range checkTools {
		if t.kind == kind {
			return t.tool
		}
	}
	return ""
}

// requirement is a check that a service must have, from a moment until another.
type requirement struct {
	kind     string
	from, to int64
}

// Months before the end at which requirements change.
const (
	containersRequired = 10 // of every third service
	licencesDropped    = 8  // by every second one
	dastRequired       = 4  // of every fourth one
	scansStopped       = 3  // those for sast, of orchid-web
)

// required are a service's required checks: three for all, and those that came and went.
func (p *plan) required(s *service) []requirement {
	since := max(s.from, p.at(0, -300))
	out := []requirement{{"sast", since, 0}, {"sca", since, 0}, {"secrets", since, 0}}
	if s.index%3 == 0 {
		out = append(out, requirement{"container", max(s.from, p.ago(containersRequired)), 0})
	}
	if s.index%2 == 0 && s.from < p.ago(licencesDropped) {
		out = append(out, requirement{"licence", since, p.ago(licencesDropped)})
	}
	if s.index%4 == 2 {
		out = append(out, requirement{"dast", max(s.from, p.ago(dastRequired)), 0})
	}
	return out
}

// scansIn is how many scans of a kind a service has in month m.
func (p *plan) scansIn(s *service, kind string, m int) int {
	if !p.alive(s, m) {
		return 0
	}
	left := p.opt.Months - m
	owner := s.owner(p.days.starts[m])
	each := 1
	if s.index%4 == 0 && kind == "sca" {
		each = 4 // the weekly ones
	}
	switch kind {
	case "sast", "sca", "secrets":
		if i := map[string]int{"sast": 0, "sca": 1, "secrets": 2}[kind]; (s.index+i)%9 == 0 {
			return 0 // never, though required
		}
		if kind == "sast" && owner != nil && owner.id == "orchid-web" && left <= scansStopped {
			return 0
		}
		return each
	case "container": // from the step on at atlas; elsewhere where required, some services late, some never
		if owner != nil && owner.id == "atlas" {
			return b2i(m >= p.step())
		}
		return b2i(s.index%3 == 0 && s.index%4 != 3 && left <= containersRequired-s.index%4)
	case "licence":
		return b2i(s.index%2 == 0 && left > licencesDropped)
	}
	return 0
}

func b2i(v bool) int {
	if v {
		return 1
	}
	return 0
}

// scan makes the month's runs of each check on what is in production: some services look
// at the release before, and a few runs fail.
func (c *cell) scan() {
	for _, check := range checkTools {
		n := c.p.scansIn(c.s, check.kind, c.m)
		for i := range n {
			if !c.draw.chance(c.p.rate.keep) {
				continue
			}
			begin, length := c.p.days.starts[c.m], c.p.days.starts[c.m+1]-c.p.days.starts[c.m]
			at := begin + length*int64(i+1)/int64(n) - day - c.draw.Int64N(3*day)
			ago := b2i(c.s.index%10 == 7 || c.draw.chance(0.08))
			v := c.inProduction(at, ago)
			r := c.row(scans)
			r.text(c.s.id)
			r.text(check.kind)
			r.at(at)
			r.text([]string{"success", "failure", "cancelled"}[c.draw.weighted(0.95, 0.04, 0.01)])
			r.text(check.tool)
			r.text("rules-" + months[c.m/6%len(months)])
			r.hash(v.sha)
			if c.s.index%7 == 5 { // this tool reports commits alone
				r.skip(1)
			} else {
				c.version(&r, v.number)
			}
		}
	}
}

// cover is a repository's line coverage once a month: a slow walk up, level or down, not a
// level to compare. Some count branches too; some are measured only lately, or no longer.
func (c *cell) cover() {
	left := c.p.opt.Months - c.m
	if !c.p.alive(c.s, c.m) || c.s.index%11 == 7 && left > 5 || c.s.index%13 == 6 && left <= 7 || !c.draw.chance(c.p.rate.keep) {
		return
	}
	total := 4000 + 300*c.m + 900*(c.s.index%17)
	share := 0.55 + 0.02*float64(c.s.index%13) + 0.002*float64(c.m*(c.s.index%3-1)) + 0.005*c.draw.NormFloat64()
	c.covered("line", total, share)
	if c.s.index%7 == 3 {
		c.covered("branch", total/3, share-0.1)
	}
}

func (c *cell) covered(metric string, total int, share float64) {
	at := c.p.days.starts[c.m+1] - day
	r := c.row(coverage)
	r.text(c.s.repo)
	r.at(at)
	r.text(metric)
	r.count(min(total, int(float64(total)*share)))
	r.count(total)
	r.hash(c.inProduction(at, 0).sha)
	r.text("main")
	r.text(c.s.id)
}
