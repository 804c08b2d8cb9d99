package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"leadline/generator/diag"
)

// Summary says what a publication did. Kept files have the bytes and the inode they had
// before. Changed is false when the tree is the published one, which then was not touched.
// Leftover names a previous tree that could not be removed; the next build tries again.
type Summary struct {
	Files    int
	Kept     int
	Changed  bool
	Leftover string
}

// Swap puts the tree in the place of the published one and ends the publication. It accepts
// only a tree that Check passed after the last write. After an error the published tree is
// the old one and the stage is still there: call Abort.
func (s *Stage) Swap() (Summary, error) {
	if err := s.ready(); err != nil {
		return Summary{}, err
	}
	sum := s.summary()
	sum.Changed = sum.Kept < sum.Files || s.countPublished() != sum.Files
	if sum.Changed {
		if err := s.replace(); err != nil {
			return Summary{}, s.untouched(s.out, fmt.Errorf("cannot be exchanged with the new tree: %w", cause(err)))
		}
	}
	for _, left := range []string{s.dir, s.old} {
		if sweep(left) != nil {
			sum.Leftover = left
		}
	}
	s.lock.release()
	s.lock = nil
	return sum, nil
}

func (s *Stage) ready() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.lock == nil:
		return diag.Problem{Position: diag.Position{File: s.out}, Found: "this publication has ended already"}
	case s.failed != nil:
		return s.failed
	case s.open > 0:
		return diag.Problem{Position: diag.Position{File: s.out}, Found: fmt.Sprintf("%d of its files are still being written", s.open)}
	case !s.passed:
		return diag.Problem{Position: diag.Position{File: s.out}, Found: "the new tree has not passed its check"}
	}
	return nil
}

func (s *Stage) summary() Summary {
	sum := Summary{Files: len(s.files)}
	for _, e := range s.files {
		if e.kept {
			sum.Kept++
		}
	}
	return sum
}

// countPublished counts the files of the published tree; -1 when there is none.
func (s *Stage) countPublished() int {
	count := 0
	err := filepath.WalkDir(s.out, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path != filepath.Join(s.out, marker) {
			count++
		}
		return err
	})
	if err != nil || !exists(filepath.Join(s.out, marker)) {
		return -1
	}
	return count
}

// replace leaves the previous tree, if there is one, at s.dir or s.old.
func (s *Stage) replace() error {
	if !exists(s.out) {
		return os.Rename(s.dir, s.out)
	}
	err := s.trade(s.dir, s.out)
	if errors.Is(err, errors.ErrUnsupported) {
		return s.renameTwice()
	}
	return err
}

// renameTwice leaves the output missing for a moment; recover knows what to do about a build
// that was killed in it.
func (s *Stage) renameTwice() error {
	if err := os.Rename(s.out, s.old); err != nil {
		return err
	}
	err := os.Rename(s.dir, s.out)
	if err != nil {
		return errors.Join(err, os.Rename(s.old, s.out))
	}
	return nil
}
