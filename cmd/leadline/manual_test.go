package main

import (
	"os"
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
