package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

type sampleCommand struct {
	Out      string `default:"sample-data" placeholder:"FOLDER" help:"The folder to make (${default})."`
	Events   amount `default:"1e5" placeholder:"N" help:"Rows over all tables, met within 5 percent (${default})."`
	Seed     uint64 `default:"1" placeholder:"N" help:"Another seed makes other data (${default})."`
	Format   string `default:"csv" enum:"csv,jsonl,parquet,mixed" placeholder:"NAME" help:"csv, jsonl, parquet, or mixed with every quirk of real exports (${default})."`
	Compress string `default:"" enum:",gz,zst" placeholder:"NAME" help:"gz or zst, for csv and jsonl."`
	Months   int    `placeholder:"N" help:"Months of history (36)."`
	Teams    int    `placeholder:"N" help:"Teams; chosen by --events when not given."`
	Services int    `placeholder:"N" help:"Services; chosen by --events when not given."`
	Workers  int    `placeholder:"N" help:"Workers (one for each processor)."`
	Force    bool   `help:"Replace a folder that an earlier \"leadline sample\" made."`
	Quiet    bool   `short:"q" help:"Print problems only."`
}

// Help is the text below the flags.
func (sampleCommand) Help() string {
	return `Writes event files and a site.toml that declares them to --out. The same flags give the same bytes. Nobody in the data exists.

Examples:

    leadline sample --out demo
    leadline sample --events 1e6 --format mixed --seed 7 --out demo --force
    leadline sample --events 1e7 --format parquet --out big`
}

// Run makes the folder.
func (c sampleCommand) Run(ctx context.Context, to console) error {
	c.Workers = orProcessors(c.Workers)
	options := c.options()
	options, err := options.Complete()
	if err != nil {
		return usageError{err}
	}
	folder, err := newFolder(c.Out, c.Force)
	if err != nil {
		return err
	}
	defer folder.discard()
	progress := newProgress(to.err, c.Quiet)
	progress.Stage("writing events")
	err = writeSample(ctx, options, folder.create)
	progress.Close()
	if err != nil {
		return err
	}
	if err := folder.keep(); err != nil {
		return err
	}
	if !c.Quiet {
		fmt.Fprintf(to.out, "Wrote %s to %s.\nNext: leadline build --config %s\n",
			counted(folder.files, "file"), c.Out, filepath.ToSlash(filepath.Join(c.Out, "site.toml")))
	}
	return nil
}

// folder is a folder in the making, beside the place where it will be.
type folder struct {
	path, stage, old string
	files            int // counted by keep
}

// madeBy marks a folder that --force may replace; it is the only kind that we remove.
const madeBy = ".leadline-sample"

func newFolder(path string, force bool) (*folder, error) {
	path = filepath.Clean(path)
	entries, err := os.ReadDir(path)
	if err != nil && !os.IsNotExist(err) {
		return nil, fmt.Errorf("%s cannot be made: %w; choose another with --out", path, err)
	}
	if len(entries) > 0 {
		_, err := os.Stat(filepath.Join(path, madeBy))
		switch {
		case err != nil:
			return nil, fmt.Errorf("%s is not empty and was not made by \"leadline sample\"; choose another with --out", path)
		case !force:
			return nil, fmt.Errorf("%s has an earlier sample; replace it with --force or choose another with --out", path)
		}
	}
	parent := filepath.Dir(path)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return nil, err
	}
	stage, err := os.MkdirTemp(parent, "."+filepath.Base(path)+"-*")
	if err != nil {
		return nil, fmt.Errorf("nothing can be written beside %s: %w", path, err)
	}
	return &folder{path: path, stage: stage, old: stage + "-old"}, os.Chmod(stage, 0o755)
}

// create is sample.Create for the folder; several goroutines call it.
func (f *folder) create(name string) (io.WriteCloser, error) {
	return os.OpenFile(filepath.Join(f.stage, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
}

// keep moves the folder into its place; what was there is removed only after that.
func (f *folder) keep() error {
	entries, err := os.ReadDir(f.stage)
	if err != nil {
		return err
	}
	f.files = len(entries)
	mark := []byte("Made by leadline sample. \"leadline sample --force\" may replace this folder.\n")
	if err := os.WriteFile(filepath.Join(f.stage, madeBy), mark, 0o644); err != nil {
		return err
	}
	if err := os.Rename(f.path, f.old); err != nil && !os.IsNotExist(err) {
		return err
	}
	if err := os.Rename(f.stage, f.path); err != nil {
		_ = os.Rename(f.old, f.path)
		return err
	}
	return os.RemoveAll(f.old)
}

// discard removes what was not kept.
func (f *folder) discard() { _ = os.RemoveAll(f.stage) }
