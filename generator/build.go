// Package generator turns exported event files into a published site. It is the only place
// where all rooms are visible together:
//
//	event files    site.toml   content/metrics/*.md  content/patterns/*.md
//	    │              │               │                     │
//	    ▼              ▼               ▼                     ▼
//	  event ────────► fact ────────► metric ────────────► finding ──► narrative
//	(columns,       (linked,       (Series[L])           (patterns)   (sentences)
//	 row accounts)   owned)            │                     │            │
//	                                   ├──────► chart ───────┼────────────┼──► page ────────────────┐
//	                                   └──────► table ───────┴────────────┴──► workbook · download ─┴──► publish
//	                                   (columns that say what they hold)                (stage → check → swap)
//
// Each arrow is a value. open reads what a person wrote (site.toml, definitions, patterns),
// compute is everything up to figures, findAll what figures mean together, follow what they
// change of what was published before, render everything from there to files, seal what the
// files were made from. Floors, and who may import whom, are held by layers_test.go; a
// metric is a document in content/metrics, so most changes to what is measured need no Go
// at all.
//
// Explain goes the same way as far as figures, keeps where each row of one metric's entity
// stands, and tells how one of its figures was made; it publishes nothing.
//
// Same inputs and same publication before, same bytes: wherever, whenever and on however
// many cores. What is published before is the output folder itself unless Options name
// another; package ledger says what is taken from it. Into an empty folder the inputs alone
// decide, and the same inputs over their own publication change nothing.
package generator

import (
	"context"
	"errors"
	"os"
	"path"
	"time"

	"leadline/generator/config"
	"leadline/generator/diag"
	"leadline/generator/publish"
)

// Options are what a build is asked for; cmd reads them from flags and the clock.
type Options struct {
	Config    string      // path of site.toml
	Out       string      // folder to publish to
	Previous  string      // folder of the publication that this one follows; "": Out
	Draft     bool        // Out is no publication: without Previous nothing is compared
	AsOf      config.AsOf // end of the data; zero: site.toml's as_of, else the start of the day of Now
	Now       time.Time   // the clock, read once in cmd
	Built     time.Time   // when the site is built, to be printed; zero: nothing is. The date of a publication of the same run stays
	Strict    bool        // any rejected row stops the build
	KeepGoing bool        // no number of rejected rows stops the build
	Only      string      // "portfolio": a site of the portfolio's section alone; "": everything
	Workers   int
	Progress  Progress
	Version   string
	Program   string // hash of the program itself; "": nothing is taken from the last build
}

// Progress is told what is being done. Rows is called from several goroutines.
type Progress interface {
	Stage(name string)
	Rows(n int)
}

// Report is what a build did.
type Report struct {
	Site        string
	Out         string
	Indexed     bool   // everybody may read it
	Month       string // the newest complete month, "October 2026"; "" when there is none
	Pages       int    // that were published; 0 if nothing was
	Teams       int
	Services    int
	Metrics     int
	Rows        int64
	Rejected    int64
	Duplicate   int64
	OutOfScope  int64         // later than the as-of instant
	Run         string        // identity of what the site was made from
	Restated    int           // final figures that the run changed
	Names       int           // of people, for which the site was searched
	Skipped     int           // names of people that are also names of units or words of the site, and were not
	Rejects     diag.Problems // every rejected row, sorted
	RejectsFile string        // where they are all listed; "" when there are none
	Warnings    []string
	Kept        int  // of them were kept as they were published, and not written again
	Unchanged   bool // nothing was published: it would have been what is there
}

// Build computes and publishes the site. An error that is a diag.Problems says what is wrong
// with the input; whatever the error, what was published before is as it was.
func Build(ctx context.Context, o Options) (*Report, error) {
	site, err := open(o)
	if err != nil {
		return nil, err
	}
	if err := site.checkOut(); err != nil {
		return nil, err
	}
	if report, ok := site.unchanged(ctx); ok {
		return report, site.writeRejects(ctx, report)
	}
	if err := site.foreign(); err != nil {
		return nil, err
	}
	results, err := site.compute(ctx)
	report := site.report(results)
	if err != nil {
		return report, errors.Join(err, site.writeRejects(ctx, report))
	}
	names, err := site.canaries(results)
	if err != nil {
		return report, err
	}
	report.Names, report.Skipped = names.Count()
	stage, err := publish.NewStage(o.Out, site.protected()...)
	if err != nil {
		return report, err
	}
	defer stage.Abort()
	found := findAll(site, results)
	results = site.only(results)
	history, err := site.follow(ctx, results, found)
	if err != nil {
		return report, err
	}
	if err := render(ctx, site, results, found, history, stage); err != nil {
		return report, site.ofTemplates(err)
	}
	if err := site.seal(stage, results, history); err != nil {
		return report, err
	}
	report.Kept = site.kept.pagesKept()
	report.Run, report.Restated, report.Warnings = history.Run, len(history.restated()), append(report.Warnings, history.warnings...)
	o.Progress.Stage("checking links, anchors and leaks")
	rules, err := site.checkRules(names)
	if err != nil {
		return report, err
	}
	if problems := stage.Check(rules); len(problems) > 0 {
		return report, site.origins(problems, rules.Leaks)
	}
	if err := ctx.Err(); err != nil {
		return report, err
	}
	o.Progress.Stage("publishing")
	summary, err := stage.Swap()
	if err != nil {
		return report, err
	}
	report.Pages = countPages(stage)
	if summary.Leftover != "" {
		report.Warnings = append(report.Warnings, summary.Leftover+" could not be removed; the next build tries again")
		history.warnings = append(history.warnings, summary.Leftover)
	}
	return report, errors.Join(site.writeRejects(ctx, report), site.remember(report, stage, history))
}

// countPages counts the pages among the files of a publication.
func countPages(stage *publish.Stage) (n int) {
	for _, f := range stage.Files() {
		if path.Ext(f.Path) == ".html" {
			n++
		}
	}
	return n
}

// Check does everything of Build that can go wrong with the input, runs the definitions'
// worked examples, and writes nothing.
func Check(ctx context.Context, o Options) (*Report, error) {
	site, err := open(o)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(runExamples(ctx, site.definitions), runPatterns(site.patterns, site.definitions)); err != nil {
		return nil, err
	}
	results, err := site.compute(ctx)
	return site.report(results), err
}

// compute also holds site.toml to what only the events can tell.
func (s *site) compute(ctx context.Context) (*outcome, error) {
	results, err := compute(ctx, s.input())
	if err == nil {
		err = s.checkPlaybook(results.units)
	}
	return results, err
}

// writeRejects lists every rejected row beside the output, where no reader of the site sees
// it; without rejected rows an old list is removed. A build that was stopped writes nothing.
func (s *site) writeRejects(ctx context.Context, r *Report) error {
	if ctx.Err() != nil {
		return nil
	}
	name := s.options.Out + ".rejects.txt"
	if len(r.Rejects) == 0 {
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		return nil
	}
	r.RejectsFile = name
	return os.WriteFile(name, []byte(r.Rejects.Error()+"\n"), 0o600)
}
