//go:build !unix

package publish

import (
	"errors"
	"io/fs"
	"os"

	"leadline/generator/diag"
)

// lock is a file that exists while a build runs. Without a lock that ends with its process,
// a killed build leaves it behind, and the message says so.
type lock struct{ file *os.File }

func takeLock(path, out string) (*lock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, diag.Problem{Position: diag.Position{File: out}, Found: "another build is publishing to it",
			Do: "wait until that build has ended; if there is none, remove " + path}
	}
	if err != nil {
		return nil, problem(out, err)
	}
	return &lock{f}, nil
}

func (l *lock) release() {
	l.file.Close()
	os.Remove(l.file.Name())
}
