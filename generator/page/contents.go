package page

import (
	"html/template"

	"leadline/generator/level"
	"leadline/generator/narrative"
)

// contents are the sections of a long page, in the order in which its template writes them.
// They are told from the page's struct by the same conditions as in the template; a test holds
// the two together.
type contents []Link

// HTML is the sections as items of a list.
func (c contents) HTML() template.HTML {
	return composed(func(m *markup) {
		for _, l := range c {
			m.raw("<li>")
			m.link(l.Href, l.Text)
			m.raw("</li>")
		}
	})
}

// add appends a section that is there.
func (c *contents) add(there bool, id, text string) {
	if there {
		*c = append(*c, Link{Text: text, Href: "#" + id})
	}
}

// Contents are the sections of a team's page.
func (t Team) Contents() contents {
	var c contents
	c.lead(len(t.Story), len(t.Decisions)+len(t.Questions))
	if t.Stage != nil {
		c.add(true, "stage", "Playbook "+t.Stage.Name)
	}
	if t.Data != nil {
		c.add(true, "arrivals", "Do the team's events arrive?")
		c.add(len(t.Data.Accounts) > 0, "sources", "Rows that were read")
		c.add(len(t.Data.Coverage) > 0, "linked", "Links between events")
	} else {
		c.add(t.Glanced(), "glance", "At a glance")
		domainContents(&c, t.Domains)
	}
	c.end(len(t.Notes), len(t.Waiting), len(t.NotShown), "Not shown for a team")
	return c
}

// Contents are the sections of a service's page.
func (s Service) Contents() contents {
	var c contents
	if len(s.Domains) > 0 {
		c.lead(len(s.Story), len(s.Decisions)+len(s.Questions))
		c.add(s.Glanced(), "glance", "At a glance")
	}
	domainContents(&c, s.Domains)
	c.end(len(s.Notes), len(s.Waiting), len(s.NotShown), "Not shown for a service")
	return c
}

// Contents are the sections of the portfolio's page.
func (p Portfolio) Contents() contents {
	var c contents
	c.lead(len(p.Story), len(p.Decisions)+len(p.Questions))
	c.add(true, "may", "What this section may not show")
	if len(p.Domains) > 0 {
		c.add(p.Glanced(), "glance", "At a glance")
		c.add(p.Across != nil, "across", "Systemic or local")
	}
	domainContents(&c, p.Domains)
	c.end(len(p.Notes), 0, len(p.NotShown), "Not shown here, and why")
	return c
}

func (c *contents) lead(sentences, talk int) {
	c.add(sentences > 0, "story", "The month in sentences")
	c.add(talk > 0, "talk", "For the review")
}

func domainContents[L level.Level](c *contents, domains []Domain[L]) {
	for _, d := range domains {
		c.add(true, "domain-"+d.ID, d.Title)
	}
}

func (c *contents) end(notes, waiting, notShown int, text string) {
	c.add(notes > 0, "notes", "Notes on the charts")
	c.add(waiting > 0, "waiting", "Introduced later")
	c.add(notShown > 0, "not-shown", text)
	c.add(true, "quality", "Behind the figures")
}

// Contents are the sections of the data-quality page.
func (d Data) Contents() contents {
	var c contents
	c.add(len(d.Accounts) > 0, "accounts", "Row accounts")
	c.add(len(d.Fresh) > 0, "freshness", "Freshness")
	c.add(true, "rejected", "Rejected rows")
	c.add(true, "columns", "Columns")
	c.add(true, "links", "Links between events")
	c.add(len(d.Policies) > 0, "policies", "Remediation policy")
	c.add(true, "restated", "Restatements and provenance")
	c.add(d.Counted, "owners", "Units without an owner")
	c.add(len(d.Statement) > 0, "visibility", "What this site may show")
	return c
}

// Contents are the sections of a definition's page: what the program says, then the text.
func (m Metric) Contents() contents {
	var c contents
	c.add(true, "definition", "Definition")
	c.add(true, "levels", "Where it may be shown")
	c.add(true, "counter", "Read together with")
	c = append(c, chapters(m.Headings)...)
	c.add(len(m.Inputs) > 0, "inputs", "Inputs")
	return c
}

// chapters are a text's headings of the second level.
func chapters(headings []narrative.Heading) (c contents) {
	for _, h := range headings {
		c.add(h.Level == 2, h.ID, h.Words)
	}
	return c
}
