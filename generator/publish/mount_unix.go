//go:build unix

package publish

import (
	"os"
	"path/filepath"
	"syscall"
)

// mounted tells whether path lies on another volume than its parent.
func mounted(path string) bool {
	inner, err1 := os.Stat(path)
	outer, err2 := os.Stat(filepath.Dir(path))
	if err1 != nil || err2 != nil {
		return false
	}
	in, ok1 := inner.Sys().(*syscall.Stat_t)
	out, ok2 := outer.Sys().(*syscall.Stat_t)
	return ok1 && ok2 && in.Dev != out.Dev
}
