package page

import (
	"bytes"
	"crypto/sha1"
	"encoding/xml"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
	"time"

	"leadline/generator/ledger"
	"leadline/generator/level"
	"leadline/generator/narrative"
	"leadline/generator/period"
)

const feedPath = "feed.xml"

// The feed of reports (Atom, RFC 4287): one entry for each month, with what is said of the
// portfolio. It can name no unit: it is made of findings of that level alone.
type (
	atomFeed struct {
		XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang     string      `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
		ID       string      `xml:"id"`
		Title    string      `xml:"title"`
		Subtitle string      `xml:"subtitle"`
		Updated  string      `xml:"updated"`
		Author   atomAuthor  `xml:"author"`
		Links    []atomLink  `xml:"link"`
		Entries  []atomEntry `xml:"entry"`
	}
	atomAuthor struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Href string `xml:"href,attr"`
	}
	atomEntry struct {
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Links   []atomLink  `xml:"link"`
		Content atomContent `xml:"content"`
	}
	atomContent struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
)

func (b *book) hasFeed() bool { return len(b.pages) > 0 }

// feed writes the reports that have pages, the newest first.
func (b *book) feed(buf *bytes.Buffer) error {
	if !b.hasFeed() {
		return nil
	}
	f := atomFeed{Lang: "en", ID: b.permanent("feed"), Title: b.site.name(), Subtitle: "Monthly reports on software delivery, quality and security",
		Author: atomAuthor{b.site.name()}, Links: []atomLink{b.atomLink("alternate", "index.html")}}
	if b.site.Base != "" { // a relative address of itself would say nothing
		f.Links = append(f.Links, atomLink{"self", "application/atom+xml", b.site.Base + feedPath})
	}
	for i := len(b.pages) - 1; i >= 0; i-- {
		entry := b.entry(b.pages[i])
		f.Updated = max(f.Updated, entry.Updated) // all in UTC, so that they compare as text
		f.Entries = append(f.Entries, entry)
	}
	return b.emitXML(buf, feedPath, f)
}

func (b *book) entry(m period.Month) atomEntry {
	return atomEntry{ID: b.permanent("report/" + m.String()), Title: m.Long(), Updated: b.updated(m).UTC().Format(time.RFC3339),
		Links:   []atomLink{b.atomLink("alternate", portfolioFolder+m.String()+"/index.html")},
		Content: atomContent{"html", b.entryHTML(m)}}
}

// entryHTML is what is told of the portfolio's month. It is text of patterns and figures; it is
// escaped here once for HTML, and by encoding/xml once more.
func (b *book) entryHTML(m period.Month) string {
	sentences := narrative.Tell(b.site.Portfolio.Findings.At(m))
	if len(sentences) == 0 {
		return "<p>No pattern holds in the portfolio this month.</p>"
	}
	var text strings.Builder
	text.WriteString("<ul>")
	for _, s := range sentences {
		text.WriteString("<li><b>" + html.EscapeString(s.Title) + ".</b> " + html.EscapeString(s.Text()))
		if s.Caveat != "" {
			text.WriteString(" <small>" + html.EscapeString(s.Caveat) + "</small>")
		}
		text.WriteString("</li>")
	}
	return text.String() + "</ul>"
}

// updated is when a month's report last changed for its readers: up to the end of the data
// while it is provisional, then the day on which it became final, and after that the day of
// the newest restatement that changed one of its sentences.
func (b *book) updated(m period.Month) time.Time {
	closing := b.site.Closing
	if closing.AsOf.IsZero() || closing.Status(m) != ledger.Final {
		return b.site.AsOf
	}
	at := closing.From(m)
	for i := range b.site.Restatements {
		r := &b.site.Restatements[i]
		if r.Level != level.PortfolioName || !slices.Contains(r.Sentences, m.String()) {
			continue
		}
		if day, err := time.ParseInLocation(time.DateOnly, r.AsOf, closing.AsOf.Location()); err == nil && day.After(at) {
			at = day
		}
	}
	return at
}

func (b *book) atomLink(rel, path string) atomLink {
	if address := b.absolute(path); address != "" {
		return atomLink{rel, "text/html", address}
	}
	return atomLink{rel, "text/html", path}
}

// permanent is the identity of a part of the feed, for ever: a tag of the site's address (RFC
// 4151) where that is known, else a UUID of the site's name (RFC 9562, version 5, with SHA-1).
// The year of a tag is one in which its maker had the host; it must not move with the clock.
func (b *book) permanent(name string) string {
	if u, err := url.Parse(b.site.Base); err == nil && u.Host != "" {
		return "tag:" + u.Hostname() + ",2026:" + strings.Trim(u.Path, "/") + "/" + name
	}
	// The namespace for URLs of RFC 9562, 6.6.
	space := [16]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
	sum := sha1.Sum(append(space[:], "leadline:"+b.site.name()+"\x00"+name...))
	sum[6], sum[8] = sum[6]&0x0f|0x50, sum[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", sum[0:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}
