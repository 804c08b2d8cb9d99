package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"leadline/generator"
)

type verifyCommand struct {
	Folder string `arg:"" placeholder:"FOLDER" help:"A published site."`
	Inputs string `placeholder:"FILE" help:"A site.toml: compare also what it names with what the site was made from."`
	Quiet  bool   `short:"q" help:"Print differences only."`
}

// Help is the text below the flags.
func (verifyCommand) Help() string {
	return `Recomputes the SHA-256 of every file and compares it with manifest.json and SHA256SUMS. Prints one line for each difference, sorted by path. Writes nothing. Exits with 1 if anything differs, with 2 if the folder is no published site.

Examples:

    leadline verify public
    leadline verify public --inputs site.toml
    cd public && sha256sum --check --quiet SHA256SUMS    # the same without Leadline, but for files that are not listed`
}

// Run compares.
func (c verifyCommand) Run(ctx context.Context, to console) error {
	v, err := generator.Verify(ctx, c.Folder, c.Inputs, generator.Options{Now: time.Now(), Version: version(), Workers: orProcessors(0), Progress: newProgress(to.err, true)})
	var none generator.NotPublished
	if errors.As(err, &none) {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	for _, d := range v.Differences {
		fmt.Fprintln(to.out, oneLine(d.Error()))
	}
	if n := len(v.Differences); n > 0 {
		return fmt.Errorf("%s from the manifest of run %s", counted(n, "difference"), v.Run)
	}
	if !c.Quiet {
		fmt.Fprintf(to.out, "%s of run %s are as they were published.\n", counted(v.Files, "file"), v.Run)
		if c.Inputs != "" {
			fmt.Fprintf(to.out, "%s and all that %s names are what it was made from.\n", counted(v.Inputs, "event file"), c.Inputs)
		}
	}
	return nil
}
