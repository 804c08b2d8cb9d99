package generator

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"leadline/generator/diag"
	"leadline/generator/ledger"
)

// Verified is what Verify found.
type Verified struct {
	Run         string // short
	Files       int    // compared
	Inputs      int    // event files compared
	Differences diag.Problems
}

// NotPublished is a folder without a manifest.
type NotPublished struct{ error }

// Verify compares every file of a published folder with its manifest and its checksums. With
// a site.toml it also compares what that names with what the site was made from.
func Verify(ctx context.Context, folder, config string, o Options) (*Verified, error) {
	data, err := os.ReadFile(filepath.Join(folder, ledger.ManifestFile))
	if err != nil {
		return nil, NotPublished{fmt.Errorf("%s has no %s that can be read (%s); expected a folder that leadline build wrote", folder, ledger.ManifestFile, strings.TrimPrefix(cannotRead(err), "cannot be read: "))}
	}
	m, err := ledger.ParseManifest(ledger.ManifestFile, data)
	if err != nil {
		return nil, err
	}
	there, err := hashTree(ctx, folder, o.Workers)
	if err != nil {
		return nil, err
	}
	v := &Verified{Run: ledger.ShortRun(m.Run), Files: len(there)}
	v.outputs(m, there, readSums(folder, &v.Differences))
	if config != "" {
		o.Config = config
		if err := v.inputs(ctx, m, o); err != nil {
			return nil, err
		}
	}
	v.Differences.Sort()
	return v, nil
}

func readSums(folder string, to *diag.Problems) map[string]string {
	data, err := os.ReadFile(filepath.Join(folder, ledger.SumsFile))
	if err == nil {
		var sums map[string]string
		if sums, err = ledger.ParseSums(ledger.SumsFile, data); err == nil {
			return sums
		}
		*to = addProblems(*to, err)
		return nil
	}
	*to = append(*to, diag.Problem{Position: diag.Position{File: ledger.SumsFile}, Found: cannotRead(err), Do: restore})
	return nil
}

// What to do about a difference. What was published is known only as hashes, so it cannot be
// mended, only brought back.
const (
	restore = "restore it from where it was published, or build the site again"
	remove  = "remove it, or find out who put it there"
)

// outputs compares the files of the folder: path → SHA-256.
func (v *Verified) outputs(m *ledger.Manifest, there, sums map[string]string) {
	if !m.Genuine() {
		v.differ(ledger.ManifestFile, "its run does not follow from what it says: it was changed", restore)
	}
	listed := map[string]string{}
	for _, f := range slices.Concat(m.Outputs, m.Kept) {
		listed[f.Path] = f.SHA256
	}
	all := map[string]bool{}
	for _, names := range []map[string]string{there, sums, listed} {
		for name := range names {
			all[name] = name != ledger.SumsFile
		}
	}
	for name, compared := range all {
		if compared {
			v.output(name, there, sums, listed)
		}
	}
}

// output compares one file; of the manifest only the checksums know the hash.
func (v *Verified) output(name string, there, sums, listed map[string]string) {
	found, exists := there[name]
	sum, summed := sums[name]
	want, known := listed[name]
	if name == ledger.ManifestFile {
		want, known = sum, summed
	}
	switch {
	case !exists:
		v.differ(name, "is missing", restore)
	case !known && !summed:
		v.differ(name, "is not listed", remove)
	case known && found != want, summed && found != sum:
		v.differ(name, "has changed", restore)
	case sums != nil && known != summed:
		v.differ(name, fmt.Sprintf("is listed in only one of %s and %s", ledger.ManifestFile, ledger.SumsFile), restore)
	}
}

func (v *Verified) differ(name, found, do string) {
	v.Differences = append(v.Differences, diag.Problem{Position: diag.Position{File: name}, Found: found, Do: do})
}

// hashTree hashes every file of a folder but the marker of publish.
func hashTree(ctx context.Context, folder string, workers int) (map[string]string, error) {
	var names []string
	err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == ".leadline" {
			return err
		}
		rel, err := filepath.Rel(folder, name)
		names = append(names, rel)
		return err
	})
	sums, errs := make([]string, len(names)), make([]error, len(names))
	inParallel(len(names), workers, func(i int) {
		if errs[i] = ctx.Err(); errs[i] == nil {
			sums[i], errs[i] = hashFile(filepath.Join(folder, names[i]))
		}
	})
	out := make(map[string]string, len(names))
	for i, name := range names {
		out[filepath.ToSlash(name)] = sums[i]
	}
	return out, errors.Join(err, errors.Join(errs...))
}

func hashFile(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	_, err = io.CopyBuffer(onlyWriter{sum}, onlyReader{f}, make([]byte, 1<<16))
	return hex.EncodeToString(sum.Sum(nil)), err
}

// inputs compares what a site.toml names with what the site was made from.
func (v *Verified) inputs(ctx context.Context, m *ledger.Manifest, o Options) error {
	s, err := open(o)
	if err != nil {
		return err
	}
	now, err := s.provenance(ctx, nil)
	if err != nil {
		return err
	}
	v.Inputs = len(now.Inputs)
	const do = "bring back what the site was made from, or build it again"
	if now.Config.SHA256 != m.Config.SHA256 {
		v.differ(o.Config, "is not the configuration that the site was made from", do)
	}
	type named struct{ what, name string }
	was, is := map[named]string{}, map[named]string{}
	for to, from := range map[*map[named]string]*ledger.Manifest{&was: m, &is: now} {
		for _, f := range from.Inputs {
			(*to)[named{"event file of table " + f.Table, f.Path}] = f.SHA256
		}
		for _, d := range from.Definitions {
			(*to)[named{"definition", "content/metrics/" + d.ID + ".md"}] = d.SHA256
		}
		for _, p := range from.Patterns {
			(*to)[named{"pattern", "content/patterns/" + p.ID + ".md"}] = p.SHA256
		}
		(*to)[named{"folder with the site's own laid over", "templates"}] = from.Templates
		(*to)[named{"folder with the site's own laid over", "assets"}] = from.Assets
		(*to)[named{"folder with the site's own laid over", "content"}] = from.Content
	}
	for n, sum := range was {
		switch found, there := is[n]; {
		case !there:
			v.differ(n.name, "is missing; the site was made from it ("+n.what+")", do)
		case found != sum:
			v.differ(n.name, "is not what the site was made from ("+n.what+")", do)
		}
	}
	for n := range is {
		if _, known := was[n]; !known {
			v.differ(n.name, "is new; the site was made without it ("+n.what+")", do)
		}
	}
	return ctx.Err()
}
