package page

import (
	"bytes"
	"fmt"

	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

const (
	portfolioFolder = "portfolio/"
	portfolioPath   = portfolioFolder + "index.html"
)

// Portfolio is the portfolio's page for one month. It has no field for a name.
type Portfolio struct {
	Frame
	Withheld string // how many figures of units are withheld this month; "" for none
	Report[level.Portfolio]
	Across *Across // nil where it was not looked for
	Chance string  // how many series were looked at, and what chance alone would say; ""
}

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
	r := report(b, rootFrom(path), &b.site.Portfolio, m)
	r.Steps = b.steps(portfolioFolder, m)
	withheld := b.site.Hidden[m].text()
	if m != 0 {
		if err := b.write(buf, path, "portfolio", Portfolio{b.portfolioFrame(path, m), withheld, r, b.across(m), chance(b.site.Portfolio.Series, m)}); err != nil {
			return err
		}
	}
	if all := b.months(); m != all[len(all)-1] {
		return nil
	}
	aliases := []string{portfolioPath}
	if b.site.Alone {
		aliases = append(aliases, "index.html")
	}
	for _, alias := range aliases {
		frame := b.portfolioFrame(alias, m)
		if m != 0 {
			frame.repeats(b, path)
		}
		if err := b.write(buf, alias, "portfolio", Portfolio{frame, withheld, r.at(frame.Root), b.across(m), chance(b.site.Portfolio.Series, m)}); err != nil {
			return err
		}
	}
	return nil
}

// Hidden is how many person-derived figures of units are withheld in a month, and all for
// which anything is recorded.
type Hidden struct{ Withheld, All int }

// text is their number, and nothing of whose they are; "" where there is none.
func (h Hidden) text() string {
	if h.Withheld == 0 {
		return ""
	}
	return fmt.Sprintf("To protect people, %s of %s person-derived figures of teams and services are withheld this month.",
		unit.Grouped(int64(h.Withheld)), unit.Grouped(int64(h.All)))
}

// CountHidden counts the headlines of person-derived metrics of one level in a month.
func CountHidden[L level.Level](subjects [][]metric.Series[L], m period.Month) (h Hidden) {
	for _, series := range subjects {
		for _, s := range series {
			r, ok := s.At(m)
			if !ok || !s.Definition().People || s.Policy() != metric.Pooled {
				continue
			}
			switch headline(r).Absence {
			case metric.Withheld:
				h.Withheld, h.All = h.Withheld+1, h.All+1
			case metric.Present, metric.TooFew:
				h.All++
			}
		}
	}
	return h
}

func (b *book) portfolioFrame(path string, m period.Month) Frame {
	f := b.monthFrame(path, m, portfolioPath, dated("Portfolio", m), "Signals that may be put together for leadership, and those that may not, with the reason.")
	f.Here, f.Feed = "Portfolio", b.hasFeed()
	switch path {
	case portfolioPath:
	case "index.html": // of a site of this section alone
		f.Here = ""
	default:
		f.Crumbs, f.Here = []Link{{Text: "Portfolio", Href: portfolioPath}}, m.Long()
	}
	return f
}
