// Package publish puts a finished tree in the place of the last one, whole or not at all.
//
//	NewStage ─► Write, Create (many at once) ─► Check ─► Swap
//	   │                                          │        └─ one exchange of two directories
//	   │                                          └─ links, anchors, identifiers, policy, leaks, size
//	   └─ a sibling of the output, on the same volume, under a lock
//
// The output directory belongs wholly to Leadline, which leaves a file named .leadline in it
// and replaces no directory without one. A build that fails or is killed changes nothing that
// was published. Files whose bytes did not change keep their inode, so that copying tools and
// backups see only what is new; a tree without any change is not exchanged at all.
//
// Where the system cannot exchange directories, two renames do it. A build killed between
// them leaves no output; the next NewStage puts the old tree back. Nothing here waits for the
// disk: after a power cut the next publication compares bytes and writes what was lost.
//
// What a page says, and whether it may say it, is decided long before; this room only
// refuses a tree that a reader's browser or a rule about people would stumble over.
package publish

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"leadline/generator/diag"
)

// Stage is a tree that is being built beside the one it will replace. Write and Create may
// be used from many goroutines; Check, Swap and Abort from one, when the writing is over.
type Stage struct {
	out   string // the published tree, absolute, links resolved
	dir   string // the tree being built
	old   string // where the published tree waits while two renames take place
	lock  *lock
	trade func(a, b string) error // exchanges two directories; replaced in tests

	mu     sync.Mutex
	names  map[string]string // folded path of each file and folder → its own spelling
	files  map[string]entry  // by path, once its last byte is written
	open   int               // streams that were not closed
	failed error             // the first write that went wrong
	passed bool              // Check found nothing since the last write
}

// NewStage starts a publication to out, which must be absent, empty, or published by
// Leadline before. It clears what dead builds left behind and holds a lock until Swap or
// Abort. The protected paths (inputs, the home and the working directory: the caller knows
// them) must neither be out nor lie within it. Errors are of type diag.Problem.
func NewStage(out string, protected ...string) (*Stage, error) {
	target, err := resolve(out)
	if err != nil {
		return nil, err
	}
	if err := refuse(out, target, protected); err != nil {
		return nil, err
	}
	s := beside(target)
	if s.lock, err = takeLock(s.sibling("lock"), out); err != nil {
		return nil, err
	}
	if err := s.begin(out); err != nil {
		s.lock.release()
		return nil, err
	}
	return s, nil
}

func beside(target string) *Stage {
	s := &Stage{out: target, trade: exchange, names: map[string]string{}, files: map[string]entry{}}
	s.dir, s.old = s.sibling("stage"), s.sibling("old")
	return s
}

// sibling is a hidden name next to the output. The names are fixed, not random: under the
// lock, whatever stands there was left by a build that is dead.
func (s *Stage) sibling(kind string) string {
	return filepath.Join(filepath.Dir(s.out), "."+filepath.Base(s.out)+"."+kind)
}

func (s *Stage) begin(out string) error {
	if err := s.recover(); err != nil {
		return err
	}
	if err := acceptable(out, s.out); err != nil {
		return err
	}
	if err := os.Mkdir(s.dir, 0o755); err != nil {
		return s.untouched(s.dir, err)
	}
	return s.mark()
}

// recover ends what a killed build began: an output that is missing while its old tree waits
// is put back; every other left-over goes.
func (s *Stage) recover() error {
	if _, err := os.Lstat(s.out); errors.Is(err, os.ErrNotExist) {
		if err := os.Rename(s.old, s.out); err != nil && !errors.Is(err, os.ErrNotExist) {
			return s.untouched(s.old, err)
		}
	}
	for _, left := range []string{s.dir, s.old} {
		if err := sweep(left); err != nil {
			return err
		}
	}
	return nil
}

// Abort drops the stage and leaves the published tree as it was. After Swap it does nothing,
// so that it can be deferred.
func (s *Stage) Abort() error {
	if s.lock == nil {
		return nil
	}
	err := sweep(s.dir)
	s.lock.release()
	s.lock = nil
	return err
}

// untouched names the path of a failed write and says what a reader of the site still sees.
func (s *Stage) untouched(path string, err error) error {
	return diag.Problem{
		Position: diag.Position{File: path},
		Found:    fmt.Sprint(cause(err)),
		Do:       "the site in " + s.out + " is untouched; " + advice(err),
	}
}
