package sample

import (
	"strings"
	"time"
)

func night(r record) bool {
	at := time.Unix(r.at("started_at"), 0).UTC()
	return at.Hour() < 5 && at.Weekday() == time.Sunday
}

// span is the first and the last month in which a service has rows.
func (w *world) span(name, at, service string) [2]int {
	out := [2]int{w.opt.Months, -1}
	w.count(name, func(r record) bool {
		if r.text("service_id") == service && r.at(at) > 0 {
			out = [2]int{min(out[0], w.month(r.at(at))), max(out[1], w.month(r.at(at)))}
		}
		return false
	})
	return out
}

// keys is the set of a column's texts, with another column before it.
func (w *world) keys(name string, columns ...string) map[string]bool {
	out := map[string]bool{}
	w.count(name, func(r record) bool { out[joined(r, columns...)] = true; return false })
	return out
}

func joined(r record, columns ...string) string {
	var parts []string
	for _, c := range columns {
		parts = append(parts, r.text(c))
	}
	return strings.Join(parts, "\x00")
}

func (w *world) workItemsExist() bool {
	ids := w.keys("work_items", "item_id")
	return !w.has("changes", func(r record) bool {
		for _, id := range strings.Split(r.text("work_item_ids"), ";") {
			if id != "" && !ids[id] {
				return true
			}
		}
		return false
	})
}

// trains is whether some release group holds several services.
func (w *world) trains() bool {
	services := map[string]string{}
	return w.has("deployments", func(r record) bool {
		group := r.text("release_group")
		other, seen := services[group]
		services[group] = r.text("service_id")
		return group != "" && seen && other != r.text("service_id")
	})
}

func (w *world) jobsAreOfRuns() bool {
	ids := w.keys("pipeline_runs", "run_id")
	return !w.has("pipeline_jobs", func(r record) bool { return !ids[r.text("run_id")] })
}

// scansAreOfReleases is whether scans name what was deployed to production before them.
func (w *world) scansAreOfReleases() bool {
	deployed := w.keys("deployments", "service_id", "sha")
	wrong := w.count("scans", func(r record) bool { return !r.blank("sha") && !deployed[joined(r, "service_id", "sha")] })
	return wrong == 0 && w.partly("scans", "version", "sha")
}

func (w *world) lastScan(team string) int {
	last := -1
	w.count("scans", func(r record) bool {
		if w.ownerOf(r, "finished_at") == team && r.text("check_kind") == "sast" {
			last = max(last, w.month(r.at("finished_at")))
		}
		return false
	})
	return last
}

// policy is the days that a critical finding had to be fixed in.
func (w *world) policy(recent bool) int64 {
	days := int64(0)
	w.count("vulnerabilities", func(r record) bool {
		if r.text("severity") == "critical" && r.at("due_at") > 0 && w.month(r.at("detected_at")) >= w.opt.Months-18 == recent {
			if d := (r.at("due_at") - r.at("detected_at")) / day; days == 0 || d < days {
				days = d
			}
		}
		return false
	})
	return days
}

func (w *world) renewedTwice() bool {
	before := map[string]string{}
	w.count("exceptions", func(r record) bool { before[r.text("exception_id")] = r.text("renewal_of"); return false })
	for _, renewed := range before {
		if before[renewed] != "" {
			return true
		}
	}
	return false
}

func (w *world) waves(question string) int {
	waves := map[string]bool{}
	w.count("survey_answers", func(r record) bool {
		if r.text("question_id") == question {
			waves[r.text("survey_id")] = true
		}
		return false
	})
	return len(waves)
}

func (w *world) respondents(wave string) map[string]int {
	seen, out := map[string]bool{}, map[string]int{}
	w.count("survey_answers", func(r record) bool {
		if r.text("survey_id") == wave && !seen[r.text("respondent_id")] {
			seen[r.text("respondent_id")] = true
			out[r.text("team_id")]++
		}
		return false
	})
	return out
}

// authors is how many people made a team's changes, or those of one of its services.
func (w *world) authors(team, service string) int {
	who := map[string]bool{}
	w.count("changes", func(r record) bool {
		if w.ownerOf(r, "opened_at") == team && (service == "" || r.text("service_id") == service) && r.at("is_bot") == 0 {
			who[r.text("author_id")] = true
		}
		return false
	})
	return len(who)
}

// repeats is how many incidents follow one of the same service and cause within 90 days.
func (w *world) repeats() int {
	last := map[string]int64{}
	return w.count("incidents", func(r record) bool {
		key := joined(r, "service_id", "cause")
		before, at := last[key], r.at("started_at")
		last[key] = at
		return r.text("cause") != "" && before > 0 && at-before < 90*day && at >= before
	})
}

// succeeds is whether some service belonged to one team and, from a moment on, to another.
func (w *world) succeeds(one, other string) bool {
	until := map[int64]bool{}
	w.count("ownership", func(r record) bool {
		until[r.at("valid_to")] = until[r.at("valid_to")] || r.text("team_id") == one
		return false
	})
	return w.has("ownership", func(r record) bool {
		return r.text("entity_type") == "service" && r.text("team_id") == other && until[r.at("valid_from")]
	})
}
