package generator

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"leadline/generator/diag"
	"leadline/generator/ledger"
)

// litter is what file managers leave in every folder that somebody looks into.
var litter = []string{".DS_Store", "Thumbs.db", "desktop.ini"}

// foreign finds what somebody else put beside a published site, such as a CNAME or a .git: the
// swap would delete it. Only the top of the folder is looked at, where such files have their
// place. A folder whose manifest cannot be read is left to those who need it.
func (s *site) foreign() error {
	out := s.options.Out
	data, err := os.ReadFile(filepath.Join(out, ledger.ManifestFile))
	if err != nil || s.options.Draft {
		return nil
	}
	m, err := ledger.ParseManifest(ledger.ManifestFile, data)
	if err != nil {
		return nil
	}
	ours := map[string]bool{ledger.ManifestFile: true, ledger.SumsFile: true, ".leadline": true}
	for _, f := range slices.Concat(m.Outputs, m.Kept) {
		top, _, _ := strings.Cut(f.Path, "/")
		ours[top] = true
	}
	entries, _ := os.ReadDir(out) // a folder that cannot be read is told of when it is replaced
	var problems diag.Problems
	for _, e := range entries {
		if name := e.Name(); !ours[name] && !slices.Contains(litter, name) {
			problems = append(problems, diag.Problem{Position: diag.Position{File: filepath.Join(out, name)}, Found: "was not published by Leadline, and publishing would delete it",
				Expected: "nothing but the site in " + out, Do: "move it away; what a host needs beside a site is added to a copy of it"})
		}
	}
	return problems.Err()
}
