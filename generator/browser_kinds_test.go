package generator

import (
	"cmp"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"leadline/templates"
)

// view is one page of the sample site: the template that it is made by, what is special about
// it, and its path below the site's root.
type view struct{ kind, special, path string }

func (v view) String() string {
	return strings.ReplaceAll(strings.TrimSpace(v.kind+" "+v.special), " ", "-")
}

// publicSite is the sample site as those see it who only look.
type publicSite struct {
	files map[string][]byte
	month string // newest complete month, "2026-10"
}

func lookAt(t *testing.T) publicSite {
	t.Helper()
	l := publicSite{files: sampleSite(t)}
	for name := range l.files {
		if month, ok := strings.CutPrefix(path.Dir(name), "portfolio/"); ok {
			l.month = max(l.month, month)
		}
	}
	return l
}

// largest is the path of the largest file that matches: the page with most to show.
func (l publicSite) largest(t *testing.T, pattern string) string {
	t.Helper()
	best := ""
	for name, data := range l.files {
		if ok, _ := path.Match(pattern, name); ok && (best == "" || cmp.Or(len(data)-len(l.files[best]), strings.Compare(best, name)) > 0) {
			best = name
		}
	}
	if best == "" {
		t.Fatalf("no file matches %s", pattern)
	}
	return best
}

// kinds are pages of each kind, of some kinds several, where they look otherwise.
func (l publicSite) kinds(t *testing.T) []view {
	t.Helper()
	return []view{
		{"home", "", "index.html"},
		{"index", "of teams", "teams/index.html"},
		{"index", "of services", "services/index.html"},
		{"team", "", l.largest(t, "teams/*/"+l.month+"/index.html")},
		{"team", "with withheld figures", "teams/beacon/" + l.month + "/index.html"},
		{"team", "before its first metric", "teams/sprout/" + l.month + "/index.html"},
		{"service", "", l.largest(t, "services/*/"+l.month+"/index.html")},
		{"portfolio", "", "portfolio/" + l.month + "/index.html"},
		{"reviews", "", "review/" + l.month + "/index.html"},
		{"review", "", l.largest(t, "review/"+l.month+"/*/index.html")},
		{"metrics", "", "metrics/index.html"},
		{"metric", "", "metrics/change-lead-time/index.html"},
		{"metric", "with wide tables", "metrics/delay-causes/index.html"},
		{"patterns", "", "guide/patterns/index.html"},
		{"pattern", "", l.largest(t, "guide/patterns/*/index.html")},
		{"questions", "", "guide/questions/index.html"},
		{"guides", "", "guide/index.html"},
		{"guide", "with stages", "guide/playbook/index.html"},
		{"guide", "with a diagram", "guide/reference-architecture/index.html"},
		{"data", "", "data/index.html"},
		{"restatements", "", "restatements/index.html"},
		{"search", "", "search/index.html"},
		{"downloads", "", "downloads/index.html"},
		{"notfound", "", "404.html"},
	}
}

// eachKind runs a subtest for each kind of page, several at a time: a tab has a process of
// its own.
func (r *rig) eachKind(t *testing.T, test func(t *testing.T, p view)) {
	for _, p := range r.kinds(t) {
		t.Run(p.String(), func(t *testing.T) {
			t.Parallel()
			test(t, p)
		})
	}
}

// Every kind of page is looked at: each template that makes pages has one in the list, and no
// page of the site has an address of another form than those in it.
func TestKindsOfPage(t *testing.T) {
	site := lookAt(t)
	made, forms := map[string]bool{}, map[string]bool{}
	for _, p := range site.kinds(t) {
		made[p.kind], forms[form(p.path)] = true, true
	}
	for _, kind := range kindsOfPage(t) {
		if !made[kind] {
			t.Errorf("templates/%s.html makes pages and none of them is looked at; add one to kinds", kind)
		}
		delete(made, kind)
	}
	for kind := range made {
		t.Errorf("no template makes a page of kind %q", kind)
	}
	for _, name := range slices.Sorted(maps.Keys(pagesOf(site.files))) {
		if f := form(name); !forms[f] {
			t.Errorf("no page like %s is looked at; add one to kinds", name)
			forms[f] = true
		}
	}
}

// kindsOfPage are the templates that fill the frame of a page.
func kindsOfPage(t *testing.T) (kinds []string) {
	t.Helper()
	names, err := fs.Glob(templates.Files, "*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(templates.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), `{{define "main"}}`) {
			kinds = append(kinds, strings.TrimSuffix(name, ".html"))
		}
	}
	return kinds
}

var ofOneMonth = regexp.MustCompile(`^\d{4}-\d{2}$`)

// form is the form of an address, which the pages of one kind share: without its month, because
// the page of the newest month is at its unit's own address, too, and without names.
func form(name string) string {
	parts := slices.DeleteFunc(strings.Split(name, "/"), ofOneMonth.MatchString)
	for i := 1; i < len(parts)-1; i++ {
		parts[i] = "*"
	}
	return strings.Join(parts, "/")
}
