package narrative

import (
	"errors"
	"os"
	"path"
	"strings"
	"testing"

	"leadline/generator/diag"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestGuideMessages holds every message word for word. Cases and messages alternate in
// testdata/guide.txtar; LEADLINE_UPDATE=1 writes the messages anew.
func TestGuideMessages(t *testing.T) {
	const file = "testdata/guide.txtar"
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	update := os.Getenv("LEADLINE_UPDATE") != ""
	for i := 0; i+1 < len(archive.Files); i += 2 {
		input, want := archive.Files[i], &archive.Files[i+1]
		got := ""
		if _, err := ParseGuide(path.Base(input.Name), input.Data); err != nil {
			got = err.Error() + "\n"
		}
		if diff := cmp.Diff(string(want.Data), got); diff != "" && !update {
			t.Errorf("%s (-want +got):\n%s", input.Name, diff)
		}
		want.Data = []byte(got)
	}
	if update {
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// The playbook is the one place where the stages live; pages of teams read them from it.
func TestPlaybook(t *testing.T) {
	data, err := os.ReadFile("../../content/guide/playbook.md")
	if err != nil {
		t.Fatal(err)
	}
	g, err := ParseGuide("content/guide/playbook.md", data)
	if err != nil {
		t.Fatal(err)
	}
	if len(g.Stages) != 8 {
		t.Errorf("%d stages; the playbook has eight, from 0 to 7", len(g.Stages))
	}
	html, err := Markdown(g.Body, Options{MinHeading: 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range g.Stages {
		if !strings.Contains(string(html), `<h2 id="`+s.Anchor()+`">`) {
			t.Errorf("no heading with the anchor %s", s.Anchor())
		}
	}
}

// FuzzParseGuide: whatever the file holds, there is a document that renders, or problems that
// all say where they are.
func FuzzParseGuide(f *testing.F) {
	archive, err := txtar.ParseFile("testdata/guide.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range archive.Files {
		f.Add(file.Data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 4<<10 {
			return
		}
		g, err := ParseGuide("a.md", data)
		var problems diag.Problems
		switch {
		case err == nil:
			if _, err := Render(g.Body, Options{File: g.File, Line: g.Line, MinHeading: 2}); err != nil {
				t.Errorf("%q does not render: %v", data, err)
			}
			Targets(g.Body)
		case !errors.As(err, &problems):
			t.Errorf("%q gives %v, which is no list of problems", data, err)
		default:
			for _, p := range problems {
				if p.File != "a.md" || p.Found == "" {
					t.Errorf("%q gives a problem without a place or a finding: %v", data, p)
				}
			}
		}
	})
}
