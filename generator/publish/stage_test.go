package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// publishTo writes a whole site and swaps it in.
func publishTo(out string, files map[string]string) (Summary, error) {
	s, err := NewStage(out)
	if err != nil {
		return Summary{}, err
	}
	defer s.Abort()
	for path, text := range files {
		if err := s.Write(path, []byte(text)); err != nil {
			return Summary{}, err
		}
	}
	if problems := s.Check(Rules{}); len(problems) > 0 {
		return Summary{}, problems
	}
	return s.Swap()
}

func mustPublish(t testing.TB, out string, files map[string]string) Summary {
	t.Helper()
	sum, err := publishTo(out, files)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// tree reads a directory, without the marker.
func tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == marker {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func expectTree(t testing.TB, dir string, want map[string]string) {
	t.Helper()
	if got := tree(t, dir); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s holds %v, want %v", dir, got, want)
	}
}

// expectAlone: nothing but the output is left in its parent.
func expectAlone(t testing.TB, out string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(out))
	if err != nil || len(entries) != 1 || entries[0].Name() != filepath.Base(out) {
		t.Errorf("beside %s: %v %v", out, entries, err)
	}
}

func TestPublishReplacesTheWholeTree(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	first := map[string]string{"index.html": "a", "teams/blue/index.html": "b", ".nojekyll": ""}
	if sum := mustPublish(t, out, first); sum != (Summary{Files: 3, Changed: true}) {
		t.Errorf("%+v", sum)
	}
	expectTree(t, out, first)
	second := map[string]string{"index.html": "a", "teams/red/index.html": "c"}
	if sum := mustPublish(t, out, second); sum != (Summary{Files: 2, Kept: 1, Changed: true}) {
		t.Errorf("%+v", sum)
	}
	expectTree(t, out, second)
	expectAlone(t, out)
}

func TestPublishTwiceRenamesWithoutExchange(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	mustPublish(t, out, map[string]string{"a.txt": "1"})
	s, err := NewStage(out)
	if err != nil {
		t.Fatal(err)
	}
	s.trade = func(a, b string) error { return fmt.Errorf("here: %w", errors.ErrUnsupported) }
	write(t, s, map[string]string{"a.txt": "2"})
	s.Check(Rules{})
	if _, err := s.Swap(); err != nil {
		t.Fatal(err)
	}
	expectTree(t, out, map[string]string{"a.txt": "2"})
	expectAlone(t, out)
}

func TestUnchangedFilesKeepTheirInode(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	files := map[string]string{"same.html": "same", "edited.html": "as built", "stream.csv": "1,2"}
	mustPublish(t, out, files)
	stat := func(name string) fs.FileInfo {
		info, err := os.Stat(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	dir, same, stream := stat("."), stat("same.html"), stat("stream.csv")
	if sum := mustPublish(t, out, files); sum.Changed || sum.Kept != 3 || !os.SameFile(dir, stat(".")) {
		t.Errorf("publishing the same again: %+v", sum)
	}
	if err := os.WriteFile(filepath.Join(out, "edited.html"), []byte("by hand!"), 0o644); err != nil {
		t.Fatal(err)
	}
	s, _ := NewStage(out)
	write(t, s, map[string]string{"same.html": "same", "edited.html": "as built"})
	w, err := s.Create("stream.csv")
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(w, "1,")
	io.WriteString(w, "2")
	if err := w.Close(); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	s.Check(Rules{})
	sum, err := s.Swap()
	if err != nil || !sum.Changed || sum.Kept != 2 {
		t.Errorf("%+v %v", sum, err)
	}
	if !os.SameFile(same, stat("same.html")) || !os.SameFile(stream, stat("stream.csv")) {
		t.Error("a file with the same bytes has a new inode")
	}
	expectTree(t, out, files)
}

func TestFilesAreListedWithTheirSums(t *testing.T) {
	s := newStage(t)
	w, _ := s.Create("b/c.txt")
	io.WriteString(w, "hello")
	w.Close()
	write(t, s, map[string]string{"b.txt": "", "a.txt": "hello"})
	sum := sha256.Sum256([]byte("hello"))
	hello := hex.EncodeToString(sum[:])
	want := []File{{"a.txt", 5, hello}, {"b.txt", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}, {"b/c.txt", 5, hello}}
	if got := s.Files(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Error(got)
	}
}

func TestWriteFromManyGoroutines(t *testing.T) {
	s := newStage(t)
	var group sync.WaitGroup
	for i := range 200 {
		group.Go(func() {
			if err := s.Write(fmt.Sprintf("teams/t%d/index.html", i%50)+strings.Repeat("x", i/50), []byte("x")); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if len(s.Files()) != 200 {
		t.Error(len(s.Files()))
	}
}

func TestWriteRefusesPaths(t *testing.T) {
	shape := "; expected letters a to z, digits, '.', '_' and '-', with '/' between folders; mend the slug it was made from"
	for path, want := range map[string]string{
		"":                              `"": a path without a name` + shape,
		"/etc/passwd":                   `"/etc/passwd": an absolute path` + shape,
		"../x":                          `"../x": a step out of the tree` + shape,
		"a/../../x":                     `"a/../../x": a step out of the tree` + shape,
		"a//b":                          `"a//b": an empty folder name` + shape,
		"a/":                            `"a/": an empty folder name` + shape,
		"./a":                           `"./a": a step out of the tree` + shape,
		`a\b`:                           `"a\\b": the character "\\"` + shape,
		"C:/x":                          `"C:/x": the character ":"` + shape,
		"a b":                           `"a b": the character " "` + shape,
		"a\x00b":                        `"a\x00b": the character "\x00"` + shape,
		"é.html":                        `"é.html": the character "\xc3"` + shape,
		".leadline":                     `".leadline": a hidden name, which hosts drop` + shape,
		"a/.git/config":                 `"a/.git/config": a hidden name, which hosts drop` + shape,
		"aux":                           `"aux": a name that Windows keeps for a device` + shape,
		"teams/CON.html":                `"teams/CON.html": a name that Windows keeps for a device` + shape,
		"lpt1.tar.gz":                   `"lpt1.tar.gz": a name that Windows keeps for a device` + shape,
		"a./b":                          `"a./b": a name that ends with a dot, which Windows drops` + shape,
		strings.Repeat("n", 101):        `"` + strings.Repeat("n", 60) + `": a name of 101 characters, more than 100` + shape,
		strings.Repeat("a/", 100) + "b": `"` + strings.Repeat("a/", 30) + `": a path of 201 characters, more than 200` + shape,
		"taken.html":                    "taken.html: is written twice; give one of them another name",
		"Taken.html":                    "Taken.html: differs from taken.html only in case; give one of them another name",
		"TEAMS/x":                       "TEAMS/x: differs from teams/ only in case; give one of them another name",
		"teams":                         "teams: is a folder in one place and a file in another; give one of them another name",
		"taken.html/x":                  "taken.html/x: is a folder in one place and a file in another; give one of them another name",
	} {
		s := newStage(t)
		write(t, s, map[string]string{"taken.html": "", "teams/index.html": ""})
		err := s.Write(path, nil)
		if err == nil || err.Error() != want {
			t.Errorf("%q\n got %v\nwant %s", path, err, want)
		}
		if _, err := s.Create(path); err == nil {
			t.Errorf("%q: Create accepts what Write refuses", path)
		}
		if problems := s.Check(Rules{}); len(problems) != 1 {
			t.Errorf("%q: Check passes a tree that lacks a file: %v", path, problems)
		}
		s.Abort()
	}
}

// No accepted path leads out of the tree, whatever it is made of.
func TestPathsStayInside(t *testing.T) {
	base := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		path := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"..", ".", "/", "a", "\\", "con", "~", "\x00", "b.", "C:"}), 1, 8).Draw(t, "parts"), "")
		if validate(path) == nil {
			if full := filepath.Join(base, filepath.FromSlash(path)); !within(full, base) || full == base {
				t.Fatalf("%q leads to %s", path, full)
			}
		}
	})
}

func TestSwapRefusesAnUnfinishedTree(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	mustPublish(t, out, map[string]string{"a.txt": "old"})
	s, _ := NewStage(out)
	write(t, s, map[string]string{"a.txt": "new"})
	expect := func(want string) {
		t.Helper()
		if _, err := s.Swap(); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	expect("the new tree has not passed its check")
	s.Check(Rules{})
	w, _ := s.Create("b.txt")
	expect("1 of its files are still being written")
	w.Close()
	expect("the new tree has not passed its check")
	s.Abort()
	expect("this publication has ended already")
	if err := s.Write("c.txt", nil); err == nil {
		t.Error("written after the end")
	}
	expectTree(t, out, map[string]string{"a.txt": "old"})
	expectAlone(t, out)
}
