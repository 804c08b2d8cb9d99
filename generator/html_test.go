package generator

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// validator is what .ci/package.json pins; its rules are in .ci/html-validate.mjs.
const validator = "../.ci/node_modules/html-validate/bin/html-validate.mjs"

// A page of each kind, and those with names as people should not write them, are valid HTML.
func TestHTML(t *testing.T) {
	t.Parallel()
	node, err := exec.LookPath("node")
	if err != nil {
		missing(t, "html", "no Node here; apt-get install nodejs")
	}
	if _, err := os.Stat(validator); err != nil {
		missing(t, "html", "no html-validate here; npm ci --prefix .ci")
	}
	site, dir := lookAt(t), t.TempDir()
	some := site.escaped()
	for _, p := range site.kinds(t) {
		some[p.path] = site.files[p.path]
	}
	writeFiles(t, dir, some)
	for _, p := range invalid(t, node, dir) {
		t.Error(p)
	}
}

// escaped are the pages of the newest month whose heading has an escape: hostile names.
func (l publicSite) escaped() map[string][]byte {
	pages := maps.Clone(pagesOf(l.files))
	maps.DeleteFunc(pages, func(name string, data []byte) bool {
		_, heading, _ := strings.Cut(string(data), "<h1>")
		heading, _, _ = strings.Cut(heading, "</h1>")
		return !strings.Contains(name, l.month) || !strings.Contains(heading, "&")
	})
	return pages
}

// invalid lists what the validator finds in a folder.
func invalid(t *testing.T, node, dir string) (problems []string) {
	t.Helper()
	// Into a file: into a pipe, Node ends before all is written. Exit status 1 says that there
	// are problems, which are in the output.
	list, err := os.Create(filepath.Join(t.TempDir(), "problems.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer list.Close()
	run := exec.Command(node, validator, "-c", "../.ci/html-validate.mjs", "--formatter", "json", dir)
	run.Stdout = list
	failed := run.Run()
	out, err := os.ReadFile(list.Name())
	if err != nil {
		t.Fatal(err)
	}
	var pages []struct {
		FilePath string
		Messages []struct {
			RuleID, Message, Selector string
			Line, Column              int
		}
	}
	if wrong := json.Unmarshal(out, &pages); wrong != nil {
		t.Fatalf("%v, %v: %.400s", failed, wrong, out)
	}
	for _, page := range pages {
		name, _ := filepath.Rel(dir, page.FilePath)
		for _, m := range page.Messages {
			problems = append(problems, fmt.Sprintf("%s:%d:%d: %s (%s) at %s", filepath.ToSlash(name), m.Line, m.Column, m.Message, m.RuleID, m.Selector))
		}
	}
	slices.Sort(problems)
	return slices.Compact(problems)
}

// The validator must be able to find something.
func TestHTMLIsRead(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		missing(t, "html", "no Node here; apt-get install nodejs")
	}
	if _, err := os.Stat(validator); err != nil {
		missing(t, "html", "no html-validate here; npm ci --prefix .ci")
	}
	dir := t.TempDir()
	writeFiles(t, dir, map[string][]byte{"a/index.html": []byte("<!doctype html>\n<html lang=\"en\"><head><title>T</title></head><body><p><div id=\"a\"></div></p></body></html>\n")})
	if found := invalid(t, node, dir); len(found) == 0 || !strings.HasPrefix(found[0], "a/index.html:2:") {
		t.Errorf("a division in a paragraph is found as %q", found)
	}
}
