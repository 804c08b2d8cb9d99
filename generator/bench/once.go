package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"time"

	"leadline/generator"
	"leadline/generator/event"
	"leadline/generator/metric"
)

// run is what one process did. Seconds are those of the work itself, as the process
// measured them; Wall and CPU are those of the whole process.
type run struct {
	Seconds float64 `json:"seconds"`
	Wall    float64 `json:"wall,omitempty"`
	CPU     float64 `json:"cpu,omitempty"`
	Peak    int64   `json:"peak"` // bytes; 0 unknown
	Rows    int64   `json:"rows,omitempty"`
	Clean   bool    `json:"clean,omitempty"` // no duplicate, nothing rejected or after the as-of date
	Stages  []stage `json:"stages,omitempty"`
}

type stage struct {
	Name    string  `json:"name"`
	Rows    int64   `json:"rows"`
	Seconds float64 `json:"seconds"`
	Peak    int64   `json:"peak"` // of the process up to the end of the stage
}

// Once does one build ("build", the site goes to into) or one computation of all figures
// ("figures", written to into after the measurement unless it is "") and prints a report
// for Run to read.
func Once(ctx context.Context, what, into string, o Options, out io.Writer) error {
	clock := &stopwatch{now: o.Now}
	options := generator.Options{Config: filepath.Join(o.Data, "site.toml"), Out: into, Now: o.Now(), KeepGoing: true,
		Workers: o.Workers, Progress: clock, Version: "bench"}
	began := o.Now()
	clock.Stage("opening")
	var table *generator.FigureTable
	var err error
	if what == "build" {
		_, err = generator.Build(ctx, options)
	} else {
		table, err = generator.Figures(ctx, options)
	}
	if err != nil {
		return err
	}
	clock.end()
	r := run{Seconds: o.Now().Sub(began).Seconds(), Peak: peakMemory(), Stages: clock.stages}
	for _, s := range r.Stages {
		r.Rows += s.Rows
	}
	if table != nil {
		r.Clean = clean(table.Accounts)
	}
	if table != nil && into != "" {
		if err := writeFigures(table, into); err != nil {
			return err
		}
	}
	return json.NewEncoder(out).Encode(r)
}

func clean(accounts []event.Account) bool {
	for _, a := range accounts {
		if a.Read != a.Accepted {
			return false
		}
	}
	return true
}

// stopwatch is generator.Progress: it notes when stages begin and how many rows are read.
type stopwatch struct {
	now    func() time.Time
	began  time.Time
	rows   atomic.Int64
	stages []stage
}

// Stage ends the stage before and begins another.
func (s *stopwatch) Stage(name string) {
	s.end()
	s.stages = append(s.stages, stage{Name: name})
	s.began = s.now()
}

// Rows counts rows of the stage.
func (s *stopwatch) Rows(n int) { s.rows.Add(int64(n)) }

func (s *stopwatch) end() {
	if len(s.stages) == 0 {
		return
	}
	last := &s.stages[len(s.stages)-1]
	last.Seconds, last.Rows, last.Peak = s.now().Sub(s.began).Seconds(), s.rows.Swap(0), peakMemory()
}

// peakMemory is the most memory that this process has held, in bytes; 0 where the system
// does not say. The figure of the parent's wait call would include the parent itself.
func peakMemory() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := bytes.Cut(status, []byte("VmHWM:"))
	line, _, _ := bytes.Cut(rest, []byte(" kB"))
	kb, _ := strconv.ParseInt(string(bytes.TrimSpace(line)), 10, 64)
	return kb << 10
}

// figure is a figure as leadline has it.
type figure struct {
	cell
	Value   *float64 `json:"value"` // nil unless present
	N       int      `json:"n"`
	Part    int      `json:"part"`
	Absence string   `json:"absence"`
}

// writeFigures writes the figures of complete months, and beside them what the oracle needs
// to know of the site.
func writeFigures(table *generator.FigureTable, name string) error {
	var out []figure
	for _, row := range table.Rows() {
		if m := table.Calendar.IndexOf(row.Month); m >= 0 && m < table.Complete {
			out = append(out, figureOf(row, m))
		}
	}
	plan, err := planOf(table)
	if err != nil {
		return err
	}
	if err := writeJSON(name+".plan", plan); err != nil {
		return err
	}
	return writeJSON(name, out)
}

func figureOf(row metric.Row, month int) figure {
	f := figure{cell: cell{row.Metric, string(row.Level), row.Subject, month, row.Figure.Stat, row.Figure.Category},
		N: row.Figure.N, Part: row.Figure.Part, Absence: row.Figure.Absence.Code()}
	if row.Figure.Absence == metric.Present {
		f.Value = &row.Figure.Value
	}
	return f
}

func writeJSON(name string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(name), err)
	}
	return os.WriteFile(name, data, 0o600)
}
