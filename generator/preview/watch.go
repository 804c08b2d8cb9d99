package preview

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/fsnotify/fsnotify"

	"leadline/generator"
)

// watcher tells when something changes that a site is made from. Folders are watched, not
// files: editors put a new file in the place of the old one.
type watcher struct {
	changed chan struct{} // holds at most one: that something changed
	notify  *fsnotify.Watcher

	mu sync.Mutex
	in generator.Inputs
}

func newWatcher() (*watcher, error) {
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	w := &watcher{changed: make(chan struct{}, 1), notify: notify}
	go w.listen()
	return w, nil
}

func (w *watcher) close() { _ = w.notify.Close() }

func (w *watcher) listen() {
	for {
		select {
		case e, open := <-w.notify.Events:
			if !open {
				return
			}
			if e.Op != fsnotify.Chmod && w.concerns(e.Name) {
				w.wake()
			}
		case _, open := <-w.notify.Errors: // some events were lost: build
			if !open {
				return
			}
			w.wake()
		}
	}
}

func (w *watcher) wake() {
	select {
	case w.changed <- struct{}{}:
	default:
	}
}

// concerns reports whether a site may come out otherwise because of a name: an input, or a
// folder above one, which may have come or gone with it.
func (w *watcher) concerns(name string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, pattern := range w.in.Files {
		if match, _ := filepath.Match(pattern, name); match || pattern == name || above(name, pattern) {
			return true
		}
	}
	return slices.ContainsFunc(w.in.Folders, func(folder string) bool {
		return folder == name || above(name, folder) || above(folder, name) && !scratch(name)
	})
}

// above reports whether a folder, which may be a pattern in parts, holds a name.
func above(folder, name string) bool {
	parts, of := strings.Split(folder, string(filepath.Separator)), strings.Split(name, string(filepath.Separator))
	if len(parts) >= len(of) {
		return false
	}
	for i, part := range parts {
		if match, _ := filepath.Match(of[i], part); !match && part != of[i] {
			return false
		}
	}
	return true
}

// scratch knows the files in which editors keep what is not yet saved.
func scratch(name string) bool {
	base := filepath.Base(name)
	return strings.HasSuffix(base, "~") || strings.HasPrefix(base, ".#") || strings.HasPrefix(base, ".") && strings.Contains(base, ".sw") || base == "4913"
}

// follow watches the folders of some inputs and of nothing else. The error is of a folder that
// is there and cannot be watched.
func (w *watcher) follow(in generator.Inputs) (err error) {
	w.mu.Lock()
	w.in = in
	w.mu.Unlock()
	wanted := map[string]bool{}
	for _, pattern := range in.Files {
		folders, _ := filepath.Glob(filepath.Dir(pattern))
		for _, folder := range append(folders, nearest(filepath.Dir(pattern))) {
			wanted[folder] = true
		}
	}
	for _, folder := range in.Folders {
		wanted[nearest(folder)] = true
		_ = filepath.WalkDir(folder, func(name string, e fs.DirEntry, err error) error {
			if err == nil && e.IsDir() {
				wanted[name] = true
			}
			return nil
		})
	}
	for _, name := range w.notify.WatchList() {
		if !wanted[name] {
			_ = w.notify.Remove(name)
		}
	}
	for name := range wanted {
		if problem := w.notify.Add(name); problem != nil && !errors.Is(problem, fs.ErrNotExist) {
			err = fmt.Errorf("%s: %w", name, problem)
		}
	}
	return err
}

// nearest is a folder, or the nearest one above it that is there.
func nearest(folder string) string {
	for {
		if info, err := os.Stat(folder); err == nil && info.IsDir() {
			return folder
		}
		up := filepath.Dir(folder)
		if up == folder {
			return up
		}
		folder = up
	}
}
