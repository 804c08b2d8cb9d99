package finding

import (
	"flag"
	"os"
	"strings"
	"testing"

	"leadline/content"
	"leadline/generator/metric"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write the messages of testdata")

// Every rule of a pattern's document, of what it says of metrics and of other patterns, and of
// its worked examples: each case breaks one, and the messages are held word for word.
func TestPatternMessages(t *testing.T) {
	definitions := builtin(t)
	parsed := func(t *testing.T, text string) (*Pattern, error) { return ParsePattern("good.md", []byte(text)) }
	other := &Pattern{ID: "other", Precedence: 60}
	banks := []*Questions{{List: []Question{{ID: "flow-a"}}}}
	for file, problems := range map[string]func(*testing.T, string) error{
		"parse": func(t *testing.T, text string) error {
			_, err := parsed(t, text)
			return err
		},
		"check": func(t *testing.T, text string) error {
			p, err := parsed(t, text)
			if err != nil {
				t.Fatal(err)
			}
			return Check([]*Pattern{p, other}, definitions, banks)
		},
		"examples": func(t *testing.T, text string) error {
			p, err := parsed(t, text)
			if err != nil {
				t.Fatal(err)
			}
			_, err = ParseCases(p, definitions)
			return err
		},
	} {
		t.Run(file, func(t *testing.T) { testMessages(t, "testdata/"+file+".txtar", problems) })
	}
}

// testMessages runs the cases of an archive: a text of the good document, =>, and what stands
// there instead; then the messages, without the file's name.
func testMessages(t *testing.T, file string, problems func(*testing.T, string) error) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	good := string(archive.Files[0].Data)
	if err := problems(t, good); err != nil {
		t.Fatalf("the good document has problems: %v", err)
	}
	for i := 1; i+1 < len(archive.Files); i += 2 {
		change, want := archive.Files[i], &archive.Files[i+1]
		before, after, ok := strings.Cut(string(change.Data), "\n=>\n")
		if !ok || !strings.Contains(good, before) {
			t.Fatalf("%s: %q is not in the good document", change.Name, before)
		}
		err := problems(t, strings.Replace(good, before, strings.TrimSuffix(after, "\n"), 1))
		if err == nil {
			t.Errorf("%s: no message", change.Name)
			continue
		}
		got := strings.ReplaceAll(err.Error(), "good.md:", "") + "\n"
		if *update {
			want.Data = []byte(got)
		} else if got != string(want.Data) {
			t.Errorf("%s:\n%swant\n%s", change.Name, got, want.Data)
		}
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func builtin(t *testing.T) (out []*metric.Definition) {
	t.Helper()
	entries, err := content.Files.ReadDir("metrics")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := content.Files.ReadFile("metrics/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		d, err := metric.ParseDefinition(e.Name(), data)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, d)
	}
	return out
}
