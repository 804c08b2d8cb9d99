package generator

import (
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"leadline/generator/ledger"
	"leadline/generator/publish"
)

// last is what a build leaves beside its output, so that the next one can tell that it would
// write the same again. It is believed only where everything in it is found again: the
// program, what was asked for, the bytes of every input and the bytes of every published
// file. Times of modification are not looked at: copying tools set them as they like.
//
// A build over its own publication changes nothing (package ledger), so that the tree in the
// output is what a build would write as long as the inputs are those that it was made from.
type last struct {
	Program string // hash of the executable
	Made    string // hash of all inputs but the rows of event files: see made
	Events  string // hash of the event files' hashes
	Sums    string // hash of SHA256SUMS, which lists every other file of the publication
	Report  Report
	Pages   map[string]keptPage // by path; see kept.go
}

// mostRemembered bounds the list of rejected rows in the file; a site with more of them is
// built each time.
const mostRemembered = 10_000

func (s *site) lastFile() string { return s.options.Out + ".last.json" }

// remembers reports whether a build may rely on the one before. One that follows another
// folder takes more from there than can be told here.
func (s *site) remembers() bool { return s.options.Program != "" && s.options.Previous == "" }

// unchanged is the report of the last build, if this one would write what it wrote. Cheap
// comparisons come first: a build with new data must not pay for this.
func (s *site) unchanged(ctx context.Context) (*Report, bool) {
	was, ok := s.readLast()
	s.last = was
	if !ok || was.Program != s.options.Program || was.Made != s.made {
		return nil, false
	}
	s.options.Progress.Stage("looking for changes")
	if events, err := s.hashEvents(ctx); err != nil || events != was.Events {
		return nil, false
	}
	if !s.stands(ctx, was.Sums) {
		return nil, false
	}
	was.Report.Unchanged = true
	return &was.Report, true
}

func (s *site) readLast() (was last, ok bool) {
	if !s.remembers() {
		return was, false
	}
	data, err := os.ReadFile(s.lastFile())
	return was, err == nil && json.Unmarshal(data, &was) == nil
}

// stands reports whether the output holds the files that its checksums list, whose own hash
// is given, and no other. The stage holds the lock meanwhile and refuses what no build may
// replace.
func (s *site) stands(ctx context.Context, sums string) bool {
	stage, err := publish.NewStage(s.options.Out, s.protected()...)
	if err != nil {
		return false // the build says what is wrong
	}
	defer stage.Abort()
	data, err := os.ReadFile(filepath.Join(s.options.Out, ledger.SumsFile))
	if err != nil || ledger.Hash(data) != sums || !onlyFiles(s.options.Out) {
		return false
	}
	want, err := ledger.ParseSums(ledger.SumsFile, data)
	if err != nil {
		return false
	}
	there, err := hashTree(ctx, s.options.Out, s.options.Workers)
	if err != nil || len(there) != len(want)+1 {
		return false
	}
	for name, sum := range want {
		if there[name] != sum {
			return false
		}
	}
	return true
}

// onlyFiles reports whether there is nothing in a folder but files and folders of ours: a
// build writes no links.
func onlyFiles(folder string) bool {
	err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err == nil && name != folder && !d.IsDir() && !d.Type().IsRegular() {
			return fs.ErrInvalid
		}
		return err
	})
	return err == nil
}

// remember writes what the next build needs to know. A build that had something to say of the
// publication before would say something else the next time: it is done again. Inputs that
// moved while they were read are nobody's, and nothing is remembered of such a build.
func (s *site) remember(r *Report, stage *publish.Stage, h *history) error {
	if !s.remembers() || !s.settled() {
		return nil
	}
	now := last{Pages: s.kept.pages()}
	if len(h.warnings) == 0 && len(r.Rejects) <= mostRemembered {
		now.Program, now.Made, now.Events, now.Sums, now.Report = s.options.Program, s.made, eventsOf(h.Inputs), sumOf(stage, ledger.SumsFile), *r
	}
	return writeLast(s.lastFile(), now)
}

func sumOf(stage *publish.Stage, path string) string {
	files := stage.Files()
	i := slices.IndexFunc(files, func(f publish.File) bool { return f.Path == path })
	return files[i].SHA256
}

// writeLast replaces the file as a whole. Rows that were rejected stand in it, so it is not for
// everyone.
func writeLast(name string, now last) error {
	data, err := json.Marshal(now)
	if err != nil {
		return err
	}
	if err := os.WriteFile(name+"~", data, 0o600); err != nil {
		return err
	}
	return os.Rename(name+"~", name)
}

// hashEvents hashes the event files as they are now.
func (s *site) hashEvents(ctx context.Context) (string, error) {
	inputs, err := s.hashInputs(ctx, nil)
	return eventsOf(inputs), err
}

// eventsOf is one hash of event files, without what became of their rows, which follows.
func eventsOf(inputs []ledger.Input) string {
	inputs = slices.Clone(inputs)
	for i := range inputs {
		inputs[i].Rows = nil
	}
	return hashOf(inputs)
}

func hashOf(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic("generator: " + err.Error()) // only plain values are hashed
	}
	return ledger.Hash(data)
}
