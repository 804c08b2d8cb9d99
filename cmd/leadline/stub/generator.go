// Package generator stands in until the real one exists.
package generator

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"leadline/generator/config"
	"leadline/generator/diag"
)

type Options struct {
	Config, Out       string
	AsOf, Now         time.Time
	Strict, KeepGoing bool
	Workers           int
	Progress          Progress
	Version           string
}
type Progress interface {
	Stage(name string)
	Rows(n int)
}
type Report struct {
	Site, Out                       string
	Pages, Teams, Services, Metrics int
	Rows, Rejected                  int64
	RejectsFile                     string
	Rejects                         diag.Problems
	Warnings                        []string
	Month                           string
}

func Check(ctx context.Context, o Options) (*Report, error) { return Build(ctx, o) }
func Build(ctx context.Context, o Options) (*Report, error) {
	data, err := os.ReadFile(o.Config)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, diag.Problems{{Position: diag.Position{File: o.Config}, Found: "there is no such file",
			Do: "name your site's file with --config, or begin with \"leadline sample\""}}
	}
	if err != nil {
		return nil, err
	}
	site, err := config.Parse(o.Config, data)
	if err != nil {
		return nil, err
	}
	o.Progress.Stage("reading")
	for range 10 {
		o.Progress.Rows(1000)
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(30 * time.Millisecond):
		}
	}
	return &Report{Site: site.Name, Out: o.Out, Rows: 10000, Month: fmt.Sprint(site.AsOf.Month(), " ", site.AsOf.Year())}, nil
}
