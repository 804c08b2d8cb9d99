package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"leadline/generator/diag"
)

// marker is the file by which a directory is known to be ours. Pages hosts drop dot files,
// so it says nothing to readers.
const marker = ".leadline"

const markerText = "This directory is published by Leadline and replaced as a whole. Keep nothing else in it.\n"

func (s *Stage) mark() error {
	name := filepath.Join(s.dir, marker)
	if err := os.WriteFile(name, []byte(markerText), 0o644); err != nil {
		return s.untouched(name, err)
	}
	return nil
}

// resolve makes out absolute and follows links, so that the stage lands on the volume of the
// directory that is replaced and a link to it survives.
func resolve(out string) (string, error) {
	if out == "" {
		return "", diag.Problem{Found: "the output directory has no name", Do: "give one, such as public"}
	}
	abs, err := filepath.Abs(out)
	if err != nil {
		return "", problem(out, err)
	}
	real, err := filepath.EvalSymlinks(abs)
	if err == nil {
		return real, nil
	}
	if _, linkErr := os.Lstat(abs); linkErr == nil {
		return "", diag.Problem{Position: diag.Position{File: out}, Found: "is a link that leads nowhere",
			Expected: "a directory", Do: "mend the link or remove it"}
	}
	parent, err := filepath.EvalSymlinks(filepath.Dir(abs))
	if err != nil {
		return "", diag.Problem{Position: diag.Position{File: out}, Found: "its parent directory: " + cause(err).Error(),
			Do: "make the parent directory first"}
	}
	return filepath.Join(parent, filepath.Base(abs)), nil
}

// refuse names the outputs that no build may ever replace.
func refuse(out, target string, protected []string) error {
	at := diag.Position{File: out}
	if filepath.Dir(target) == target {
		return diag.Problem{Position: at, Found: "is the root of a file system", Expected: "a directory of its own", Do: "choose another output"}
	}
	for _, p := range protected {
		real, err := resolve(p)
		if err != nil {
			continue // a path that does not exist cannot be swallowed
		}
		if within(real, target) {
			return diag.Problem{Position: at, Found: "holds " + p + ", which publishing would delete",
				Expected: "a directory of its own", Do: "choose another output"}
		}
	}
	if mounted(target) {
		return diag.Problem{Position: at, Found: "is a mount point, which cannot be exchanged", Do: "choose a directory inside it"}
	}
	return nil
}

func within(path, dir string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// acceptable tells whether the directory at path may be replaced: it is absent, empty or ours.
func acceptable(shown, path string) error {
	at := diag.Position{File: shown}
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return problem(shown, err)
	case !info.IsDir():
		return diag.Problem{Position: at, Found: "is a file", Expected: "a directory", Do: "choose another output, or move the file away"}
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return problem(shown, err)
	}
	if len(entries) > 0 && !exists(filepath.Join(path, marker)) {
		return diag.Problem{Position: at, Found: "holds files that Leadline did not publish (there is no " + marker + " in it)",
			Expected: "an absent or empty directory, or one published before", Do: "choose another output, or empty this one"}
	}
	return nil
}

// sweep removes one of our own left-overs. The marker goes last, so that a removal that is
// killed half-way can still be recognised and finished.
func sweep(dir string) error {
	if err := acceptable(dir, dir); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if e.Name() == marker {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			return problem(dir, err)
		}
	}
	if err := os.RemoveAll(dir); err != nil {
		return problem(dir, err)
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func problem(path string, err error) error {
	return diag.Problem{Position: diag.Position{File: path}, Found: cause(err).Error(), Do: advice(err)}
}

// cause strips the operation and the path, which the position already gives.
func cause(err error) error {
	var pathErr *fs.PathError
	var linkErr *os.LinkError
	switch {
	case errors.As(err, &pathErr):
		return pathErr.Err
	case errors.As(err, &linkErr):
		return linkErr.Err
	}
	return err
}

func advice(err error) string {
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return "make the directory writable, or choose another output"
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EFBIG):
		return "make room on the volume and build again"
	}
	return "mend this and build again"
}
