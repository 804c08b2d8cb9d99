package preview

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadline/generator"
)

const siteTOML = `[site]
name = "Harbour"
as_of = 2026-03-01
history_months = 2
page_months = 1
content = "own"
templates = "templates"
[[source]]
table = "teams"
files = "data/teams*.csv"
`

// preview is one that runs, of a small site of its own.
type running struct {
	t       *testing.T
	dir     string
	address string // host and port
	ended   chan error
	cancel  context.CancelFunc
}

func (p *running) write(name, text string) {
	p.t.Helper()
	full := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

type nobody struct{}

func (nobody) Stage(string) {}
func (nobody) Rows(int)     {}

// begin starts a preview and waits for the end of its first build.
func begin(t *testing.T, files map[string]string) *running {
	t.Helper()
	p := &running{t: t, dir: t.TempDir(), ended: make(chan error, 1)}
	p.write("site.toml", siteTOML)
	p.write("data/teams.csv", "team_id,name\nred,Red\n")
	for name, text := range files {
		p.write(name, text)
	}
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	config, out := filepath.Join(p.dir, "site.toml"), filepath.Join(t.TempDir(), "site")
	ctx, cancel := context.WithCancel(context.Background())
	p.address, p.cancel = listener.Addr().String(), cancel
	o := Options{Listener: listener, Folder: out, Inputs: func() generator.Inputs { return generator.InputsOf(config) },
		Build: func(ctx context.Context) error {
			_, err := generator.Build(ctx, generator.Options{Config: config, Out: out, Draft: true, Workers: 1, Progress: nobody{}})
			return err
		}}
	go func() { p.ended <- Run(ctx, o) }()
	t.Cleanup(p.end)
	_, page, _ := p.get("/")
	if strings.Contains(page, "<h1>Building the site</h1>") {
		p.changed(p.versionOf(page))
	}
	return p
}

func (p *running) end() {
	p.cancel()
	select {
	case err := <-p.ended:
		p.ended <- err
		if err != nil {
			p.t.Error(err)
		}
	case <-time.After(time.Minute):
		p.t.Error("the preview does not end")
	}
}

// get fetches a page.
func (p *running) get(path string) (status int, text string, head http.Header) {
	p.t.Helper()
	return p.ask(http.MethodGet, path, p.address)
}

func (p *running) ask(method, path, host string) (status int, text string, head http.Header) {
	p.t.Helper()
	r, err := http.NewRequest(method, "http://"+p.address, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	r.URL.Opaque, r.Host = path, host // the path as it is, with its dots
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return answer.StatusCode, string(data), answer.Header
}

// versionOf is the version of a page, as its script would tell it.
func (p *running) versionOf(page string) (version string) {
	p.t.Helper()
	_, rest, found := strings.Cut(page, `<script src="/_leadline/reload.js?v=`)
	version, _, _ = strings.Cut(rest, `"></script>`)
	if !found || version == "" {
		p.t.Fatalf("no script:\n%.2000s", page)
	}
	return version
}

// until fetches a page again at every event until it has a text.
func (p *running) until(path, text string) {
	p.t.Helper()
	for {
		_, page, _ := p.get(path)
		if strings.Contains(page, text) {
			return
		}
		p.changed(p.versionOf(page))
	}
}

// changed waits for the event that a page of a version is stale.
func (p *running) changed(version string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.address+"/_leadline/events?v="+version, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	if kind := answer.Header.Get("Content-Type"); kind != "text/event-stream" {
		p.t.Fatalf("events are %s", kind)
	}
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		if lines.Text() == "event: reload" {
			return
		}
	}
	p.t.Fatal("no event came")
}

// expect holds a page to a status and a text that it has or, after "!", has not.
func (p *running) expect(path string, status int, texts ...string) {
	p.t.Helper()
	got, page, _ := p.get(path)
	if got != status {
		p.t.Errorf("%s: status %d, want %d", path, got, status)
	}
	for _, text := range texts {
		unwanted, not := strings.CutPrefix(text, "!")
		if strings.Contains(page, unwanted) == not {
			p.t.Errorf("%s: %q\n%.3000s", path, text, page)
		}
	}
}

func TestPagesFollowTheirFiles(t *testing.T) {
	p := begin(t, nil)
	p.expect("/teams/", http.StatusOK, "Red", "!Blue")

	// Event files, also ones that come later.
	p.write("data/teams-more.csv", "team_id,name\nblue,Blue\n")
	p.until("/teams/", "Blue")
	p.expect("/teams/", http.StatusOK, "Red", "Blue")

	// A folder of the site's own that was not there.
	p.write("templates/notfound.html", `{{define "main"}}<h1>Adrift</h1>{{end}}`)
	p.until("/nowhere/", "<h1>Adrift</h1>")
	p.expect("/nowhere/", http.StatusNotFound, "/_leadline/reload.js")

	// A mistake stands in the place of pages, with its position and as text, until it is mended.
	p.write("site.toml", strings.Replace(siteTOML, "name =", "\"<b>\" =", 1))
	p.until("/teams/", "<h1>The site cannot be built</h1>")
	p.expect("/teams/", http.StatusServiceUnavailable, "site.toml:2:1: unknown key &#34;&lt;b&gt;&#34;", "!<b>", `<a href="/_leadline/last/teams/">`)
	p.expect("/_leadline/last/teams/", http.StatusOK, "Blue")
	p.expect("/assets/leadline.css", http.StatusOK, "!cannot be built")

	p.write("site.toml", strings.Replace(siteTOML, "Harbour", "Quay", 1))
	p.until("/teams/", "Quay")
	p.expect("/", http.StatusOK, "Quay", "!Harbour")
}

// A preview that begins with a mistake shows it, and the site once it is mended.
func TestABeginningWithAMistake(t *testing.T) {
	p := begin(t, map[string]string{"data/teams.csv": "nothing\n"})
	p.expect("/", http.StatusServiceUnavailable, "data/teams.csv:1: no column", "!_leadline/last")
	p.write("data/teams.csv", "team_id\nred\n")
	p.until("/", "Harbour")
	p.expect("/", http.StatusOK, "Harbour")
}

func TestWhatIsServed(t *testing.T) {
	p := begin(t, nil)
	built, _, _ := p.get("/_leadline/last/index.html")
	if built != http.StatusOK {
		t.Error("no site is built")
	}
	for path, want := range map[string]string{"/": "text/html; charset=utf-8", "/assets/leadline.css": "text/css; charset=utf-8", "/assets/leadline.js": "text/javascript; charset=utf-8",
		"/_leadline/reload.js": "text/javascript; charset=utf-8", "/_leadline/notice.css": "text/css; charset=utf-8", "/assets/favicon.svg": "image/svg+xml", "/manifest.json": "application/json"} {
		status, text, head := p.get(path)
		if got := head.Get("Content-Type"); status != http.StatusOK || got != want || text == "" {
			t.Errorf("%s: %d, %s, %d bytes", path, status, got, len(text))
		}
		if head.Get("Cache-Control") != "no-store" || head.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", path, head)
		}
		if script := strings.Contains(text, "_leadline/reload.js?v="); script != strings.HasPrefix(want, "text/html") {
			t.Errorf("%s: a script is added: %t", path, script)
		}
	}
	// The script may listen, and nothing else is permitted that was not.
	_, text, _ := p.get("/")
	if n := strings.Count(text, "connect-src 'self'"); n != 1 || !strings.Contains(text, "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;") {
		t.Errorf("the policy of %.500s", text)
	}
	if status, _, head := p.get("/teams"); status != http.StatusFound || head.Get("Location") != "/teams/" {
		t.Errorf("a folder without its slash: %d to %q", status, head.Get("Location"))
	}
	// Nothing outside of the site, nothing hidden, no list of a folder.
	for _, path := range []string{"/../site.toml", "/..%2fsite.toml", "/%2e%2e/%2e%2e/etc/passwd", "/assets/../../x", "/.leadline", "/assets/", "/_leadline/last/../../etc/passwd",
		"/_leadline/x", "//example.org/", "/a\\..\\b", "/index.html%00", "/teams/%2e%2e%2f%2e%2e/"} {
		status, text, head := p.get(path)
		if status < 300 || strings.Contains(text, "[site]") || strings.HasPrefix(head.Get("Location"), "//") || strings.Contains(head.Get("Location"), ":") {
			t.Errorf("%s: %d to %q\n%.300s", path, status, head.Get("Location"), text)
		}
	}
}

// A page on the Internet whose name leads to this machine gets nothing.
func TestOtherHostsAreRefused(t *testing.T) {
	p := begin(t, nil)
	_, port, _ := net.SplitHostPort(p.address)
	for host, want := range map[string]int{p.address: http.StatusOK, "localhost:" + port: http.StatusOK, "LocalHost:" + port: http.StatusOK, "[::1]:" + port: http.StatusOK,
		"example.org": http.StatusForbidden, "example.org:" + port: http.StatusForbidden, "127.0.0.1": http.StatusForbidden, "127.0.0.1:1": http.StatusForbidden,
		"127.0.0.1.example.org:" + port: http.StatusForbidden, "localhost.example.org:" + port: http.StatusForbidden} {
		for _, path := range []string{"/", "/manifest.json", events} {
			if path == events && want == http.StatusOK {
				continue // it would wait
			}
			if got, text, _ := p.ask(http.MethodGet, path, host); got != want || want == http.StatusForbidden && strings.Contains(text, "Harbour") {
				t.Errorf("host %q, %s: %d, want %d", host, path, got, want)
			}
		}
	}
	if status, _, _ := p.ask(http.MethodPost, "/", p.address); status != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", status)
	}
}

// A change ends the build before it, and the page shows the newest.
func TestANewerChangeCancels(t *testing.T) {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "x")
	begun, cancelled := make(chan struct{}, 10), make(chan struct{}, 10)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- Run(ctx, Options{Listener: listener, Folder: dir, Inputs: func() generator.Inputs { return generator.Inputs{Files: []string{file}} },
			Build: func(ctx context.Context) error {
				begun <- struct{}{}
				<-ctx.Done()
				cancelled <- struct{}{}
				return ctx.Err()
			}})
	}()
	<-begun
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	<-cancelled
	<-begun
	cancel()
	<-cancelled
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
