package generator

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/generator/download"
)

// planted is an organisation whose every text that people wrote, every id and every column of
// people has a word of its own.
var planted = map[string]string{
	"teams":       "team_id,name\nred,Red\nzaphodunit,Blue\n",
	"services":    "service_id,name\nshop,Shop\n",
	"ownership":   "entity_type,entity_id,team_id,valid_from\nservice,shop,red,2025-01-01T00:00:00Z\nrepo,shop,red,2025-01-01T00:00:00Z\n",
	"annotations": "at,scope,scope_id,text,rebase,author\n2026-01-10T00:00:00Z,team,red,Zaphodnote,false,Zaphod Annotator\n2026-01-11T00:00:00Z,portfolio,,Zaphodbaseline,true,\n",
	"decisions":   "period,team_id,text,metric_ids,decided_by\n2026-01,red,Zaphoddecision,,Zaphod Chair\n",
	"exceptions":  "exception_id,service_id,control,reason_class,owner_role,approved_at,expires_at,approver\nZaphodexception,shop,scan,Zaphodreason,lead,2026-01-05T00:00:00Z,2026-06-01T00:00:00Z,Zaphod Approver\n",
	"incidents": "incident_id,service_id,started_at,resolved_at,cause,title\n" +
		"Zaphodincident,shop,2026-01-06T10:00:00Z,2026-01-06T12:00:00Z,Zaphodstory of a long night that began with a full disk and ended well,Zaphodtitle\n",
	"work_items":      "item_id,type,created_at,started_at,closed_at,service_id,title,assignee_login\nZaphoditem,bug,2026-01-02T00:00:00Z,2026-01-03T00:00:00Z,2026-01-09T00:00:00Z,shop,Zaphodheading,zaphodassignee\n",
	"vulnerabilities": "finding_id,service_id,vuln_id,severity,detected_at,status,title\nZaphodfinding,shop,CVE-2026-99999,high,2026-01-02T00:00:00Z,open,Zaphodweakness\n",
	"changes": "repo,change_id,state,opened_at,merged_at,first_commit_at,author_id,author_name,service_id,title\n" +
		"shop,1,merged,2026-01-03T00:00:00Z,2026-01-04T00:00:00Z,2026-01-02T00:00:00Z,zaphodauthor,Zaphod Authorname,shop,Zaphodchange\nshop,2,open,2026-01-03T00:00:00Z,,,zaphodunit,,shop,\n",
	"change_reviews": "repo,change_id,review_id,submitted_at,state,reviewer_id\nshop,1,r1,2026-01-03T12:00:00Z,approved,zaphodreviewer\n",
	"deployments":    "deployment_id,service_id,environment,finished_at,outcome,actor_email\nzaphoddeployment,shop,production,2026-01-05T10:00:00Z,success,zaphod@example.org\nd2,shop,production,2026-02-05T10:00:00Z,success,\n",
	"survey_answers": "survey_id,respondent_id,question_id,value,team_id\nw1,zaphodrespondent,q1,4,red\n",
}

// plant writes the organisation with a head of site.toml, and builds it.
func plant(t *testing.T, head string, change map[string]string) (out string, err error) {
	t.Helper()
	dir := t.TempDir()
	var site strings.Builder
	site.WriteString("[site]\nname = \"Harbour\"\nas_of = 2026-03-01\nhistory_months = 3\npage_months = 1\n" + head)
	files := maps.Clone(planted)
	for name, text := range change {
		if strings.Contains(name, ".") {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		files[name] += text
	}
	for _, table := range slices.Sorted(maps.Keys(files)) {
		site.WriteString("[[source]]\ntable = \"" + table + "\"\nfiles = \"" + table + ".csv\"\n")
		if err := os.WriteFile(filepath.Join(dir, table+".csv"), []byte(files[table]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "site.toml"), []byte(site.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	out = filepath.Join(dir, "public")
	_, err = Build(context.Background(), Options{Config: filepath.Join(dir, "site.toml"), Out: out, Now: time.Unix(0, 0), Workers: 1, Progress: quiet{}})
	return out, err
}

// What was planted is in no byte of the output but what the site's visibility permits. Every
// packed file is opened.
func TestVisibilityInEveryByte(t *testing.T) {
	texts := []string{"zaphodbaseline", "zaphoddecision", "zaphodnote", "zaphodreason", "zaphodstory"}
	for head, want := range map[string][]string{
		"":                            {"zaphodunit"},
		"visibility = \"internal\"\n": append(texts, "zaphodunit"),
		"visibility = \"private\"\n":  append(texts, "zaphodunit"),
		"[publish]\nshow = [\"annotations\", \"exception-reasons\"]\n": {"zaphodbaseline", "zaphodnote", "zaphodreason", "zaphodunit"},
	} {
		t.Run(head, func(t *testing.T) {
			t.Parallel()
			out, err := plant(t, head, nil)
			if err != nil {
				t.Fatal(err)
			}
			found := map[string]bool{}
			for name, data := range filesBelow(t, out) {
				for _, text := range append(unpacked(t, name, data), []byte(name)) {
					for _, word := range regexp.MustCompile(`(?i)zaphod\w*|CVE-\d+-\d+`).FindAll(text, -1) {
						found[strings.ToLower(string(word))] = true
					}
				}
			}
			if got := slices.Sorted(maps.Keys(found)); !slices.Equal(got, want) {
				t.Errorf("%q is in the output, want %q", got, want)
			}
		})
	}
}

// unpacked are the bytes that a reader of a file gets.
func unpacked(t *testing.T, name string, data []byte) (texts [][]byte) {
	t.Helper()
	var err error
	switch path.Ext(name) {
	case ".parquet":
		err = download.Texts(data, func(text []byte) { texts = append(texts, bytes.Clone(text)) })
	case ".gz":
		var r *gzip.Reader
		if r, err = gzip.NewReader(bytes.NewReader(data)); err == nil {
			texts = append(texts, nil)
			texts[0], err = io.ReadAll(r)
		}
	case ".xlsx":
		var z *zip.Reader
		if z, err = zip.NewReader(bytes.NewReader(data), int64(len(data))); err != nil {
			break
		}
		for _, part := range z.File {
			r, err := part.Open()
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, text)
		}
	default:
		return [][]byte{data}
	}
	if err != nil || len(texts) == 0 {
		t.Fatalf("%s: %v", name, err)
	}
	return texts
}

// A name that gets into the output by any way stops the publication, and is in no message.
func TestLeaksStopTheBuild(t *testing.T) {
	const internal, of = "visibility = \"internal\"\n", "2026-01-20T00:00:00Z,team,red,"
	for name, c := range map[string]struct {
		head   string
		change map[string]string
		want   string // of the messages; "" for none
	}{
		"an author's name":     {internal, map[string]string{"annotations": of + "Ask ZAPHOD  authorname.,false,\n"}, "what the column author_name of changes holds, a person perhaps"},
		"turned round":         {internal, map[string]string{"annotations": of + "\"Authorname, Zaphod\",false,\n"}, "what the column author_name of changes holds, a person perhaps"},
		"a login":              {internal, map[string]string{"decisions": "2026-01,red,Review with zaphodreviewer first.,,\n"}, "what the column reviewer_id of change_reviews holds, a person perhaps"},
		"an assignee":          {internal, map[string]string{"decisions": "2026-01,red,See http://x.example/zaphodassignee/1,,\n"}, "what the column assignee_login of work_items holds, a person perhaps"},
		"a role that is none":  {"", map[string]string{"exceptions": "e2,shop,scan,x,zaphod annotator,2026-01-05T00:00:00Z,2026-06-01T00:00:00Z,\n"}, "what the column author of annotations holds, a person perhaps"},
		"a cause":              {"", map[string]string{"incidents": "i2,shop,2026-02-06T10:00:00Z,2026-02-06T12:00:00Z,asked zaphodauthor,\n"}, "what the column author_id of changes holds, a person perhaps"},
		"a mail":               {internal, map[string]string{"annotations": of + "Write to ford@example.org,false,\n"}, "an e-mail address"},
		"a handle":             {internal, map[string]string{"annotations": of + "Thanks to @ford-prefect!,false,\n"}, "what looks like a person's handle (@…)"},
		"an id":                {internal, map[string]string{"annotations": of + "Fixed cve-2026-12345.,false,\n"}, "the id of a vulnerability"},
		"an advisory":          {internal, map[string]string{"annotations": of + "Fixed GHSA-abcd-1234-wxyz.,false,\n"}, "the id of a vulnerability"},
		"an id in private":     {"visibility = \"private\"\n", map[string]string{"annotations": of + "Fixed CVE-2026-12345.,false,\n"}, ""},
		"a secret":             {"visibility = \"private\"\n", map[string]string{"annotations": of + "Use sk_live_abcdefghijklmnopqrstuvwx.,false,\n"}, "what looks like a secret (sk_live_…)"},
		"a host":               {"", map[string]string{"services": "pay,pay.corp\n"}, "the name of an internal host"},
		"an address":           {"", map[string]string{"services": "pay,at 10.20.30.40\n"}, "a network address"},
		"a host in internal":   {internal, map[string]string{"services": "pay,pay.corp\n"}, ""},
		"a listed name":        {"[publish]\ncanaries = [\"Ford Prefect\"]\n", map[string]string{"teams": "green,Ford-Prefect\n"}, "name 1 of publish.canaries"},
		"a name in a file":     {"[publish]\ncanary_file = \"people.txt\"\n", map[string]string{"people.txt": "# people\nFord Prefect\n", "teams": "green,ford prefect\n"}, "the name in line 2 of publish.canary_file"},
		"a permitted name":     {"visibility = \"internal\"\n[publish]\nallowed = [\"zaphodreviewer\"]\n", map[string]string{"decisions": "2026-01,red,Review with zaphodreviewer first.,,\n"}, ""},
		"a leaking template":   {"templates = \"own\"\n", map[string]string{"own/index.html": `{{define "main"}}<h1>x</h1><p>by Zaphod Authorname</p>{{end}}`}, "what the column author_name of changes holds, a person perhaps"},
		"a leaking stylesheet": {"assets = \"own\"\n", map[string]string{"own/own.css": `p::before { content: "ford@example.org"; }`}, "an e-mail address"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, err := plant(t, c.head, c.change)
			if c.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil {
				t.Fatal("it was published")
			}
			if _, err := os.Stat(out); err == nil {
				t.Error("there is an output")
			}
			from := "the like stands in " // an input of texts; causes, templates and styles are none
			if name == "a cause" || strings.HasPrefix(name, "a leaking") {
				from = "find out which input it came from"
			}
			for line := range strings.Lines(err.Error()) {
				if !strings.Contains(line, ": "+c.want) || !strings.Contains(line, "; expected no person and no secret in any output; "+from) {
					t.Errorf("it says %s", line)
				}
			}
			if m := regexp.MustCompile(`(?i)zaphod|prefect|ford|12345|wxyz|opqrst|pay\.corp|10\.20`).FindString(err.Error()); m != "" {
				t.Errorf("%q is in the message:\n%v", m, err)
			}
		})
	}
}
