package assets

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := fs.ReadFile(Files, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestBundleIsTheOneThatVersionDescribes(t *testing.T) {
	code := read(t, "echarts.min.js")
	want := fmt.Sprintf("echarts.min.js: %d bytes, sha256 %x", len(code), sha256.Sum256([]byte(code)))
	if version := read(t, "echarts.VERSION"); !strings.Contains(version, want) {
		t.Errorf("VERSION does not say %q; run go generate ./assets", want)
	}
	for _, name := range []string{"echarts.LICENSE", "echarts.NOTICE", "zrender.LICENSE", "tslib.LICENSE", "d3.LICENSE"} {
		if len(read(t, name)) < 100 {
			t.Errorf("%s is empty", name)
		}
	}
}

// TestVersionsArePinned keeps addresses of registries out of the repository, and the
// bundle at the version that the charts were tried with.
func TestVersionsArePinned(t *testing.T) {
	lock, err := os.ReadFile("internal/bundle/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(lock, []byte("resolved")) || bytes.Contains(lock, []byte("http")) {
		t.Error("package-lock.json names a registry; run npm with --omit-lockfile-registry-resolved")
	}
	for _, pkg := range []string{"echarts 6.1.0", "zrender 6.1.0"} {
		if !strings.Contains(read(t, "echarts.VERSION"), pkg) {
			t.Errorf("VERSION lacks %s", pkg)
		}
	}
}

// TestScriptsFetchAndEvaluateNothing looks for what the pages' policy would block, and for
// addresses other than XML name spaces.
func TestScriptsFetchAndEvaluateNothing(t *testing.T) {
	address := regexp.MustCompile(`https?://[^"'\s)]*`)
	for _, name := range []string{"echarts.min.js", "leadline.js", "charts.js", "search.js", "leadline.css"} {
		code := read(t, name)
		for _, a := range address.FindAllString(code, -1) {
			if !strings.HasPrefix(a, "http://www.w3.org/") {
				t.Errorf("%s names %s", name, a)
			}
		}
		for _, word := range []string{"@import", "eval(", "XMLHttpRequest", "fetch(", "sendBeacon"} {
			if strings.Contains(code, word) {
				t.Errorf("%s contains %s", name, word)
			}
		}
	}
	for _, name := range []string{"leadline.js", "charts.js", "search.js"} {
		if code := read(t, name); strings.Contains(code, "innerHTML") || strings.Contains(code, "new Function") {
			t.Errorf("%s makes markup or code from text", name)
		}
	}
}
