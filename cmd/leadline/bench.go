package main

import (
	"context"
	"errors"
	"fmt"
	"io"
)

type benchCommand struct {
	Events  amount `default:"1e6" placeholder:"N" help:"Made-up rows over all tables (${default})."`
	Data    string `placeholder:"FOLDER" help:"A folder from \"leadline sample\" instead of made-up events."`
	Format  string `default:"csv" enum:"csv,jsonl,parquet,mixed" placeholder:"NAME" help:"csv, jsonl, parquet or mixed (${default})."`
	Seed    uint64 `default:"1" placeholder:"N" help:"Seed of the made-up events (${default})."`
	Runs    int    `default:"3" placeholder:"N" help:"How often to build; the median is printed (${default})."`
	Workers int    `placeholder:"N" help:"Workers (one for each processor)."`
	Oracle  bool   `help:"Compare the figures with a slow and simple reckoning."`
}

// runBench is generator/bench, once it is built.
var runBench func(ctx context.Context, c benchCommand, out io.Writer) error

// Help is the text below the flags.
func (benchCommand) Help() string {
	return `Prints rows a second, seconds and memory for each stage. Writes only to a temporary folder, which it removes.

Examples:

    leadline bench --events 1e6
    leadline bench --data demo --runs 5
    leadline bench --events 1e5 --oracle`
}

// Run measures.
func (c benchCommand) Run(ctx context.Context, to console) error {
	if c.Runs < 1 || c.Runs > 100 {
		return usageError{fmt.Errorf("--runs is %d; expected 1 to 100", c.Runs)}
	}
	if runBench == nil {
		return errors.New("this program was built without bench")
	}
	c.Workers = orProcessors(c.Workers)
	return runBench(ctx, c, to.out)
}
