package generator

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// overlay lays a site's own folder over the built-in one, file by file: a file of the same
// name replaces the built-in one, any other is added.
type overlay struct{ own, builtin fs.FS }

// newOverlay lays the folder over files; "" lays nothing.
func newOverlay(folder string, files fs.FS) fs.FS {
	if folder == "" {
		return files
	}
	return overlay{os.DirFS(folder), files}
}

// isBuiltin reports whether a file is the built-in one.
func isBuiltin(files fs.FS, name string) bool {
	laid, ok := files.(overlay)
	if !ok {
		return true
	}
	_, err := fs.Stat(laid.own, name)
	return err != nil
}

// Open opens the site's own file, else the built-in one.
func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.own.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return o.builtin.Open(name)
	}
	return f, err
}

// ReadDir lists the files of both, sorted by name.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	own, err := fs.ReadDir(o.own, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	builtin, err := fs.ReadDir(o.builtin, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, e := range builtin {
		if !slices.ContainsFunc(own, func(o fs.DirEntry) bool { return o.Name() == e.Name() }) {
			own = append(own, e)
		}
	}
	slices.SortFunc(own, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return own, nil
}

// ofTemplates says of an error in a template where the template may come from: a copy of one
// that was made for another version of the program lacks what the others of this one use.
func (s *site) ofTemplates(err error) error {
	if s.config.Overlay.Templates == "" || !strings.Contains(err.Error(), "template") {
		return err
	}
	return fmt.Errorf("%w; the site's own templates in %s are laid over those of this program: compare them", err, s.config.Overlay.Templates)
}
