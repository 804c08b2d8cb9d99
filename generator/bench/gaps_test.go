package bench

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// sheet is a CSV file that is edited by column names.
type sheet struct {
	t       *testing.T
	name    string
	columns []string
	rows    [][]string
}

func readSheet(t *testing.T, folder, table string) *sheet {
	t.Helper()
	s := &sheet{t: t, name: filepath.Join(folder, table+".csv")}
	f, err := os.Open(s.name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	s.columns, s.rows = rows[0], rows[1:]
	return s
}

func (s *sheet) write(name string, rows [][]string) {
	s.t.Helper()
	f, err := os.Create(name)
	if err != nil {
		s.t.Fatal(err)
	}
	w := csv.NewWriter(f)
	if err := w.WriteAll(append([][]string{s.columns}, rows...)); err != nil {
		s.t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		s.t.Fatal(err)
	}
}

// set edits a column of every n-th row.
func (s *sheet) set(n int, column string, to func(row map[string]string) string) {
	at := slices.Index(s.columns, column)
	for i := n - 1; i < len(s.rows); i += n {
		row := map[string]string{}
		for k, name := range s.columns {
			row[name] = s.rows[i][k]
		}
		s.rows[i][at] = to(row)
	}
}

func (s *sheet) empty(n int, column string) {
	s.set(n, column, func(map[string]string) string { return "" })
}

// every is a copy of every n-th row.
func (s *sheet) every(n int) [][]string {
	var out [][]string
	for i := n - 1; i < len(s.rows); i += n {
		out = append(out, slices.Clone(s.rows[i]))
	}
	return out
}

// makeGaps takes out what exports lack and puts in what they repeat.
func makeGaps(t *testing.T, folder string) {
	edit := func(table string, change func(s *sheet)) {
		s := readSheet(t, folder, table)
		change(s)
		s.write(s.name, s.rows)
	}
	edit("changes", func(s *sheet) {
		s.empty(3, "service_id") // found by the deployment or the repository
		s.empty(4, "first_review_at")
		s.empty(5, "ready_at")
		s.empty(6, "is_bot")
		s.empty(8, "approved_at")
		s.empty(2, "closed_at") // abandoned nobody knows when
		s.empty(7, "work_item_ids")
		s.set(13, "ready_at", func(r map[string]string) string { return r["merged_at"] }) // after its own review
		sha := slices.Index(s.columns, "merge_sha")
		for i := 1; i < len(s.rows); i += 2 { // merged together, as one commit
			s.rows[i][sha] = s.rows[i-1][sha]
		}
		s.set(7, "first_commit_at", func(r map[string]string) string { // fractions are cut off
			if at := r["first_commit_at"]; at != "" {
				return at[:len(at)-1] + ".987Z"
			}
			return ""
		})
		later := &sheet{t: t, columns: s.columns, rows: s.every(9)}
		later.set(1, "first_commit_at", func(r map[string]string) string { return r["opened_at"] })
		later.write(filepath.Join(folder, "changes.later.csv"), later.rows)
		s.rows = append(s.rows, s.every(10)...)
	})
	edit("deployments", func(s *sheet) {
		s.empty(4, "kind")
		s.empty(9, "environment")
		s.empty(5, "release_group")
		s.rows = append(s.rows, s.every(10)...)
	})
	edit("deployment_changes", func(s *sheet) { s.rows = append(s.rows, s.every(3)...) })
	edit("incidents", func(s *sheet) {
		s.empty(3, "caused_by_deployment_id") // inferred
		s.empty(4, "environment")
		s.empty(5, "started_at")
	})
	edit("work_items", func(s *sheet) {
		service := readSheet(t, folder, "services").rows
		n := 0
		s.empty(3, "started_at")
		s.set(2, "service_id", func(map[string]string) string { n++; return service[n%len(service)][0] })
		s.empty(11, "project")
		words := []string{"Won't Fix", "CANCELLED", "not a bug", "Fixed", ""}
		s.set(7, "resolution", func(map[string]string) string { n++; return words[n%len(words)] })
		s.rows = append(s.rows, s.every(10)...)
	})
	edit("work_item_transitions", func(s *sheet) { s.rows = append(s.rows, s.every(5)...) })
	edit("change_reviews", func(s *sheet) { s.rows = append(s.rows, s.every(5)...) })
	edit("pipeline_runs", func(s *sheet) {
		s.empty(3, "service_id") // found by the repository
		s.empty(7, "queued_at")
		s.empty(5, "started_at")
		s.empty(11, "branch")
		s.empty(13, "sha")
		s.set(17, "started_at", func(r map[string]string) string { return r["finished_at"] })
		s.set(19, "queued_at", func(map[string]string) string { return "2027-01-01T00:00:00Z" }) // negative
		s.rows = append(s.rows, s.every(10)...)
	})
	makeFindingGaps(edit)
	edit("waits", func(s *sheet) {
		s.empty(3, "control")
		s.empty(4, "other_team")
		s.empty(5, "automated")
		s.empty(7, "outcome")
		s.empty(9, "repo") // a change that cannot be found
		s.empty(11, "ended_at")
		s.set(13, "ended_at", func(r map[string]string) string { return r["requested_at"] })
		s.set(17, "ended_at", func(map[string]string) string { return "2023-01-01T00:00:00Z" })
		n := 0
		s.set(2, "control", func(r map[string]string) string { n++; return r["control"] + []string{"-a", "-b"}[n%2] }) // more than are told apart
		s.rows = append(s.rows, s.every(10)...)
	})
	edit("coverage", func(s *sheet) {
		s.empty(3, "service_id")
		s.empty(4, "branch")
		s.set(7, "branch", func(map[string]string) string { return "idea" })
		s.set(9, "covered", func(map[string]string) string { return "2000000000" })
		s.rows = append(s.rows, s.every(5)...)
	})
	edit("environment_requests", func(s *sheet) {
		s.empty(2, "team_id") // found by the service or the environment
		s.empty(3, "service_id")
		s.empty(5, "provisioned_at")
		s.empty(7, "deleted_at")
		s.set(11, "provisioned_at", func(map[string]string) string { return "2025-06-06T00:00:00Z" })
		s.rows = append(s.rows, s.every(5)...)
	})
	edit("survey_answers", func(s *sheet) {
		s.empty(7, "team_id")
		s.set(9, "value", func(map[string]string) string { return "6" }) // outside of its scale
		s.rows = append(s.rows, s.every(5)...)
	})
	edit("services", func(s *sheet) {
		s.rows[1][slices.Index(s.columns, "repo")] = s.rows[0][slices.Index(s.columns, "repo")] // shared
	})
	edit("ownership", func(s *sheet) {
		n := 0
		s.rows = slices.DeleteFunc(s.rows, func(r []string) bool { // some services are owned by their repository alone
			n++
			return r[0] == "service" && n%3 == 0
		})
	})
}

// makeFindingGaps does the same to findings, their history, the scans that find them and the
// risks that were accepted. What a finding's own row says then fills in for lost events.
func makeFindingGaps(edit func(table string, change func(s *sheet))) {
	again := func(s *sheet) { s.rows = append(s.rows, s.every(10)...) }
	edit("vulnerabilities", func(s *sheet) {
		s.empty(3, "tool")
		s.empty(5, "origin")
		s.empty(7, "linked_change_id")
		s.empty(11, "check_kind")
		s.empty(13, "dismissed_reason")
		s.set(19, "due_at", func(map[string]string) string { return "2024-01-01T00:00:00Z" }) // before most were found
		s.set(17, "resolved_at", func(r map[string]string) string {                           // before it was found
			if r["resolved_at"] == "" {
				return ""
			}
			return "2023-01-01T00:00:00Z"
		})
		s.set(19, "reopened_at", func(r map[string]string) string { return r["resolved_at"] })
		s.set(19, "status", func(map[string]string) string { return "open" })
		s.set(23, "resolved_at", func(map[string]string) string { return "" })
		s.set(2, "resolved_at", func(r map[string]string) string { // an earlier one, kept
			if r["status"] != "dismissed" && r["reopened_at"] != "" {
				return r["detected_at"]
			}
			return r["resolved_at"]
		})
		s.set(2, "status", func(r map[string]string) string {
			if r["resolved_at"] == r["detected_at"] {
				return "open"
			}
			return r["status"]
		})
		s.set(29, "severity", func(map[string]string) string { return "unknown" })
		again(s)
	})
	edit("finding_events", func(s *sheet) {
		s.empty(3, "linked_change_id")
		s.empty(8, "reason")
		s.set(9, "field", func(map[string]string) string { return "severity" })
		s.set(9, "from", func(r map[string]string) string { return map[string]string{"open": "high", "fixed": "none"}[r["from"]] })
		s.set(9, "to", func(r map[string]string) string {
			return map[string]string{"open": "low", "fixed": "none", "dismissed": "none"}[r["to"]]
		})
		s.set(14, "reason", func(map[string]string) string { return "because" })
		s.rows = slices.DeleteFunc(s.rows, everyNth(4))
		again(s)
	})
	edit("scans", func(s *sheet) {
		s.empty(3, "tool")
		s.empty(4, "rule_set")
		s.set(5, "rule_set", func(map[string]string) string { return "rules-000" }) // the old ones again
		s.empty(6, "sha")
		s.empty(9, "version")
		again(s)
	})
	edit("exceptions", func(s *sheet) {
		s.empty(2, "finding_id")
		s.empty(5, "expires_at")
		s.empty(7, "owner_role")
		s.empty(9, "renewal_of")
		again(s)
	})
	edit("services", func(s *sheet) { // within the first and the last month: no month is outside of their lives
		s.set(7, "valid_from", func(map[string]string) string { return "2024-11-25T00:00:00Z" })
		s.set(11, "valid_to", func(map[string]string) string { return "2026-09-10T00:00:00Z" })
	})
}

func everyNth(n int) func([]string) bool {
	i := 0
	return func([]string) bool { i++; return i%n == 0 }
}
