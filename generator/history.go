package generator

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"

	"leadline/generator/diag"
	"leadline/generator/ledger"
	"leadline/generator/period"
	"leadline/generator/publish"
)

// history is this run and the publication that it follows.
type history struct {
	*ledger.Manifest                      // of this run
	log              []ledger.Restatement // of all runs, this one last
	sentences        []ledger.Sentence    // of this run
	before           *ledger.Publication  // nil for a first publication
	folder           string               // where before is
	people           []period.Month       // months of which a person-derived figure changed
	unread           string               // a log that could not be read and is carried on as it is; "" for none
	warnings         []string
}

// follow compares what was computed with what was published before: the folder of --previous,
// else the output itself. A publication that cannot be read is a warning, and this one then
// counts as the first; the log that was there is kept beside the new one.
func (s *site) follow(ctx context.Context, o *outcome, f *findings) (*history, error) {
	s.options.Progress.Stage("comparing with the publication before")
	manifest, err := s.provenance(ctx, o.accounts)
	if err != nil {
		return nil, err
	}
	h := &history{Manifest: manifest, sentences: o.said(f, s.pageMonths()), folder: cmp.Or(s.options.Previous, s.options.Out)}
	if s.options.Draft && s.options.Previous == "" {
		return h, nil
	}
	if err := h.read(s.options.Previous != ""); err != nil || h.before == nil {
		return h, err
	}
	if err := h.sameSite(s.options.Previous != ""); err != nil {
		return h, err
	}
	h.log = h.before.Log
	if h.before.Manifest.Run == h.Run {
		h.Built = h.before.Manifest.Built // what is built anew is what was built then
		h.adopt(nil)
		return h, nil
	}
	d := ledger.Compare(h.before, ledger.Now{Manifest: manifest, Series: o.published(s.completeMonths()), Sentences: h.sentences, Tables: s.tablesOf()})
	h.log = append(h.log, d.Restated...)
	h.people = d.People
	h.adopt(d.Changed)
	return h, nil
}

// adopt counts revisions: the tables of a month hold some months before it too.
func (h *history) adopt(changed []period.Month) {
	for i := range h.Months {
		m, _ := period.ParseMonth(h.Months[i].Month)
		revision, published := h.before.Manifest.Revision(m)
		if published && h.holds(m, changed) {
			revision++
		}
		h.Months[i].Revision = revision
	}
}

// holds reports whether the tables of a month hold one of the others. Where it is not known
// how many months they held, they may have held any.
func (h *history) holds(m period.Month, months []period.Month) bool {
	first := m - period.Month(h.PageMonths) + 1
	if h.before.Manifest.PageMonths != h.PageMonths {
		first = 0
	}
	return slices.ContainsFunc(months, func(c period.Month) bool { return first <= c && c <= m })
}

// restated are the rows that this run added to the log.
func (h *history) restated() (rows []ledger.Restatement) {
	for _, r := range h.log {
		if r.Run == h.Run {
			rows = append(rows, r)
		}
	}
	return rows
}

// read reads the publication before; asked is whether somebody named its folder, which then
// must hold one.
func (h *history) read(asked bool) error {
	_, err := os.Lstat(filepath.Join(h.folder, ledger.ManifestFile))
	switch {
	case asked && err != nil:
		return diag.Problem{Position: diag.Position{File: h.folder}, Found: "has no " + ledger.ManifestFile, Expected: "a folder that leadline build wrote", Do: "correct --previous, or leave it out"}
	case err != nil:
		return nil
	}
	before, err := readPublication(h.folder, h.Run)
	if err == nil {
		h.before = before
		return nil
	}
	h.warnings = append(h.warnings, err.Error()+"; nothing is compared with what was published before")
	if log, err := os.ReadFile(filepath.Join(h.folder, filepath.FromSlash(ledger.LogFile))); err == nil {
		h.unread = strings.TrimSuffix(ledger.LogFile, ".jsonl") + "-" + ledger.ShortRun(ledger.Hash(log)) + ".jsonl"
		h.warnings = append(h.warnings, ledger.LogFile+" is kept as "+h.unread)
	}
	return nil
}

// sameSite refuses to take another site for the one before this: every figure would be
// restated, for good. A site may change its name, or where its files are; not both at once,
// unless somebody named the folder (asked), who then knows.
func (h *history) sameSite(asked bool) error {
	before := h.before.Manifest
	common := func(in ledger.Input) bool {
		return slices.ContainsFunc(before.Inputs, func(b ledger.Input) bool { return b.Path == in.Path })
	}
	if asked || before.Site == h.Site || slices.ContainsFunc(h.Inputs, common) {
		return nil
	}
	return diag.Problems{{Position: diag.Position{File: h.folder}, Found: fmt.Sprintf("holds the site %q, made from other files; this one is %q", before.Site, h.Site),
		Expected: "an empty folder, or this site as it was published before", Do: "choose another --out; or add --previous " + h.folder + ", if this site follows that one"}}
}

// readPublication reads the ledger of a published site. Its files must be the ones that were
// published: a log that somebody wrote in would be carried on for ever. Of the run now, with
// which nothing is to be compared, the log alone is read.
func readPublication(folder, now string) (*ledger.Publication, error) {
	name := filepath.Join(folder, ledger.ManifestFile)
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, diag.Problem{Position: diag.Position{File: name}, Found: cannotRead(err)}
	}
	p := new(ledger.Publication)
	if p.Manifest, err = ledger.ParseManifest(name, data); err != nil {
		return nil, err
	}
	p.Log, err = readLedger(folder, ledger.LogFile, p.Manifest, ledger.ParseLog)
	if err != nil || p.Manifest.Run == now {
		return p, err
	}
	if p.Series, err = readLedger(folder, ledger.FiguresFile, p.Manifest, ledger.ParseFigures); err != nil {
		return nil, err
	}
	p.Sentences, err = readLedger(folder, ledger.SentencesFile, p.Manifest, ledger.ParseSentences)
	return p, err
}

// readLedger reads one file of the ledger.
func readLedger[T any](folder, file string, m *ledger.Manifest, parse func(string, []byte) (T, error)) (none T, err error) {
	name := filepath.Join(folder, filepath.FromSlash(file))
	data, err := os.ReadFile(name)
	if err != nil {
		return none, diag.Problem{Position: diag.Position{File: name}, Found: cannotRead(err)}
	}
	i := slices.IndexFunc(m.Outputs, func(f ledger.File) bool { return f.Path == file })
	if i < 0 || m.Outputs[i].SHA256 != ledger.Hash(data) {
		return none, diag.Problem{Position: diag.Position{File: name}, Found: "is not the file that " + ledger.ManifestFile + " lists", Do: "leadline verify says what else was changed"}
	}
	if strings.HasSuffix(file, ".gz") {
		if data, err = unzip(data); err != nil {
			return none, diag.Problem{Position: diag.Position{File: name}, Found: "cannot be read: " + err.Error()}
		}
	}
	return parse(name, data)
}

func unzip(data []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	const most = 4 << 30 // far beyond any site; a file that unpacks to more is not ours
	out, err := io.ReadAll(io.LimitReader(z, most))
	return out, errors.Join(err, z.Close())
}

// seal writes what the next publication must know of this one and lists every file with its
// hash. It is the last that is written.
func (s *site) seal(stage *publish.Stage, o *outcome, h *history) error {
	if err := writeGzip(stage, ledger.FiguresFile, func(w io.Writer) error { return ledger.EncodeFigures(w, o.published(s.completeMonths())) }); err != nil {
		return err
	}
	if err := writeGzip(stage, ledger.SentencesFile, func(w io.Writer) error { return ledger.EncodeSentences(w, h.sentences) }); err != nil {
		return err
	}
	if err := writeStream(stage, ledger.LogFile, func(w io.Writer) error { return ledger.EncodeLog(w, h.log) }); err != nil {
		return err
	}
	for _, f := range stage.Files() {
		if !slices.ContainsFunc(h.Kept, func(k ledger.File) bool { return k.Path == f.Path }) {
			h.Outputs = append(h.Outputs, ledger.File{Path: f.Path, Bytes: f.Size, SHA256: f.SHA256})
		}
	}
	if err := stage.Write(ledger.ManifestFile, h.Encode()); err != nil {
		return err
	}
	var sums []ledger.File
	for _, f := range stage.Files() {
		sums = append(sums, ledger.File{Path: f.Path, SHA256: f.SHA256})
	}
	return stage.Write(ledger.SumsFile, ledger.EncodeSums(sums))
}

func writeGzip(stage *publish.Stage, name string, write func(io.Writer) error) error {
	return writeStream(stage, name, func(w io.Writer) error {
		z := gzip.NewWriter(w)
		return errors.Join(write(z), z.Close())
	})
}

func writeStream(stage *publish.Stage, name string, write func(io.Writer) error) error {
	w, err := stage.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(write(w), w.Close())
}
