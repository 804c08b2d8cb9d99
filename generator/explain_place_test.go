package generator

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"
)

// TestExplainedRowsStandWhereTheySay opens the files with nothing but the standard library and
// finds on the line that explain names the identifiers that it prints.
func TestExplainedRowsStandWhereTheySay(t *testing.T) {
	_, _, all := explainAll(t, [2]string{"team", "marsh"}, [2]string{"service", "freight"})
	lines, looked := map[string][]string{}, map[string]int{}
	for of, e := range all {
		for _, r := range e.Rows.List {
			if !strings.HasSuffix(r.File, ".csv") && !strings.HasSuffix(r.File, ".jsonl") && !strings.HasSuffix(r.File, ".gz") {
				continue
			}
			if lines[r.File] == nil {
				lines[r.File] = linesOf(t, "../"+r.File)
			}
			line := lines[r.File][r.Line-1]
			for i, id := range r.IDs {
				if id != "" && !strings.Contains(line, id) && !containsText(line, id) {
					t.Fatalf("%s: %s %q is not on %s:%d: %s", of, e.Rows.IDs[i], id, r.File, r.Line, line)
				}
			}
			looked[r.File]++
		}
	}
	if len(looked) < 6 {
		t.Errorf("only rows of %v", looked)
	}
}

// containsText finds a text that JSON wrote with escapes.
func containsText(line, text string) bool {
	var object map[string]any
	if json.Unmarshal([]byte(line), &object) != nil {
		return false
	}
	for _, v := range object {
		if v == text {
			return true
		}
	}
	return false
}

func linesOf(t *testing.T, name string) (lines []string) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	scan := bufio.NewScanner(r)
	for scan.Scan() {
		lines = append(lines, scan.Text())
	}
	return lines
}
