package main

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"leadline/generator/config"
)

// TestManualNamesEveryKey: a key that site.toml may have and the manual does not name is one
// that nobody can find.
func TestManualNamesEveryKey(t *testing.T) {
	raw, err := os.ReadFile("../../generator/config/raw.go")
	if err != nil {
		t.Fatal(err)
	}
	keys := regexp.MustCompile("`toml:\"([a-z_]+)\"`").FindAllStringSubmatch(string(raw), -1)
	if len(keys) < 40 {
		t.Fatalf("%d keys in raw.go; expected those of site.toml", len(keys))
	}
	manual := packageComment(mainSource)
	for _, key := range keys {
		if named := regexp.MustCompile(`(?m)(^ +"?|# |\[+[a-z.]*|\{ ?|, )` + key[1] + `\b`); !named.MatchString(manual) {
			t.Errorf("the manual does not name %s", key[1])
		}
	}
}

// TestReadmesSiteIsBuilt: what the README shows can be copied, and reads an export of that kind.
func TestReadmesSiteIsBuilt(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(readme), "```toml\n")
	toml, _, ended := strings.Cut(rest, "```")
	if !found || !ended {
		t.Fatal("the README shows no site.toml")
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"site.toml":                    toml,
		"exports/deployments-2026.csv": "deployment_id,service_id,environment,finished_at,outcome\nd1,shop,production,2026-02-01T10:00:00Z,success\n",
		"exports/ownership.csv":        "entity_type,entity_id,team_id,valid_from\nservice,shop,red,2025-01-01T00:00:00Z\nrepo,shop,red,2025-01-01T00:00:00Z\n",
		"exports/merge-requests.csv":   "Number,State,Opened,Merged\n1,Merged,2026-01-30 10:00:00,2026-01-31 10:00:00\n2,Closed,2026-01-30 10:00:00,\n3,Opened,2026-01-30 10:00:00,\n",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	var out, problems strings.Builder
	code := run([]string{"check", "--quiet", "--strict", "--as-of", "2026-03-01", "--config", filepath.Join(dir, "site.toml")}, &out, &problems)
	if code != 0 || problems.Len() > 0 {
		t.Errorf("the README's site ends with %d:\n%s", code, problems.String())
	}
}

// TestManualsExampleIsRead: what the manual shows of site.toml can be copied.
func TestManualsExampleIsRead(t *testing.T) {
	_, rest, _ := strings.Cut(packageComment(mainSource), "\n# site.toml\n")
	example, _, ended := strings.Cut(rest, "The other keys")
	var toml strings.Builder
	for line := range strings.Lines(example) {
		if strings.HasPrefix(line, "    ") {
			toml.WriteString(line)
		}
	}
	site, err := config.Parse("manual.toml", []byte(toml.String()))
	if err != nil || !ended {
		t.Fatal(err)
	}
	if site.HistoryMonths != 36 || len(site.Sources) != 1 || site.Sources[0].Values["outcome"]["OK"] != "success" {
		t.Errorf("the manual's example is read as %+v", site)
	}
}
