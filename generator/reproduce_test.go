package generator

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"leadline/content"
)

// The guide for auditors says how to reproduce a figure from the downloads alone. Its steps
// are followed literally: every block "sh" is run, in order, in a folder that holds the
// sample site as public and its inputs, and must print what the block "text" below it says.
func TestGuideForAuditorsIsTrue(t *testing.T) {
	for _, program := range []string{"bash", "sha256sum", "grep", "awk", "cut"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is needed to follow the guide: install coreutils, grep and gawk", program)
		}
	}
	guide, err := content.Files.ReadFile("guide/reproduce-a-figure.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, data := range sampleSite(t) {
		file := filepath.Join(dir, "public", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	inputs, err := filepath.Abs("../sample-data")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(inputs, filepath.Join(dir, "sample-data")); err != nil {
		t.Fatal(err)
	}
	explained(t, string(guide))
	steps := regexp.MustCompile("(?s)```sh\n(.*?)```\n(?:\n```text\n(.*?)```)?").FindAllStringSubmatch(string(guide), -1)
	if len(steps) != 6 {
		t.Fatalf("%d steps", len(steps))
	}
	for _, step := range steps {
		command := exec.Command("bash", "-c", step[1])
		command.Dir = dir
		out, err := command.CombinedOutput()
		got := strings.ReplaceAll(string(out), "\r", "")
		if err != nil {
			t.Errorf("%s: %v\n%s", step[1], err, got)
			continue
		}
		if step[2] != "" && got != step[2] {
			t.Errorf("%s prints\n%swant\n%s", step[1], got, step[2])
		}
		if step[2] == "" { // the checksums of lineage and of the file
			sums := regexp.MustCompile(`[0-9a-f]{64}`).FindAllString(got, -1)
			if len(sums) != 2 || sums[0] != sums[1] {
				t.Errorf("%s prints\n%s", step[1], got)
			}
		}
	}
}

// explained follows the guide's short way: its command, and the numbers that it is said to give.
func explained(t *testing.T, guide string) {
	t.Helper()
	command := regexp.MustCompile("`leadline explain portfolio (\\S+) 2026-10`").FindStringSubmatch(guide)
	said := regexp.MustCompile(`lists (\d+) rows, of which (\d+) count as the part`).FindStringSubmatch(guide)
	if command == nil || said == nil {
		t.Fatal("the guide does not tell the short way")
	}
	_, _, all := explainAll(t, [2]string{"portfolio", ""})
	rows, part := 0, 0
	for _, r := range all["portfolio  "+command[1]].Rows.List {
		if rows++; slices.Contains(r.As, "part") {
			part++
		}
	}
	if got := []string{strconv.Itoa(rows), strconv.Itoa(part)}; !slices.Equal(got, said[1:]) {
		t.Errorf("explain lists %q, the guide says %q", got, said[1:])
	}
}
