package fact

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadline/generator/event"
	"leadline/generator/period"
)

const runsHeader = "run_id,attempt,pipeline,repo,outcome,finished_at,sha\n"

// repeatsOf is what is derived of each run in the order of the rows: "-" neither, "no", or
// the minutes from its finish to the pass.
func repeatsOf(t testing.TB, csv string) []string {
	table, _ := NewPipelineRuns(read(t, "pipeline_runs", runsHeader+csv), NewUnits(nil, nil, nil), Rules{}, "finished_at", "passed_on_repeat", "repeated_until")
	passed, until, ended := table.Index("passed_on_repeat"), table.Index("repeated_until"), table.Index("finished_at")
	if passed < 0 {
		return nil
	}
	if table.Index("sha") >= 0 || table.Index("pipeline") >= 0 {
		t.Error("commits are kept after they served")
	}
	var out []string
	for _, c := range table.Chunks {
		for i := range c.Rows {
			switch c.Values[passed].Bytes[i] {
			case event.FlagTrue:
				out = append(out, fmt.Sprint((c.Values[until].Times[i]-c.Values[ended].Times[i])/60))
			case event.FlagFalse:
				out = append(out, "no")
			default:
				out = append(out, "-")
			}
		}
	}
	return out
}

func TestRepeats(t *testing.T) {
	for _, test := range []struct{ name, csv, want string }{
		{"next attempt", "1,1,p,r,failure,2026-03-01T10:00:00Z,a\n1,2,p,r,success,2026-03-01T10:30:00Z,a\n", "30 -"},
		{"another run, whatever the order of rows", "2,1,p,r,success,2026-03-01T10:30:00Z,a\n1,1,p,r,error,2026-03-01T10:00:00Z,a\n", "- 30"},
		{"the first of several passes", "1,1,p,r,timeout,2026-03-01T10:00:00Z,a\n2,1,p,r,success,2026-03-01T12:00:00Z,a\n3,1,p,r,success,2026-03-01T11:00:00Z,a\n", "60 - -"},
		{"both failures before one pass", "1,1,p,r,failure,2026-03-01T10:00:00Z,a\n1,2,p,r,failure,2026-03-01T10:10:00Z,a\n1,3,p,r,success,2026-03-01T10:30:00Z,a\n", "30 20 -"},
		{"a pass before the failure", "1,1,p,r,success,2026-03-01T09:00:00Z,a\n2,1,p,r,failure,2026-03-01T10:00:00Z,a\n", "- no"},
		{"in the same second", "1,1,p,r,success,2026-03-01T10:00:00Z,a\n2,1,p,r,failure,2026-03-01T10:00:00Z,a\n", "- no"},
		{"another commit, pipeline, repository", "1,1,p,r,failure,2026-03-01T10:00:00Z,a\n2,1,p,r,success,2026-03-01T11:00:00Z,b\n3,1,q,r,success,2026-03-01T11:00:00Z,a\n4,1,p,s,success,2026-03-01T11:00:00Z,a\n", "no - - -"},
		{"seven days and a second more", "1,1,p,r,failure,2026-03-01T10:00:00Z,a\n2,1,p,r,success,2026-03-08T10:00:00Z,a\n3,1,p,r,failure,2026-03-01T09:59:59Z,b\n4,1,p,r,success,2026-03-08T10:00:00Z,b\n", "10080 - no -"},
		{"across the month", "1,1,p,r,failure,2026-03-31T23:00:00Z,a\n2,1,p,r,success,2026-04-01T00:00:00Z,a\n", "60 -"},
		{"without a commit", "1,1,p,r,failure,2026-03-01T10:00:00Z,\n1,2,p,r,success,2026-03-01T10:30:00Z,\n2,1,p,r,failure,2026-03-01T10:00:00Z,a\n", "- - no"},
		{"cancelled and skipped", "1,1,p,r,cancel,2026-03-01T10:00:00Z,a\n1,2,p,r,success,2026-03-01T10:30:00Z,a\n2,1,p,r,failure,2026-03-01T10:00:00Z,b\n2,2,p,r,skip,2026-03-01T10:30:00Z,b\n", "- - no -"},
		{"no commit anywhere", "1,1,p,r,failure,2026-03-01T10:00:00Z,\n", ""},
		{"no failure anywhere", "1,1,p,r,success,2026-03-01T10:00:00Z,a\n", "-"},
	} {
		if got := strings.Join(repeatsOf(t, test.csv), " "); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestRepeatsCoverage(t *testing.T) {
	csv := "1,1,p,r,failure,2026-03-01T10:00:00Z,a\n1,2,p,r,success,2026-03-01T10:30:00Z,a\n2,1,p,r,error,2026-03-01T10:00:00Z,b\n3,1,p,r,timeout,2026-03-01T10:00:00Z,\n"
	_, coverage := NewPipelineRuns(read(t, "pipeline_runs", runsHeader+csv), NewUnits(nil, nil, nil), Rules{}, "passed_on_repeat")
	want := Coverage{"failed pipeline run → commit", 3, 2, []Count{{"passed on the same commit within 7 days", 1}, {"did not", 1}, {"commit not recorded", 1}}}
	if got := coverage[len(coverage)-1]; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Without a definition that needs them commits are not read, and nothing is derived.
func TestRepeatsOnlyWhereNeeded(t *testing.T) {
	if plan := Plan(map[string][]string{PipelineRun: {"finished_at", "on_main"}}); strings.Contains(fmt.Sprint(plan["pipeline_runs"]), "sha") {
		t.Errorf("plan %v", plan["pipeline_runs"])
	}
	if plan := Plan(map[string][]string{PipelineRun: {"repeated_until"}}); !strings.Contains(fmt.Sprint(plan["pipeline_runs"]), "sha") {
		t.Errorf("plan %v", plan["pipeline_runs"])
	}
}

// The rule in one line, over few commits so that they meet often.
func TestRepeatsAgainstTheRule(t *testing.T) {
	outcomes := []string{"success", "failure", "cancel", "error", "timeout", "skip"}
	start := at(t, "2026-03-01T00:00:00Z")
	rapid.Check(t, func(rt *rapid.T) {
		type run struct {
			commit  string
			outcome string
			at      period.Seconds
		}
		var runs []run
		var csv strings.Builder
		for i := range rapid.IntRange(1, 60).Draw(rt, "runs") {
			r := run{rapid.SampledFrom([]string{"p,r/a", "p,r/b", "q,r/a", "p,s/a", "p,r/"}).Draw(rt, "commit"), rapid.SampledFrom(outcomes).Draw(rt, "outcome"),
				start + 60*uint32(rapid.IntRange(0, 15*24*60).Draw(rt, "at"))}
			runs = append(runs, r)
			where, sha, _ := strings.Cut(r.commit, "/")
			fmt.Fprintf(&csv, "%d,1,%s,%s,%s,%s\n", i, where, r.outcome, text(r.at), sha)
		}
		var want []string
		some, failures := false, 0
		for _, r := range runs {
			failed := r.outcome == "failure" || r.outcome == "error" || r.outcome == "timeout"
			if failed {
				failures++
			}
			if !failed || strings.HasSuffix(r.commit, "/") {
				want = append(want, "-")
				continue
			}
			some = true
			first := ""
			best := period.Seconds(7*24*3600 + 1)
			for _, p := range runs {
				if p.outcome == "success" && p.commit == r.commit && p.at > r.at && p.at-r.at < best {
					best, first = p.at-r.at, fmt.Sprint((p.at-r.at)/60)
				}
			}
			if first == "" {
				first = "no"
			}
			want = append(want, first)
		}
		if !some && failures > 0 {
			want = nil
		}
		if got := repeatsOf(t, csv.String()); fmt.Sprint(got) != fmt.Sprint(want) {
			rt.Fatalf("got  %v\nwant %v\n%s", got, want, csv.String())
		}
	})
}

// text is an instant as files have it.
func text(at period.Seconds) string { return time.Unix(int64(at), 0).UTC().Format(time.RFC3339) }
