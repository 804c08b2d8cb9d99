package generator

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// options are those of a build of the harbour by a program that knows itself.
func (h harbour) options() Options {
	return Options{Config: filepath.Join(h.folder, "site.toml"), Out: filepath.Join(h.folder, "public"), Now: time.Unix(0, 0), Workers: 2, Progress: quiet{}, Program: "this"}
}

func (h harbour) report(o Options) *Report {
	h.t.Helper()
	r, err := Build(context.Background(), o)
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

// A second build does nothing and says what the first said, whatever the clocks of files say.
func TestNothingIsDoneAgain(t *testing.T) {
	h := newHarbour(t)
	h.write("own/own.md", "a file of the overlay")
	h.add("d.csv", "wrong,pay,production,yesterday,success\n")
	h.write("site.toml", strings.Replace(harbourToml, `files = "d.csv"`, "files = \"d.csv\"\nmax_rejected = 0.5\ncadence = \"daily\"", 1))
	first := h.report(h.options())
	if first.Unchanged || first.Rejected != 1 || len(first.Warnings) != 1 {
		t.Fatalf("%+v", first)
	}
	want := filesBelow(t, h.options().Out)
	if n := len(pagesOf(want)); first.Pages != n {
		t.Errorf("%d pages are reported of %d", first.Pages, n)
	}
	for _, name := range []string{"d.csv", "site.toml", "own/own.md", "public/index.html"} {
		if err := os.Chtimes(filepath.Join(h.folder, name), time.Unix(1, 0), time.Unix(1, 0)); err != nil {
			t.Fatal(err)
		}
	}
	os.Remove(first.RejectsFile)
	again := h.report(h.options())
	if !again.Unchanged {
		t.Fatal("the site was built again")
	}
	if again.Unchanged = false; !reflect.DeepEqual(first, again) {
		t.Errorf("first %+v\nagain %+v", first, again)
	}
	if _, err := os.Stat(first.RejectsFile); err != nil {
		t.Error(err)
	}
	same(t, want, filesBelow(t, h.options().Out))
	if left, _ := filepath.Glob(filepath.Join(h.folder, ".public.stage*")); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

// What a build depends on; each of these makes the next one a whole one, even where sizes and
// times of files are what they were.
func TestEveryChangeIsSeen(t *testing.T) {
	built := newHarbour(t)
	built.write("own/own.md", "a file of the overlay")
	built.write("site.toml", strings.Replace(harbourToml, "as_of = 2026-03-03\n", "", 1)+"[publish]\ncanary_file = \"people.txt\"\n")
	built.write("people.txt", "Ford Prefect")
	t.Chdir(built.folder)
	options := Options{Config: "site.toml", Out: "public", Now: time.Date(2026, 3, 3, 5, 0, 0, 0, time.UTC), Workers: 2, Progress: quiet{}, Program: "this"}
	built.report(options)
	sly := func(name, from, to string) func(harbour, *Options) {
		return func(h harbour, _ *Options) { h.slyly(name, from, to) }
	}
	for what, change := range map[string]func(harbour, *Options){
		"a row":              sly("d.csv", "2025-11-02T10", "2025-11-02T11"),
		"the site's file":    sly("site.toml", "Harbour", "Hardour"),
		"the overlay":        sly("own/own.md", "a file", "a fiIe"),
		"a page":             sly("public/index.html", "Har", "Bar"),
		"the checksums":      sly("public/SHA256SUMS", "index", "lndex"),
		"a listed name":      sly("people.txt", "Prefect", "Perfect"),
		"a part alone":       func(_ harbour, o *Options) { o.Only = "portfolio" },
		"a page is gone":     func(harbour, *Options) { os.Remove("public/404.html") },
		"a file of nobody":   func(h harbour, _ *Options) { h.write("public/x.txt", "x") },
		"a link":             func(h harbour, _ *Options) { h.link("public/404.html") },
		"the marker":         func(harbour, *Options) { os.Remove("public/.leadline") },
		"the publication":    func(harbour, *Options) { os.RemoveAll("public") },
		"the day":            func(_ harbour, o *Options) { o.Now = o.Now.AddDate(0, 0, 1) },
		"the end of data":    func(_ harbour, o *Options) { o.AsOf.UnmarshalText([]byte("2026-03-02")) },
		"the program":        func(_ harbour, o *Options) { o.Program = "that" },
		"an unknown program": func(_ harbour, o *Options) { o.Program = "" },
		"its version":        func(_ harbour, o *Options) { o.Version = "2" },
		"strictness":         func(_ harbour, o *Options) { o.Strict = true },
		"leniency":           func(_ harbour, o *Options) { o.KeepGoing = true },
		"another before":     func(_ harbour, o *Options) { o.Previous = "public" },
		"what is remembered": func(h harbour, _ *Options) { h.write("public.last.json", "{") },
	} {
		t.Run(what, func(t *testing.T) {
			h := harbour{t, t.TempDir()}
			if err := os.CopyFS(h.folder, os.DirFS(built.folder)); err != nil {
				t.Fatal(err)
			}
			t.Chdir(h.folder)
			if !seenUnchanged(t, options) {
				t.Fatal("a copy of an unchanged site would be built again")
			}
			o := options
			if change(h, &o); seenUnchanged(t, o) {
				t.Error("it was not seen")
			}
		})
	}
}

func seenUnchanged(t *testing.T, o Options) bool {
	t.Helper()
	s, err := open(o)
	if err != nil {
		t.Fatal(err)
	}
	_, ok := s.unchanged(context.Background())
	return ok
}

// slyly changes a file and leaves its size and times as they were.
func (h harbour) slyly(name, from, to string) {
	h.t.Helper()
	full := filepath.Join(h.folder, name)
	info, err := os.Stat(full)
	if err != nil {
		h.t.Fatal(err)
	}
	data, err := os.ReadFile(full)
	text := strings.Replace(string(data), from, to, 1)
	if err != nil || text == string(data) || len(text) != len(data) {
		h.t.Fatalf("%s: %q is not there, or %q is not as long", name, from, to)
	}
	h.write(name, text)
	if err := os.Chtimes(full, info.ModTime(), info.ModTime()); err != nil {
		h.t.Fatal(err)
	}
}

// link puts a link in the place of a file, to the same bytes elsewhere.
func (h harbour) link(name string) {
	h.t.Helper()
	full := filepath.Join(h.folder, name)
	if err := os.Rename(full, filepath.Join(h.folder, "elsewhere")); err != nil {
		h.t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(h.folder, "elsewhere"), full); err != nil {
		h.t.Fatal(err)
	}
}

// An export that is written while the build reads it is not remembered.
func TestMovingInputsAreNotRemembered(t *testing.T) {
	h := newHarbour(t)
	o := h.options()
	data, err := os.ReadFile(filepath.Join(h.folder, "d.csv"))
	if err != nil {
		t.Fatal(err)
	}
	o.Progress = meanwhile(func() { h.write("d.csv", strings.Replace(string(data), "d1,", "e1,", 1)) })
	h.report(o)
	if h.report(h.options()).Unchanged {
		t.Error("a build of other rows was remembered")
	}
}

// meanwhile does something while patterns are looked for, once events are read.
type meanwhile func()

func (do meanwhile) Stage(name string) {
	if name == "looking for patterns" {
		do()
	}
}
func (meanwhile) Rows(int) {}
