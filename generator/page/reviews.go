package page

import (
	"bytes"
	"slices"

	"leadline/generator/level"
	"leadline/generator/narrative"
	"leadline/generator/period"
)

const (
	reviewFolder = "review/"
	reviewPath   = reviewFolder + "index.html"
)

// Reviews is the list of a month's sheets, and the portfolio's questions apart from them.
type Reviews struct {
	Frame
	Month period.Month // 0 when there is no complete month yet
	Steps
	Count     int
	Groups    []IndexGroup
	Questions []Question
	Decisions []Decision
	Portfolio string // the portfolio's page of the month
	Alone     bool   // there are no teams on this site, whose sheets could be listed
}

// Review is a team's sheet for the meeting: what fits on one page of paper.
type Review struct {
	Frame
	Name      string
	Month     period.Month
	Status    *Status
	Page      string // the team's page of the month, relative to the site's root
	Stage     *Stage
	Story     []Told // leads to the team's page
	Decisions []Decision
	Further   int // decisions that the sheet has no room for
	Questions []Question
	Rows      [4]struct{} // to write on
}

// reviews are the jobs of the section of reviews: a month's list and its sheets.
func (b *book) reviews() []job {
	teams := slices.Clone(b.site.Teams)
	slices.SortFunc(teams, func(x, y Subject[level.Team]) int { return bySubject(x.Subject, y.Subject) })
	var jobs []job
	for _, m := range b.months() {
		jobs = append(jobs, func(buf *bytes.Buffer) error { return b.reviewMonth(buf, teams, m) })
		for _, s := range teams {
			if s.active(m) {
				jobs = append(jobs, func(buf *bytes.Buffer) error { return b.review(buf, s, m) })
			}
		}
	}
	return jobs
}

// active reports whether there was such a subject in a month: what has ended meets no more.
func (s *Subject[L]) active(m period.Month) bool {
	return m != 0 && (s.Active == nil || slices.Contains(s.Active, m))
}

func sheetPath(slug string, m period.Month) string {
	return reviewFolder + m.String() + "/" + slug + "/index.html"
}

// reviewPaths are the section's addresses, for the sitemap.
func (b *book) reviewPaths() []string {
	paths := []string{reviewFolder + "index.html"}
	for _, m := range b.pages {
		paths = append(paths, reviewFolder+m.String()+"/index.html")
		for _, s := range b.site.Teams {
			if s.active(m) {
				paths = append(paths, sheetPath(b.teamSlugs[s.ID], m))
			}
		}
	}
	slices.Sort(paths) // teams come in any order
	return slices.Compact(paths)
}

// reviewMonth writes a month's list; the newest is the section's own page too.
func (b *book) reviewMonth(buf *bytes.Buffer, teams []Subject[level.Team], m period.Month) error {
	portfolio := &b.site.Portfolio
	r := Reviews{Month: m, Alone: b.site.Alone, Steps: b.steps(reviewFolder, m), Questions: b.asked(portfolio.Talk, m),
		Portfolio: portfolioFolder + m.String() + "/index.html"}
	if m != 0 {
		shown, _ := portfolio.shown(m)
		r.Decisions = decisions(b, portfolio.Talk, m, shown)
	}
	var list Index
	for _, s := range teams {
		if s.active(m) {
			list.add(Link{Text: display(s.Subject), Href: sheetPath(b.teamSlugs[s.ID], m)})
		}
	}
	r.Count, r.Groups = list.Count, list.Groups
	path := reviewFolder + m.String() + "/index.html"
	if m != 0 {
		r.Frame = b.reviewFrame(path, m)
		if err := b.write(buf, path, "reviews", r); err != nil {
			return err
		}
	}
	if all := b.months(); m != all[len(all)-1] {
		return nil
	}
	path = reviewFolder + "index.html"
	r.Frame = b.reviewFrame(path, m)
	if m != 0 {
		r.repeats(b, reviewFolder+m.String()+"/index.html")
	}
	return b.write(buf, path, "reviews", r)
}

func (b *book) reviewFrame(path string, m period.Month) Frame {
	f := b.monthFrame(path, m, reviewPath, dated("Review", m), "A sheet of paper for each team's monthly review: what can be said, what to ask, room for what is decided.")
	f.Here = "Review"
	if path != reviewPath {
		f.Crumbs, f.Here = []Link{{Text: "Review", Href: reviewPath}}, m.Long()
	}
	return f
}

// review writes a team's sheet.
func (b *book) review(buf *bytes.Buffer, s Subject[level.Team], m period.Month) error {
	path, name := sheetPath(b.teamSlugs[s.ID], m), display(s.Subject)
	page := "teams/" + b.teamSlugs[s.ID] + "/" + m.String() + "/index.html"
	shown, _ := s.shown(m)
	r := Review{Name: name, Month: m, Status: b.statusOf(m), Page: page, Stage: b.stage(s.Playbook),
		Story: told(narrative.Tell(s.Findings.At(m)), rootFrom(path)+page), Decisions: decisions(b, s.Talk, m, shown), Questions: b.asked(s.Talk, m)}
	r.fit()
	r.Frame = b.monthFrame(path, m, reviewPath, name+", review of "+m.Long(), "One sheet for the review of "+name+".",
		Link{Text: "Review", Href: reviewPath}, *monthLink(reviewFolder, m))
	r.Here = name
	r.anonymous("Review")
	return b.write(buf, path, "review", r)
}
