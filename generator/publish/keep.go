package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"sync"
)

const chunk = 1 << 16

var chunks = sync.Pool{New: func() any { return new([chunk]byte) }}

// published is where path stands in the published tree, if it does.
func (s *Stage) published(path string) string {
	return filepath.Join(s.out, filepath.FromSlash(path))
}

// holds tells whether the published file consists of exactly these bytes. Bytes are compared,
// not times or recorded sums: a file that somebody edited or a disk lost is written anew.
func (s *Stage) holds(path string, data []byte) bool {
	old := s.openSame(path, int64(len(data)))
	if old == nil {
		return false
	}
	defer old.Close()
	return equal(old, bytes.NewReader(data))
}

// Keep takes the published file of a path into the tree, if its bytes have the SHA-256 that is
// given: the caller knows that it would write them again. False: there is no such file, or it
// was changed, and the caller writes it.
func (s *Stage) Keep(path, sum string) (bool, error) {
	old := s.published(path)
	if info, err := os.Lstat(old); err != nil || !info.Mode().IsRegular() {
		return false, nil
	}
	data, err := os.ReadFile(old)
	if err != nil {
		return false, nil
	}
	have := sha256.Sum256(data)
	if hex.EncodeToString(have[:]) != sum {
		return false, nil
	}
	return true, s.put(path, data, have, func() bool { return true })
}

// keep gives a file that was streamed into the stage the inode of its published twin.
func (s *Stage) keep(path string, size int64) bool {
	old := s.openSame(path, size)
	if old == nil {
		return false
	}
	defer old.Close()
	full := filepath.Join(s.dir, filepath.FromSlash(path))
	fresh, err := os.Open(full)
	if err != nil {
		return false
	}
	defer fresh.Close()
	// "~" cannot be part of a valid path, so the name is free.
	return equal(old, fresh) && os.Link(old.Name(), full+"~") == nil && os.Rename(full+"~", full) == nil
}

// openSame opens the published file when it is a regular one of the same size.
func (s *Stage) openSame(path string, size int64) *os.File {
	name := s.published(path)
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() != size {
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil
	}
	return f
}

// equal compares two readers of equal length chunk by chunk and stops at the first difference.
func equal(a, b io.Reader) bool {
	x, y := chunks.Get().(*[chunk]byte), chunks.Get().(*[chunk]byte)
	defer chunks.Put(x)
	defer chunks.Put(y)
	for {
		n, errA := io.ReadFull(a, x[:])
		m, errB := io.ReadFull(b, y[:])
		if !bytes.Equal(x[:n], y[:m]) || !ended(errA) || !ended(errB) {
			return false
		}
		if errA != nil || errB != nil {
			return errA == errB
		}
	}
}

func ended(err error) bool {
	return err == nil || err == io.EOF || err == io.ErrUnexpectedEOF
}
