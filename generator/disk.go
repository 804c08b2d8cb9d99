package generator

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// disk is the file system below a folder, with names as users write them: "../exports/x.csv"
// and absolute names are permitted, because event files rarely lie beside site.toml.
type disk string

func (d disk) full(name string) string {
	name = filepath.FromSlash(name)
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(string(d), name)
}

// literal escapes what means something in a pattern. Where folders are parted by a backslash, it
// is part of names, and nothing can be escaped.
var literal = strings.NewReplacer(`*`, `\*`, `?`, `\?`, `[`, `\[`, `\`, `\\`)

// pattern is full of a pattern: the folder may be called anything.
func (d disk) pattern(name string) string {
	if filepath.Separator != '\\' {
		d = disk(literal.Replace(string(d)))
	}
	return d.full(name)
}

// Open opens a file for reading.
func (d disk) Open(name string) (fs.File, error) { return os.Open(d.full(name)) }

// ReadFile reads a whole file.
func (d disk) ReadFile(name string) ([]byte, error) { return os.ReadFile(d.full(name)) }

// Stat describes a file.
func (d disk) Stat(name string) (fs.FileInfo, error) { return os.Stat(d.full(name)) }

// Glob lists the files that match a pattern, as names relative to the folder where the
// pattern is.
func (d disk) Glob(pattern string) ([]string, error) {
	found, err := filepath.Glob(d.pattern(pattern))
	if err != nil || filepath.IsAbs(pattern) {
		return found, err
	}
	for i, name := range found {
		if found[i], err = filepath.Rel(string(d), name); err != nil {
			return nil, err
		}
		found[i] = filepath.ToSlash(found[i])
	}
	return found, nil
}
