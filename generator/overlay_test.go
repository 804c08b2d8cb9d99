package generator

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"leadline/generator/config"
)

// A site's own folders are laid over the built-in ones: a new metric needs no Go, a
// definition of the same name replaces the built-in one, and so do templates and assets.
func TestOverlay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	builtin, err := os.ReadFile("../content/metrics/pipeline-duration.md")
	if err != nil {
		t.Fatal(err)
	}
	own := strings.NewReplacer(`id = "pipeline-duration"`, `id = "night-runs"`, "Pipeline duration", "Night runs", `"success", "failure"`, `"success"`).Replace(string(builtin))
	write("content/metrics/night-runs.md", own)
	write("content/metrics/pipeline-success.md", strings.Replace(readFile(t, "../content/metrics/pipeline-success.md"), `title = "Pipeline success"`, `title = "Green at first attempt"`, 1))
	write("content/guide/house-rules.md", "+++\ntitle = \"House rules\"\nsummary = \"What we agreed.\"\ngroup = \"start\"\norder = 9\naudience = [\"team\"]\nowner = \"All\"\nreviewed = 2026-10-01\n+++\nSee [night runs](../metrics/night-runs.md).\n")
	write("templates/notfound.html", `{{define "main"}}<h1>Nothing here</h1>{{end}}`)
	write("assets/favicon.svg", `<svg xmlns="http://www.w3.org/2000/svg"/>`)
	if err := os.CopyFS(filepath.Join(dir, "sample-data"), os.DirFS("../sample-data")); err != nil {
		t.Fatal(err)
	}
	write("site.toml", strings.Replace(readFile(t, "../site.toml"), "[site]\n", "[site]\ncontent = \"content\"\ntemplates = \"templates\"\nassets = \"assets\"\n", 1))
	files := buildSite(t, filepath.Join(dir, "site.toml"), runtime.GOMAXPROCS(0))
	for name, want := range map[string]string{
		"metrics/night-runs/index.html": "Night runs", "teams/harbour/index.html": "Night runs", "metrics/index.html": "Green at first attempt",
		"guide/house-rules/index.html": `href="../../metrics/night-runs/index.html"`,
		"404.html":                     "Nothing here", "assets/favicon.svg": `<svg xmlns="http://www.w3.org/2000/svg"/>`,
	} {
		if !strings.Contains(string(files[name]), want) {
			t.Errorf("%s lacks %q", name, want)
		}
	}
	if files["assets/leadline.js"] == nil || files["metrics/change-lead-time/index.html"] == nil {
		t.Error("what is not overlaid stays")
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// What a site is made from is no place for it: the next build would read what this one wrote.
func TestOutputInAFolderOfTheSite(t *testing.T) {
	for _, out := range []string{"own", "own/public", "./own/../own/deep/public"} {
		h := newHarbour(t)
		o := h.options()
		o.Out = filepath.Join(h.folder, out)
		if _, err := Build(context.Background(), o); err == nil || !strings.Contains(err.Error(), "choose another output") {
			t.Errorf("into %s: %v", out, err)
		}
		if made, _ := filepath.Glob(filepath.Join(h.folder, "own", "*")); len(made) > 0 {
			t.Errorf("into %s: made %v", out, made)
		}
	}
}

// A folder of the site within what was published is not deleted with it.
func TestFolderOfTheSiteInTheOutput(t *testing.T) {
	h := newHarbour(t)
	h.report(h.options())
	h.write("public/mine/people.txt", "Ford Prefect")
	for _, has := range []string{"content = \"public/mine\"", "content = \"own\"\n[publish]\ncanary_file = \"public/mine/people.txt\""} {
		h.write("site.toml", strings.Replace(harbourToml, "content = \"own\"", has, 1))
		if _, err := Build(context.Background(), h.options()); err == nil || !strings.Contains(err.Error(), "publishing would delete") {
			t.Errorf("%s: %v", has, err)
		}
	}
}

// An error of a template names the site's own folder, where there is one; other errors stay.
func TestTemplateErrorsNameTheOwnFolder(t *testing.T) {
	of := func(folder, text string) string {
		return (&site{config: &config.Site{Overlay: config.Overlay{Templates: folder}}}).ofTemplates(errors.New(text)).Error()
	}
	if got := of("look", `html/template:report.html:66:11: no such template "trace"`); !strings.Contains(got, "own templates in look are laid over") {
		t.Error(got)
	}
	if got := of("", "html/template: x") + of("look", "no space left"); strings.Contains(got, "laid over") {
		t.Error(got)
	}
}
