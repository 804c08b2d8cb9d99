package preview

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path"
	"strings"
)

const (
	ours   = "/_leadline/"
	script = ours + "reload.js"
	style  = ours + "notice.css"
	events = ours + "events"
	last   = ours + "last/" // the last site that could be built, while an error stands before it
)

// handler answers requests for the site.
type handler struct {
	folder string
	hosts  []string
	state  *state
}

func newHandler(folder string, at net.Addr, s *state) http.Handler {
	_, port, _ := net.SplitHostPort(at.String())
	h := &handler{folder: folder, state: s}
	for _, name := range []string{"127.0.0.1", "localhost", "[::1]"} {
		h.hosts = append(h.hosts, name+":"+port)
	}
	if port == "80" {
		h.hosts = append(h.hosts, "127.0.0.1", "localhost", "[::1]")
	}
	return h
}

// ServeHTTP answers one request. A host that is not this machine's own name is refused: the
// request came by a name that somebody else made lead here.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("Cache-Control", "no-store")
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Cross-Origin-Resource-Policy", "same-origin")
	switch {
	case !h.known(r.Host):
		http.Error(w, "This preview answers 127.0.0.1 and localhost only.", http.StatusForbidden)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		head.Set("Allow", "GET, HEAD")
		http.Error(w, "Nothing can be sent to a preview.", http.StatusMethodNotAllowed)
	case r.URL.Path == script:
		head.Set("Content-Type", "text/javascript; charset=utf-8")
		_, _ = io.WriteString(w, reload)
	case r.URL.Path == style:
		head.Set("Content-Type", "text/css; charset=utf-8")
		_, _ = io.WriteString(w, noticeStyle)
	case r.URL.Path == events:
		h.stream(w, r)
	default:
		h.page(w, r)
	}
}

func (h *handler) known(host string) bool {
	for _, name := range h.hosts {
		if strings.EqualFold(host, name) {
			return true
		}
	}
	return false
}

// page answers with a file of the site; in the place of a page, with what keeps the site from
// being built.
func (h *handler) page(w http.ResponseWriter, r *http.Request) {
	now, name := h.state.now(), r.URL.Path
	if kept, ok := strings.CutPrefix(name, last); ok {
		name = "/" + kept
	} else if notice := noticeOf(now, name); notice != nil && isPage(name) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write(withScript(notice, now.version))
		return
	}
	h.file(w, r, strings.TrimPrefix(name, "/"), now.version)
}

func isPage(name string) bool { return strings.HasSuffix(name, "/") || path.Ext(name) == ".html" }

// file answers with a file of the built site. The folder is opened for each request, because
// each build puts another in its place; nothing outside of it can be opened.
func (h *handler) file(w http.ResponseWriter, r *http.Request, name, version string) {
	data, err := h.read(name)
	status := http.StatusOK
	if errors.Is(err, errFolder) {
		http.Redirect(w, r, path.Base(name)+"/", http.StatusFound)
		return
	}
	if err != nil {
		status, name = http.StatusNotFound, "404.html"
		if data, err = h.read(name); err != nil {
			http.Error(w, "There is no such page.", http.StatusNotFound)
			return
		}
	}
	if name == "" || isPage(name) {
		data = withScript(data, version)
	}
	w.Header().Set("Content-Type", contentType(name))
	w.WriteHeader(status)
	_, _ = w.Write(data)
}

var errFolder = errors.New("a folder")

func (h *handler) read(name string) ([]byte, error) {
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") {
			return nil, fs.ErrNotExist // no host publishes it
		}
	}
	if !fs.ValidPath(name) {
		return nil, fs.ErrNotExist
	}
	root, err := os.OpenRoot(h.folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.IsDir() {
		return nil, errors.Join(err, errFolder)
	}
	return io.ReadAll(f)
}

// contentType is by the ending, the same on every machine.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".html", "":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".json", ".map":
		return "application/json"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".xml":
		return "application/xml"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".txt", ".LICENSE", ".NOTICE", ".VERSION", ".jsonl":
		return "text/plain; charset=utf-8"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case ".parquet":
		return "application/vnd.apache.parquet"
	case ".gz":
		return "application/gzip"
	case ".woff2":
		return "font/woff2"
	}
	return "application/octet-stream"
}

// withScript adds the script that reloads a page, and permits it to hear of a new build. A page
// whose policy does not permit scripts of the site stays as it is.
func withScript(html []byte, version string) []byte {
	const policy = `<meta http-equiv="Content-Security-Policy" content="`
	tag := []byte(`<script src="` + script + `?v=` + version + `"></script>`)
	if at := bytes.Index(html, []byte(policy)); at >= 0 {
		from := at + len(policy)
		end := from + bytes.IndexByte(html[from:], '"')
		if end > from {
			html = bytes.Join([][]byte{html[:from], listening(html[from:end]), html[end:]}, nil)
		}
	}
	if at := bytes.Index(html, []byte("</head>")); at >= 0 {
		return bytes.Join([][]byte{html[:at], tag, html[at:]}, nil)
	}
	return append(bytes.Clone(html), tag...)
}

// listening is a policy that permits connections to the site itself.
func listening(policy []byte) []byte {
	if at := bytes.Index(policy, []byte("connect-src ")); at >= 0 {
		at += len("connect-src ")
		rest := bytes.TrimPrefix(bytes.TrimPrefix(policy[at:], []byte("'none'")), []byte("'self'"))
		return bytes.Join([][]byte{policy[:at], []byte("'self'"), rest}, nil)
	}
	return append(bytes.Clone(policy), "; connect-src 'self'"...)
}
