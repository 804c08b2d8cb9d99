package generator

import (
	"fmt"
	"maps"
	"time"

	"pgregory.net/rapid"
)

func init() {
	maps.Copy(headers, map[string]string{
		"service_checks":       "service_id,check_kind,valid_from,valid_to",
		"scans":                "service_id,check_kind,finished_at,outcome,tool,rule_set,sha",
		"vulnerabilities":      "finding_id,service_id,vuln_id,severity,detected_at,status,resolved_at,tool,check_kind,dismissed_reason,linked_change_id,origin",
		"finding_events":       "finding_id,seq,at,field,from,to,reason,linked_change_id",
		"exceptions":           "exception_id,service_id,control,reason_class,owner_role,approved_at,expires_at,renewal_of,closed_at,finding_id",
		"coverage":             "repo,measured_at,metric,covered,total,branch,service_id",
		"environment_requests": "request_id,requested_at,provisioned_at,team_id,service_id,self_service",
		"waits":                "entity,entity_id,seq,kind,requested_at,ended_at,outcome,control,other_team,automated",
		"survey_waves":         "survey_id,opened_at,closed_at,invited",
		"survey_questions":     "question_id,text,scale_min,scale_max,reverse,topic",
		"survey_answers":       "survey_id,respondent_id,question_id,value,team_id",
	})
}

// drawSecurity makes up findings and what became of them, checks and their scans, accepted risks.
func drawSecurity(t *rapid.T, w world) {
	service := func() int { return rapid.IntRange(0, 3).Draw(t, "service") }
	kind := func() string { return rapid.SampledFrom([]string{"sast", "sca"}).Draw(t, "check") }
	for i := range rapid.IntRange(0, 8).Draw(t, "checks") {
		w["service_checks"] = append(w["service_checks"], fmt.Sprintf("s%d,%s,%s,", i%4, []string{"sast", "sca"}[i/4], text(drawTime(t, "required"))))
	}
	for range rapid.IntRange(0, 20).Draw(t, "scans") {
		w["scans"] = append(w["scans"], fmt.Sprintf("s%d,%s,%s,%s,tool,r%d,c%d", service(), kind(), text(drawTime(t, "scanned")),
			rapid.SampledFrom([]string{"success", "success", "failure"}).Draw(t, "outcome"), rapid.IntRange(1, 2).Draw(t, "rules"), rapid.IntRange(0, 9).Draw(t, "commit")))
	}
	for i := range rapid.IntRange(0, 25).Draw(t, "findings") {
		found := drawTime(t, "found")
		closed, status := drawAfter(t, found, "closed"), "open"
		if closed != "" {
			status = rapid.SampledFrom([]string{"fixed", "dismissed"}).Draw(t, "status")
		}
		w["vulnerabilities"] = append(w["vulnerabilities"], fmt.Sprintf("v%d,s%d,x,%s,%s,%s,%s,tool,%s,%s,%s,%s", i, service(),
			rapid.SampledFrom([]string{"critical", "high", "low"}).Draw(t, "severity"), text(found), status, closed, kind(),
			rapid.SampledFrom([]string{"", "tolerable_risk", "inaccurate", "something else"}).Draw(t, "reason"),
			rapid.SampledFrom([]string{"", "7"}).Draw(t, "fix"), rapid.SampledFrom([]string{"introduced", "newly_visible", "unknown"}).Draw(t, "origin")))
		if rapid.Bool().Draw(t, "has history") {
			w["finding_events"] = append(w["finding_events"], fmt.Sprintf("v%d,1,%s,status,,open,,", i, text(found)))
			if closed != "" {
				w["finding_events"] = append(w["finding_events"], fmt.Sprintf("v%d,2,%s,status,open,%s,,7", i, closed, status),
					fmt.Sprintf("v%d,3,%s,status,%s,open,,", i, text(found.Add(30*24*time.Hour)), status))
			}
		}
	}
	for i := range rapid.IntRange(0, 10).Draw(t, "exceptions") {
		approved := drawTime(t, "approved")
		renewed := ""
		if i > 0 && rapid.IntRange(0, 2).Draw(t, "renews") == 0 {
			renewed = fmt.Sprintf("e%d", i-1)
		}
		w["exceptions"] = append(w["exceptions"], fmt.Sprintf("e%d,s%d,sast,no_fix,%s,%s,%s,%s,%s,v%d", i, service(), rapid.SampledFrom([]string{"", "owner"}).Draw(t, "role"),
			text(approved), drawAfter(t, approved, "expires"), renewed, drawAfter(t, approved, "closed"), i))
	}
}

// drawEnablement makes up coverage, environment requests, waits and one survey.
func drawEnablement(t *rapid.T, w world) {
	team := func() string { return rapid.SampledFrom([]string{"red", "blue", ""}).Draw(t, "team") }
	for i := range rapid.IntRange(0, 16).Draw(t, "measurements") {
		w["coverage"] = append(w["coverage"], fmt.Sprintf("r%d,%s,line,%d,1000,main,s%d", i%4, text(drawTime(t, "measured")), rapid.IntRange(0, 1000).Draw(t, "covered"), i%4))
	}
	for i := range rapid.IntRange(0, 20).Draw(t, "requests") {
		asked := drawTime(t, "asked")
		w["environment_requests"] = append(w["environment_requests"], fmt.Sprintf("q%d,%s,%s,%s,s%d,%t", i, text(asked), drawAfter(t, asked, "given"), team(), i%4, rapid.Bool().Draw(t, "self")))
	}
	for i := range rapid.IntRange(0, 20).Draw(t, "waits") {
		asked := drawTime(t, "asked")
		w["waits"] = append(w["waits"], fmt.Sprintf("deployment,d%d,%d,%s,%s,%s,%s,%s,%s,%t", i, i, rapid.SampledFrom([]string{"approval", "gate", "freeze"}).Draw(t, "kind"), text(asked), drawAfter(t, asked, "ended"),
			rapid.SampledFrom([]string{"", "approved", "rejected", "changed"}).Draw(t, "outcome"), rapid.SampledFrom([]string{"", "board"}).Draw(t, "control"), team(), rapid.Bool().Draw(t, "automated")))
	}
	w["survey_waves"] = []string{"one,2026-02-01T00:00:00Z,2026-02-20T00:00:00Z,40"}
	w["survey_questions"] = []string{"a,Builds are quick,1,5,false,tools", "b,I wait for others,1,5,true,tools"}
	for i := range rapid.IntRange(0, 30).Draw(t, "respondents") {
		for _, question := range []string{"a", "b"} {
			w["survey_answers"] = append(w["survey_answers"], fmt.Sprintf("one,p%d,%s,%d,%s", i, question, rapid.IntRange(1, 5).Draw(t, "answer"), team()))
		}
	}
}
