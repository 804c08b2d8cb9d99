package generator

import (
	"path/filepath"
	"slices"
	"testing"
)

// Only what somebody wrote into site.toml is a pattern; the folder that it lies in may be called
// anything.
func TestFolderNamesAreNoPatterns(t *testing.T) {
	for _, name := range []string{"plain", "reports [2026]", "a*b", "what?", `back\slash`} {
		dir := filepath.Join(t.TempDir(), name)
		writeFiles(t, dir, map[string][]byte{"e/teams.csv": nil, "e/teams.txt": nil,
			"site.toml": []byte("[site]\nname = \"x\"\n[[source]]\ntable = \"teams\"\nfiles = \"e/*.csv\"\n")})
		if found, err := disk(dir).Glob("e/*.csv"); err != nil || !slices.Equal(found, []string{"e/teams.csv"}) {
			t.Errorf("in %s: %q, %v", name, found, err)
		}
		up := filepath.Join(dir, "f")
		if found, err := disk(up).Glob("../e/*.csv"); err != nil || !slices.Equal(found, []string{"../e/teams.csv"}) {
			t.Errorf("above %s: %q, %v", name, found, err)
		}
		in := InputsOf(filepath.Join(dir, "site.toml"))
		if !slices.ContainsFunc(in.Files, func(pattern string) bool {
			match, _ := filepath.Match(pattern, filepath.Join(dir, "e", "teams.csv"))
			return match
		}) {
			t.Errorf("in %s: %q does not match the file", name, in.Files)
		}
	}
}
