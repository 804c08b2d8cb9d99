package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"leadline/generator"
	"leadline/generator/config"
	"leadline/generator/download"
	"leadline/generator/level"
)

type explainCommand struct {
	Level   string      `arg:"" help:"team, service or portfolio."`
	Unit    string      `arg:"" help:"The id of the team or service; the portfolio has none: leave it out."`
	Metric  string      `arg:"" help:"The metric's id, as in the address of its page."`
	Month   string      `arg:"" optional:"" help:"A complete month, such as 2026-10."`
	Config  string      `default:"site.toml" placeholder:"FILE" help:"The site's file (${default})."`
	AsOf    config.AsOf `placeholder:"DATE" help:"End of the data, as for build."`
	Rows    string      `default:"20" placeholder:"N" help:"How many rows to list (${default}), or all."`
	CSV     bool        `name:"csv" help:"Write every row as CSV, and nothing else."`
	Workers int         `placeholder:"N" help:"Files read at a time (one for each processor)."`
}

// Help is the text below the flags.
func (explainCommand) Help() string {
	return `Prints how the figures of one metric were made, in the words of its card on the page: definition, level, month, rows, method. Then the input files with their SHA-256, and the rows: identifiers, file and line, the instants that entered the figure, and what was left out and why. Reads the event files and writes nothing.

What a page withholds, or does not show at a level, is not listed here either. Free text, names and answers to surveys never are.

Examples:

    leadline explain team atlas change-lead-time 2026-10
    leadline explain service gateway incident-capture 2026-10 --rows all
    leadline explain portfolio delay-causes 2026-10
    leadline explain team atlas change-lead-time 2026-10 --csv > rows.csv`
}

// question sorts the words out; the portfolio has no unit.
func (c explainCommand) question() (generator.Question, error) {
	switch portfolio := c.Level == string(level.PortfolioName); {
	case portfolio && c.Month == "":
		return generator.Question{Level: c.Level, Metric: c.Unit, Month: c.Metric}, nil
	case portfolio:
		return generator.Question{}, fmt.Errorf("3 words after %q; expected METRIC MONTH", c.Level)
	case c.Month == "":
		return generator.Question{}, fmt.Errorf("2 words after %q; expected UNIT METRIC MONTH, such as atlas change-lead-time 2026-10", c.Level)
	default:
		return generator.Question{Level: c.Level, Unit: c.Unit, Metric: c.Metric, Month: c.Month}, nil
	}
}

// limit is how many rows are listed; below 0: all.
func (c explainCommand) limit() (int, error) {
	if c.Rows == "all" {
		return -1, nil
	}
	n, err := strconv.Atoi(c.Rows)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("--rows is %q; expected a number, or all", c.Rows)
	}
	return n, nil
}

// Run explains.
func (c explainCommand) Run(ctx context.Context, to console) error {
	q, err := c.question()
	most, wrong := c.limit()
	if err := errors.Join(err, wrong); err != nil {
		return usageError{err}
	}
	e, err := generator.Explain(ctx, generator.Options{Config: c.Config, AsOf: c.AsOf, Now: time.Now(), KeepGoing: true,
		Workers: orProcessors(c.Workers), Progress: newProgress(to.err, true), Version: version()}, q)
	var unknown generator.UnknownName
	if errors.As(err, &unknown) {
		return usageError{errors.New(oneLine(err.Error()))}
	}
	if err != nil {
		return inputFlags{}.explain(to.err, err, &generator.Report{}, "nothing can be explained")
	}
	if !c.CSV {
		return printExplanation(to.out, e, most)
	}
	if e.Rows.Unlisted != "" {
		return fmt.Errorf("no rows are listed: %s", oneLine(e.Rows.Unlisted))
	}
	var rows bytes.Buffer
	if err := download.Table(e.Rows.Table(), &rows, nil); err != nil {
		return err
	}
	_, err = rows.WriteTo(to.out)
	return err
}
