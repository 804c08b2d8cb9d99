package page

import (
	"bytes"
	"html/template"
	"slices"

	"leadline/generator/finding"
	"leadline/generator/narrative"
)

const (
	patternsFolder = "guide/patterns/"
	patternsPath   = patternsFolder + "index.html"
	questionsPath  = "guide/questions/index.html"
)

// patternAddress is a pattern's page, relative to the site's root. Ids are lower case with
// dashes, so they are addresses as they are.
func patternAddress(id string) string { return patternsFolder + id + "/index.html" }

// patterns are the jobs of the patterns' pages and of the questions that they raise; none
// where the site has no patterns.
func (b *book) patterns() []job {
	if len(b.site.Patterns) == 0 {
		return nil
	}
	jobs := []job{b.patternIndex, b.questionIndex}
	for _, p := range b.site.Patterns {
		jobs = append(jobs, func(buf *bytes.Buffer) error { return b.pattern(buf, p) })
	}
	return jobs
}

// patternIndex lists the patterns by domain, then title.
func (b *book) patternIndex(buf *bytes.Buffer) error {
	f := b.frame(patternsPath, guidePath, "Patterns", "What several figures together can mean, and the sentence that says so.", Link{Text: "Guide", Href: guidePath})
	return b.write(buf, patternsPath, "patterns", Patterns{f, b.patternGroups()})
}

func (b *book) patternGroups() []PatternGroup {
	sorted := slices.Clone(b.site.Patterns)
	slices.SortFunc(sorted, func(x, y *finding.Pattern) int { return byName(x.Title, y.Title) })
	var groups []PatternGroup
	for _, domain := range finding.Domains {
		g := PatternGroup{ID: domain, Title: patternDomain(domain)}
		for _, p := range sorted {
			if p.Domain == domain {
				g.Patterns = append(g.Patterns, PatternLink{Link{Text: p.Title, Href: patternAddress(p.ID)}, levelNames(p), p.Status, whenWords(b, p)})
			}
		}
		if len(g.Patterns) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

func patternDomain(domain string) string {
	if domain == "general" {
		return "Any metric"
	}
	return domainTitle(domain)
}

// pattern writes one pattern's page.
func (b *book) pattern(buf *bytes.Buffer, p *finding.Pattern) error {
	at := patternAddress(p.ID)
	body, err := narrative.Markdown(p.Body, narrative.Options{
		File: p.File, Line: p.Line, MinHeading: 2, Taken: patternAnchors,
		Link: func(target string) string { return b.textLink(rootFrom(at), p.File, target) },
	})
	if err != nil {
		return err
	}
	page := Pattern{
		Frame:   b.frame(at, guidePath, p.Title, "A pattern over several metrics: when it is said, what it means and what it does not mean.", Link{Text: "Guide", Href: guidePath}, Link{Text: "Patterns", Href: patternsPath}),
		Pattern: p, Domain: patternDomain(p.Domain), Levels: levelNames(p), When: whenWords(b, p), Say: sayWords(p),
		Reviewed: parseDate(p.Reviewed), Next: parseDate(p.NextReview), Body: template.HTML(body),
	}
	for _, other := range b.site.Patterns {
		link := Link{Text: other.Title, Href: patternAddress(other.ID)}
		if slices.Contains(p.Silences, other.ID) {
			page.Silences = append(page.Silences, link)
		}
		if slices.Contains(other.Silences, p.ID) {
			page.SilencedBy = append(page.SilencedBy, link)
		}
	}
	for _, id := range p.Questions {
		if q := b.questions[id]; q != nil {
			page.Questions = append(page.Questions, *q)
		}
	}
	return b.write(buf, at, "pattern", page)
}

// patternAnchors are the ids that pattern.html uses itself.
var patternAnchors = []string{"main", "said", "questions", "when"}

// questionIndex lists every bank, with the patterns that call for each question.
func (b *book) questionIndex(buf *bytes.Buffer) error {
	f := b.frame(questionsPath, guidePath, "Review questions", "The questions that a month's patterns raise in a review, by domain.", Link{Text: "Guide", Href: guidePath})
	page := QuestionIndex{Frame: f}
	for _, bank := range b.site.Questions {
		g := QuestionGroup{ID: bank.Domain, Title: bank.Title}
		for _, q := range bank.List {
			row := QuestionRow{Question: q}
			for _, p := range b.site.Patterns {
				if slices.Contains(p.Questions, q.ID) {
					row.Patterns = append(row.Patterns, Link{Text: p.Title, Href: patternAddress(p.ID)})
				}
			}
			g.Questions = append(g.Questions, row)
		}
		page.Groups = append(page.Groups, g)
	}
	return b.write(buf, questionsPath, "questions", page)
}

// patternPaths are the addresses of the sitemap.
func (b *book) patternPaths() (paths []string) {
	if len(b.site.Patterns) == 0 {
		return nil
	}
	paths = []string{patternsPath, questionsPath}
	for _, p := range b.site.Patterns {
		paths = append(paths, patternAddress(p.ID))
	}
	return paths
}
