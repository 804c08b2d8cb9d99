package page

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"leadline/generator/event"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/narrative"
)

// home writes the first page.
func (b *book) home(buf *bytes.Buffer) error {
	h := Home{
		Frame:    b.frame("index.html", "index.html", b.site.name(), "Software delivery, quality and security by written definitions, from recorded events."),
		Workbook: b.site.Workbook, Accounts: totals(b.site.Accounts), Teams: len(b.site.Teams), Services: len(b.site.Services), Domains: b.groups(),
		guides: b.guides, Late: lateSources(b.site.Freshness),
	}
	if m := b.site.Latest; m != 0 {
		h.Month, h.Status = m.Long(), b.statusOf(m)
		h.Restated, h.MoreRestated = b.material()
		h.Story = told(narrative.Tell(b.site.Portfolio.Findings.At(m)), portfolioFolder+m.String()+"/index.html")
	}
	return b.write(buf, "index.html", "home", h)
}

// notFound writes the page that a host shows for an address that does not exist. It may
// be shown at any depth, so its links are absolute where the site's address is known.
func (b *book) notFound(buf *bytes.Buffer) error {
	f := b.frame("404.html", "", "Page not found", "There is no page at this address.")
	f.Root = b.site.Base
	return b.write(buf, "404.html", "notfound", NotFound{f})
}

// noJekyll tells the host to publish the files as they are.
func (b *book) noJekyll(*bytes.Buffer) error { return b.emit(".nojekyll", nil) }

// sitemap lists the addresses of the pages that are no one else's copy. The format wants
// absolute addresses, so there is none where the site's is not known.
func (b *book) sitemap(buf *bytes.Buffer) error {
	if b.site.Base == "" {
		return nil
	}
	buf.Reset()
	buf.WriteString(xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for _, path := range b.paths() {
		buf.WriteString("<url><loc>")
		if err := xml.EscapeText(buf, []byte(b.site.Base+strings.TrimSuffix(path, "index.html"))); err != nil {
			return fmt.Errorf("sitemap.xml: %w", err)
		}
		buf.WriteString("</loc></url>\n")
	}
	buf.WriteString("</urlset>\n")
	return b.emit("sitemap.xml", buf.Bytes())
}

// paths are the addresses of the sitemap.
func (b *book) paths() []string {
	paths := []string{"index.html", "portfolio/index.html", "metrics/index.html", "data/index.html", restatementsPath, downloadsPath, guidePath}
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

// groups are the definitions by domain.
func (b *book) groups() []MetricGroup {
	var groups []MetricGroup
	for _, d := range b.sorted {
		if n := len(groups); n == 0 || groups[n-1].ID != d.Domain {
			groups = append(groups, MetricGroup{ID: d.Domain, Title: domainTitle(d.Domain)})
		}
		g := &groups[len(groups)-1]
		g.Metrics = append(g.Metrics, MetricLink{b.metricLink(d.ID), d.Question, d.Status, levelsText(d)})
	}
	return groups
}

// levelsText says in a few words where a metric is shown.
func levelsText(d *metric.Definition) string {
	var parts []string
	for _, name := range []level.Name{level.TeamName, level.ServiceName, level.PortfolioName} {
		switch d.Policies[name] {
		case metric.Pooled:
			parts = append(parts, string(name))
		case metric.Counted:
			parts = append(parts, string(name)+" as counts")
		}
	}
	if len(parts) == 0 {
		return "not shown at any level"
	}
	return strings.Join(parts, ", ")
}

func totals(accounts []event.Account) Totals {
	var t Totals
	for _, a := range accounts {
		t.Files++
		t.Read += a.Read
		t.Accepted += a.Accepted
		t.Rejected += a.Rejected
		t.Duplicate += a.Duplicate
		t.OutOfScope += a.OutOfScope
	}
	return t
}
