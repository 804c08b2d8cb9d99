package generator

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// view is one page of the sample site.
type view struct{ name, path string }

// link is a link as a page has it.
type link struct {
	Text string `json:"text"`
	Href string `json:"href"`
}

// rig is the sample site, a server for it, and a browser.
type rig struct {
	dir     string // the published site
	month   string // newest complete month, "2026-10"
	server  *httptest.Server
	browser context.Context
}

// below is the sub-path that the site is served under, as a host of project pages does.
const below = "/leadline/"

func newRig(t *testing.T) *rig {
	t.Helper()
	program := chromium(t)
	r := &rig{dir: filepath.Join(t.TempDir(), "public")}
	o := Options{Config: "../site.toml", Out: r.dir, Now: time.Unix(0, 0), Workers: runtime.GOMAXPROCS(0), Progress: quiet{}}
	report, err := Build(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	month, err := time.Parse("January 2006", report.Month)
	if err != nil {
		t.Fatal(err)
	}
	r.month = month.Format("2006-01")
	r.server = httptest.NewServer(http.StripPrefix(strings.TrimSuffix(below, "/"), http.FileServer(http.Dir(r.dir))))
	t.Cleanup(r.server.Close)
	r.browser = start(t, program)
	return r
}

// web is the address of a path below the site's root.
func (r *rig) web(path string) string { return r.server.URL + below + path }

// largest is the path of the largest file that matches: the page with most to show.
func (r *rig) largest(t *testing.T, pattern string) string {
	t.Helper()
	names, _ := filepath.Glob(filepath.Join(r.dir, filepath.FromSlash(pattern)))
	best, size := "", int64(0)
	for _, name := range names {
		if info, err := os.Stat(name); err == nil && info.Size() > size {
			best, size = name, info.Size()
		}
	}
	if best == "" {
		t.Fatalf("no file matches %s", pattern)
	}
	best, _ = filepath.Rel(r.dir, best)
	return filepath.ToSlash(best)
}

// chromium finds the browser, or skips the test and says how to get one.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	missing(t, "no Chromium here; apt-get install chromium, or any Chrome in PATH")
	return ""
}

// missing skips a test whose tool is not there, but for checks that want all of them.
func missing(t *testing.T, how string) {
	t.Helper()
	if strings.Contains(os.Getenv("LEADLINE_REQUIRE"), "browser") {
		t.Fatal(how)
	}
	t.Skip(how)
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
