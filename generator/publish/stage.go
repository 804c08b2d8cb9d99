package publish

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"

	"leadline/generator/diag"
)

// File is one file of the tree: its path with "/" between folders, its bytes, and their
// SHA-256 in lower-case hexadecimal.
type File struct {
	Path   string
	Size   int64
	SHA256 string
}

type entry struct {
	File
	kept bool // the inode of the published file, whose bytes are the same
}

// Write puts a whole file into the tree. The path is relative, with "/" between folders, and
// each path is written once. The data may be reused after the call.
func (s *Stage) Write(path string, data []byte) error {
	return s.put(path, data, sha256.Sum256(data), func() bool { return s.holds(path, data) })
}

// put writes a file with its sum, or links the published one where same says that it consists
// of these bytes.
func (s *Stage) put(path string, data []byte, sum [sha256.Size]byte, same func() bool) error {
	full, err := s.enter(path)
	if err != nil {
		return err
	}
	kept := same() && os.Link(s.published(path), full) == nil
	if !kept {
		if err := writeNew(full, data); err != nil {
			return s.fail(path, err)
		}
	}
	s.leave(path, int64(len(data)), sum, kept)
	return nil
}

// writeNew refuses to open what exists: it might share its inode with a published file.
func writeNew(full string, data []byte) error {
	f, err := os.OpenFile(full, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return cmp.Or(err, f.Close())
}

// Create starts a file that is too big to hold in memory. It is part of the tree once it is
// closed; Check and Swap refuse a tree with an open stream.
func (s *Stage) Create(path string) (io.WriteCloser, error) {
	full, err := s.enter(path)
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(full, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, s.fail(path, err)
	}
	return &stream{stage: s, path: path, file: f, buffer: bufio.NewWriterSize(f, 1<<16), hash: sha256.New()}, nil
}

type stream struct {
	stage  *Stage
	path   string
	file   *os.File
	buffer *bufio.Writer
	hash   hash.Hash
	size   int64
	closed bool
}

func (w *stream) Write(p []byte) (int, error) {
	n, err := w.buffer.Write(p)
	w.hash.Write(p[:n])
	w.size += int64(n)
	if err != nil {
		return n, w.stage.note(w.path, err)
	}
	return n, nil
}

// Close ends the file; a second Close does nothing, so that it can be deferred.
func (w *stream) Close() error {
	if w.closed {
		return nil
	}
	w.closed = true
	flushed := w.buffer.Flush()
	if err := cmp.Or(flushed, w.file.Close()); err != nil {
		return w.stage.fail(w.path, err)
	}
	w.stage.leave(w.path, w.size, [sha256.Size]byte(w.hash.Sum(nil)), w.stage.keep(w.path, w.size))
	return nil
}

// Files lists what was written, sorted by path. The marker of the directory is no part of it.
func (s *Stage) Files() []File {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]File, 0, len(s.files))
	for _, e := range s.files {
		list = append(list, e.File)
	}
	slices.SortFunc(list, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return list
}

// enter claims path, makes its folders and returns where to write it. Each enter is
// followed by one leave or one fail.
func (s *Stage) enter(path string) (full string, err error) {
	if err := s.admit(path); err != nil {
		return "", err
	}
	full = filepath.Join(s.dir, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return "", s.fail(path, err)
	}
	return full, nil
}

func (s *Stage) admit(path string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lock == nil {
		return diag.Problem{Position: diag.Position{File: path}, Found: "is written after the publication has ended"}
	}
	err := validate(path)
	if err == nil {
		err = s.claim(path)
	}
	if err != nil {
		s.failed = cmp.Or(s.failed, err)
		return err
	}
	s.open++
	s.passed = false
	return nil
}

func (s *Stage) leave(path string, size int64, sum [sha256.Size]byte, kept bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open--
	s.files[path] = entry{File{path, size, hex.EncodeToString(sum[:])}, kept}
}

// fail ends an entered path and spoils the stage: a tree that lacks a file is not published.
func (s *Stage) fail(path string, err error) error {
	err = s.note(path, err)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open--
	return err
}

// note words a write error and remembers the first.
func (s *Stage) note(path string, err error) error {
	err = s.untouched(s.published(path), fmt.Errorf("cannot be written: %w", cause(err)))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failed = cmp.Or(s.failed, err)
	return err
}
