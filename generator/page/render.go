package page

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"io/fs"
	"sync"
	"sync/atomic"

	"leadline/generator/unit"
)

// Render writes every page of the site through emit: a path with forward slashes,
// relative to the site's root, and its bytes, which are valid during the call only.
// workers pages are rendered at a time and emit is called from all of them; the bytes of
// a page do not depend on their number. The error is that of the first page, in the order
// of the site, that could not be rendered or emitted.
func Render(ctx context.Context, templates fs.FS, site *Site, workers int, emit func(path string, data []byte) error) error {
	set, err := parse(templates)
	if err != nil {
		return err
	}
	b := newBook(site, set, emit)
	jobs := b.jobs()
	errs := make([]error, len(jobs))
	var next atomic.Int64
	var failed atomic.Bool
	var wg sync.WaitGroup
	for range max(1, min(workers, len(jobs))) {
		wg.Go(func() {
			buf := new(bytes.Buffer)
			for !failed.Load() && ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(jobs) {
					return
				}
				if errs[i] = jobs[i](buf); errs[i] != nil {
					failed.Store(true)
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// kinds are the kinds of page; each has a template file of its name that fills "main".
var kinds = []string{"home", "index", "team", "service", "portfolio", "reviews", "review", "metrics", "metric", "pattern", "patterns", "questions", "guides", "guide", "data", "restatements", "downloads", "search", "notfound"}

// shared are the templates that pages include.
var shared = []string{
	"base.html",
	"report.html",
	"story.html",
	"talk.html",
	"inputs.html",
	"visibility.html",
	"contents.html",
	"ways.html",
}

// parse reads the templates, once a run.
func parse(files fs.FS) (map[string]*template.Template, error) {
	base, err := template.New("base.html").Funcs(functions).Option("missingkey=error").ParseFS(files, shared...)
	if err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	set := make(map[string]*template.Template, len(kinds))
	for _, kind := range kinds {
		t, err := base.Clone()
		if err != nil {
			return nil, fmt.Errorf("templates: %w", err)
		}
		if set[kind], err = t.ParseFS(files, kind+".html"); err != nil {
			return nil, fmt.Errorf("templates: %w", err)
		}
	}
	return set, nil
}

// functions are what templates may call; figures print themselves.
var functions = template.FuncMap{
	"grouped": unit.Grouped,
	"count":   func(n int) string { return unit.Grouped(int64(n)) },
	"plural":  unit.Plural,
	"capital": capital,
	"nouns":   func(noun string) string { return unit.Noun(2, noun) },
	"plural64": func(n int64, noun string) string {
		return unit.Plural(int(n), noun)
	},
}

// write executes one page's template and emits it, unless the page is kept as it was.
func (b *book) write(buf *bytes.Buffer, path, kind string, data any) error {
	buf.Reset()
	if b.site.Keep != nil {
		if sum, ok := digest(buf.AvailableBuffer(), kind, data); ok {
			if kept, err := b.site.Keep(path, sum); kept || err != nil {
				return err
			}
		}
	}
	if err := b.templates[kind].ExecuteTemplate(buf, "page", data); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := b.emit(path, buf.Bytes()); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
