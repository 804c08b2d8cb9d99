package fact

import (
	"maps"
	"slices"

	"leadline/generator/event"
)

// Entity is what a definition can measure: a canonical table and what linking adds to it.
type Entity struct {
	Name    string
	Noun    string // for sentences, singular
	Table   string
	Derived []Derived
}

// Derived is a column that linking makes or completes.
type Derived struct {
	Name    string
	Kind    event.Kind
	Values  []string // of an Enum
	Columns []string // canonical columns of Entity.Table that it is made from
	Table   string   // further table that it is made from, "" for none
	Says    string   // what it means, for readers and architects
}

// Entities are all of them, in the order in which they are linked.
var Entities = []Entity{
	{Deployment, "deployment", "deployments", []Derived{
		{Name: "failed", Kind: event.Flag, Says: "an incident belongs to it, or it was rolled back", Table: "incidents"},
		{Name: "rolled_back", Kind: event.Flag, Says: "the next rollback of its service undid it"},
		{Name: "repair", Kind: event.Flag, Columns: []string{"is_hotfix"}, Table: "incidents", Says: "it is marked as a hotfix, or an incident names it as what resolved it"},
		{Name: "disturbed", Kind: event.Flag, Columns: []string{"is_hotfix"}, Says: "it was rolled back, or it is marked as a hotfix"},
		{Name: "captured", Kind: event.Flag, Columns: []string{"is_hotfix", "started_at"}, Table: "incidents", Says: "an incident record tells of what it disturbed or mended"}}},
	{Change, "change", "changes", []Derived{
		{Name: "deployed_at", Kind: event.Instant, Table: "deployment_changes", Says: "finish of the first production deployment of its service that carried it"},
		{Name: "ready_at", Kind: event.Instant, Columns: []string{"ready_at", "opened_at"}, Says: "when it left draft; when it was opened, if it was never a draft"},
		{Name: "first_review_at", Kind: event.Instant, Columns: []string{"first_review_at"}, Table: "change_reviews", Says: "the first review by a person"},
		{Name: "coordinated_at", Kind: event.Instant, Table: "deployment_changes", Says: "finish of the deployment that carried it, if that went out in one release_group with another service"},
		{Name: "left_at", Kind: event.Instant, Columns: []string{"state", "merged_at", "closed_at"}, Table: "deployment_changes",
			Says: "when it was no longer on its way: deployed or abandoned; or merged, where its service was deployed later without it or is never deployed"},
		{Name: "waited", Kind: event.Flag, Columns: []string{"work_item_ids"}, Table: "waits", Says: "a wait of it, of the deployment that carried it or of the one work item that it names is recorded"}}},
	{Incident, "incident", "incidents", []Derived{
		{Name: "started_at", Kind: event.Instant, Columns: []string{"started_at", "detected_at"}, Says: "its start; its detection where no start is recorded"},
		{Name: "linked", Kind: event.Flag, Says: "it belongs to a production deployment"},
		{Name: "inferred", Kind: event.Flag, Says: "only time and service say to which deployment it belongs"},
		{Name: "week_time", Kind: event.Enum, Values: WeekTimes, Says: "when in the week it started, in the site's time zone; working hours are Monday to Friday, 08:00 to 18:00"},
		{Name: "repeat", Kind: event.Flag, Columns: []string{"cause"}, Says: "an earlier incident of the same service had the same cause within 90 days"}}},
	{WorkItem, "work item", "work_items", []Derived{
		{Name: "started_at", Kind: event.Instant, Columns: []string{"started_at"}, Table: "work_item_transitions", Says: "its start; its first transition to a status of category doing where no start is recorded"},
		{Name: "is_defect", Kind: event.Flag, Columns: []string{"type"}, Says: "its type is one of the site's defect types"},
		{Name: "dropped", Kind: event.Flag, Columns: []string{"resolution"}, Says: "its resolution says that it was closed without being done"}}},
	{PipelineRun, "pipeline run", "pipeline_runs", []Derived{
		{Name: "on_main", Kind: event.Flag, Columns: []string{"branch"}, Says: "it ran on one of the site's main branches"},
		{Name: "passed_on_repeat", Kind: event.Flag, Columns: repeatColumns, Says: "whether a later run or attempt of the same commit passed, of a failure whose commit is recorded"},
		{Name: "repeated_until", Kind: event.Instant, Columns: repeatColumns, Says: "finish of the later run or attempt of the same commit that passed"}}},
	{RequiredCheck, "required check", "service_checks", []Derived{
		{Name: "valid_from", Kind: event.Instant, Columns: []string{"valid_from"}, Says: "since when it is required and nothing changed"},
		{Name: "valid_to", Kind: event.Instant, Columns: []string{"valid_to"}, Says: "until when: the next change, the end of the requirement or of the service"},
		{Name: "state", Kind: event.Category, Table: "scans", Says: "covered, stale, absent or unknown, by the successful scans and the version in production"},
		{Name: "scanned_at", Kind: event.Instant, Table: "scans", Says: "the latest successful scan of the version in production, or that names none"},
		{Name: "outdated_at", Kind: event.Instant, Table: "scans", Says: "when production moved on from the version that was scanned"}}},
	{Exception, "exception", "exceptions", []Derived{
		{Name: "ended_at", Kind: event.Instant, Columns: []string{"closed_at"}, Says: "when it was closed, renewed by another, or its service retired"},
		{Name: "renewals", Kind: event.Count, Columns: []string{"renewal_of"}, Says: "how many approvals it renews, one after the other"},
		{Name: "renewed_twice", Kind: event.Flag, Columns: []string{"renewal_of"}, Says: "it renews one that was a renewal itself"}}},
	{EnvironmentRequest, "environment request", "environment_requests", []Derived{
		{Name: "withdrawn", Kind: event.Flag, Columns: []string{"provisioned_at", "deleted_at", "outcome"}, Says: "it ended without an environment: rejected, cancelled, or deleted before it was there"}}},
	{CoverageMeasurement, "coverage measurement", "coverage", []Derived{
		{Name: "on_main", Kind: event.Flag, Columns: []string{"branch"}, Says: "it was measured on one of the site's main branches, or no branch is recorded"}}},
	{Wait, "wait", "waits", []Derived{
		{Name: "asked_again_at", Kind: event.Instant, Columns: []string{"control"}, Says: "when the same control was next asked about the same thing, after it had decided"}}},
	{Answer, "survey answer", "survey_answers", []Derived{
		{Name: "closed_at", Kind: event.Instant, Table: "survey_waves", Says: "when the wave that it answers closed"},
		{Name: "in_scale", Kind: event.Flag, Columns: []string{"value"}, Table: "survey_questions", Says: "its value lies on the scale of its question"}}},
	{Finding, "finding", "vulnerabilities", []Derived{
		{Name: "opened_at", Kind: event.Instant, Says: "it was detected, or opened again"},
		{Name: "opened_as", Kind: event.Enum, Values: OpenedAs, Says: "how it came to be open"},
		{Name: "closed_at", Kind: event.Instant, Says: "it was closed, in whatever way"},
		{Name: "closed_as", Kind: event.Enum, Values: ClosedAs, Says: "how it was closed, one class for every closing"},
		{Name: "first", Kind: event.Flag, Says: "it was open for the first time"},
		{Name: "baseline_severity", Kind: event.Enum, Values: severities, Says: "its severity when it was detected"},
		{Name: "exposed_from", Kind: event.Instant, Says: "an exposure to the weakness began"},
		{Name: "exposed_until", Kind: event.Instant, Says: "that exposure ended: by a verified fix, or with the service; without scans and linked changes nobody knows"},
		{Name: "fixed_at", Kind: event.Instant, Says: "a fix of it was recorded that a later scan verified; without scans and linked changes there is none"},
		{Name: "first_scan_at", Kind: event.Instant, Says: "its kind of check scanned its service with success for the first time; without scans nobody knows"},
		{Name: "last_scan_at", Kind: event.Instant, Says: "its kind of check scanned its service with success for the last time; without scans nobody knows"},
		{Name: "again_at", Kind: event.Instant, Says: "it was opened again after this closing"},
		{Name: "deadline_at", Kind: event.Instant, Columns: []string{"due_at", "known_exploited", "exposed", "automatable", "technical_impact"},
			Says: "when it was due: due_at as exported, else by the site's policy in force when it was detected; of what was a weakness, once"},
		{Name: "due_as", Kind: event.Enum, Values: DueAs, Says: "where its due date comes from"},
		{Name: "due_outcome", Kind: event.Enum, Values: DueOutcomes, Says: "what had become of it by the end of the month in which it was due; without scans and linked changes nobody knows"},
		{Name: "in_time", Kind: event.Flag, Says: "a verified fix came by the due date; without scans and linked changes nobody knows"},
		{Name: "lowered_at", Kind: event.Instant, Says: "its severity became lower than at detection, without a linked change, and is so still; without events nobody knows"}}},
}

var repeatColumns = []string{"repo", "pipeline", "sha", "outcome", "finished_at"}

// EntityNamed finds an entity.
func EntityNamed(name string) (Entity, bool) {
	i := slices.IndexFunc(Entities, func(e Entity) bool { return e.Name == name })
	if i < 0 {
		return Entity{}, false
	}
	return Entities[i], true
}

// Column is a column that definitions may name: derived or canonical.
func (e Entity) Column(name string) (event.Column, bool) {
	for _, d := range e.Derived {
		if d.Name == name {
			return event.Column{Name: name, Kind: d.Kind, Values: d.Values}, true
		}
	}
	table, _ := event.TableNamed(e.Table)
	return table.Column(name)
}

// Says is what a derived column means; "" for a column that is exported as it is.
func (e Entity) Says(name string) string {
	for _, d := range e.Derived {
		if d.Name == name {
			return d.Says
		}
	}
	return ""
}

// ColumnNames are all names that Column knows, sorted.
func (e Entity) ColumnNames() []string {
	table, _ := event.TableNamed(e.Table)
	names := map[string]bool{}
	for _, c := range table.Columns {
		names[c.Name] = true
	}
	for _, d := range e.Derived {
		names[d.Name] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// Tables are the canonical tables that the given columns of an entity are made from: its own
// and those that it is linked to, for saying whose lateness a figure feels.
func Tables(entity string, columns []string) []string {
	e, ok := EntityNamed(entity)
	if !ok {
		return nil
	}
	plan := map[string][]string{}
	e.plan(columns, plan)
	if entity == Finding || entity == RequiredCheck {
		plan["scans"] = nil
	}
	if entity == Finding {
		plan["finding_events"], plan["exceptions"] = nil, nil
	}
	if entity == RequiredCheck {
		plan["deployments"] = nil
	}
	return slices.Sorted(maps.Keys(plan))
}

// Plan is which columns of which canonical tables must be read so that the given columns of
// the entities can be measured: linking's own needs, what derived columns are made from, and
// the columns themselves. Reference tables are always read; reviews and transitions only
// where a column is completed from them.
func Plan(used map[string][]string) map[string][]string {
	plan := map[string][]string{}
	for _, t := range []string{"teams", "services", "ownership", "annotations", "decisions"} {
		plan[t] = Needs[t]
	}
	for _, e := range Entities {
		if columns, ok := used[e.Name]; ok {
			e.plan(columns, plan)
		}
	}
	if _, ok := used[Wait]; ok { // what waited says whose wait it was
		for _, t := range []string{"changes", "deployments", "work_items"} {
			plan[t] = union(plan[t], Needs[t])
		}
	}
	if len(plan["changes"])+len(plan["incidents"]) > 0 || len(plan["deployments"]) > 0 {
		for _, t := range []string{"deployments", "incidents"} {
			plan[t] = union(plan[t], Needs[t])
		}
	}
	if slices.Contains(used[Change], "coordinated_at") {
		plan["deployments"] = union(plan["deployments"], []string{"release_group"})
	}
	if _, ok := used[Finding]; ok { // every spell is made from all of them
		for _, t := range []string{"finding_events", "scans", "exceptions"} {
			plan[t] = union(plan[t], Needs[t])
		}
	}
	if _, ok := used[RequiredCheck]; ok { // which version was in production
		plan["deployments"] = union(union(plan["deployments"], Needs["deployments"]), []string{"version"})
	}
	return plan
}

func (e Entity) plan(columns []string, plan map[string][]string) {
	need := slices.Clone(Needs[e.Table])
	table, _ := event.TableNamed(e.Table)
	for _, name := range columns {
		i := slices.IndexFunc(e.Derived, func(d Derived) bool { return d.Name == name })
		if i < 0 {
			need = append(need, name)
			continue
		}
		need = append(need, e.Derived[i].Columns...)
		if t := e.Derived[i].Table; t != "" {
			plan[t] = union(plan[t], Needs[t])
		}
	}
	need = slices.DeleteFunc(need, func(name string) bool { _, ok := table.Column(name); return !ok })
	plan[e.Table] = union(plan[e.Table], need)
}

func union(a, b []string) []string {
	out := append(slices.Clone(a), b...)
	slices.Sort(out)
	return slices.Compact(out)
}
