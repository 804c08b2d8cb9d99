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
	r, err := report(b, rootFrom(path), &b.site.Portfolio, m)
	if err != nil {
		return err
	}
	r.Steps = b.steps(portfolioFolder, m)
	withheld := b.withheld(m)
	if m != 0 {
		if err := b.write(buf, path, "portfolio", Portfolio{b.portfolioFrame(path, m), withheld, r, b.across(m), chance(b.site.Portfolio.Series, m)}); err != nil {
			return err
		}
	}
	if all := b.months(); m != all[len(all)-1] {
		return nil
	}
	alias := portfolioFolder + "index.html"
	frame := b.portfolioFrame(alias, m)
	if m != 0 {
		frame.repeats(b, path)
	}
	return b.write(buf, alias, "portfolio", Portfolio{frame, withheld, r.at(frame.Root), b.across(m), chance(b.site.Portfolio.Series, m)})
}

// withheld says how many figures of teams and services the group rules keep back in a
// month: their number, and nothing of whose they are. It is "" where there is none.
func (b *book) withheld(m period.Month) string {
	teams, allTeams := countWithheld(b.site.Teams, m)
	services, allServices := countWithheld(b.site.Services, m)
	if teams+services == 0 {
		return ""
	}
	return fmt.Sprintf("To protect people, %s of %s person-derived figures of teams and services are withheld this month.",
		unit.Grouped(int64(teams+services)), unit.Grouped(int64(allTeams+allServices)))
}

// countWithheld counts the headlines of person-derived metrics that are withheld, and all
// of them for which anything is recorded.
func countWithheld[L level.Level](subjects []Subject[L], m period.Month) (withheld, all int) {
	for _, subject := range subjects {
		for _, s := range subject.Series {
			r, ok := s.At(m)
			if !ok || !s.Definition().People || s.Policy() != metric.Pooled {
				continue
			}
			switch headline(r).Absence {
			case metric.Withheld:
				withheld, all = withheld+1, all+1
			case metric.Present, metric.TooFew:
				all++
			}
		}
	}
	return withheld, all
}

func (b *book) portfolioFrame(path string, m period.Month) Frame {
	f := b.monthFrame(path, m, portfolioPath, dated("Portfolio", m), "Signals that may be put together for leadership, and those that may not, with the reason.")
	f.Here, f.Feed = "Portfolio", b.hasFeed()
	if path != portfolioPath {
		f.Crumbs, f.Here = []Link{{Text: "Portfolio", Href: portfolioPath}}, m.Long()
	}
	return f
}
