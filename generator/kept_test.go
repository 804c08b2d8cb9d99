package generator

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/content"
	"leadline/templates"
)

// A change is what somebody may do to a site between two builds.
type change struct {
	what string
	do   func(h harbour, o *Options, n int)
}

var changes = []change{
	{"nothing", func(harbour, *Options, int) {}},
	{"the next day", func(_ harbour, o *Options, n int) { o.Now = o.Now.AddDate(0, 0, 1+n%3) }},
	{"the next month", func(_ harbour, o *Options, n int) { o.Now = o.Now.AddDate(0, 1, 0) }},
	{"a new row", func(h harbour, o *Options, n int) {
		h.add("d.csv", "new"+o.Now.Format("0102")+string(rune('a'+n%26))+",pay,production,"+o.Now.AddDate(0, 0, -1).Format(time.RFC3339)+",success\n")
	}},
	{"a late row", func(h harbour, o *Options, n int) {
		h.add("d.csv", "late"+string(rune('a'+n%26))+string(rune('a'+n/26%26))+",pay,production,"+time.Date(2025, time.Month(11+n%4), 1+n%28, 9, 0, 0, 0, time.UTC).Format(time.RFC3339)+",success\n")
	}},
	{"a name", func(h harbour, _ *Options, n int) {
		h.write("teams.csv", "team_id,name\nblue,Blue "+string(rune('A'+n%26))+"\n")
	}},
	{"a decision", func(h harbour, _ *Options, n int) {
		h.write("decisions.csv", "decision_id,period,team_id,text,metric_ids\nx,2025-12,blue,Decided "+string(rune('a'+n%26))+",deployment-frequency\n")
	}},
	{"an owner", func(h harbour, _ *Options, n int) {
		h.write("ownership.csv", "entity_type,entity_id,team_id,valid_from\nservice,pay,blue,2025-01-01T00:00:00Z\nservice,pay,red,2026-0"+string(rune('1'+n%2))+"-10T00:00:00Z\n")
	}},
	{"the site's name", func(h harbour, _ *Options, n int) {
		h.write("site.toml", strings.Replace(harbourMoving, `"Harbour"`, `"Harbour `+string(rune('A'+n%26))+`"`, 1))
	}},
	{"the number of months", func(h harbour, _ *Options, n int) {
		h.write("site.toml", strings.Replace(harbourMoving, "history_months = 6", "history_months = "+string(rune('4'+n%3))+"\npage_months = "+string(rune('2'+n%3)), 1))
	}},
	{"a definition", func(h harbour, _ *Options, n int) {
		data, err := fs.ReadFile(content.Files, "metrics/deployment-frequency.md")
		if err != nil {
			h.t.Fatal(err)
		}
		text := strings.Replace(string(data), `title = "Deployment frequency"`, `title = "Deployments `+string(rune('a'+n%26))+`"`, 1)
		h.write("own/metrics/deployment-frequency.md", text)
	}},
	{"a template", func(h harbour, _ *Options, n int) {
		data, err := fs.ReadFile(templates.Files, "service.html")
		if err != nil {
			h.t.Fatal(err)
		}
		h.write("look/service.html", strings.Replace(string(data), "<h1>", `<h1 class="n`+string(rune('a'+n%26))+`">`, 1))
	}},
	{"a page by hand", func(h harbour, _ *Options, n int) { h.add(h.somePage(n), "<p>x</p>") }},
	{"a page is gone", func(h harbour, _ *Options, n int) { os.Remove(filepath.Join(h.folder, h.somePage(n))) }},
}

// somePage is one of the service's months.
func (h harbour) somePage(n int) string {
	pages, err := filepath.Glob(filepath.Join(h.folder, "public/services/pay/2*/index.html"))
	if err != nil || len(pages) == 0 {
		h.t.Fatal(pages, err)
	}
	name, _ := filepath.Rel(h.folder, pages[n%len(pages)])
	return name
}

var harbourMoving = strings.Replace(strings.Replace(harbourToml, "as_of = 2026-03-03\nhistory_months = 4", "history_months = 6\ntemplates = \"look\"", 1),
	"[[source]]", "[[source]]\ntable = \"decisions\"\nfiles = \"decisions.csv\"\n[[source]]", 1)

// Whatever happens between builds, a build that keeps pages writes what one that writes every
// page does. Each change comes once, in an order of its own each time, and then some again.
func TestKeptPagesAreThoseOfAWholeBuild(t *testing.T) {
	h := newHarbour(t)
	h.write("site.toml", harbourMoving)
	h.write("own/own.md", "a file of the overlay")
	h.write("look/own.md", "a file of the overlay")
	h.write("decisions.csv", "decision_id,period,team_id,text,metric_ids\n")
	t.Chdir(h.folder)
	keeping := Options{Config: "site.toml", Out: "public", Now: time.Date(2026, 3, 9, 5, 0, 0, 0, time.UTC), Workers: 2, Progress: quiet{}, Program: "this"}
	h.report(keeping)
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 0))
	kept := map[string]int{}
	order := slices.Concat(r.Perm(len(changes)), r.Perm(len(changes))[:4])
	if testing.Short() {
		order = order[:4]
	}
	for _, i := range order {
		changes[i].do(h, &keeping, r.IntN(100))
		if err := errors.Join(os.RemoveAll("whole"), os.CopyFS("whole", os.DirFS("public"))); err != nil {
			t.Fatal(err)
		}
		whole := keeping
		whole.Program, whole.Out = "", "whole"
		h.report(whole)
		kept[changes[i].what] += h.report(keeping).Kept
		same(t, filesBelow(t, "whole"), filesBelow(t, "public"))
		if t.Failed() {
			t.Fatalf("after %q; seed %d", changes[i].what, seed)
		}
	}
	for _, what := range []string{"the next day", "a new row", "a page is gone"} {
		if kept[what] == 0 && !testing.Short() {
			t.Errorf("no page was kept after %q", what)
		}
	}
	t.Log(kept)
}
