package sample

import (
	"slices"
	"strings"
	"testing"
)

// facts say how each fact of the README is seen in the rows. A fact that a story tells is
// checked by the story's own test, and is nil here.
var facts = map[string]func(w *world) bool{
	"change-lead-time": nil, "cycle-time": nil, "work-in-progress": nil, "throughput": nil, "change-fail-rate": nil,
	"failed-deployment-recovery-time": nil, "deployment-rework-rate": nil, "pipeline-success": nil,
	"sustained change of a duration": nil, "sustained change of a share": nil, "sustained change of a rate": nil, "no detectable change": nil,
	"the mix changed": nil, "not applicable": nil,
	"deployment-frequency": func(w *world) bool {
		n := w.count("deployments", func(r record) bool { return released(r) && r.text("service_id") == "almanac" })
		return n > 0 && n < w.opt.Months
	},
	"work-item-age": func(w *world) bool {
		return w.has("work_item_transitions", func(r record) bool { return r.text("from_status") == "Done" }) &&
			w.partly("work_items", "started_at", "closed_at")
	},
	"review-wait": func(w *world) bool {
		return w.has("waits", func(r record) bool {
			return r.text("kind") == "review" && r.text("entity") == "change" && r.text("other_team") != "" && r.text("repo") != ""
		})
	},
	"delay-causes": func(w *world) bool {
		return w.each("waits", "kind", "review", "approval", "protection", "freeze", "gate", "blocked", "queue", "shared_environment", "request") &&
			w.each("waits", "entity", "change", "work_item", "deployment", "environment_request") &&
			w.partly("waits", "ended_at", "outcome", "control", "other_team", "automated", "repo") &&
			w.partly("changes", "work_item_ids") && w.workItemsExist() && w.trains()
	},
	"risk-control-yield": func(w *world) bool {
		board := func(r record) bool { return r.text("control") == "change-board" }
		changed := func(r record) bool {
			return r.text("control") == "security-review" && slices.Contains([]string{"changed", "rejected"}, r.text("outcome"))
		}
		review := w.count("waits", func(r record) bool { return r.text("control") == "security-review" })
		return w.count("waits", board) > 200 && !w.has("waits", func(r record) bool { return board(r) && r.text("outcome") != "approved" && r.at("ended_at") > 0 }) &&
			w.count("waits", changed)*3 > review && w.each("waits", "outcome", "approved", "rejected", "changed", "waived") &&
			w.each("waits", "control", "sast-gate", "licence-gate", "staging-lock", "year-end-freeze", "environment-protection")
	},
	"escaped-defects": func(w *world) bool {
		older, newer := w.shares("work_items", "created_at", func(r record) bool { return r.text("project") == "IRI" && !r.blank("found_in") },
			func(r record) bool { return r.text("found_in") == "production" })
		return newer < older/3 && w.partly("work_items", "found_in", "introduced_by_change_id", "parent_id", "service_id")
	},
	"test-coverage-direction": func(w *world) bool {
		share := func(s *service, m int) float64 {
			covered, n := 0.0, 0.0
			for _, cells := range w.tables["coverage"].rows {
				if r := (record{w.tables["coverage"].names, cells}); r.text("service_id") == s.id && r.text("metric") == "line" && w.month(r.at("measured_at"))/12 == m {
					covered, n = covered+float64(r.at("covered"))/float64(r.at("total")), n+1
				}
			}
			return covered / n
		}
		up, down := w.services[2], w.services[0]
		return share(up, 2) > share(up, 0)+0.03 && share(down, 2) < share(down, 0)-0.03 &&
			w.span("coverage", "measured_at", w.services[7].id) == [2]int{w.opt.Months - 5, w.opt.Months - 1} &&
			w.span("coverage", "measured_at", w.services[6].id) == [2]int{0, w.opt.Months - 8} && w.each("coverage", "metric", "line", "branch")
	},
	"incident-patterns": func(w *world) bool {
		return w.each("incidents", "cause", "code", "configuration", "migration", "dependency", "supplier", "network", "capacity", "certificate") &&
			w.each("incidents", "detected_by", "monitor", "customer", "staff") && w.has("incidents", night) && w.repeats() > 50 &&
			w.partly("incidents", "cause", "detected_by", "severity", "mitigated_at", "resolved_at", "caused_by_deployment_id", "caused_by_change_id", "resolved_by_deployment_id")
	},
	"incident-capture": func(w *world) bool {
		repairs := w.count("deployments", func(r record) bool { return r.at("is_hotfix") == 1 || r.text("kind") == "rolledback" })
		named := w.count("incidents", func(r record) bool { return !r.blank("resolved_by_deployment_id") })
		return named > 0 && repairs > named+20 && w.has("changes", func(r record) bool { return !r.blank("reverts_change_id") })
	},
	"time-to-fix-vulnerabilities": func(w *world) bool {
		return w.each("vulnerabilities", "severity", "critical", "high", "medium", "low", "unknown", "none") && w.partly("vulnerabilities", "due_at", "fixed_version", "linked_change_id") &&
			w.policy(false) == 30 && w.policy(true) == 15
	},
	"on-time-remediation": func(w *world) bool {
		return w.partly("vulnerabilities", "due_at", "exposed", "automatable", "technical_impact") && w.each("vulnerabilities", "technical_impact", "partial", "total")
	},
	"security-debt-age": func(w *world) bool {
		return w.has("vulnerabilities", func(r record) bool { return r.text("status") == "open" && w.end-r.at("detected_at") > 300*day })
	},
	"verified-fix-share": func(w *world) bool {
		return w.each("vulnerabilities", "dismissed_reason", "tolerable_risk", "inaccurate", "no_bandwidth", "not_used", "mitigating_control", "used_in_tests", "duplicate", "path_excluded", "severity_lowered") &&
			w.has("vulnerabilities", func(r record) bool { return r.text("status") == "dismissed" && r.blank("dismissed_reason") }) &&
			w.has("vulnerabilities", func(r record) bool { return r.text("status") == "fixed" && r.blank("linked_change_id") }) &&
			w.has("vulnerabilities", func(r record) bool { return r.text("status") == "open" && r.at("reopened_at") > 0 }) &&
			w.has("finding_events", func(r record) bool {
				return r.text("from") == "fixed" && r.text("to") == "open" && r.text("reason") != ""
			}) &&
			w.has("finding_events", func(r record) bool { return r.text("from") == "high" && r.text("to") == "medium" }) &&
			w.has("finding_events", func(r record) bool { return r.text("from") == "medium" && r.text("to") == "high" })
	},
	"security-check-coverage": func(w *world) bool {
		return !w.has("scans", func(r record) bool { return r.text("check_kind") == "dast" }) && w.each("service_checks", "check_kind", "dast", "container", "licence") &&
			w.has("service_checks", func(r record) bool { return r.text("check_kind") == "licence" && r.at("valid_to") > 0 }) &&
			w.each("scans", "outcome", "success", "failure", "cancelled") && w.scansAreOfReleases() && w.lastScan("orchid-web") == w.opt.Months-4 &&
			!w.has("scans", func(r record) bool { return r.text("service_id") == w.services[9].id && r.text("check_kind") == "sast" })
	},
	"exceptions-expiring": func(w *world) bool {
		within := func(from, to int64) func(record) bool {
			return func(r record) bool {
				e := r.at("expires_at")
				return r.at("closed_at") == 0 && e > w.end+from*day && e <= w.end+to*day
			}
		}
		return w.has("exceptions", within(0, 30)) && w.has("exceptions", within(30, 60)) && w.has("exceptions", within(60, 90)) && w.has("exceptions", within(-900, 0)) &&
			w.partly("exceptions", "owner_role", "expires_at", "renewal_of", "closed_at", "finding_id") && w.renewedTwice()
	},
	"environment-provisioning-time": func(w *world) bool {
		hours := func(newer bool) float64 {
			return w.medianHours("environment_requests", "requested_at", "provisioned_at", func(r record) bool {
				at := r.at("requested_at")
				return r.text("team_id") == "cobalt" && (newer && w.newer(at) || !newer && w.older(at))
			})
		}
		return hours(true) < hours(false)/3 && w.each("environment_requests", "outcome", "provisioned", "cancelled", "rejected", "failed") &&
			w.has("environment_requests", func(r record) bool { return r.blank("outcome") && w.end-r.at("requested_at") > 90*day }) &&
			w.has("environment_requests", func(r record) bool { return r.blank("outcome") && w.end-r.at("requested_at") < 20*day })
	},
	"self-service-share": func(w *world) bool {
		older, newer := w.shares("environment_requests", "requested_at", func(r record) bool { return r.text("team_id") == "cobalt" }, func(r record) bool { return r.at("self_service") == 1 })
		return older < 0.35 && newer > 0.8
	},
	"pipeline-duration": func(w *world) bool {
		hours := func(before bool) float64 {
			return w.medianHours("pipeline_runs", "started_at", "finished_at", func(r record) bool {
				return r.text("service_id") == "syrup" && (w.month(r.at("finished_at")) < w.opt.Months-rebaseMonths) == before
			})
		}
		return hours(false) < 0.6*hours(true)
	},
	"flaky-reruns": func(w *world) bool {
		return w.each("pipeline_jobs", "task_type", "build", "test", "deploy", "check") && w.each("pipeline_jobs", "check_kind", "sast", "sca") &&
			w.partly("pipeline_jobs", "blocking", "started_at") && w.jobsAreOfRuns()
	},
	"friction-points": func(w *world) bool {
		return len(w.tables["survey_waves"].rows) == 6 && w.has("survey_questions", func(r record) bool { return r.at("reverse") == 1 }) &&
			w.waves("q-docs") == 2 && w.waves("q-build") == 6
	},
	"no data": func(w *world) bool {
		return !w.has("deployments", ofService("style-guide")) && w.has("scans", ofService("style-guide")) &&
			w.span("deployments", "finished_at", "fax-bridge")[1] == w.opt.Months-retireMonths-1 && !w.has("coverage", func(r record) bool {
			return r.text("service_id") == w.services[7].id && w.month(r.at("measured_at")) < w.opt.Months-5
		})
	},
	"zero": func(w *world) bool {
		return w.span("deployments", "finished_at", "almanac")[1]-w.span("deployments", "finished_at", "almanac")[0] > 12
	},
	"too few": func(w *world) bool { return len(w.tables["incidents"].rows) < len(w.services)*w.opt.Months },
	"withheld, a small group": func(w *world) bool {
		return w.has("teams", func(r record) bool { return r.text("team_id") == "beacon" && r.at("headcount") == 3 }) && w.authors("beacon", "") == 3
	},
	"withheld, so that another cannot be computed": func(w *world) bool {
		return w.authors("maple", "sap-tap") == 2 && w.authors("maple", "syrup") == 9
	},
	"withheld, few answers": func(w *world) bool {
		n := w.respondents("wave-6")
		return n["delta"] < 10 && n["beacon"] < 10 && n["atlas"] >= 10 && n["harbour"] >= 10 && n["cobalt"] >= 10 && w.team("delta").headcount >= 10
	},
	"unusual month, high": func(w *world) bool {
		m := w.opt.Months
		return w.deploysIn("harbour", m-8) > 2*w.deploysIn("harbour", m-9) && w.deploysIn("harbour", m-8) > 2*w.deploysIn("harbour", m-7) &&
			w.leadIn("ember", m-4) > 2.5*w.leadIn("ember", m-5) && w.leadIn("ember", m-4) > 2.5*w.leadIn("ember", m-3)
	},
	"unusual month, low": func(w *world) bool {
		m := w.opt.Months
		return w.leadIn("ember", m-10) < 0.5*w.leadIn("ember", m-11) && w.leadIn("ember", m-10) < 0.5*w.leadIn("ember", m-9)
	},
	"too early":    func(w *world) bool { return w.span("deployments", "finished_at", "seedling")[0] >= w.opt.Months-4 },
	"trial limits": func(w *world) bool { return w.span("deployments", "finished_at", "graft")[0] >= w.opt.Months-9 },
	"rare events": func(w *world) bool {
		n := w.count("deployments", func(r record) bool { return released(r) && r.text("service_id") == "almanac" })
		return n >= 4 && n <= 36
	},
	"a new baseline": func(w *world) bool {
		for _, scope := range []string{"team", "service", "portfolio"} {
			for _, rebase := range []int64{0, 1} {
				if !w.has("annotations", func(r record) bool { return r.text("scope") == scope && r.at("rebase") == rebase }) {
					return false
				}
			}
		}
		m := w.opt.Months - rebaseMonths
		return w.leadIn("compass", m)+w.leadIn("compass", m+1) < 0.8*(w.leadIn("compass", m-1)+w.leadIn("compass", m-2))
	},
	"all answers the same": func(w *world) bool {
		is := func(wave string) func(record) bool {
			return func(r record) bool {
				return r.text("survey_id") == wave && r.text("team_id") == "atlas" && r.text("question_id") == "q-build"
			}
		}
		return w.count("survey_answers", is("wave-6")) >= 10 && !w.has("survey_answers", func(r record) bool { return is("wave-6")(r) && r.at("value") != 5 }) &&
			w.has("survey_answers", func(r record) bool { return is("wave-1")(r) && r.at("value") != 5 })
	},
	"a team renamed, same identifier": func(w *world) bool {
		return w.count("teams", func(r record) bool { return r.text("team_id") == "granite" }) == 2
	},
	"a team renamed, new identifier": func(w *world) bool { return w.succeeds("north-desk", "compass") },
	"a team split":                   func(w *world) bool { return w.succeeds("orchid", "orchid-core") && w.succeeds("orchid", "orchid-web") },
	"teams merged":                   func(w *world) bool { return w.succeeds("kelp", "marsh") && w.succeeds("reed", "marsh") },
	"a service handed over": func(w *world) bool {
		return w.moved.id == "upload" && w.succeeds("iris", "harbour")
	},
	"a service retired": func(w *world) bool {
		return w.has("services", func(r record) bool { return r.text("service_id") == "fax-bridge" && r.at("valid_to") > 0 }) &&
			w.has("vulnerabilities", func(r record) bool { return r.text("service_id") == "fax-bridge" && r.text("status") == "open" }) &&
			w.count("deployments", func(r record) bool { return r.text("kind") == "removed" }) == 1
	},
	"services nobody owns": func(w *world) bool {
		return w.count("services", func(s record) bool {
			return !w.has("ownership", func(r record) bool { return r.text("entity_id") == s.text("service_id") })
		}) == 2
	},
	"trackers by project": func(w *world) bool { return w.partly("work_items", "team_id") },
	"environments by owner": func(w *world) bool {
		return w.has("environment_requests", func(r record) bool { return r.blank("team_id") && r.blank("service_id") && !r.blank("environment_id") })
	},
}

func TestReadmeListIsInTheRows(t *testing.T) {
	w, page := demoWorld(), Readme(Demo(), nil)
	for _, f := range Facts {
		is, known := facts[f.What]
		if !known || !strings.Contains(page, f.What) || !strings.Contains(page, f.Where) {
			t.Errorf("%s: %s is not told or not checked", f.Of, f.What)
		}
		if is != nil && !is(w) {
			t.Errorf("%s: %s: %s: not so in the rows", f.Of, f.What, f.Where)
		}
	}
	if len(facts) != len(Facts) {
		t.Errorf("%d facts are checked, %d told", len(facts), len(Facts))
	}
}

// Every column of every table is filled somewhere.
func TestNoColumnIsAlwaysEmpty(t *testing.T) {
	for name, table := range demoWorld().tables {
		for column, i := range table.names {
			if !slices.ContainsFunc(table.rows, func(r []cellOf) bool { return r[i] != cellOf{} }) {
				t.Errorf("%s.%s is always empty", name, column)
			}
		}
	}
}
