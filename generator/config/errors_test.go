package config

import (
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

const (
	siteBelow   = "[[source]]\ntable = \"t\"\nfiles = \"f.csv\"\n[site]\nname = \"x\"\n"
	sourceBelow = "[site]\nname = \"x\"\n[[source]]\ntable = \"t\"\nfiles = \"f.csv\"\n"
)

// TestMessages holds every message word for word: they are what a person works with.
// Cases and messages alternate in testdata/errors.txtar.
func TestMessages(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/errors.txtar")
	if err != nil {
		t.Fatal(err)
	}
	update := os.Getenv("LEADLINE_UPDATE") != ""
	var out []txtar.File
	for i := 0; i < len(archive.Files); i++ {
		input := archive.Files[i]
		want := ""
		if i+1 < len(archive.Files) && archive.Files[i+1].Name == "messages" {
			i++
			want = string(archive.Files[i].Data)
		}
		got := parseError(t, wholeFile(input)) + "\n"
		if got != want && !update {
			t.Errorf("%s gives\n%swant\n%s", input.Name, got, want)
		}
		out = append(out, input, txtar.File{Name: "messages", Data: []byte(got)})
	}
	if update {
		archive.Files = out
		if err := os.WriteFile("testdata/errors.txtar", txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// wholeFile puts a case below a good head.
func wholeFile(f txtar.File) string {
	switch kind, _, _ := strings.Cut(f.Name, "/"); kind {
	case "site":
		return siteBelow + string(f.Data)
	case "source":
		return sourceBelow + string(f.Data)
	}
	return string(f.Data)
}
