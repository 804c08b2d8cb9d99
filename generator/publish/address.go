package publish

import (
	"net/url"
	"path"
	"strings"
)

// use tells what an address is for, which decides where it may lead.
type use byte

const (
	link     use = iota // a reader may follow it: other sites and mail are allowed
	resource            // the browser fetches it: it must lie in the tree
	picture             // as resource, or the data itself ("data:image/…")
)

// resolve follows an address of the page in folder dir (with its closing "/", or empty at the
// top). It returns the file's number and the fragment. Number -1: an outside address that is
// allowed; number self: the page itself. Fault says what is wrong, "" for nothing.
func (c *checker) resolve(address, dir string, self int32, u use) (file int32, fragment, fault, do string) {
	for i := range len(address) {
		if address[i] <= ' ' || address[i] == '\\' || address[i] == 0x7f {
			return 0, "", "has a blank, a backslash or a control character", "escape it or leave it out"
		}
	}
	rest, fragment, _ := strings.Cut(address, "#")
	rest, _, _ = strings.Cut(rest, "?")
	if strings.HasPrefix(rest, "//") {
		return 0, "", "leads to a host with the scheme left open", "write https:// or a relative address"
	}
	if colon := strings.IndexByte(rest, ':'); colon >= 0 && !strings.Contains(rest[:colon], "/") {
		fault, do = outside(strings.ToLower(rest[:colon]), rest, u)
		return -1, "", fault, do
	}
	fragment, bad1 := unescape(fragment)
	rest, bad2 := unescape(rest)
	if bad1 || bad2 {
		return 0, "", "has a broken % escape", "mend the escape"
	}
	if rest == "" {
		return self, fragment, "", ""
	}
	file, fault, do = c.find(rest, dir)
	return file, fragment, fault, do
}

// outside judges an address with a scheme.
func outside(scheme, address string, u use) (fault, do string) {
	switch {
	case u == picture && strings.HasPrefix(address, "data:image/"):
		return "", ""
	case u != link:
		return "is fetched from outside the site", "publish the file with the site"
	case scheme == "http" || scheme == "https" || scheme == "mailto":
		return "", ""
	}
	return "has the scheme " + scheme, "use https, http, mailto or a relative address"
}

// find looks a path up in the tree; a folder stands for its index.html, as on any host.
func (c *checker) find(rest, dir string) (file int32, fault, do string) {
	if rest[0] == '/' {
		if c.rules.Root == "" || !strings.HasPrefix(rest, c.rules.Root) {
			return 0, "begins at the host's top, where the site may not be", "write it relative to the page"
		}
		rest, dir = rest[len(c.rules.Root):], ""
	}
	target := path.Join(dir, rest)
	if target == ".." || strings.HasPrefix(target, "../") {
		return 0, "leaves the site", "write it relative to the page"
	}
	folder := rest == "" || strings.HasSuffix(rest, "/") || strings.HasSuffix(rest, "/.") || strings.HasSuffix(rest, "..") || rest == "."
	if folder {
		target = path.Join(target, "index.html")
	}
	if n, ok := c.index[target]; ok {
		return n, "", ""
	}
	if _, ok := c.index[path.Join(target, "index.html")]; ok {
		return 0, "names a folder without a closing /", "end it with /"
	}
	return 0, "leads to " + target + ", which is not published", "mend the address or publish the page"
}

func unescape(s string) (plain string, bad bool) {
	if strings.IndexByte(s, '%') < 0 {
		return s, false
	}
	plain, err := url.PathUnescape(s)
	return plain, err != nil
}
