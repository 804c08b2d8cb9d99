// Package sample makes up an organisation and writes the event files that its tools would
// export: teams of unlike size, services that change hands, holidays, freezes, failures,
// reviews, pipelines. It serves the sample site, the demonstrations and the benchmarks.
//
//	Options ─► plan (organisation, volumes) ─► cells (one service or team, one month) ─► files
//
// What is hidden in the data on purpose is written in stories.go; a report that misses one
// of the stories, or makes more of it than is true, is wrong. facts.go lists where every
// metric, every absence and every kind of signal is met; cast.go has the teams and services
// that are there for an edge case of their own. Both lists are in the README beside the
// committed files, and tests look every line of them up in the rows.
//
// Every cell draws from its own generator, seeded by (seed, what, who, month). So the bytes
// depend on the options alone, never on the order or number of workers, and memory holds a
// few cells, not the data. Nothing here is a model of real teams: it is a test bench.
package sample

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"leadline/generator/download"
	"leadline/generator/period"
)

// Options say what to make up. The zero value of a field means "choose by Events".
type Options struct {
	Seed     uint64
	Events   int64        // rows over all tables, met within 5 %; from 10,000 to 100,000,000
	Format   string       // csv, jsonl, parquet, or mixed: every format and every quirk of real exports
	Compress string       // "", gz or zst, for csv and jsonl
	Months   int          // at least 6; stories need 24
	Teams    int          // at least 12: the stories' teams are always there; the cast's come on top
	Services int          // at least three for every two teams; the cast's come on top
	End      period.Month // the last month; October 2026 when 0
	Workers  int          // 0 for one
}

// Create opens a file for writing; name has no directory. The caller owns the file system.
type Create func(name string) (io.WriteCloser, error)

// Complete fills what was left to choose and checks the rest. Teams and services grow with
// Events so that a team-month keeps a plausible volume.
func (o Options) Complete() (Options, error) {
	if o.Events < 10_000 || o.Events > 200_000_000 {
		return o, fmt.Errorf("%d events: expected 10000 to 200000000", o.Events)
	}
	grow := math.Log10(float64(o.Events)) // 12 teams up to 1e5, 60 at 1e7, 200 at 1e8
	pick(&o.Teams, int(12*math.Pow(10, max(0, grow-5)*0.35+max(0, grow-7)*0.17)))
	pick(&o.Services, int(float64(o.Teams)*(3.4+max(0, grow-5)*0.9)))
	pick(&o.Months, 36)
	if o.Events < 50_000 {
		o.Services = min(o.Services, 24)
	}
	if o.End == 0 {
		o.End = period.MonthOf(2026, time.October)
	}
	if o.Format == "" {
		o.Format = "csv"
	}
	o.Workers = max(o.Workers, 1)
	return o, o.check()
}

func pick(field *int, value int) {
	if *field == 0 {
		*field = value
	}
}

func (o Options) check() error {
	var errs []error
	if o.Months < 6 || o.Months > 240 {
		errs = append(errs, fmt.Errorf("%d months: expected 6 to 240", o.Months))
	}
	if o.Teams < 12 || o.Teams > 2000 {
		errs = append(errs, fmt.Errorf("%d teams: expected 12 to 2000", o.Teams))
	}
	if o.Services*2 < o.Teams*3 || o.Services > 100_000 {
		errs = append(errs, fmt.Errorf("%d services: expected at least three for every two teams", o.Services))
	}
	if o.Events/int64(max(1, o.Services*o.Months)) > numbersEach/4 {
		errs = append(errs, fmt.Errorf("%d events for %d services and %d months: expected at most %d for each service and month", o.Events, o.Services, o.Months, numbersEach/4))
	}
	if o.Format != "mixed" && !slices.Contains(download.Formats, o.Format) {
		errs = append(errs, fmt.Errorf("format %q: expected one of %v or mixed", o.Format, download.Formats))
	}
	if o.Compress != "" && o.Compress != "gz" && o.Compress != "zst" {
		errs = append(errs, fmt.Errorf("compression %q: expected gz, zst or nothing", o.Compress))
	}
	return errors.Join(errs...)
}

// Write makes the files and returns the sources that a site.toml must declare to read
// them, in the order in which they should be declared. On an error some files may exist.
func Write(ctx context.Context, opt Options, create Create) ([]Source, error) {
	opt, err := opt.Complete()
	if err != nil {
		return nil, err
	}
	p := newPlan(opt)
	sinks := layout(p, create)
	if err := p.run(ctx, sinks); err != nil {
		return nil, errors.Join(err, sinks.close())
	}
	if err := sinks.close(); err != nil {
		return nil, err
	}
	return sinks.sources(), nil
}
