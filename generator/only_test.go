package generator

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode"

	"leadline/content"
)

// A site of the portfolio alone names no team and no service in any byte that a reader gets.
func TestOnlyPortfolioNamesNoUnit(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "site")
	if _, err := Build(context.Background(), Options{Config: "../site.toml", Out: out, Now: time.Now(), Only: onlyPortfolio, Workers: runtime.GOMAXPROCS(0), Progress: quiet{}, Version: "test"}); err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{"harbour": true} // the site's own name is Harbour Lane
	addWords(t, said, content.Files)
	units := unitsOf(t, said)
	if len(units) < 40 {
		t.Fatalf("only %d units have a name that is no word of the guide", len(units))
	}
	found := wordsOf(t, out)
	for _, unit := range units {
		if where := found[unit]; where != "" {
			t.Errorf("%s names %q", where, unit)
		}
	}
	if found["portfolio"] == "" || found["systemic"] == "" {
		t.Error("the words of the portfolio's own pages were not found: the search finds nothing")
	}
}

// unitsOf are the ids of the sample's teams and services that are no word of the site's texts.
func unitsOf(t *testing.T, said map[string]bool) (ids []string) {
	for _, table := range []string{"teams", "services"} {
		data, err := os.ReadFile("../sample-data/" + table + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			id, _, _ := strings.Cut(line, ",")
			if !said[id] && !strings.Contains(id, "-") && !strings.HasSuffix(id, "_id") {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// wordsOf says of each word of a published site where it stands; libraries and licences are
// not searched, because they are not made from data.
func wordsOf(t *testing.T, folder string) map[string]string {
	found := map[string]string{}
	files := os.DirFS(folder)
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, "assets/") {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if path.Ext(name) == ".xlsx" {
			data = unzipped(t, data)
		}
		for _, w := range allWords(data) {
			found[w] = name
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func addWords(t *testing.T, said map[string]bool, files fs.FS) {
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		for _, w := range allWords(data) {
			said[w] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func allWords(data []byte) []string {
	return strings.FieldsFunc(strings.ToLower(string(data)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// unzipped are the parts of a workbook, one after the other.
func unzipped(t *testing.T, data []byte) []byte {
	book, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, part := range book.File {
		r, err := part.Open()
		if err == nil {
			_, err = io.Copy(&all, r)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return all.Bytes()
}
