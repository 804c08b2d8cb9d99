//go:build unix

package publish

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"

	"leadline/generator/diag"
)

// lock is an advisory lock on a file. The system lets go of it when the process dies, so
// there is no stale lock to clean up.
type lock struct{ file *os.File }

// takeLock does not wait: a second build would publish the same again or, worse, older data.
func takeLock(path, out string) (*lock, error) {
	for {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
		if err != nil {
			return nil, problem(out, err)
		}
		err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if err == nil && same(f, path) {
			return &lock{f}, nil
		}
		f.Close()
		switch {
		case errors.Is(err, unix.EWOULDBLOCK):
			return nil, busy(out)
		case err != nil:
			return nil, problem(out, err)
		}
	}
}

// same guards against a lock file that its holder removed between our opening and locking it.
func same(f *os.File, path string) bool {
	held, err1 := f.Stat()
	named, err2 := os.Stat(path)
	return err1 == nil && err2 == nil && os.SameFile(held, named)
}

func (l *lock) release() {
	os.Remove(l.file.Name())
	l.file.Close()
}

func busy(out string) error {
	return diag.Problem{Position: diag.Position{File: out}, Found: "another build is publishing to it",
		Do: "wait until that build has ended, then build again"}
}
