package generator

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// link is a link as a page has it.
type link struct {
	Text string `json:"text"`
	Href string `json:"href"`
}

// rig is the sample site, a server for it, and a browser.
type rig struct {
	publicSite
	dir     string    // the files of the site in a folder
	packed  *sync.Map // what servers of the site have compressed
	server  *httptest.Server
	browser context.Context
}

// below is the sub-path that the site is served under, as a host of project pages does.
const below = "/some/sub/path/"

func newRig(t *testing.T) *rig {
	t.Helper()
	program := chromium(t)
	r := &rig{publicSite: lookAt(t), dir: filepath.Join(t.TempDir(), "public"), packed: &sync.Map{}}
	writeFiles(t, r.dir, r.files)
	r.server = httptest.NewServer(&host{files: r.files, packed: r.packed})
	t.Cleanup(r.server.Close)
	r.browser = start(t, program)
	return r
}

func writeFiles(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	for name, data := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// web is the address of a path below the site's root.
func (r *rig) web(path string) string { return r.server.URL + below + path }

// chromium finds the browser, or skips the test and says how to get one.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	missing(t, "browser", "no Chromium here; apt-get install chromium, or any Chrome in PATH")
	return ""
}

// missing skips a test whose tool is not there, but for those who require what it is for.
func missing(t *testing.T, what, how string) {
	t.Helper()
	if required(what) {
		t.Fatal(how)
	}
	t.Skip(how)
}

// required tells whether a check must not be left out.
func required(what string) bool {
	return slices.Contains(strings.Split(os.Getenv("LEADLINE_REQUIRE"), ","), what)
}

// start runs a browser with a profile of its own, until the test ends.
func start(t *testing.T, program string) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.UserDataDir(t.TempDir()), chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("allow-file-access-from-files", false))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("%s does not start: %v", program, err)
	}
	return ctx
}
