package sample

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

var update = flag.Bool("update", false, "write sample-data instead of comparing with it")

const sampleData = "../../sample-data"

// TestSampleData compares the committed files with those that the code makes now.
func TestSampleData(t *testing.T) {
	files, sources := write(t, Demo())
	files["README.md"] = bytes.NewBufferString(Readme(Demo(), sources))
	size := 0
	for _, name := range files.names() {
		size += files[name].Len()
		path := filepath.Join(sampleData, name)
		if *update {
			if err := os.WriteFile(path, files[name].Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		committed, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(committed, files[name].Bytes()) {
			t.Errorf("%s is not what the code makes (%v); run the test with -update and look at the difference", name, err)
		}
	}
	if size > 5<<20 {
		t.Errorf("%d bytes: the committed sample must stay under 5 MB", size)
	}
	entries, err := os.ReadDir(sampleData)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains(files.names(), e.Name()) {
			t.Errorf("%s is in sample-data, but the code does not make it", e.Name())
		}
	}
}
