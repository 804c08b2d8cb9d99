package generator

import (
	"os"
	"path/filepath"

	"leadline/generator/config"
)

// Inputs are where a site comes from: what has to be watched to know that it would be built
// otherwise. All names are absolute.
type Inputs struct {
	Files   []string // names, or patterns as filepath.Match has them
	Folders []string // with all that is in them; they need not be there
}

// InputsOf are those of a site.toml; the file alone where it cannot be read.
func InputsOf(file string) Inputs {
	file, err := filepath.Abs(file)
	if err != nil {
		return Inputs{}
	}
	in := Inputs{Files: []string{file}}
	data, err := os.ReadFile(file)
	if err != nil {
		return in
	}
	c, err := config.Parse(file, data)
	if err != nil {
		return in
	}
	below := disk(filepath.Dir(file))
	for _, s := range c.Sources {
		in.Files = append(in.Files, below.pattern(s.Files))
	}
	if c.Canaries.File != "" {
		in.Files = append(in.Files, below.full(c.Canaries.File))
	}
	for _, folder := range c.Overlay.Folders() {
		in.Folders = append(in.Folders, below.full(folder))
	}
	return in
}
