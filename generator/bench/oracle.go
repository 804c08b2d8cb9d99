package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"leadline/generator"
	"leadline/generator/event"
	"leadline/generator/period"
)

// The names of what is measured.
const (
	leadline = "leadline"
	trusting = "oracle-trusting" // no duplicates folded: DuckDB's best case
	full     = "oracle-full"     // duplicates folded, as leadline does
)

// Oracle computes the same figures with DuckDB.
type Oracle struct {
	Node    string // the program; "node" when ""
	Modules string // a node_modules folder with @duckdb/node-api
	Script  string // generator/testdata/oracle/oracle.mjs of the checkout
	Threads int
}

// HowToGet says how to have the oracle.
const HowToGet = "install Node 20 or newer and run \"npm ci\" in .ci, or name another node_modules folder that has @duckdb/node-api"

// Check reports what is missing.
func (o *Oracle) Check() error {
	if _, err := os.Stat(o.Script); err != nil {
		return fmt.Errorf("%s is missing: the oracle is part of the repository, not of the program; run bench there", o.Script)
	}
	module := filepath.Join(o.Modules, "@duckdb", "node-api", "package.json")
	if _, err := os.Stat(module); err != nil {
		return fmt.Errorf("%s has no @duckdb/node-api: %s", o.Modules, HowToGet)
	}
	return nil
}

// plan is what oracle.mjs needs to know of a site.
type plan struct {
	First      string               `json:"first"` // first instant of the first month
	Last       string               `json:"last"`  // first instant after the last complete month
	AsOf       string               `json:"as_of"`
	Months     int                  `json:"months"` // complete ones
	Window     int64                `json:"window"` // incident window in seconds
	Production []string             `json:"production"`
	Main       []string             `json:"main"`
	Defects    []string             `json:"defects"` // types of work items
	Tables     map[string]planTable `json:"tables"`
}

type planTable struct {
	Format string   `json:"format"`
	Files  []string `json:"files"`
}

// planOf refuses sites that the oracle would misread: it knows months of UTC and files
// with canonical names and values.
func planOf(t *generator.FigureTable) (*plan, error) {
	if t.Calendar.Zone.String() != "UTC" {
		return nil, fmt.Errorf("the site's months are of %s; the oracle computes in UTC", t.Calendar.Zone)
	}
	p := &plan{First: instant(t.Calendar.Start(0)), Last: instant(t.Calendar.Start(t.Complete)), AsOf: instant(t.AsOf), Months: t.Complete,
		Window: int64(t.Rules.IncidentWindow.Seconds()), Production: t.Rules.ProductionEnvironments, Main: t.Rules.MainBranches, Defects: t.Rules.DefectTypes, Tables: map[string]planTable{}}
	for table, sources := range t.Sources {
		for _, s := range sources {
			format, ok := plainFormat(s)
			if have := p.Tables[table].Format; !ok || have != "" && have != format {
				return nil, errors.New("the oracle reads canonical files of one format, as from \"leadline sample\" with --format csv, jsonl or parquet")
			}
			p.Tables[table] = planTable{format, append(p.Tables[table].Files, s.Files...)}
		}
	}
	return p, nil
}

func instant(s period.Seconds) string {
	return time.Unix(int64(s), 0).UTC().Format("2006-01-02 15:04:05")
}

// plainFormat is the format of a source that needs no translation.
func plainFormat(s event.Source) (string, bool) {
	format := s.Format
	if format == "" && len(s.Files) > 0 {
		name := strings.TrimSuffix(strings.TrimSuffix(s.Files[0], ".gz"), ".zst")
		format = strings.TrimPrefix(filepath.Ext(name), ".")
	}
	return format, len(s.Columns)+len(s.Values)+len(s.Constants) == 0 && s.Zone == nil && (s.Delimiter == 0 || s.Delimiter == ',') &&
		(s.TimeFormat == "" || s.TimeFormat == "rfc3339") && (s.Encoding == "" || s.Encoding == "utf-8")
}

// oracle runs a variant of the oracle; figures may be "".
func (b *bench) oracle(ctx context.Context, variant, plan, figures string) (run, error) {
	node := b.Oracle.Node
	if node == "" {
		node = "node"
	}
	args := []string{b.Oracle.Script, "--modules", b.Oracle.Modules, "--plan", plan, "--threads", fmt.Sprint(max(1, b.Oracle.Threads))}
	if variant == full {
		args = append(args, "--fold")
	}
	if figures != "" {
		args = append(args, "--figures", figures)
	}
	return b.process(ctx, node, args...)
}
