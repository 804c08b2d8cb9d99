package event

// Kind says how the values of a column are held; it follows from what the column means.
type Kind uint8

const (
	// Identifier is text with about as many values as rows (run_id, sha): only a 64-bit
	// hash is held, enough to match keys and to compare with a constant.
	Identifier Kind = iota
	// Category is text with few values (service_id, environment): held as dictionary code.
	Category
	// Person is a person's pseudonym: held as a code whose text is never kept, so that
	// distinct people can be counted and nobody can be named.
	Person
	// Instant is a moment: whole seconds since 1970 UTC (period.Seconds).
	Instant
	// Flag is true or false.
	Flag
	// Enum is one of the column's Values.
	Enum
	// Count is a whole number from 0 to 2^31-1.
	Count
)

// Column is one column of a canonical table.
type Column struct {
	Name     string
	Kind     Kind
	Values   []string // Enum only: the permitted values, in order of their codes from 1
	Key      bool     // part of the row's identity; a row without it is rejected, unless OneOf permits
	Required bool     // a row without it is rejected, a file without it is an error
	Blank    bool     // Required of the file only: a row may leave it empty, which means unknown; Key: not even of the file
}

// Table is one canonical table of event files.
type Table struct {
	Name    string
	Columns []Column
	OneOf   [][]string // groups of which at least one column must be present and filled
	When    []Condition
	Scope   string // the instant by which a row later than the as-of date is out of scope; "" for none
	// Fold names columns by which rows of one key are different facts (one deployment_id:
	// staging, then production). Among rows equal in key and Fold the latest Scope instant wins.
	Fold []string
}

// Condition is a column that becomes required by another column's value.
type Condition struct{ Column, Enum, Value string }

// Column returns the named column and whether the table has it.
func (t *Table) Column(name string) (Column, bool) {
	for _, c := range t.Columns {
		if c.Name == name {
			return c, true
		}
	}
	return Column{}, false
}

// TableNamed finds a canonical table.
func TableNamed(name string) (*Table, bool) {
	for i := range Tables {
		if Tables[i].Name == name {
			return &Tables[i], true
		}
	}
	return nil, false
}

func key(c Column) Column      { c.Key = true; return c }
func required(c Column) Column { c.Required = true; return c }
func id(name string) Column    { return Column{Name: name, Kind: Identifier} }
func cat(name string) Column   { return Column{Name: name, Kind: Category} }
func at(name string) Column    { return Column{Name: name, Kind: Instant} }
func flag(name string) Column  { return Column{Name: name, Kind: Flag} }
func count(name string) Column { return Column{Name: name, Kind: Count} }
func enum(name string, values ...string) Column {
	return Column{Name: name, Kind: Enum, Values: values}
}

// Tables is every canonical table: the one place where names, kinds, keys and required
// columns are declared. Names follow CDEvents v0.5 where it has them and OpenTelemetry's
// CI/CD value lists elsewhere.
var Tables = []Table{
	{Name: "changes", Scope: "opened_at", Columns: []Column{
		key(cat("repo")), key(id("change_id")), required(enum("state", "open", "merged", "abandoned")),
		at("merged_at"), at("opened_at"), at("first_commit_at"), at("ready_at"), at("first_review_at"),
		at("approved_at"), at("closed_at"), {Name: "author_id", Kind: Person}, flag("is_bot"), id("base_ref"),
		id("merge_sha"), count("commits"), count("files_changed"), count("additions"), count("deletions"),
		id("reverts_change_id"), id("work_item_ids"), cat("service_id")},
		When: []Condition{{"merged_at", "state", "merged"}}},
	{Name: "change_reviews", Scope: "submitted_at", Columns: []Column{
		key(cat("repo")), key(id("change_id")), key(id("review_id")), required(at("submitted_at")),
		required(enum("state", "approved", "changes_requested", "commented", "dismissed")),
		{Name: "reviewer_id", Kind: Person}, cat("reviewer_team"), flag("is_bot")}},
	{Name: "deployments", Scope: "finished_at", Fold: []string{"environment", "outcome"}, Columns: []Column{
		key(id("deployment_id")), required(cat("service_id")), required(Column{Name: "environment", Kind: Category, Blank: true}), required(at("finished_at")),
		required(enum("outcome", "success", "failure", "cancel", "error")),
		enum("kind", "deployed", "upgraded", "rolledback", "removed"), at("started_at"), id("version"), id("sha"),
		enum("trigger", "auto", "manual"), id("pipeline_run_id"), flag("is_hotfix"), id("release_group")}},
	{Name: "deployment_changes", Columns: []Column{
		key(id("deployment_id")), key(cat("repo")), key(id("change_id")), key(id("sha"))},
		OneOf: [][]string{{"change_id", "sha"}}},
	{Name: "incidents", Scope: "started_at", Columns: []Column{
		key(id("incident_id")), required(cat("service_id")), at("started_at"), at("detected_at"), at("resolved_at"),
		at("acknowledged_at"), at("mitigated_at"), cat("severity"), cat("environment"), id("caused_by_deployment_id"),
		id("caused_by_change_id"), id("resolved_by_deployment_id"), enum("detected_by", "monitor", "customer", "staff"),
		cat("cause"), cat("source")},
		OneOf: [][]string{{"started_at", "detected_at"}}},
	{Name: "work_items", Scope: "created_at", Columns: []Column{
		key(id("item_id")), required(cat("type")), required(at("created_at")), at("started_at"), at("closed_at"),
		cat("state"), cat("resolution"), cat("priority"), cat("severity"), cat("project"), cat("service_id"), cat("team_id"),
		id("parent_id"), enum("found_in", "production", "staging", "test", "review"), id("introduced_by_change_id")}},
	{Name: "work_item_transitions", Scope: "at", Columns: []Column{
		key(id("item_id")), key(count("seq")), required(at("at")), required(cat("to_status")), cat("from_status"),
		enum("to_category", "todo", "doing", "waiting", "done")}},
	{Name: "waits", Scope: "requested_at", Columns: []Column{
		key(enum("entity", "change", "work_item", "deployment", "environment_request")), key(id("entity_id")), key(count("seq")),
		required(enum("kind", "review", "approval", "protection", "freeze", "gate", "blocked", "queue", "shared_environment", "request")),
		required(at("requested_at")), at("ended_at"), enum("outcome", "approved", "rejected", "changed", "waived"),
		cat("control"), cat("other_team"), flag("automated"),
		// The repository of a change: change_id, which entity_id then holds, is unique only within one.
		key(Column{Name: "repo", Kind: Category, Blank: true})}},
	{Name: "pipeline_runs", Scope: "finished_at", Columns: []Column{
		key(id("run_id")), key(count("attempt")), required(cat("pipeline")), required(cat("repo")),
		required(enum("outcome", "success", "failure", "cancel", "error", "timeout", "skip")), required(at("finished_at")),
		at("queued_at"), at("started_at"), id("branch"), id("sha"), id("change_id"), cat("trigger"), cat("service_id")}},
	{Name: "pipeline_jobs", Scope: "finished_at", Columns: []Column{
		key(id("run_id")), key(count("attempt")), key(id("job_id")), required(cat("name")),
		required(enum("outcome", "success", "failure", "cancel", "error", "timeout", "skip")), at("started_at"), at("finished_at"),
		enum("task_type", "build", "test", "deploy", "check"),
		enum("check_kind", checkKinds...), flag("blocking")}},
	{Name: "service_checks", Columns: []Column{
		key(cat("service_id")), key(cat("check_kind")), key(at("valid_from")), at("valid_to")}},
	{Name: "scans", Scope: "finished_at", Columns: []Column{
		key(cat("service_id")), key(enum("check_kind", checkKinds...)), key(at("finished_at")), required(cat("outcome")),
		cat("tool"), cat("rule_set"), id("sha"), id("version")}},
	{Name: "vulnerabilities", Scope: "detected_at", Columns: []Column{
		key(id("finding_id")), required(cat("service_id")), required(id("vuln_id")),
		required(enum("severity", "critical", "high", "medium", "low", "none", "unknown")), required(at("detected_at")),
		required(enum("status", "open", "fixed", "dismissed")), at("resolved_at"), at("reopened_at"), at("published_at"), at("due_at"),
		cat("tool"), enum("check_kind", checkKinds...), id("package"), id("fixed_version"), flag("known_exploited"),
		cat("dismissed_reason"), id("linked_change_id"), enum("origin", "introduced", "newly_visible", "unknown"),
		// What remediation policies ask beside known_exploited: the decision points of SSVC.
		flag("exposed"), flag("automatable"), enum("technical_impact", "partial", "total")}},
	{Name: "finding_events", Scope: "at", Columns: []Column{
		key(id("finding_id")), key(count("seq")), required(at("at")), required(enum("field", "status", "severity")),
		cat("from"), cat("to"), cat("reason"), id("linked_change_id")}},
	{Name: "exceptions", Scope: "approved_at", Columns: []Column{
		key(id("exception_id")), required(cat("service_id")), required(cat("control")), required(cat("reason_class")),
		cat("owner_role"), required(at("approved_at")), at("expires_at"), id("renewal_of"), at("closed_at"), id("finding_id")}},
	{Name: "coverage", Scope: "measured_at", Columns: []Column{
		key(cat("repo")), key(at("measured_at")), key(enum("metric", "line", "branch", "instruction")), required(count("covered")),
		required(count("total")), id("sha"), cat("branch"), cat("service_id")}},
	{Name: "environment_requests", Scope: "requested_at", Columns: []Column{
		key(id("request_id")), required(at("requested_at")), at("provisioned_at"), at("approved_at"), at("deleted_at"),
		cat("outcome"), cat("kind"), cat("team_id"), cat("service_id"), flag("self_service"),
		// Platforms keep who owns an environment, with dates, and not who asked for it: with
		// its id a request that names neither team nor service still has an owner.
		cat("environment_id")}},
	{Name: "survey_answers", Columns: []Column{
		key(cat("survey_id")), key(Column{Name: "respondent_id", Kind: Person}), key(cat("question_id")), required(count("value")),
		cat("team_id")}},
	{Name: "survey_waves", Columns: []Column{
		key(cat("survey_id")), required(at("opened_at")), required(at("closed_at")), count("invited")}},
	{Name: "survey_questions", Columns: []Column{
		key(cat("question_id")), required(cat("text")), count("scale_min"), count("scale_max"), flag("reverse"), cat("topic")}},
	{Name: "ownership", Columns: []Column{
		key(enum("entity_type", "service", "repo", "project", "environment")), key(cat("entity_id")), required(cat("team_id")),
		key(at("valid_from")), at("valid_to")}},
	{Name: "teams", Columns: []Column{
		key(cat("team_id")), cat("name"), at("valid_from"), at("valid_to"), count("headcount"), count("stage")}},
	{Name: "services", Columns: []Column{
		key(cat("service_id")), cat("name"), cat("repo"), cat("system"), cat("domain"), cat("tier"), at("valid_from"), at("valid_to")}},
	{Name: "annotations", Columns: []Column{
		required(at("at")), required(enum("scope", "team", "service", "portfolio")), cat("scope_id"), required(cat("text")), flag("rebase")}},
	{Name: "decisions", Columns: []Column{
		required(cat("period")), cat("team_id"), required(cat("text")), cat("metric_ids")}},
}

var checkKinds = []string{"sast", "sca", "secrets", "container", "iac", "dast", "licence", "sbom"}
