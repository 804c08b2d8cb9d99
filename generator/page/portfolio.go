package page

import (
	"bytes"

	"leadline/generator/period"
)

const portfolioFolder = "portfolio/"

// portfolio are the jobs of the portfolio's section.
func (b *book) portfolio() []job {
	var jobs []job
	for _, m := range b.months() {
		jobs = append(jobs, func(buf *bytes.Buffer) error { return b.portfolioMonth(buf, m) })
	}
	return jobs
}

// portfolioMonth writes one month, and the newest again as the section's own page.
func (b *book) portfolioMonth(buf *bytes.Buffer, m period.Month) error {
	path := portfolioFolder + m.String() + "/index.html"
	r, err := report(b, rootFrom(path), b.site.Portfolio, 0, m)
	if err != nil {
		return err
	}
	r.months(b, portfolioFolder)
	if m != 0 {
		if err := b.write(buf, path, "portfolio", Portfolio{b.portfolioFrame(path, m), r, chance(b.site.Portfolio, m)}); err != nil {
			return err
		}
	}
	if all := b.months(); m != all[len(all)-1] {
		return nil
	}
	alias := portfolioFolder + "index.html"
	frame := b.portfolioFrame(alias, m)
	if m != 0 {
		frame.Canonical = m.String() + "/index.html"
	}
	return b.write(buf, alias, "portfolio", Portfolio{frame, r.at(frame.Root), chance(b.site.Portfolio, m)})
}

func (b *book) portfolioFrame(path string, m period.Month) Frame {
	title := "Portfolio"
	if m != 0 {
		title += ", " + m.Long()
	}
	return b.frame(path, portfolioFolder+"index.html", title,
		"Signals that may be put together for leadership, and those that may not, with the reason.")
}
