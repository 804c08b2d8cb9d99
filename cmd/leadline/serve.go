package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"leadline/generator"
	"leadline/generator/preview"
)

type serveCommand struct {
	inputFlags
	Port     int    `placeholder:"N" help:"Port on 127.0.0.1 (8080, or the next that is free)."`
	Out      string `placeholder:"FOLDER" help:"Where the preview is built: an empty folder, or one whose name ends with .preview (a temporary one)."`
	Previous string `placeholder:"FOLDER" help:"The publication that restatements are counted from (none). With it, every page is made anew each time."`
}

// Help is the text below the flags.
func (serveCommand) Help() string {
	return `Builds the site and shows it on this machine alone. When site.toml, an event file, or anything in the site's own content, templates and assets changes, it is built again and open pages are reloaded; an error stands in their place, with its position, until it is mended. What is published is never touched. Ctrl-C ends it.

Examples:

    leadline serve
    leadline serve --config sites/harbour.toml --port 9000
    leadline serve --previous last-month --as-of 2026-11-01`
}

// Run serves until it is interrupted.
func (c serveCommand) Run(ctx context.Context, to console) error {
	if err := c.checkWorkers(); err != nil {
		return err
	}
	if c.Port < 0 || c.Port > 65535 {
		return usageError{fmt.Errorf("--port is %d; expected 1 to 65535", c.Port)}
	}
	out, forget, err := c.folder()
	if err != nil {
		return err
	}
	defer forget()
	listener, err := listen(c.Port)
	if err != nil {
		return err
	}
	fmt.Fprintf(to.out, "Serving on http://%s/ until Ctrl-C.\n", listener.Addr())
	return preview.Run(ctx, preview.Options{Listener: listener, Folder: out,
		Inputs: func() generator.Inputs { return generator.InputsOf(c.Config) },
		Build:  func(ctx context.Context) error { return c.build(ctx, to, out) }})
}

// build builds once and prints what came of it; a build that a newer change ended says nothing.
func (c serveCommand) build(ctx context.Context, to console, out string) error {
	begun := time.Now()
	err := c.run(ctx, to, folders{out: out, previous: c.Previous, draft: true}, generator.Build, func(r *generator.Report) string {
		return fmt.Sprintf("Built %s in %.1f s.", counted(r.Pages, "page"), time.Since(begun).Seconds())
	})
	var printed printedError
	switch {
	case errors.As(err, &printed):
		return printed.error
	case err != nil && ctx.Err() == nil:
		fmt.Fprintf(to.err, "leadline: %v\n", err)
	}
	return err
}

// folder is where the preview is built, and a function that removes it if it is temporary. A
// folder with something in it may be a publication.
func (c serveCommand) folder() (out string, forget func(), err error) {
	if c.Out == "" {
		dir, err := os.MkdirTemp("", "leadline-preview-")
		return filepath.Join(dir, "site"), func() { _ = os.RemoveAll(dir) }, err
	}
	entries, err := os.ReadDir(c.Out)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", nil, err
	}
	if len(entries) > 0 && filepath.Ext(filepath.Clean(c.Out)) != ".preview" {
		return "", nil, usageError{fmt.Errorf("%s is not empty; expected an empty folder, or one whose name ends with .preview", c.Out)}
	}
	return c.Out, func() {}, nil
}

// firstPort is where most previews are looked for.
const firstPort = 8080

// listen takes a port on this machine alone; 0 takes the first that is free.
func listen(port int) (net.Listener, error) {
	if port != 0 {
		l, err := net.Listen("tcp4", "127.0.0.1:"+strconv.Itoa(port))
		if errors.Is(err, syscall.EADDRINUSE) {
			return nil, fmt.Errorf("port %d is in use; choose another with --port, or leave it out", port)
		}
		return l, err
	}
	for port := firstPort; port < firstPort+100; port++ {
		l, err := net.Listen("tcp4", "127.0.0.1:"+strconv.Itoa(port))
		if !errors.Is(err, syscall.EADDRINUSE) {
			return l, err
		}
	}
	return net.Listen("tcp4", "127.0.0.1:0")
}
