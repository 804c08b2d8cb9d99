package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"leadline/generator"
	"leadline/generator/config"
	"leadline/generator/diag"
	"leadline/generator/level"
)

// inputFlags are what build and check share.
type inputFlags struct {
	Config    string      `default:"site.toml" placeholder:"FILE" help:"The site's file (${default})."`
	AsOf      config.AsOf `placeholder:"DATE" help:"End of the data: a date such as 2026-11-01, or an instant. Rows after it are out of scope."`
	Strict    bool        `xor:"rejects" help:"Stop when any row is rejected."`
	KeepGoing bool        `xor:"rejects" help:"Go on however many rows are rejected."`
	Workers   int         `placeholder:"N" help:"Files read and pages made at a time (one for each processor)."`
	Quiet     bool        `short:"q" xor:"talk" help:"Print problems only."`
	Verbose   bool        `short:"v" xor:"talk" help:"List every problem and every warning."`
}

type buildCommand struct {
	inputFlags
	Out      string `default:"public" placeholder:"FOLDER" help:"Where the site is published (${default})."`
	Only     string `placeholder:"portfolio" help:"Publish the portfolio's section alone, without any team or service."`
	Previous string `placeholder:"FOLDER" help:"The publication that this one follows (what is in --out)."`
}

// Help is the text below the flags.
func (buildCommand) Help() string {
	return `Writes the site, workbooks and downloads to --out, in one step at the end: a build that fails or is stopped leaves what was published as it was.

What is published in --out, or in --previous, is compared with: every figure that was final and changes is listed as a restatement. "leadline verify" checks what was written.

Where nothing has changed since the last build, of which public.last.json is kept beside --out, nothing is done.

Examples:

    leadline build
    leadline build --previous last-month --out public
    leadline build --config sites/harbour.toml --as-of 2026-11-01
    leadline build --strict --quiet --out public
    leadline build --only portfolio --out portfolio-site`
}

// Run builds the site.
func (c buildCommand) Run(ctx context.Context, to console) error {
	if c.Only != "" && c.Only != string(level.PortfolioName) {
		return usageError{fmt.Errorf("--only is %q; expected portfolio: no other part can be published alone", c.Only)}
	}
	return c.run(ctx, to, folders{out: c.Out, previous: c.Previous, only: c.Only}, generator.Build, func(r *generator.Report) string {
		if r.Unchanged {
			return fmt.Sprintf("Nothing has changed since the last build: %s in %s are as they were.", counted(r.Pages, "page"), r.Out)
		}
		text := fmt.Sprintf("Wrote %s to %s.", counted(r.Pages, "page"), r.Out)
		if r.Names > 0 {
			text += " " + searched(r)
		}
		if r.Restated > 0 {
			text += fmt.Sprintf(" %s changed: see restatements/index.html.", counted(r.Restated, "final figure"))
		}
		return text
	})
}

type checkCommand struct{ inputFlags }

// Help is the text below the flags.
func (checkCommand) Help() string {
	return `Reads site.toml, the metric definitions with their worked examples, and every event file. Writes nothing.

Examples:

    leadline check
    leadline check --config sites/harbour.toml --verbose
    leadline check --strict`
}

// Run checks the input.
func (c checkCommand) Run(ctx context.Context, to console) error {
	return c.run(ctx, to, folders{}, generator.Check, func(*generator.Report) string {
		return "Nothing stands in the way of a build."
	})
}

// folders are where a build writes, what it follows, and what alone it publishes. A draft
// follows nothing but previous.
type folders struct {
	out, previous, only string
	draft               bool
}

type step func(context.Context, generator.Options) (*generator.Report, error)

// run does one of the two and prints what came of it.
func (f inputFlags) run(ctx context.Context, to console, in folders, do step, done func(*generator.Report) string) error {
	if err := f.checkWorkers(); err != nil {
		return err
	}
	built, err := builtAt()
	if err != nil {
		return err
	}
	progress := newProgress(to.err, f.Quiet)
	report, err := do(ctx, generator.Options{Config: f.Config, Out: in.out, Previous: in.previous, Only: in.only, Draft: in.draft, AsOf: f.AsOf, Now: time.Now(), Built: built, Strict: f.Strict,
		KeepGoing: f.KeepGoing, Workers: orProcessors(f.Workers), Progress: progress, Version: version(), Program: program()})
	progress.Close()
	if report == nil {
		report = &generator.Report{}
	}
	if err != nil {
		return f.explain(to.err, err, report, in.kept())
	}
	f.summarise(to, report, done(report))
	return nil
}

func (f inputFlags) checkWorkers() error {
	if f.Workers < 0 {
		return usageError{fmt.Errorf("--workers is %d; expected 1 or more", f.Workers)}
	}
	return nil
}

// kept says what a failure leaves as it was.
func (f folders) kept() string {
	switch {
	case f.draft:
		return "the pages say so until it is mended"
	case f.out == "":
		return "a build would stop"
	default:
		return "nothing was published"
	}
}

// explain lists the problems that stopped a command, and what that means; another error is
// printed by exitCode.
func (f inputFlags) explain(to io.Writer, err error, report *generator.Report, means string) error {
	var problems diag.Problems
	var one diag.Problem
	switch {
	case errors.As(err, &problems):
	case errors.As(err, &one):
		problems = diag.Problems{one}
	default:
		return err
	}
	list(to, report.Rejects, f.Verbose, report.RejectsFile) // the rows behind a share that was exceeded
	list(to, problems, f.Verbose, "")
	fmt.Fprintf(to, "leadline: %s; %s\n", counted(len(problems), "problem"), means)
	return printedError{err}
}

// summarise prints a report: what needs attention to standard error, the rest to standard output.
func (f inputFlags) summarise(to console, r *generator.Report, done string) {
	list(to.err, r.Rejects, f.Verbose, r.RejectsFile)
	for _, warning := range append(r.Warnings, exposed(r)...) {
		fmt.Fprintln(to.err, "warning:", oneLine(warning))
	}
	if f.Quiet {
		return
	}
	fmt.Fprintf(to.out, "%s, %s: %s, %s, %s.\n", oneLine(r.Site), cmp.Or(r.Month, "no complete month yet"),
		counted(r.Teams, "team"), counted(r.Services, "service"), counted(r.Metrics, "metric"))
	fmt.Fprintln(to.out, readRows(r))
	fmt.Fprintln(to.out, done)
}

// readRows says what became of the rows; what became of none is left out, but for rejection.
func readRows(r *generator.Report) string {
	text := fmt.Sprintf("Read %s, rejected %s", counted(int(r.Rows), "row"), thousands(r.Rejected))
	if r.Duplicate > 0 {
		text += fmt.Sprintf(", %s duplicate", thousands(r.Duplicate))
	}
	if r.OutOfScope > 0 {
		text += fmt.Sprintf(", %s later than the end of the data", thousands(r.OutOfScope))
	}
	return text + "."
}

// searched says that names were looked for, and which were not.
func searched(r *generator.Report) string {
	text := fmt.Sprintf("Searched every file for %s that columns of people or site.toml hold", counted(r.Names, "name"))
	if r.Skipped > 0 {
		text += fmt.Sprintf("; not for %s that units have too, or the texts that come with Leadline", thousands(int64(r.Skipped)))
	}
	return text + "."
}

// exposed warns of a site that is not for everybody and is built where sites are usually
// published to everybody. It speaks of built sites alone.
func exposed(r *generator.Report) []string {
	if r.Indexed || r.Pages == 0 || os.Getenv("GITHUB_ACTIONS") != "true" {
		return nil
	}
	return []string{"this site is not public, and GitHub Pages shows what is published to everybody, unless an Enterprise Cloud organisation publishes it privately: " +
		"look at Settings, Pages, Visibility, or publish it elsewhere"}
}

func orProcessors(n int) int {
	if n == 0 {
		return runtime.GOMAXPROCS(0)
	}
	return n
}
