package sample

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/generator/download"
)

// told is what the rows themselves say of one team in one half of the comparison: the
// newest six months (true) or the twelve before (false).
type told struct {
	deploys, lots, repairs, incidents, severe, runs, failedRuns, begun, open, closures, accepted float64
	lead, review, recovery, cycle                                                                []float64
}

type half struct {
	team  string
	newer bool
}

// listen reads the demo's rows as a report would: owner by the row's own time.
func listen(t *testing.T) (func(team string, newer bool) *told, *plan) {
	opt, err := Demo().Complete()
	if err != nil {
		t.Fatal(err)
	}
	p := newPlan(opt)
	all := map[half]*told{}
	of := func(owner *team, at int64) *told {
		first, step := p.days.starts[p.step()-12], p.days.starts[p.step()]
		if owner == nil || at < first {
			return &told{}
		}
		h := half{owner.id, at >= step}
		if all[h] == nil {
			all[h] = &told{}
		}
		return all[h]
	}
	l := listener{p: p, of: of, service: map[string]*service{}, project: map[string]*team{}, commit: map[string]int64{}}
	for _, s := range p.services {
		l.service[s.id], l.service[s.repo] = s, s
	}
	for _, team := range p.teams {
		l.project[team.project] = team
	}
	rowsOf(t, Demo(), l.hear)
	return func(team string, newer bool) *told { return all[half{team, newer}] }, p
}

type listener struct {
	p       *plan
	of      func(*team, int64) *told
	service map[string]*service
	project map[string]*team
	commit  map[string]int64
}

func (l *listener) hear(s stream, b *download.Batch) {
	names := map[string]int{}
	for i, c := range b.Columns {
		names[c.Name] = i
	}
	for row := range b.Len() {
		text := func(name string) string { return string(b.Cells[names[name]].TextAt(row)) }
		at := func(name string) int64 { return b.Cells[names[name]].IntAt(row) }
		l.row(s, text, at)
	}
}

// hoursBetween appends the hours from a to b, if both are known.
func hoursBetween(list *[]float64, a, b int64) {
	if a > 0 && b > 0 {
		*list = append(*list, float64(b-a)/3600)
	}
}

func (l *listener) row(s stream, text func(string) string, at func(string) int64) {
	owner := func(t int64) *told {
		if service := l.service[text("service_id")]; service != nil {
			return l.of(service.owner(t), t)
		}
		return &told{}
	}
	switch s {
	case deployments:
		v := owner(at("finished_at"))
		if text("environment") != "production" || text("outcome") != "success" {
			return
		}
		if text("kind") == "rolledback" || at("is_hotfix") == 1 {
			v.repairs++
			return
		}
		v.deploys++
	case changes, changesOther:
		if v := owner(at("merged_at")); text("state") == "merged" && at("is_bot") == 0 {
			v.lots++
			hoursBetween(&v.lead, at("first_commit_at"), at("merged_at"))
			hoursBetween(&v.review, at("ready_at"), at("first_review_at"))
		}
	case incidents:
		v := owner(at("started_at"))
		v.incidents++
		if text("severity") == "sev1" {
			v.severe++
		}
		hoursBetween(&v.recovery, at("started_at"), at("resolved_at"))
	case runs:
		if v := owner(at("finished_at")); text("branch") == "main" {
			v.runs++
			if text("outcome") == "failure" {
				v.failedRuns++
			}
		}
	case findings:
		if v := owner(at("detected_at")); text("status") != "open" {
			v.closures++
			if text("dismissed_reason") == "tolerable_risk" {
				v.accepted++
			}
		}
	case items:
		v := l.of(l.project[text("project")], at("started_at"))
		v.begun++
		if at("closed_at") == 0 {
			v.open++
		}
		hoursBetween(&v.cycle, at("started_at"), at("closed_at"))
	}
}

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

// TestStoriesAreInTheRows checks that what stories.go says can be seen in the committed
// sample: each line is newer against older, by the rows alone.
func TestStoriesAreInTheRows(t *testing.T) {
	of, _ := listen(t)
	perMonth := func(newer bool) float64 {
		if newer {
			return 6
		}
		return 12
	}
	for _, c := range []struct {
		team, what string
		from, to   float64 // limits of newer ÷ older
		of         func(v *told, newer bool) float64
	}{
		{"atlas", "hours from commit to merge", 0.3, 0.65, func(v *told, _ bool) float64 { return median(v.lead) }},
		{"atlas", "deployments a month", 0.7, 1.3, func(v *told, n bool) float64 { return v.deploys / perMonth(n) }},
		{"beacon", "share of severity 1", 0, 0.4, func(v *told, _ bool) float64 { return v.severe / v.incidents }},
		{"beacon", "hours to recover", 0, 0.6, func(v *told, _ bool) float64 { return median(v.recovery) }},
		{"cobalt", "deployments a month", 1.5, 3, func(v *told, n bool) float64 { return v.deploys / perMonth(n) }},
		{"cobalt", "repairs a deployment", 2, 20, func(v *told, _ bool) float64 { return v.repairs / v.deploys }},
		{"delta", "incidents a month", 0, 0.35, func(v *told, n bool) float64 { return v.incidents / perMonth(n) }},
		{"delta", "repairs a deployment", 0.6, 2, func(v *told, _ bool) float64 { return v.repairs / v.deploys }},
		{"ember", "share of closures that accept", 4, 100, func(v *told, _ bool) float64 { return v.accepted / v.closures }},
		{"fjord", "share of items still open", 5, 1000, func(v *told, _ bool) float64 { return (v.open + 0.1) / v.begun }},
		{"fjord", "hours from start to done", 0.7, 1.4, func(v *told, _ bool) float64 { return median(v.cycle) }},
		{"granite", "deployments a month", 0.3, 0.75, func(v *told, n bool) float64 { return v.deploys / perMonth(n) }},
		{"granite", "changes a deployment", 1.6, 4, func(v *told, _ bool) float64 { return v.lots / v.deploys }},
		{"harbour", "share of runs that fail", 2, 8, func(v *told, _ bool) float64 { return v.failedRuns / v.runs }},
		{"iris", "hours until a review", 3, 30, func(v *told, _ bool) float64 { return median(v.review) }},
		{"iris", "deployments a month", 0.7, 1.3, func(v *told, n bool) float64 { return v.deploys / perMonth(n) }},
		{"lumen", "hours from commit to merge", 0.2, 0.85, func(v *told, _ bool) float64 { return median(v.lead) }},
	} {
		ratio := c.of(of(c.team, true), true) / c.of(of(c.team, false), false)
		if ratio < c.from || ratio > c.to {
			t.Errorf("%s, %s: newer ÷ older is %.2f, expected %.2f to %.2f", c.team, c.what, ratio, c.from, c.to)
		}
	}
}

// In lumen, both services become slower while the team becomes faster.
func TestMixEffectIsAMixEffect(t *testing.T) {
	_, p := listen(t)
	lead := map[string][2][]float64{}
	rowsOf(t, Demo(), func(s stream, b *download.Batch) {
		if s != changes && s != changesOther {
			return
		}
		column := func(name string) *download.Cells {
			return &b.Cells[slices.IndexFunc(b.Columns, func(c download.Column) bool { return c.Name == name })]
		}
		for row := range b.Len() {
			merged, commit := column("merged_at").IntAt(row), column("first_commit_at").IntAt(row)
			if merged < p.days.starts[p.step()-12] || commit == 0 || column("is_bot").IntAt(row) == 1 {
				continue
			}
			pair := lead[string(column("service_id").TextAt(row))]
			newer := 0
			if merged >= p.days.starts[p.step()] {
				newer = 1
			}
			pair[newer] = append(pair[newer], float64(merged-commit))
			lead[string(column("service_id").TextAt(row))] = pair
		}
	})
	for _, s := range p.services {
		if o := s.owner(p.end); o == nil || o.id != "lumen" {
			continue
		}
		if pair := lead[s.id]; median(pair[1]) < 1.2*median(pair[0]) {
			t.Errorf("%s: %.0f s after %.0f s", s.id, median(pair[1]), median(pair[0]))
		}
	}
}

// Every August, and only then, delta is quiet.
func TestAugustIsQuiet(t *testing.T) {
	opt, _ := Demo().Complete()
	p := newPlan(opt)
	var s *sheet
	quiet, usual, augusts, others := 0.0, 0.0, 0.0, 0.0
	for m := range opt.Months {
		n := 0.0
		s = p.make(unit{month: m}, s)
		b := s[deployments]
		for row := range b.Len() {
			owner := p.serviceOf(string(b.Cells[1].TextAt(row))).owner(b.Cells[3].IntAt(row))
			if owner != nil && owner.id == "delta" && string(b.Cells[2].TextAt(row)) == "production" {
				n++
			}
		}
		if time.Unix(p.days.starts[m], 0).UTC().Month() == time.August {
			quiet, augusts = quiet+n, augusts+1
		} else {
			usual, others = usual+n, others+1
		}
	}
	if augusts != 3 || quiet/augusts > 0.6*usual/others {
		t.Errorf("%.0f Augusts with %.1f deployments, %.1f in other months", augusts, quiet/augusts, usual/others)
	}
}

// In the step's month atlas's new scanner finds what was there before; the other checks
// find as much as ever.
func TestNewScannerIsABurst(t *testing.T) {
	w := demoWorld()
	found := func(month int, container bool) int {
		return w.count("vulnerabilities", func(r record) bool {
			return w.ownerOf(r, "detected_at") == "atlas" && w.month(r.at("detected_at")) == month && (r.text("check_kind") == "container") == container
		})
	}
	if n := found(w.step(), true); n < 25 || n < 5*found(w.step()+1, true) || found(w.step()-1, true) > 0 {
		t.Errorf("%d container findings in the step's month, %d before, %d after", n, found(w.step()-1, true), found(w.step()+1, true))
	}
	older, newer := 0, 0
	for m := w.step() - 12; m < w.opt.Months; m++ {
		if m < w.step() {
			older += found(m, false)
		} else {
			newer += found(m, false)
		}
	}
	if ratio := 2 * float64(newer) / float64(older); ratio < 0.5 || ratio > 1.6 {
		t.Errorf("other findings: %d in six months after %d in twelve", newer, older)
	}
}

// fjord's board takes more than a working day and never says anything but yes.
func TestControlsCostAndYield(t *testing.T) {
	w := demoWorld()
	hours := func(control string) float64 {
		return w.medianHours("waits", "requested_at", "ended_at", func(r record) bool { return r.text("control") == control })
	}
	if board, review := hours("change-board"), hours("security-review"); board < 24 || review > 20 {
		t.Errorf("%.1f hours for the board, %.1f for the review", board, review)
	}
}

func (p *plan) serviceOf(id string) *service {
	return p.services[slices.IndexFunc(p.services, func(s *service) bool { return s.id == id })]
}

func TestReadmeTellsEveryStory(t *testing.T) {
	page := Readme(Demo(), nil)
	for _, s := range Stories {
		if !strings.Contains(page, s.Team+": "+s.Title) || s.True == "" || s.Says == "" || s.MustNot == "" {
			t.Errorf("%s: %s is not told in full", s.Team, s.Title)
		}
	}
}
