package generator

import (
	"bytes"
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/generator/ledger"
)

var update = flag.Bool("update", false, "write the golden files")

// quiet is a Progress that nobody looks at.
type quiet struct{}

func (quiet) Stage(string) {}
func (quiet) Rows(int)     {}

// buildSite builds a site.toml into a new folder and returns its files by path.
func buildSite(t *testing.T, config string, workers int) map[string][]byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), "public")
	if _, err := Build(context.Background(), Options{Config: config, Out: out, Now: time.Unix(0, 0), Workers: workers, Progress: quiet{}}); err != nil {
		t.Fatal(err)
	}
	return filesBelow(t, out)
}

func filesBelow(t *testing.T, root string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[name], err = os.ReadFile(filepath.Join(root, name))
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	return files
}

func same(t *testing.T, want, got map[string][]byte) {
	t.Helper()
	differ := 0
	for name, data := range want {
		if !bytes.Equal(data, got[name]) {
			if differ++; differ < 4 {
				t.Errorf("%s differs: %s", name, firstDifference(data, got[name]))
			}
		}
	}
	if len(want) != len(got) || differ > 0 {
		t.Errorf("%d files and %d; %d differ", len(want), len(got), differ)
	}
}

func firstDifference(a, b []byte) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	cut := func(s []byte) []byte { return s[max(0, min(i-40, len(s))):min(len(s), i+40)] }
	return fmt.Sprintf("byte %d, %q against %q", i, cut(a), cut(b))
}

// The golden site is the sample site, as one hash a file, so that a change of any page is
// seen in review; run with -update after looking at the pages.
func TestSampleSiteIsGolden(t *testing.T) {
	files := sampleSite(t)
	var lines []string
	for name, data := range files {
		lines = append(lines, fmt.Sprintf("%x  %s", sha256.Sum256(data), name))
	}
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(a[64:], b[64:]) })
	got := strings.Join(lines, "\n") + "\n"
	const golden = "testdata/golden/sample.sha256"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("the sample site changed; look at it, then run go test ./generator -run Golden -update\n%s", changedLines(string(want), got))
	}
}

func changedLines(want, got string) string {
	old := map[string]bool{}
	for line := range strings.Lines(want) {
		old[line] = true
	}
	var out []string
	for line := range strings.Lines(got) {
		if !old[line] && len(out) < 20 {
			out = append(out, line[66:])
		}
	}
	return strings.Join(out, "")
}

// Same inputs, same bytes: for any number of workers, local time zone, order of sources,
// and order of rows within the files.
func TestSiteDoesNotDependOnOrder(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the sample site three times")
	}
	want := sampleSite(t)
	local := time.Local
	defer func() { time.Local = local }()
	time.Local = time.FixedZone("far east", 14*3600)
	same(t, want, buildSite(t, "../site.toml", 1)) // the other had as many workers as there are processors
	same(t, withoutProvenance(want), withoutProvenance(buildSite(t, shuffledSite(t), 3)))
}

var inputHash = regexp.MustCompile(`<code>[0-9a-f]{64}</code>`)

// withoutProvenance leaves out the files that name the bytes of event files, and their run on
// the pages: rows in another order are other bytes, and figures must not tell.
func withoutProvenance(files map[string][]byte) map[string][]byte {
	files = maps.Clone(files)
	m, err := ledger.ParseManifest(ledger.ManifestFile, files[ledger.ManifestFile])
	if err != nil {
		panic(err)
	}
	for name := range files {
		if named := path.Base(name); name == ledger.ManifestFile || name == ledger.SumsFile || path.Ext(name) == ".xlsx" || // whose tables are the CSV files
			strings.HasPrefix(named, "lineage.") || named == "datapackage.json" {
			delete(files, name)
		}
	}
	files["data/index.html"] = bytes.ReplaceAll(files["data/index.html"], []byte(m.Run), []byte("run"))
	for name := range files {
		if path.Dir(path.Dir(name)) == "metrics" { // the list of a metric's inputs
			files[name] = inputHash.ReplaceAll(files[name], nil)
		}
	}
	return files
}

// shuffledSite is the sample site with its sources in another order and the rows of its
// plain text files shuffled, but for files with rejected rows, whose line numbers are shown.
func shuffledSite(t *testing.T) string {
	t.Helper()
	dir, r := t.TempDir(), rand.New(rand.NewPCG(7, 7))
	if err := os.CopyFS(filepath.Join(dir, "sample-data"), os.DirFS("../sample-data")); err != nil {
		t.Fatal(err)
	}
	shuffled := 0
	for _, name := range []string{"aenderungen-forge.csv", "ownership.csv", "services.csv", "teams.csv"} {
		shuffled += shuffleFile(t, filepath.Join(dir, "sample-data", name), r)
	}
	if shuffled < 1000 {
		t.Fatalf("only %d rows shuffled", shuffled)
	}
	data, err := os.ReadFile("../site.toml")
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(data), "[[source]]")
	r.Shuffle(len(parts)-1, func(i, j int) { parts[i+1], parts[j+1] = parts[j+1], parts[i+1] })
	config := filepath.Join(dir, "site.toml")
	if err := os.WriteFile(config, []byte(strings.Join(parts, "\n[[source]]")), 0o644); err != nil {
		t.Fatal(err)
	}
	return config
}

func shuffleFile(t *testing.T, name string, r *rand.Rand) int {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(strings.TrimSuffix(string(data), "\n"), "\n")
	lines[len(lines)-1] += "\n"
	header := 1
	if strings.HasSuffix(name, ".jsonl") {
		header = 0
	}
	r.Shuffle(len(lines)-header, func(i, j int) { lines[i+header], lines[j+header] = lines[j+header], lines[i+header] })
	if err := os.WriteFile(name, []byte(strings.Join(lines, "")), 0o644); err != nil {
		t.Fatal(err)
	}
	return len(lines)
}

// A second build of the same input publishes nothing anew.
func TestBuildIsIdempotent(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "public")
	writeFiles(t, out, sampleSite(t)) // the first
	o := Options{Config: "../site.toml", Out: out, Now: time.Unix(0, 0), Workers: 2, Progress: quiet{}}
	before, err := os.Stat(filepath.Join(out, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Build(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(filepath.Join(out, "index.html"))
	if err != nil || !os.SameFile(before, after) {
		t.Errorf("index.html was written again: %v", err)
	}
}

// Ctrl-C before the end leaves the published site and nothing beside it.
func TestCancelledBuildLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	for _, stage := range []string{"reading pipeline runs", "evaluating", "comparing with the publication before", "writing the workbook, the downloads and pages", "checking links, anchors and leaks"} {
		ctx, cancel := context.WithCancel(context.Background())
		_, err := Build(ctx, Options{Config: "../site.toml", Out: out, Now: time.Unix(0, 0), Workers: 2, Progress: cancelAt{stage, cancel}})
		if err == nil || ctx.Err() == nil {
			t.Errorf("cancelled at %q: error %v", stage, err)
		}
		left, _ := filepath.Glob(filepath.Join(dir, "*"))
		hidden, _ := filepath.Glob(filepath.Join(dir, ".*"))
		for _, name := range append(left, hidden...) {
			if !strings.HasSuffix(name, ".lock") {
				t.Errorf("cancelled at %q: left %s", stage, name)
			}
		}
	}
}

type cancelAt struct {
	stage  string
	cancel context.CancelFunc
}

func (c cancelAt) Stage(name string) {
	if name == c.stage {
		c.cancel()
	}
}
func (cancelAt) Rows(int) {}
