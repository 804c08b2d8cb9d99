//go:build unix

package publish

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The test binary is its own child: with LEADLINE_CHILD it does what the test needs done in
// another process.
func TestMain(m *testing.M) {
	out := os.Getenv("LEADLINE_OUT")
	switch os.Getenv("LEADLINE_CHILD") {
	case "loop":
		publishForever(out, false)
	case "loop-renames":
		publishForever(out, true)
	case "small-files":
		smallFiles(out)
	default:
		os.Exit(m.Run())
	}
}

func child(kind, out string) *exec.Cmd {
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), "LEADLINE_CHILD="+kind, "LEADLINE_OUT="+out)
	return c
}

// version is one of two sites that differ in every file and in their sets of files.
func version(n int) map[string]string {
	files := map[string]string{"same.txt": "same"}
	for i := range 30 + n {
		files[fmt.Sprintf("teams/t%d/index.html", i)] = strings.Repeat(fmt.Sprint(n), 1000)
	}
	return files
}

func publishForever(out string, renames bool) {
	for n := 0; ; n = 1 - n {
		s, err := NewStage(out)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		if renames {
			s.trade = func(a, b string) error { return errors.ErrUnsupported }
		}
		for path, text := range version(n) {
			s.Write(path, []byte(text))
		}
		if problems := s.Check(Rules{}); len(problems) > 0 {
			fmt.Fprintln(os.Stderr, problems)
			os.Exit(3)
		}
		if _, err := s.Swap(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		fmt.Print(".")
	}
}

// Killed at any moment, the output is one of the two sites, whole; the next publication finds
// nothing in its way and leaves nothing behind.
func TestKilledBuildsLeaveAWholeSite(t *testing.T) {
	for _, kind := range []string{"loop", "loop-renames"} {
		out := filepath.Join(t.TempDir(), "public")
		mustPublish(t, out, version(0))
		rounds := 40
		if testing.Short() {
			rounds = 5
		}
		for range rounds {
			killed(t, kind, out)
			if kind == "loop-renames" && !exists(out) {
				s, err := NewStage(out) // the moment between two renames
				if err != nil {
					t.Fatal(err)
				}
				s.Abort()
			}
			expectOneOf(t, out)
			mustPublish(t, out, version(rand.IntN(2)))
			expectAlone(t, out)
		}
	}
}

func killed(t *testing.T, kind, out string) {
	t.Helper()
	c := child(kind, out)
	said, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	said.Read(make([]byte, 1)) // it has published once and goes on
	time.Sleep(time.Duration(rand.IntN(10_000)) * time.Microsecond)
	c.Process.Kill()
	if c.Wait(); c.ProcessState.ExitCode() == 3 {
		t.Fatal("the child could not publish")
	}
}

func expectOneOf(t *testing.T, out string) {
	t.Helper()
	got := fmt.Sprint(tree(t, out))
	if got != fmt.Sprint(version(0)) && got != fmt.Sprint(version(1)) {
		t.Fatalf("a mixture was published: %.300s", got)
	}
}

// smallFiles publishes under a limit of 64 kB a file, which fails as a full disk does.
func smallFiles(out string) {
	syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1 << 16, Max: 1 << 16})
	_, err := publishTo(out, map[string]string{"big.html": strings.Repeat("x", 1<<17)})
	fmt.Print(err)
	os.Exit(0)
}

func TestAFailedWriteNamesThePathAndKeepsTheSite(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	old := map[string]string{"a.txt": "old"}
	mustPublish(t, out, old)
	got, err := child("small-files", out).CombinedOutput()
	want := filepath.Join(out, "big.html") + ": cannot be written: file too large; the site in " + out +
		" is untouched; make room on the volume and build again"
	if err != nil || string(got) != want {
		t.Errorf("%v\n got %s\nwant %s", err, got, want)
	}
	expectTree(t, out, old)
	expectAlone(t, out)
}

// mount makes a volume for the test, or skips it where that is not allowed.
func mount(t *testing.T, options string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if text, err := exec.Command("mount", "-t", "tmpfs", "-o", options, "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("cannot mount: %s", text)
	}
	t.Cleanup(func() { exec.Command("umount", dir).Run() })
	return dir
}

func TestAFullDisk(t *testing.T) {
	out := filepath.Join(mount(t, "size=256k"), "public")
	old := map[string]string{"a.txt": "old"}
	mustPublish(t, out, old)
	for _, stream := range []bool{false, true} {
		s, err := NewStage(out)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Repeat("x", 1<<19)
		if stream {
			w, err := s.Create("big.csv")
			if err != nil {
				t.Fatal(err)
			}
			w.Write([]byte(text))
			err = w.Close()
			expectFull(t, err, out, "big.csv")
		} else {
			expectFull(t, s.Write("big.csv", []byte(text)), out, "big.csv")
		}
		_, err = s.Swap()
		expectFull(t, err, out, "big.csv")
		s.Abort()
		expectTree(t, out, old)
		expectAlone(t, out)
	}
}

func expectFull(t *testing.T, err error, out, name string) {
	t.Helper()
	want := filepath.Join(out, name) + ": cannot be written: no space left on device; the site in " + out +
		" is untouched; make room on the volume and build again"
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

func TestAReadOnlyParent(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	want := out + ": permission denied; make the directory writable, or choose another output"
	if os.Geteuid() == 0 { // whom permissions do not stop
		dir = mount(t, "size=64k,ro")
		out = filepath.Join(dir, "public")
		want = out + ": read-only file system; make the directory writable, or choose another output"
	} else if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	if _, err := NewStage(out); err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}
