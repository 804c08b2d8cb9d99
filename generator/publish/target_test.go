package publish

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNewStageRefusesOutputs(t *testing.T) {
	dir := t.TempDir()
	mine := filepath.Join(dir, "mine")
	os.MkdirAll(filepath.Join(mine, "photos"), 0o755)
	file := filepath.Join(dir, "file")
	os.WriteFile(file, nil, 0o644)
	dangling := filepath.Join(dir, "dangling")
	os.Symlink(filepath.Join(dir, "nowhere"), dangling)
	inputs := filepath.Join(dir, "site", "content")
	os.MkdirAll(inputs, 0o755)
	for out, want := range map[string]string{
		"":                                "the output directory has no name; give one, such as public",
		"/":                               "/: is the root of a file system; expected a directory of its own; choose another output",
		mine:                              mine + ": holds files that Leadline did not publish (there is no .leadline in it); expected an absent or empty directory, or one published before; choose another output, or empty this one",
		file:                              file + ": is a file; expected a directory; choose another output, or move the file away",
		dangling:                          dangling + ": is a link that leads nowhere; expected a directory; mend the link or remove it",
		filepath.Join(dir, "no", "where"): filepath.Join(dir, "no", "where") + ": its parent directory: no such file or directory; make the parent directory first",
		filepath.Join(dir, "site"):        filepath.Join(dir, "site") + ": holds " + inputs + ", which publishing would delete; expected a directory of its own; choose another output",
		inputs:                            inputs + ": holds " + inputs + ", which publishing would delete; expected a directory of its own; choose another output",
		"/proc":                           "/proc: is a mount point, which cannot be exchanged; choose a directory inside it",
	} {
		s, err := NewStage(out, inputs)
		if err == nil || err.Error() != want {
			t.Errorf("%q\n got %v\nwant %s", out, err, want)
		}
		if err == nil {
			s.Abort()
		}
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != 4 {
		t.Errorf("a refused output left something behind: %v", entries)
	}
}

func TestNewStageAcceptsAnEmptyDirectoryAndALink(t *testing.T) {
	dir := t.TempDir()
	real, out := filepath.Join(dir, "real", "site"), filepath.Join(dir, "link")
	os.MkdirAll(real, 0o755)
	os.Symlink(real, out)
	mustPublish(t, out, map[string]string{"a.txt": "1"})
	mustPublish(t, out, map[string]string{"a.txt": "2"})
	expectTree(t, real, map[string]string{"a.txt": "2"})
	expectAlone(t, real)
	if info, err := os.Lstat(out); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link was replaced", err)
	}
}

func TestTwoBuildsAtOnce(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	first, err := NewStage(out)
	if err != nil {
		t.Fatal(err)
	}
	want := out + ": another build is publishing to it; wait until that build has ended, then build again"
	if _, err := NewStage(out); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	first.Abort()
	mustPublish(t, out, map[string]string{"a.txt": "1"})
	expectAlone(t, out)
}

func TestDeadBuildsAreCleared(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	published := map[string]string{"a.txt": "old"}
	mustPublish(t, out, published)

	// killed while it wrote
	s, _ := NewStage(out)
	write(t, s, map[string]string{"b/half.txt": "new"})
	s.lock.release()
	expectTree(t, out, published)

	// killed between two renames: the old tree comes back
	os.Rename(out, s.old)
	again, err := NewStage(out)
	if err != nil {
		t.Fatal(err)
	}
	expectTree(t, out, published)
	again.Abort()
	expectAlone(t, out)

	// killed after both
	os.Mkdir(s.old, 0o755)
	mustPublish(t, out, map[string]string{"a.txt": "new"})
	expectAlone(t, out)
}

func TestAForeignNeighbourIsNotCleared(t *testing.T) {
	dir := t.TempDir()
	os.MkdirAll(filepath.Join(dir, ".public.stage", "diary"), 0o755)
	_, err := NewStage(filepath.Join(dir, "public"))
	if err == nil || !strings.Contains(err.Error(), ".public.stage: holds files that Leadline did not publish") {
		t.Fatal(err)
	}
	if !exists(filepath.Join(dir, ".public.stage", "diary")) {
		t.Error("it was removed")
	}
}
