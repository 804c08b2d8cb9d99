package generator

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/generator/ledger"
	"leadline/generator/metric"
	"leadline/generator/period"
)

// harbour is a small site in a folder of its own: one service that deploys twelve times a
// month from November 2025 to February 2026. January is final on 3 March, February is not.
type harbour struct {
	t      *testing.T
	folder string
}

func newHarbour(t *testing.T) harbour {
	t.Helper()
	h := harbour{t, t.TempDir()}
	var rows strings.Builder
	rows.WriteString("deployment_id,service_id,environment,finished_at,outcome\n")
	for i := range 48 {
		month := time.Date(2025, time.Month(11+i/12), 2+2*(i%12), 10, 0, 0, 0, time.UTC)
		fmt.Fprintf(&rows, "d%d,pay,production,%s,success\n", i, month.Format(time.RFC3339))
	}
	h.write("d.csv", rows.String())
	h.write("services.csv", "service_id,name\npay,Pay\n")
	h.write("teams.csv", "team_id,name\nblue,Blue\n")
	h.write("ownership.csv", "entity_type,entity_id,team_id,valid_from\nservice,pay,blue,2025-01-01T00:00:00Z\n")
	h.write("site.toml", harbourToml)
	return h
}

const harbourToml = `[site]
name = "Harbour"
as_of = 2026-03-03
history_months = 4
content = "own"
[[source]]
table = "deployments"
files = "d.csv"
[[source]]
table = "services"
files = "services.csv"
[[source]]
table = "teams"
files = "teams.csv"
[[source]]
table = "ownership"
files = "ownership.csv"
`

func (h harbour) write(name, text string) {
	h.t.Helper()
	name = filepath.Join(h.folder, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		h.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		h.t.Fatal(err)
	}
}

func (h harbour) add(name, text string) {
	h.t.Helper()
	data, err := os.ReadFile(filepath.Join(h.folder, name))
	if err != nil {
		h.t.Fatal(err)
	}
	h.write(name, string(data)+text)
}

// build builds over what is published and returns its ledger.
func (h harbour) build() *ledger.Publication {
	h.t.Helper()
	out := filepath.Join(h.folder, "public")
	if _, err := Build(context.Background(), Options{Config: filepath.Join(h.folder, "site.toml"), Out: out, Now: time.Unix(0, 0), Workers: 2, Progress: quiet{}}); err != nil {
		h.t.Fatal(err)
	}
	p, err := readPublication(out, "")
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

// rows are the log as text: month level subject metric stat class.
func rowsOf(log []ledger.Restatement) (rows []string) {
	for _, r := range log {
		rows = append(rows, strings.Join([]string{r.Month, string(r.Level), r.Subject, r.Metric, r.New.Stat, r.Class, r.Old.Text() + " → " + r.New.Text(), r.Cause}, " | "))
	}
	return rows
}

func equalLines(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A late row of a final month: its figures are restated, each once, and the log is carried on
// by every build that follows. An unchanged build changes no byte.
func TestLateRowIsRestated(t *testing.T) {
	h := newHarbour(t)
	if p := h.build(); len(p.Log) != 0 {
		t.Fatalf("the first publication restates %v", p.Log)
	}
	h.add("d.csv", "late,pay,production,2026-01-30T10:00:00Z,success\n")
	want := []string{
		"2026-01 | team | blue | deployment-frequency | rate | update | 2.7 a week → 2.9 a week | d.csv changed",
		"2026-01 | team | blue | deployment-frequency | events | update | 12 → 13 | d.csv changed",
		"2026-01 | service | pay | deployment-frequency | rate | update | 2.7 a week → 2.9 a week | d.csv changed",
		"2026-01 | service | pay | deployment-frequency | events | update | 12 → 13 | d.csv changed",
	}
	late := h.build()
	equalLines(t, "after a late row", rowsOf(late.Log), want...)
	before := filesBelow(t, filepath.Join(h.folder, "public"))
	again := h.build()
	same(t, before, filesBelow(t, filepath.Join(h.folder, "public")))
	for i, revision := range []int{0, 1, 1} {
		if got := again.Manifest.Months[i]; got.Revision != revision {
			t.Errorf("%s has revision %d, want %d", got.Month, got.Revision, revision)
		}
	}
	h.write("teams.csv", "team_id,name\nblue,Bluebell\n")
	equalLines(t, "after a change of no figure", rowsOf(h.build().Log), want...)
}

// A manifest holds nothing of where, when and how a site was built.
func TestManifestIsTheSameAnywhere(t *testing.T) {
	a, b := newHarbour(t), newHarbour(t)
	local := time.Local
	defer func() { time.Local = local }()
	a.build()
	time.Local = time.FixedZone("far east", 14*3600)
	out := filepath.Join(b.folder, "elsewhere")
	if _, err := Build(context.Background(), Options{Config: filepath.Join(b.folder, "site.toml"), Out: out, Now: time.Unix(1e9, 0), Workers: 5, Progress: quiet{}}); err != nil {
		t.Fatal(err)
	}
	want, got := filesBelow(t, filepath.Join(a.folder, "public")), filesBelow(t, out)
	same(t, want, got)
	for _, place := range []string{a.folder, b.folder, "elsewhere"} {
		if bytes.Contains(got[ledger.ManifestFile], []byte(place)) {
			t.Errorf("the manifest names %s", place)
		}
	}
	m, err := ledger.ParseManifest("m", want[ledger.ManifestFile])
	if err != nil || !m.Genuine() || len(m.Inputs) != 4 || len(m.Outputs) != len(want)-3 { // but the manifest, the checksums and the marker
		t.Errorf("%d inputs, %d outputs of %d files: %v", len(m.Inputs), len(m.Outputs), len(want), err)
	}
	if in := m.Inputs[0]; in.Path != "d.csv" || in.Rows == nil || in.Rows.Read != 48 || in.Rows.Accepted != 48 || in.SHA256 != ledger.Hash(readBelow(t, a.folder, "d.csv")) {
		t.Errorf("%+v", in)
	}
}

func readBelow(t *testing.T, folder, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// What comes late to a provisional month was expected.
func TestProvisionalMonthIsNotRestated(t *testing.T) {
	h := newHarbour(t)
	h.build()
	h.add("d.csv", "late,pay,production,2026-02-27T10:00:00Z,success\n")
	p := h.build()
	equalLines(t, "log", rowsOf(p.Log))
	if revision, _ := p.Manifest.Revision(period.MonthOf(2026, 2)); revision != 1 {
		t.Errorf("February has revision %d, want 1", revision)
	}
}

// Another version of a definition is an improvement, whatever else changed; an error that is
// recorded is a correction.
func TestClassesOfRestatements(t *testing.T) {
	t.Parallel()
	definition, err := os.ReadFile("../content/metrics/deployment-frequency.md")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(`version = "1.0.1"`, `version = "2.0.0"`, "per week", "per week").Replace(string(definition))
	if text == string(definition) {
		t.Fatal("the definition has another version by now: correct this test")
	}
	h := newHarbour(t)
	h.build()
	h.write("own/metrics/deployment-frequency.md", text)
	h.add("d.csv", "late,pay,production,2026-01-30T10:00:00Z,success\n")
	p := h.build()
	for _, r := range p.Log {
		if r.Class != ledger.Improvement || r.OldVersion != "1.0.1" || r.Version != "2.0.0" || !strings.HasPrefix(r.Cause, "the definition changed from version 1.0.1 to 2.0.0; d.csv changed") {
			t.Errorf("%+v", r)
		}
	}
	h.add("d.csv", "later,pay,production,2026-01-31T10:00:00Z,success\n")
	h.write("site.toml", harbourToml+"[[correction]]\nmetric = \"deployment-frequency\"\nfrom = \"2026-01\"\nreason = \"The export left out a day.\"\n")
	q := h.build()
	if len(p.Log) != 4 || len(q.Log) != 8 {
		t.Fatalf("%d and %d rows", len(p.Log), len(q.Log))
	}
	for _, r := range q.Log[4:] {
		if r.Class != ledger.Mistake || r.Cause != "The export left out a day." {
			t.Errorf("%+v", r)
		}
	}
	page, err := os.ReadFile(filepath.Join(h.folder, "public", "restatements", "index.html"))
	if err != nil || strings.Count(string(page), "The export left out a day.") != 4 {
		t.Errorf("the page does not have the four corrections: %v", err)
	}
}

// A publication that cannot be read is a warning; the log that it had stays.
func TestUnreadablePublication(t *testing.T) {
	t.Parallel()
	h := newHarbour(t)
	h.build()
	h.add("d.csv", "late,pay,production,2026-01-30T10:00:00Z,success\n")
	h.build()
	log := filepath.Join(h.folder, "public", filepath.FromSlash(ledger.LogFile))
	h.add("public/"+ledger.LogFile, "{}\n")
	spoilt, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	report, err := Build(context.Background(), Options{Config: filepath.Join(h.folder, "site.toml"), Out: filepath.Join(h.folder, "public"), Now: time.Unix(0, 0), Workers: 2, Progress: quiet{}})
	if err != nil {
		t.Fatal(err)
	}
	warnings := strings.Join(report.Warnings, "\n")
	kept := "ledger/restatements-" + ledger.ShortRun(ledger.Hash(spoilt)) + ".jsonl"
	if !strings.Contains(warnings, "is not the file that manifest.json lists") || !strings.Contains(warnings, kept) {
		t.Error(warnings)
	}
	for range 2 { // and by the build after that
		data, err := os.ReadFile(filepath.Join(h.folder, "public", filepath.FromSlash(kept)))
		if err != nil || !bytes.Equal(data, spoilt) {
			t.Errorf("%s: %v", kept, err)
		}
		h.add("d.csv", "more,pay,production,2026-02-27T10:00:00Z,success\n")
		h.build()
	}
}

// Workbooks of earlier publications stay, until a person-derived figure in them changes.
func TestOldWorkbooksAreKept(t *testing.T) {
	t.Parallel()
	h := newHarbour(t)
	january := strings.Replace(harbourToml, "2026-03-03", "2026-02-08", 1)
	h.write("site.toml", january)
	h.build()
	h.write("site.toml", harbourToml)
	p := h.build()
	var kept []string
	for _, f := range p.Manifest.Kept {
		kept = append(kept, f.Path)
	}
	const old = "downloads/2025-11/harbour-all-2025-11-v2026-10-01-r1.xlsx"
	equalLines(t, "kept", kept, old)
	if _, err := os.Stat(filepath.Join(h.folder, "public", filepath.FromSlash(old))); err != nil {
		t.Error(err)
	}
	page, err := os.ReadFile(filepath.Join(h.folder, "public", "downloads", "index.html"))
	if err != nil || !strings.Contains(string(page), path.Base(old)) {
		t.Errorf("the page of downloads does not list it: %v", err)
	}
	v, err := Verify(context.Background(), filepath.Join(h.folder, "public"), "", Options{Workers: 2, Progress: quiet{}})
	if err != nil || len(v.Differences) > 0 {
		t.Error(v, err)
	}
}

// The workbook of a final month keeps its bytes while new months come, until a figure in its
// tables or the site's configuration changes; one that somebody spoiled is written again.
func TestFinalWorkbookStays(t *testing.T) {
	t.Parallel()
	h := newHarbour(t)
	build := func(day int) (*ledger.Manifest, map[string]string) {
		o := h.options()
		o.Now, o.Program = time.Date(2026, 3, day, 5, 0, 0, 0, time.UTC), ""
		h.report(o)
		p, err := readPublication(o.Out, "")
		if err != nil {
			t.Fatal(err)
		}
		books := map[string]string{}
		for name, data := range filesBelow(t, o.Out) {
			if revision(name) {
				books[path.Base(name)] = ledger.Hash([]byte(data))
			}
		}
		return p.Manifest, books
	}
	const january, r2 = "harbour-all-2026-01-v2026-10-01-r1.xlsx", "harbour-all-2026-01-v2026-10-01-r2.xlsx"
	h.write("site.toml", strings.Replace(harbourToml, "as_of = 2026-03-03\n", "", 1))
	_, first := build(3)
	h.add("d.csv", "new,pay,production,2026-03-10T10:00:00Z,success\n")
	m, second := build(20)
	if first[january] == "" || second[january] != first[january] || !slices.ContainsFunc(m.Kept, func(f ledger.File) bool { return path.Base(f.Path) == january }) {
		t.Errorf("January is written anew: %v, then %v", first, second)
	}
	if again, books := build(20); again.Run != m.Run || len(again.Kept) != len(m.Kept) || books[january] != first[january] {
		t.Error("the same run writes it anew")
	}
	h.write("public/downloads/2026-01/"+january, "spoiled")
	h.add("d.csv", "next,pay,production,2026-03-11T10:00:00Z,success\n")
	if _, mended := build(20); len(mended[january]) == 0 || mended[january] == ledger.Hash([]byte("spoiled")) {
		t.Error("what somebody wrote over it is published")
	}
	h.write("site.toml", strings.Replace(harbourToml, "as_of = 2026-03-03\n", "\n", 1))
	_, before := build(20)
	if before[january] == first[january] {
		t.Error("another configuration leaves it as it was")
	}
	h.add("d.csv", "late,pay,production,2026-01-30T10:00:00Z,success\n")
	if _, late := build(20); late[r2] == "" || late[january] != before[january] {
		t.Errorf("after a late row %v", late)
	}
}

// One late row of the sample: a deployment of a final month is found to have ended a
// month later. Exactly the figures that differ, computed without a ledger, have a row, each one.
func TestExactlyTheDependentFiguresAreRestated(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds the sample site again")
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "sample-data"), os.DirFS("../sample-data")); err != nil {
		t.Fatal(err)
	}
	config, err := os.ReadFile("../site.toml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "site.toml"), config, 0o644); err != nil {
		t.Fatal(err)
	}
	o := Options{Config: filepath.Join(dir, "site.toml"), Out: filepath.Join(dir, "public"), Now: time.Unix(0, 0), Workers: 2, Progress: quiet{}}
	before := finalFigures(t, o)
	writeFiles(t, o.Out, sampleSite(t)) // what was published before
	postpone(t, filepath.Join(dir, "sample-data", "deployments.csv.gz"), "2026-07-14T", "2026-08-14T")
	after := finalFigures(t, o)
	report, err := Build(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	p, err := readPublication(o.Out, "")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{}
	for key, figure := range before {
		if after[key] != figure {
			want[key] = true
		}
	}
	for key := range after {
		if before[key] == "" {
			want[key] = true
		}
	}
	metrics := map[string]bool{}
	for _, r := range p.Log {
		key := keyOf(string(r.Level), r.Subject, r.Metric, r.Month, r.New.Stat, r.New.Category)
		if !want[key] {
			t.Errorf("%s has a row and did not change, or has two", key)
		}
		delete(want, key)
		metrics[r.Metric] = true
		if r.Class != ledger.Update || !strings.Contains(r.Cause, "deployments.csv.gz changed") {
			t.Errorf("%s: %s, %s", key, r.Class, r.Cause)
		}
	}
	for key := range want {
		t.Errorf("%s changed and has no row", key)
	}
	if report.Restated != len(p.Log) || len(p.Log) < 5 || len(metrics) < 2 {
		t.Errorf("%d rows, %d reported, of %v", len(p.Log), report.Restated, slices.Sorted(maps.Keys(metrics)))
	}
	t.Logf("%d figures of %v", len(p.Log), slices.Sorted(maps.Keys(metrics)))
}

// finalFigures are the figures of final months as text.
func finalFigures(t *testing.T, o Options) map[string]string {
	t.Helper()
	table, err := Figures(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, r := range table.Rows() {
		if r.Month.String() > "2026-09" || r.Figure.Absence == metric.NotApplicable {
			continue
		}
		f := r.Figure
		out[keyOf(string(r.Level), r.Subject, r.Metric, r.Month.String(), f.Stat, f.Category)] = fmt.Sprintln(f.Absence, f.Value, f.Low, f.High, f.N, f.Part)
	}
	return out
}

func keyOf(parts ...string) string { return strings.Join(parts, " | ") }

// postpone moves the first production row of a packed CSV file from one day to another.
func postpone(t *testing.T, name, from, to string) {
	t.Helper()
	packed, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if _, err := text.ReadFrom(z); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(text.String(), "\n")
	i := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, from) && strings.Contains(l, ",production,") })
	if i < 0 {
		t.Fatal("no such row")
	}
	lines[i] = strings.ReplaceAll(lines[i], from, to)
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(strings.Join(lines, "\n"))); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
