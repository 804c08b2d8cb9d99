package page

import (
	"bytes"
	"maps"
	"slices"

	"leadline/generator/level"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// teams are the jobs of the section of teams.
func (b *book) teams() []job {
	index := Index{
		Heading: "Teams", Noun: "team",
		Intro: "Each team's page shows that team beside its own past and nothing else. The list is alphabetical.",
	}
	return unitJobs(b, "teams/", index, b.site.Teams, "team", func(f Frame, s Subject[level.Team], r Report[level.Team]) any {
		page := Team{Frame: f, Name: display(s.Subject), Stage: b.stage(s.Playbook), Report: r}
		if s.active(r.Month) {
			page.Sheet = sheetPath(b.teamSlugs[s.ID], r.Month)
		}
		if page.Stage != nil && page.Stage.Silent && !b.past(r.Month) {
			page.Data = b.foundation(s.Arrivals)
		}
		return page
	})
}

// services are the jobs of the section of services.
func (b *book) services() []job {
	index := Index{
		Heading: "Services", Noun: "service",
		Intro: "Each service's page shows that service beside its own past, to decide what to work on next. The list is alphabetical.",
	}
	return unitJobs(b, "services/", index, b.site.Services, "service", func(f Frame, s Subject[level.Service], r Report[level.Service]) any {
		return Service{Frame: f, Name: display(s.Subject), Report: r}
	})
}

// unitJobs are an index and, for each subject, a page a month and the newest month again
// under the subject's own address. pageOf makes the page's struct of the right level.
func unitJobs[L level.Level](b *book, folder string, index Index, subjects []Subject[L], kind string, pageOf func(Frame, Subject[L], Report[L]) any) []job {
	sorted := slices.Clone(subjects)
	slices.SortFunc(sorted, func(x, y Subject[L]) int { return bySubject(x.Subject, y.Subject) })
	slugs := slugsOf(sorted)
	for _, s := range sorted {
		index.add(Link{Text: display(s.Subject), Href: folder + slugs[s.ID] + "/index.html"})
	}
	jobs := []job{func(buf *bytes.Buffer) error { return b.index(buf, folder, index) }}
	for _, s := range sorted {
		u := unitPages[L]{b, folder + slugs[s.ID] + "/", folder + "index.html", index.Heading, kind, s, pageOf}
		for _, m := range b.months() {
			jobs = append(jobs, func(buf *bytes.Buffer) error { return u.month(buf, m) })
		}
	}
	return jobs
}

// slugsOf are the folder names of subjects.
func slugsOf[L level.Level](subjects []Subject[L]) map[string]string {
	ids := make([]string, len(subjects))
	for i, s := range subjects {
		ids[i] = s.ID
	}
	return Slugs(ids)
}

// months are the months that get pages; where there is none yet, the one month 0 stands
// for the page that says so.
func (b *book) months() []period.Month {
	if len(b.pages) == 0 {
		return []period.Month{0}
	}
	return b.pages
}

// unitPages is what the pages of one subject have in common.
type unitPages[L level.Level] struct {
	book    *book
	folder  string // of the subject
	section string
	heading string
	kind    string
	subject Subject[L]
	pageOf  func(Frame, Subject[L], Report[L]) any
}

// month writes one month's page; the newest is written again as the subject's own page,
// from the same charts.
func (u unitPages[L]) month(buf *bytes.Buffer, m period.Month) error {
	path := u.folder + m.String() + "/index.html"
	r := report(u.book, rootFrom(path), &u.subject, m)
	r.Steps = u.book.steps(u.folder, m)
	if m != 0 {
		if err := u.book.write(buf, path, u.kind, u.pageOf(u.frame(path, m), u.subject, r)); err != nil {
			return err
		}
	}
	if all := u.book.months(); m != all[len(all)-1] {
		return nil
	}
	alias := u.folder + "index.html"
	frame := u.frame(alias, m)
	if m != 0 {
		frame.repeats(u.book, path)
	}
	return u.book.write(buf, alias, u.kind, u.pageOf(frame, u.subject, r.at(frame.Root)))
}

func (u unitPages[L]) frame(path string, m period.Month) Frame {
	name := display(u.subject.Subject)
	alias, crumbs := u.folder+"index.html", []Link{{Text: u.heading, Href: u.section}}
	if path != alias {
		crumbs = append(crumbs, Link{Text: name, Href: alias})
	}
	f := u.book.monthFrame(path, m, u.section, dated(name, m), "Delivery, quality and security of "+name+" beside its own past.", crumbs...)
	f.Here = name
	if path != alias {
		f.Here = m.Long()
	}
	f.anonymous(u.heading)
	return f
}

// index writes the list of a section's units.
func (b *book) index(buf *bytes.Buffer, folder string, index Index) error {
	path := folder + "index.html"
	index.Frame = b.frame(path, path, index.Heading, "All "+unit.Plural(index.Count, index.Noun)+", alphabetical.")
	return b.write(buf, path, "index", index)
}

// add appends a link; links come in alphabetical order.
func (x *Index) add(link Link) {
	x.Count++
	l := letter(link.Text)
	if n := len(x.Groups); n > 0 && x.Groups[n-1].Letter == l {
		x.Groups[n-1].Links = append(x.Groups[n-1].Links, link)
		return
	}
	x.Groups = append(x.Groups, IndexGroup{l, []Link{link}})
}

// subjectPaths are the month pages of subjects, for the sitemap.
func subjectPaths[L level.Level](b *book, folder string, subjects []Subject[L]) []string {
	slugs := slugsOf(subjects)
	var paths []string
	for _, id := range slices.Sorted(maps.Keys(slugs)) {
		for _, m := range b.pages {
			paths = append(paths, folder+slugs[id]+"/"+m.String()+"/index.html")
		}
	}
	return paths
}
