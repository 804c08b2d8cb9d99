package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"leadline/generator/bench"
)

type benchCommand struct {
	Events  amount `default:"1e6" placeholder:"N" help:"Made-up rows over all tables (${default})."`
	Data    string `placeholder:"FOLDER" help:"A folder from \"leadline sample\" instead of made-up events."`
	Format  string `default:"csv" enum:"csv,jsonl,parquet,mixed" placeholder:"NAME" help:"csv, jsonl, parquet or mixed (${default})."`
	Seed    uint64 `default:"1" placeholder:"N" help:"Seed of the made-up events (${default})."`
	Runs    int    `default:"3" placeholder:"N" help:"How often to build; the median is printed (${default})."`
	Workers int    `placeholder:"N" help:"Workers (one for each processor)."`
	JSON    string `name:"json" placeholder:"FILE" help:"Also write every run's measurements to a file."`
	Oracle  bool   `help:"Compare all figures with those of DuckDB, then the time and memory it takes to have them. Needs Node and the repository."`
	DuckDB  string `name:"duckdb" env:"LEADLINE_DUCKDB" default:".ci/node_modules" placeholder:"FOLDER" help:"A node_modules folder with @duckdb/node-api (${default})."`

	// How a run in a process of its own is asked for.
	Once string `hidden:"" enum:",build,figures" default:""`
	Into string `hidden:""`
}

// Help is the text below the flags.
func (benchCommand) Help() string {
	return `Prints rows a second, seconds and memory for each stage. Writes only to a temporary folder, which it removes.

Examples:

    leadline bench --events 1e6
    leadline bench --data demo --runs 5
    leadline bench --events 1e7 --format parquet --runs 5 --oracle`
}

// oracleScript is where the repository has it.
var oracleScript = filepath.Join("generator", "testdata", "oracle", "oracle.mjs")

// Run measures.
func (c benchCommand) Run(ctx context.Context, to console) error {
	if c.Runs < 1 || c.Runs > 100 {
		return usageError{fmt.Errorf("--runs is %d; expected 1 to 100", c.Runs)}
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	o := bench.Options{Data: c.Data, Runs: c.Runs, Workers: orProcessors(c.Workers), Self: []string{self, "bench"}, Now: time.Now, JSON: c.JSON}
	if c.Once != "" {
		return bench.Once(ctx, c.Once, c.Into, o, to.out)
	}
	if c.Oracle {
		o.Oracle = &bench.Oracle{Modules: c.DuckDB, Script: oracleScript, Threads: o.Workers}
		if err := o.Oracle.Check(); err != nil {
			return err
		}
	}
	if c.Data == "" {
		made, err := c.makeEvents(ctx, to.err)
		if err != nil {
			return err
		}
		defer os.RemoveAll(made)
		o.Data = made
	}
	return bench.Run(ctx, o, to.out)
}

// makeEvents makes up events in a temporary folder.
func (c benchCommand) makeEvents(ctx context.Context, to io.Writer) (string, error) {
	options := sampleCommand{Events: c.Events, Format: c.Format, Seed: c.Seed, Workers: orProcessors(c.Workers)}.options()
	options, err := options.Complete()
	if err != nil {
		return "", usageError{err}
	}
	made, err := os.MkdirTemp("", "leadline-events-*")
	if err != nil {
		return "", err
	}
	progress := newProgress(to, false)
	progress.Stage("writing events")
	err = writeSample(ctx, options, (&folder{stage: made}).create)
	progress.Close()
	if err != nil {
		os.RemoveAll(made)
		return "", err
	}
	return made, nil
}
