package generator

import (
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"leadline/generator/ledger"
	"leadline/generator/period"
	"leadline/generator/publish"
)

// keep carries on the workbooks of earlier publications that this one does not write itself,
// so that a revision that somebody cites stays where it was. One that would show what a
// person-derived figure was before it changed is withdrawn: see package ledger.
func (h *history) keep(stage *publish.Stage) error {
	if err := h.keepUnread(stage); err != nil || h.before == nil {
		return err
	}
	written := map[string]bool{}
	for _, f := range stage.Files() {
		written[f.Path] = true
	}
	h.Withdrawn = append(h.Withdrawn, h.before.Manifest.Withdrawn...)
	for _, f := range slices.Concat(h.before.Manifest.Kept, h.before.Manifest.Outputs) {
		switch {
		case written[f.Path] || !revision(f.Path):
		case h.tells(f.Path):
			h.Withdrawn = append(h.Withdrawn, f)
		default:
			if err := h.carry(stage, f); err != nil {
				return err
			}
		}
	}
	byPath := func(a, b ledger.File) int { return strings.Compare(a.Path+a.SHA256, b.Path+b.SHA256) }
	slices.SortFunc(h.Kept, byPath)
	slices.SortFunc(h.Withdrawn, byPath)
	h.Withdrawn = slices.Compact(h.Withdrawn)
	return nil
}

// stays reports whether a month's workbook is carried on as it was published: the month was
// final then, and no figure of its tables, no sentence of it, and nothing that somebody wrote
// for the site has changed since. What is cited by its name and hash is then still there;
// its cover names the run that wrote it.
func (h *history) stays(name string, m period.Month) bool {
	if h.before == nil || !revision(name) {
		return false
	}
	was := h.before.Manifest
	if was.Run == h.Run { // what this run wrote it writes again
		return h.intact(was.Kept, name)
	}
	return was.Final(m) && h.Final(m) && was.WrittenAs(h.Manifest) && ledger.SameSentences(h.before.Sentences, h.sentences, m) &&
		h.intact(slices.Concat(was.Kept, was.Outputs), name)
}

// intact reports whether a file of the publication before is listed and is what it was.
func (h *history) intact(files []ledger.File, name string) bool {
	i := slices.IndexFunc(files, func(f ledger.File) bool { return f.Path == name })
	if i < 0 {
		return false
	}
	data, err := os.ReadFile(filepath.Join(h.folder, filepath.FromSlash(name)))
	return err == nil && ledger.Hash(data) == files[i].SHA256
}

// revision reports whether a file is one of those that are kept: a workbook of a month, and a
// log that could not be read. A workbook of the whole history is not: each new one holds all
// that the one before held, and one more every month would fill the site (30 MB each for 21 teams).
func revision(name string) bool {
	return strings.HasPrefix(name, "downloads/") && !strings.HasPrefix(name, "downloads/all/") && path.Ext(name) == ".xlsx" || unreadLog(name)
}

func unreadLog(name string) bool {
	return strings.HasPrefix(name, strings.TrimSuffix(ledger.LogFile, ".jsonl")+"-")
}

// tells reports whether a file holds a month of which a person-derived figure has changed
// since. Of a file that is no month's nothing is known.
func (h *history) tells(name string) bool {
	if len(h.people) == 0 || unreadLog(name) { // a log has no number of a person-derived figure
		return false
	}
	m, err := period.ParseMonth(path.Base(path.Dir(name)))
	return err != nil || h.holds(m, h.people)
}

func (h *history) carry(stage *publish.Stage, f ledger.File) error {
	old, err := os.Open(filepath.Join(h.folder, filepath.FromSlash(f.Path)))
	if errors.Is(err, os.ErrNotExist) {
		h.warnings = append(h.warnings, f.Path+" of an earlier publication is missing and cannot be kept")
		return nil
	}
	if err != nil {
		return err
	}
	defer old.Close()
	if err := writeStream(stage, f.Path, func(w io.Writer) error { _, err := io.Copy(w, old); return err }); err != nil {
		return err
	}
	h.Kept = append(h.Kept, f)
	for _, now := range stage.Files() {
		if now.Path == f.Path && now.SHA256 != f.SHA256 {
			h.warnings = append(h.warnings, f.Path+" of an earlier publication was changed after it was published; it is kept as it is now")
			h.Kept[len(h.Kept)-1] = ledger.File{Path: f.Path, Bytes: now.Size, SHA256: now.SHA256}
		}
	}
	return nil
}

// keepUnread carries on a log that could not be read: whoever mends it finds it there.
func (h *history) keepUnread(stage *publish.Stage) error {
	if h.unread == "" {
		return nil
	}
	log, err := os.ReadFile(filepath.Join(h.folder, filepath.FromSlash(ledger.LogFile)))
	if err != nil {
		return err
	}
	h.Kept = append(h.Kept, ledger.File{Path: h.unread, Bytes: int64(len(log)), SHA256: ledger.Hash(log)})
	return stage.Write(h.unread, log)
}
