package generator

import (
	"bytes"
	"compress/gzip"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"testing"
)

// host serves a site as GitHub Pages does: below a sub-path, text compressed by gzip at its
// usual level, index.html for a folder, 404.html for what is not there.
type host struct {
	files  map[string][]byte
	packed *sync.Map     // by path, what was compressed before
	held   chan struct{} // scripts are not answered before it is closed; nil: they are
}

func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutPrefix(r.URL.Path, below)
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	data, found := h.files[name]
	status := http.StatusOK
	if !ok || !found {
		name, data, status = "404.html", h.files["404.html"], http.StatusNotFound
	}
	if h.held != nil && path.Ext(name) == ".js" {
		select {
		case <-h.held:
		case <-r.Context().Done():
		}
	}
	w.Header().Set("Content-Type", mediaType(name))
	w.Header().Set("Cache-Control", "max-age=600")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") && compressible[path.Ext(name)] {
		data = h.pack(name, data)
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Vary", "Accept-Encoding")
	}
	w.WriteHeader(status)
	_, _ = w.Write(data)
}

// compressible are the kinds of file that GitHub Pages compresses.
var compressible = map[string]bool{".html": true, ".css": true, ".js": true, ".svg": true, ".json": true, ".xml": true, ".txt": true, ".csv": true}

func (h *host) pack(name string, data []byte) []byte {
	if done, ok := h.packed.Load(name); ok {
		return done.([]byte)
	}
	done := zipped(data)
	h.packed.Store(name, done)
	return done
}

func zipped(data []byte) []byte {
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf) // level 6
	_, _ = w.Write(data)
	_ = w.Close()
	return buf.Bytes()
}

// mediaType does not ask the machine for what the web agrees on.
func mediaType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".xml":
		return "application/xml"
	default:
		if t := mime.TypeByExtension(ext); t != "" {
			return t
		}
		return "application/octet-stream"
	}
}

// What the host sends is what budgets are about; it has to be right itself.
func TestHost(t *testing.T) {
	long := []byte(strings.Repeat("sounding ", 1000))
	if p := zipped(long); len(p) == 0 || len(p) > len(long)/10 {
		t.Errorf("%d bytes compressed from %d", len(p), len(long))
	}
	for name, want := range map[string]string{"a.js": "text/javascript; charset=utf-8", "b.html": "text/html; charset=utf-8", "c.css": "text/css; charset=utf-8", "d.svg": "image/svg+xml"} {
		if got := mediaType(name); got != want {
			t.Errorf("%s is served as %q", name, got)
		}
	}
}
