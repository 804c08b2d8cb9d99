package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadline/generator/sample"
)

// sampleSite writes made-up event files and a site.toml; patterns replaces the files of a
// table.
func sampleSite(t testing.TB, events int64, format, asOf string, patterns map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	create := func(name string) (io.WriteCloser, error) { return os.Create(filepath.Join(folder, name)) }
	sources, err := sample.Write(context.Background(), sample.Options{Seed: 7, Events: events, Format: format, Months: 24, Workers: 2}, create)
	if err != nil {
		t.Fatal(err)
	}
	var site strings.Builder
	fmt.Fprintf(&site, "[site]\nname = \"Bench\"\ntimezone = \"UTC\"\nas_of = %s\nhistory_months = 24\n", asOf)
	for _, s := range sources {
		if p := patterns[s.Table]; p != "" {
			s.Files = p
		}
		site.WriteString("\n" + s.TOML(""))
	}
	if err := os.WriteFile(filepath.Join(folder, "site.toml"), []byte(site.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}

// theOracle is the oracle, or the end of the test where this machine has none.
func theOracle(t *testing.T) *Oracle {
	t.Helper()
	o := &Oracle{Modules: os.Getenv("LEADLINE_DUCKDB"), Script: filepath.FromSlash("../testdata/oracle/oracle.mjs"), Threads: 2}
	if o.Modules == "" {
		o.Modules = filepath.FromSlash("../../.ci/node_modules")
	}
	err := o.Check()
	if _, missing := exec.LookPath("node"); err == nil && missing != nil {
		err = fmt.Errorf("there is no node: %s", HowToGet)
	}
	switch {
	case err == nil:
	case strings.Contains(os.Getenv("LEADLINE_REQUIRE"), "oracle"):
		t.Fatal(err)
	default:
		t.Skip(err)
	}
	return o
}

// compareWithOracle computes a site's figures both ways.
func compareWithOracle(t *testing.T, folder string, variants ...string) map[string]comparison {
	t.Helper()
	b := &bench{Options: Options{Data: folder, Workers: 2, Now: time.Now, Oracle: theOracle(t)}}
	ours := filepath.Join(t.TempDir(), "figures.json")
	if err := Once(t.Context(), "figures", ours, b.Options, io.Discard); err != nil {
		t.Fatal(err)
	}
	out := map[string]comparison{}
	for _, v := range variants {
		theirs := ours + v
		if _, err := b.oracle(t.Context(), v, ours+".plan", theirs); err != nil {
			t.Fatal(err)
		}
		c, err := compareFiles(ours, theirs)
		if err != nil {
			t.Fatal(err)
		}
		var table strings.Builder
		printComparison(&table, v, c)
		if len(c.Different) > 0 {
			t.Errorf("\n%s", &table)
		}
		for _, m := range c.Metrics {
			if m.Values == 0 {
				t.Errorf("no value of %s was compared\n%s", m.Metric, &table)
			}
		}
		if len(c.Metrics) != 28 {
			t.Errorf("%d metrics were compared; want 28\n%s", len(c.Metrics), &table)
		}
		out[v] = c
	}
	return out
}

// Every figure that both compute is equal, whatever the format.
func TestFiguresEqualOracle(t *testing.T) {
	for _, format := range []string{"csv", "jsonl", "parquet"} {
		t.Run(format, func(t *testing.T) {
			theOracle(t)
			compareWithOracle(t, sampleSite(t, 40_000, format, "2026-11-01", nil), trusting, full)
		})
	}
}

// The same for files as they are not supposed to be: every rule that fills a gap is needed.
func TestFiguresEqualOracleOnGaps(t *testing.T) {
	theOracle(t)
	folder := sampleSite(t, 40_000, "csv", "2026-10-15T12:00:00Z", map[string]string{"changes": "changes*.csv"})
	makeGaps(t, folder)
	compareWithOracle(t, folder, full)
}

func TestRunPrintsStages(t *testing.T) {
	folder := sampleSite(t, 10_000, "csv", "2026-11-01", nil)
	clock := time.Unix(0, 0)
	now := func() time.Time { clock = clock.Add(time.Second); return clock }
	var report, table strings.Builder
	if err := Once(t.Context(), "build", filepath.Join(t.TempDir(), "site"), Options{Data: folder, Workers: 1, Now: now}, &report); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(report.String(), `"reading deployments"`) || !strings.Contains(report.String(), `"publishing"`) {
		t.Errorf("stages are missing: %s", report.String())
	}
	printStages(&table, []run{{Seconds: 2, CPU: 3, Rows: 1_500_000, Peak: 20_000_000, Stages: []stage{{"reading", 1_500_000, 0.5, 19_000_000}, {"writing", 0, 1.5, 20_000_000}}}})
	want := `
       rows  seconds     rows/s  peak MB  stage, median of 1
  1,500,000    0.500  3,000,000       19  reading
          0    1.500          -       20  writing
  1,500,000    2.000    750,000       20  all; 3.00 CPU seconds
`
	if got := "\n" + table.String(); got != want {
		t.Errorf("got%swant%s", got, want)
	}
}

func TestRaceIsOfMedians(t *testing.T) {
	runs := map[string][]run{
		leadline: {{Seconds: 1, Wall: 2, CPU: 3, Peak: 10e6}, {Seconds: 9, Wall: 9, CPU: 9, Peak: 90e6}, {Seconds: 1, Wall: 2, CPU: 3, Peak: 10e6}},
		full:     {{Seconds: 4, Wall: 4, CPU: 4, Peak: 40e6}, {Seconds: 4, Wall: 4, CPU: 4, Peak: 0}},
	}
	var table strings.Builder
	printRace(&table, []string{leadline, full}, runs)
	want := `
  seconds  process    CPU  peak MB  files to figures, median of 3 in turn
    1.000    2.000  3.000       10  leadline
    4.000    4.000  4.000       20  oracle-full
     0.25     0.50   0.75     0.50  leadline / oracle-full
`
	if !strings.HasPrefix(table.String(), want) {
		t.Errorf("got%swant%s", table.String(), want)
	}
}

func TestOracleSaysWhatIsMissing(t *testing.T) {
	script := filepath.FromSlash("../testdata/oracle/oracle.mjs")
	for _, c := range []struct {
		oracle Oracle
		says   string
	}{{Oracle{Modules: t.TempDir(), Script: script}, "npm ci"}, {Oracle{Script: "elsewhere.mjs"}, "repository"}} {
		if err := c.oracle.Check(); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("error %v; want one that says %q", err, c.says)
		}
	}
}

// BenchmarkFigures is the way from files to figures in one process.
func BenchmarkFigures(b *testing.B) {
	for _, format := range []string{"csv", "parquet"} {
		b.Run(format, func(b *testing.B) {
			folder := sampleSite(b, 100_000, format, "2026-11-01", nil)
			b.ReportAllocs()
			for b.Loop() {
				if err := Once(b.Context(), "figures", "", Options{Data: folder, Workers: 2, Now: time.Now}, io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
