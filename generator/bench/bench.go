// Package bench measures whole builds: rows a second and memory of every stage, and, with
// an oracle, time and memory beside DuckDB on the same files after every figure has been
// found equal.
//
//	Run ─► a process for every run: Once (leadline) · oracle.mjs (DuckDB)
//	    ─► reports ─► medians ─► tables
//
// Every run has a process of its own, because the peak of a process' memory can only be
// read once. What is measured lies in generator; made-up events come from sample through
// cmd, which also lends the clock. Times are for people and for ratios: nothing fails
// because something was slow.
package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// Options are what is measured, and how often.
type Options struct {
	Data    string // folder with site.toml and event files
	Runs    int
	Workers int
	Self    []string // program and arguments that call Once; flags for Once are appended
	Now     func() time.Time
	Oracle  *Oracle // nil: builds alone
	JSON    string  // file for the measurements; "" for none
}

// Run measures and prints. The error says that something could not be run, or that figures
// differ from the oracle's.
func Run(ctx context.Context, o Options, out io.Writer) error {
	work, err := os.MkdirTemp("", "leadline-bench-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	b := &bench{Options: o, work: work, out: out}
	if o.Oracle != nil {
		return b.against(ctx)
	}
	return b.builds(ctx)
}

type bench struct {
	Options
	work string
	out  io.Writer
}

// builds measures builds as they are, pages and checks included.
func (b *bench) builds(ctx context.Context) error {
	var runs []run
	for i := range b.Runs {
		r, err := b.once(ctx, "build", filepath.Join(b.work, fmt.Sprintf("site-%d", i)))
		if err != nil {
			return err
		}
		runs = append(runs, r)
	}
	printStages(b.out, runs)
	return b.save(map[string][]run{"build": runs})
}

// once runs Once in a process of its own.
func (b *bench) once(ctx context.Context, what, into string) (run, error) {
	args := append(b.Self[1:len(b.Self):len(b.Self)], "--once", what, "--into", into, "--data", b.Data, "--workers", fmt.Sprint(b.Workers))
	return b.process(ctx, b.Self[0], args...)
}

// against compares the figures of leadline and the oracle, and only then their times: one
// after the other, so that what disturbs the machine disturbs all of them.
func (b *bench) against(ctx context.Context) error {
	ours := filepath.Join(b.work, "figures.json")
	first, err := b.once(ctx, "figures", ours)
	if err != nil {
		return err
	}
	plan := ours + ".plan"
	variants := []string{full}
	if first.Clean {
		variants = []string{trusting, full}
	}
	different := 0
	for _, v := range variants {
		theirs := filepath.Join(b.work, v+".json")
		if _, err := b.oracle(ctx, v, plan, theirs); err != nil {
			return err
		}
		c, err := compareFiles(ours, theirs)
		if err != nil {
			return err
		}
		printComparison(b.out, v, c)
		different += len(c.Different)
	}
	if different > 0 {
		return fmt.Errorf("%d figures differ from the oracle's", different)
	}
	if !first.Clean {
		fmt.Fprintf(b.out, "\nThe files have duplicates or rows after the as-of date; %s is not valid for them.\n", trusting)
	}
	return b.race(ctx, variants, plan)
}

// race measures leadline and the variants of the oracle in turn.
func (b *bench) race(ctx context.Context, variants []string, plan string) error {
	runs := map[string][]run{}
	for range b.Runs {
		r, err := b.once(ctx, "figures", "")
		if err != nil {
			return err
		}
		runs[leadline] = append(runs[leadline], r)
		for _, v := range variants {
			if r, err = b.oracle(ctx, v, plan, ""); err != nil {
				return err
			}
			runs[v] = append(runs[v], r)
		}
	}
	fmt.Fprintln(b.out)
	printStages(b.out, runs[leadline])
	printRace(b.out, append([]string{leadline}, variants...), runs)
	return b.save(runs)
}

func (b *bench) save(runs map[string][]run) error {
	if b.JSON == "" {
		return nil
	}
	data, err := json.MarshalIndent(runs, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(b.JSON, append(data, '\n'), 0o644)
}
