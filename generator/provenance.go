package generator

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"leadline/generator/diag"
	"leadline/generator/event"
	"leadline/generator/ledger"
	"leadline/generator/period"
)

// provenance is what a run is made of, signed; what it writes is added when it is sealed.
// Event files are read a second time to be hashed, when the figures are done: the way from
// files to figures, which is measured against others, does not pay for it.
func (s *site) provenance(ctx context.Context, accounts []event.Account) (*ledger.Manifest, error) {
	m := &ledger.Manifest{Generator: "leadline " + s.options.Version, Site: s.config.Name, AsOf: s.asOf.Format(time.RFC3339), Timezone: s.config.Zone.String(), PageMonths: len(s.pageMonths()),
		First: s.calendar.Month(0).String(), DefinitionSet: s.definitionSet(), Months: []ledger.Month{}, Corrections: []ledger.Correction{}, Kept: []ledger.File{}, Withdrawn: []ledger.File{},
		Config: ledger.File{Path: filepath.Base(s.options.Config), Bytes: int64(len(s.written)), SHA256: ledger.Hash(s.written)}}
	for _, month := range s.completeMonths() {
		m.Months = append(m.Months, ledger.Month{Month: month.String(), Status: s.closing().Status(month), FinalFrom: s.closing().From(month).Format(time.DateOnly)})
	}
	for _, c := range s.config.Corrections {
		m.Corrections = append(m.Corrections, ledger.Correction{Metric: c.Metric, From: c.From.String(), To: c.To.String(), Reason: c.Reason})
	}
	if !s.options.Built.IsZero() {
		m.Built = s.options.Built.UTC().Format(time.RFC3339)
	}
	if err := s.provenanceOfTexts(m); err != nil {
		return nil, err
	}
	inputs, err := s.hashInputs(ctx, accounts)
	m.Inputs = inputs
	m.Sign()
	return m, err
}

// closing says when months become final.
func (s *site) closing() ledger.Closing {
	return ledger.Closing{AsOf: s.asOf, Lag: s.config.CloseLagDays}
}

// completeMonths are the months whose figures are published to stay, oldest first: those of
// the month that is running are in one file, marked, and change with every export.
func (s *site) completeMonths() []period.Month {
	months := make([]period.Month, s.frame().Complete())
	for i := range months {
		months[i] = s.calendar.Month(i)
	}
	return months
}

// pageMonths are those of them that have pages, and are in the tables of the newest.
func (s *site) pageMonths() []period.Month {
	months := s.completeMonths()
	return months[max(0, len(months)-s.config.PageMonths):]
}

// provenanceOfTexts adds the definitions, the patterns and the three folders.
func (s *site) provenanceOfTexts(m *ledger.Manifest) (err error) {
	for _, d := range s.definitions {
		if m.Definitions, err = appendDocument(m.Definitions, s.content, d.ID, d.Version, d.File); err != nil {
			return err
		}
	}
	for _, p := range s.patterns {
		if m.Patterns, err = appendDocument(m.Patterns, s.content, p.ID, p.Version, p.File); err != nil {
			return err
		}
	}
	for _, folder := range []struct {
		files fs.FS
		to    *string
	}{{s.content, &m.Content}, {s.templates, &m.Templates}, {s.assets, &m.Assets}} {
		if *folder.to, err = hashFolder(folder.files); err != nil {
			return err
		}
	}
	return nil
}

func appendDocument(list []ledger.Document, content fs.FS, id, version, file string) ([]ledger.Document, error) {
	data, err := fs.ReadFile(content, strings.TrimPrefix(file, "content/"))
	return append(list, ledger.Document{ID: id, Version: version, SHA256: ledger.Hash(data)}), err
}

// hashFolder is one hash of all files of a folder: of their checksums as SHA256SUMS has them.
func hashFolder(files fs.FS) (string, error) {
	var sums []ledger.File
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) == ".go" {
			return err
		}
		data, err := fs.ReadFile(files, name)
		sums = append(sums, ledger.File{Path: name, SHA256: ledger.Hash(data)})
		return err
	})
	return ledger.Hash(ledger.EncodeSums(sums)), err
}

// hashInputs hashes every declared file, with what became of its rows.
func (s *site) hashInputs(ctx context.Context, accounts []event.Account) ([]ledger.Input, error) {
	var inputs []ledger.Input
	for table, sources := range s.sources {
		for _, source := range sources {
			for _, name := range source.Files {
				inputs = append(inputs, ledger.Input{File: ledger.File{Path: name}, Table: table})
			}
		}
	}
	problems := make(diag.Problems, len(inputs))
	inParallel(len(inputs), s.options.Workers, func(i int) {
		if ctx.Err() == nil {
			problems[i] = hashInput(disk(s.root), &inputs[i], accounts)
		}
	})
	problems = slices.DeleteFunc(problems, func(p diag.Problem) bool { return p.Found == "" })
	slices.SortFunc(inputs, func(a, b ledger.Input) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Table, b.Table), strings.Compare(a.SHA256, b.SHA256))
	})
	problems.Sort()
	return inputs, cmp.Or(ctx.Err(), problems.Err())
}

// hashInput completes an input. A file that is not as large as when it was read would give
// figures a provenance that is not theirs.
func hashInput(files disk, in *ledger.Input, accounts []event.Account) diag.Problem {
	name := in.Path
	in.Path = publicPath(name)
	f, err := files.Open(name)
	if err != nil {
		return diag.Problem{Position: diag.Position{File: name}, Found: cannotRead(err), Do: "leave event files alone while a build runs"}
	}
	defer f.Close()
	sum := sha256.New()
	if in.Bytes, err = io.CopyBuffer(onlyWriter{sum}, onlyReader{f}, make([]byte, 1<<18)); err != nil {
		return diag.Problem{Position: diag.Position{File: name}, Found: cannotRead(err), Do: "leave event files alone while a build runs"}
	}
	in.SHA256 = hex.EncodeToString(sum.Sum(nil))
	for _, a := range accounts {
		if a.Path != name || a.Table != in.Table {
			continue
		}
		if in.Bytes != a.Bytes {
			return diag.Problem{Position: diag.Position{File: name}, Found: fmt.Sprintf("has %d bytes and had %d when it was read", in.Bytes, a.Bytes),
				Expected: "a file that does not change during a build", Do: "build again when the export is complete"}
		}
		in.Rows = &ledger.Rows{Read: a.Read, Accepted: a.Accepted, Rejected: a.Rejected, Duplicate: a.Duplicate, OutOfScope: a.OutOfScope}
	}
	return diag.Problem{}
}

// onlyReader and onlyWriter keep io.CopyBuffer to its buffer.
type (
	onlyReader struct{ io.Reader }
	onlyWriter struct{ io.Writer }
)

// publicPath is how an input is called in public: as site.toml calls it, but of a path of
// this machine its last name alone.
func publicPath(name string) string {
	if filepath.IsAbs(name) {
		return path.Base(filepath.ToSlash(name))
	}
	return name
}
