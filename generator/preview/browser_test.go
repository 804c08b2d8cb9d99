package preview

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// An open page is reloaded when a file changes, shows a mistake and what comes after it, and
// has nothing to complain of.
func TestABrowserFollows(t *testing.T) {
	program, err := exec.LookPath("chromium")
	if err != nil {
		if slices.Contains(strings.Split(os.Getenv("LEADLINE_REQUIRE"), ","), "browser") {
			t.Fatal(err)
		}
		t.Skip("no Chromium here; apt-get install chromium")
	}
	p := begin(t, nil)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.UserDataDir(t.TempDir()), chromedp.DisableGPU)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	ctx, cancel := chromedp.NewContext(allocator)
	defer cancel()
	ctx, enough := context.WithTimeout(ctx, 3*time.Minute)
	defer enough()
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	said := make(chan string, 100)
	err = chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *log.EventEntryAdded:
			said <- e.Entry.Text
		case *runtime.EventExceptionThrown:
			said <- e.ExceptionDetails.Text
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	shows := func(text string) { // a page that is being reloaded has nothing to look at
		t.Helper()
		for page := ""; !strings.Contains(page, text); time.Sleep(50 * time.Millisecond) {
			if ctx.Err() != nil {
				t.Fatalf("%q is not shown, but\n%.2000s", text, page)
			}
			page, _ = chromedp.Run(ctx, chromedp.Evaluate[string]("document.documentElement.outerHTML"))
		}
	}
	if err := chromedp.Do(ctx, chromedp.Navigate("http://"+p.address+"/teams/")); err != nil {
		t.Fatal(err)
	}
	shows("Red")
	p.write("data/teams.csv", "team_id,name\nred,Vermilion\n")
	shows("Vermilion")
	p.write("site.toml", "[site]\nnam = 1\n")
	shows("The site cannot be built")
	p.write("site.toml", siteTOML)
	shows("Vermilion")
	for len(said) > 0 {
		if text := <-said; !strings.Contains(text, "503") { // which the notice is
			t.Errorf("the browser says %s", text)
		}
	}
}
