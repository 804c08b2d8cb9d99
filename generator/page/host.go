package page

import (
	"bytes"
	"net/url"
)

// This file is what a host and search engines look for beside pages.

// NotFound is the page for an address that does not exist.
type NotFound struct{ Frame }

// notFound writes the page that a host shows for an address that does not exist. It may be
// shown at any depth, so its addresses begin at the top of the host; where they are not
// known there are none, and the page does without style and ways: a way that leads nowhere
// again is worse than a sentence that says what to do.
func (b *book) notFound(buf *bytes.Buffer) error {
	f := b.frame("404.html", "", "Page not found", "There is no page at this address.")
	f.Root, f.Here, f.Indexed = HostPath(b.site.Base), "", false
	f.Bare = f.Root == ""
	f.Preview = Preview{}
	return b.write(buf, "404.html", "notfound", NotFound{f})
}

// HostPath is where a site begins on its host, "/report/" of "https://example.org/report/"; ""
// where its address is not known.
func HostPath(base string) string {
	u, err := url.Parse(base)
	if err != nil || base == "" {
		return ""
	}
	return u.Path
}

// noJekyll tells the host to publish the files as they are.
func (b *book) noJekyll(*bytes.Buffer) error { return b.emit(".nojekyll", nil) }

// robots asks search engines to stay away from a site that is not public. They look for it at
// the top of a host alone; pages carry the same wish themselves.
func (b *book) robots(*bytes.Buffer) error {
	text := "User-agent: *\nDisallow: /\n"
	if b.site.Public {
		text = "User-agent: *\nAllow: /\n"
		if b.hasSitemap() {
			text += "\nSitemap: " + b.site.Base + sitemapPath + "\n"
		}
	}
	return b.emit("robots.txt", []byte(text))
}
