package fact

import (
	"slices"
	"time"

	"leadline/generator/period"
)

// Rules are the site's own settings of the linking rules.
type Rules struct {
	ProductionEnvironments []string
	MainBranches           []string
	DefectTypes            []string
	IncidentWindow         time.Duration // an incident without a link belongs to a deployment at most this much earlier
	AsOf                   period.Seconds
	Zone                   *time.Location // in which working hours are told and months end; nil is UTC
	Policies               []Policy       // how soon findings have to be fixed, by From
}

func (r Rules) production(environment string) bool {
	return slices.Contains(r.ProductionEnvironments, environment)
}

func (r Rules) window() period.Seconds { return period.Seconds(r.IncidentWindow / time.Second) }

// Needs are the canonical columns that linking itself reads of each table; what the
// definitions measure is added by the caller.
var Needs = map[string][]string{
	"teams":                 {"team_id", "name", "headcount", "stage", "valid_from", "valid_to"},
	"services":              {"service_id", "name", "repo", "valid_from", "valid_to"},
	"annotations":           {"at", "scope", "scope_id", "text", "rebase"},
	"decisions":             {"period", "team_id", "text", "metric_ids"},
	"ownership":             {"entity_type", "entity_id", "team_id", "valid_from", "valid_to"},
	"deployments":           {"deployment_id", "service_id", "environment", "outcome", "kind", "finished_at", "sha"},
	"deployment_changes":    {"deployment_id", "repo", "change_id", "sha"},
	"changes":               {"repo", "service_id", "merge_sha", "state"},
	"change_reviews":        {"repo", "change_id", "submitted_at", "is_bot"},
	"incidents":             {"service_id", "environment", "started_at", "detected_at", "resolved_at", "caused_by_deployment_id", "caused_by_change_id", "resolved_by_deployment_id"},
	"work_items":            {"project", "service_id", "team_id", "created_at"},
	"work_item_transitions": {"item_id", "at", "to_category"},
	"pipeline_runs":         {"repo", "service_id"},
	"service_checks":        {"service_id", "check_kind", "valid_from", "valid_to"},
	"scans":                 {"service_id", "check_kind", "finished_at", "outcome", "sha", "version", "tool", "rule_set"},
	"exceptions":            {"exception_id", "service_id", "approved_at", "closed_at", "renewal_of", "finding_id", "expires_at"},
	"environment_requests":  {"team_id", "service_id", "environment_id"},
	"coverage":              {"repo", "service_id"},
	"waits":                 {"entity", "entity_id", "repo", "kind", "requested_at", "ended_at", "other_team"},
	"survey_answers":        {"survey_id", "question_id", "team_id"},
	"survey_waves":          {"survey_id", "closed_at", "invited"},
	"survey_questions":      {"question_id", "text", "scale_min", "scale_max", "reverse", "topic"},
	"vulnerabilities": {"finding_id", "service_id", "severity", "detected_at", "status", "resolved_at", "reopened_at", "due_at", "tool", "check_kind",
		"dismissed_reason", "linked_change_id", "origin"},
	"finding_events": {"finding_id", "seq", "at", "field", "from", "to", "reason", "linked_change_id"},
}
