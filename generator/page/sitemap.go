package page

import (
	"bytes"
	"encoding/xml"
	"fmt"
)

const (
	sitemapPath = "sitemap.xml"
	sitemapMost = 50_000 // addresses in one file (sitemaps.org, protocol 0.9)
)

// urlset is a sitemap, sitemapIndex a list of them.
type (
	urlset struct {
		XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []located `xml:"url"`
	}
	sitemapIndex struct {
		XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
		Maps    []located `xml:"sitemap"`
	}
	located struct {
		Loc string `xml:"loc"`
	}
)

// hasSitemap: the format wants absolute addresses, and a site that is not public asks not to
// be found.
func (b *book) hasSitemap() bool { return b.site.Public && b.site.Base != "" }

// sitemap lists the addresses of the pages that are no one else's copy: in one file, or in
// several and a list of them.
func (b *book) sitemap(buf *bytes.Buffer) error {
	if !b.hasSitemap() {
		return nil
	}
	var all []located
	for _, path := range b.paths() {
		all = append(all, located{b.absolute(path)})
	}
	if len(all) <= sitemapMost {
		return b.emitXML(buf, sitemapPath, urlset{URLs: all})
	}
	var list sitemapIndex
	for n := 1; len(all) > 0; n++ {
		name, part := fmt.Sprintf("sitemap-%d.xml", n), all[:min(sitemapMost, len(all))]
		if err := b.emitXML(buf, name, urlset{URLs: part}); err != nil {
			return err
		}
		list.Maps, all = append(list.Maps, located{b.site.Base + name}), all[len(part):]
	}
	return b.emitXML(buf, sitemapPath, list)
}

// emitXML writes a document that encoding/xml makes: it escapes what XML has a meaning for,
// and replaces what XML cannot hold.
func (b *book) emitXML(buf *bytes.Buffer, path string, document any) error {
	buf.Reset()
	buf.WriteString(xml.Header)
	e := xml.NewEncoder(buf)
	e.Indent("", " ")
	if err := e.Encode(document); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	buf.WriteByte('\n')
	return b.emit(path, buf.Bytes())
}

// paths are the addresses of the sitemap.
func (b *book) paths() []string {
	paths := []string{"index.html", portfolioPath, metricsPath, dataPath, restatementsPath, downloadsPath, guidePath}
	for _, g := range b.guides {
		paths = append(paths, guideAddress(g.ID))
	}
	for _, d := range b.sorted {
		paths = append(paths, b.address(d.ID))
	}
	paths = append(paths, b.patternPaths()...)
	if !b.site.Alone {
		paths = append(paths, "teams/index.html", "services/index.html")
		paths = append(paths, subjectPaths(b, "teams/", b.site.Teams)...)
		paths = append(paths, subjectPaths(b, "services/", b.site.Services)...)
	}
	paths = append(paths, b.reviewPaths()...)
	for _, m := range b.pages {
		paths = append(paths, portfolioFolder+m.String()+"/index.html")
	}
	return paths
}
