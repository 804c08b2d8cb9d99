package generator_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Each folder of testdata/smuggle tries to carry a figure to a level that may not see it.
// The compiler must refuse it, on the line and with the words that the case expects; the
// control must compile.
func TestSmugglingDoesNotCompile(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob("testdata/smuggle/*")
	if err != nil || len(folders) < 10 {
		t.Fatalf("%d cases, %v", len(folders), err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			refused(t, folder)
		})
	}
}

var wanted = regexp.MustCompile(`// want "(.*)"`)

func refused(t *testing.T, folder string) {
	file := filepath.Join(folder, "main.go")
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "build", "-o", os.DevNull, "./"+folder).CombinedOutput()
	line, want := 0, ""
	for i, text := range strings.Split(string(source), "\n") {
		if m := wanted.FindStringSubmatch(text); m != nil {
			line, want = i+1, m[1]
		}
	}
	switch {
	case line == 0 && err != nil:
		t.Fatalf("the control does not compile:\n%s", out)
	case line == 0:
	case err == nil:
		t.Fatalf("%s compiles: a figure was smuggled", file)
	default:
		at := regexp.MustCompile(regexp.QuoteMeta(filepath.ToSlash(file)) + ":" + strconv.Itoa(line) + `:\d+: .*` + regexp.QuoteMeta(want))
		if !at.Match(out) {
			t.Errorf("refused, but not as expected: %s on line %d\n%s", want, line, out)
		}
		if n := strings.Count(string(out), "main.go:"); n != 1 {
			t.Errorf("%d errors, want the one\n%s", n, out)
		}
	}
}
