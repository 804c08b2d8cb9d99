package page

import (
	"os"
	"slices"
	"strings"
	"testing"

	"leadline/generator/narrative"
)

const guideHead = "+++\ntitle = %q\nsummary = \"What it says.\"\ngroup = %g\norder = 1\naudience = [\"team\", \"coach\"]\nowner = \"o\"\nreviewed = 2026-10-01\n"

func guide(t *testing.T, id, title, group, rest string) *narrative.Guide {
	t.Helper()
	head := strings.NewReplacer("%q", `"`+title+`"`, "%g", `"`+group+`"`).Replace(guideHead)
	g, err := narrative.ParseGuide("content/guide/"+id+".md", []byte(head+rest))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func guides(t *testing.T) []*narrative.Guide {
	const stage = "[[stage]]\nnumber = 0\ntitle = \"Agree\"\naim = \"a\"\nenter = \"e\"\nleave = \"l\"\npublished = \"p\"\n"
	long := strings.Repeat("\n## A part\n\nText.\n", contentsFrom)
	return []*narrative.Guide{
		guide(t, "playbook", "Playbook", "framework", stage+strings.Replace(strings.ReplaceAll(stage, "= 0", "= 1"), "Agree", "A & B", 1)+
			strings.Replace(strings.ReplaceAll(stage, "= 0", "= 2"), "Agree", "See", 1)+
			"+++\n## Stage 0: Agree\n\n```generated\nstage 0\n```\n\n## Stage 1: A & B\n\n```generated\nstage 1\n```\n\nAfter.\n\n## Stage 2: See\n\n```generated\nstage 2\n```\n\n```generated\nroll-up\n```\n"),
		guide(t, "not-this", "What this is not", "start", "+++\n[metric](../metrics/share-failed.md#levels), [gone](../metrics/gone.md), [stage](playbook.md#stage-0-agree), [data](../../data/index.html)\n"+long),
	}
}

func TestGuide(t *testing.T) {
	site := sample(t, []string{"payments"})
	site.Guides = guides(t)
	checkPages(t, render(t, site, 1))
	site.Base, site.Public = "https://example.org/", true
	files := render(t, site, 2)
	for name, want := range map[string][]string{
		"guide/index.html": {"Start here", `href="../guide/not-this/index.html"`, "For teams, coaches", "The framework"},
		"guide/not-this/index.html": {`<a href="../../metrics/share-failed/index.html#levels">metric</a>, gone, <a href="../../guide/playbook/index.html#stage-0-agree">stage</a>`,
			`<a href="#a-part-5">A part</a>`, `<a rel="next" href="../../guide/playbook/index.html">`, `aria-current="true">Guide</a>`},
		"guide/playbook/index.html": {`<h2 id="stage-1-a-b">Stage 1: A &amp; B</h2>`, "<dt>Enter when</dt><dd>e</dd>", "<p>After.</p>", `<a rel="prev" href="../../guide/not-this/index.html">`,
			`<a href="../../metrics/rate-deployed/index.html">Rate deployed</a> <small>team, service, portfolio as counts</small>`,
			`<td>pooled</td><td>no</td><td>no</td>`, "<td>Service: It belongs to a team.</td>", "<td>Portfolio: Summed over teams it informs no decision.</td>"},
		"sitemap.xml": {"<loc>https://example.org/guide/</loc>", "<loc>https://example.org/guide/playbook/</loc>"},
	} {
		for _, text := range want {
			if !strings.Contains(files[name], text) {
				t.Errorf("%s lacks %s:\n%s", name, text, files[name])
			}
		}
	}
	if playbook := files["guide/playbook/index.html"]; strings.Contains(playbook, `id="contents"`) || strings.Contains(playbook, "generated") || strings.Count(playbook, "None.") != 2 {
		t.Errorf("a short page lists its contents, a block was left, or the stages' metrics are wrong:\n%s", playbook)
	}
	slices.Reverse(site.Guides)
	if again := render(t, site, 1); again["guide/playbook/index.html"] != files["guide/playbook/index.html"] || again["guide/index.html"] != files["guide/index.html"] {
		t.Error("other bytes in another order of documents")
	}
}

// A metric's text links to the guide, too.
func TestTextsLinkToTheGuide(t *testing.T) {
	site := sample(t, []string{"payments"})
	site.Guides = guides(t)
	site.Definitions[0].Body = append(site.Definitions[0].Body, "\n[how](../guide/playbook.md)\n"...)
	page := render(t, site, 1)["metrics/"+site.Definitions[0].ID+"/index.html"]
	if !strings.Contains(page, `<a href="../../guide/playbook/index.html">how</a>`) {
		t.Errorf("no link to the playbook:\n%s", page)
	}
}

// The built-in documents render, and first pages lead to them.
func TestBuiltInGuide(t *testing.T) {
	site := sample(t, []string{"payments"})
	entries, err := os.ReadDir("../../content/guide")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile("../../content/guide/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		g, err := narrative.ParseGuide("content/guide/"+e.Name(), data)
		if err != nil {
			t.Fatal(err)
		}
		site.Guides = append(site.Guides, g)
	}
	files := render(t, site, 2)
	for _, g := range site.Guides {
		if page := files[guideAddress(g.ID)]; !strings.Contains(page, "<h1>") || strings.Contains(page, "language-generated") {
			t.Errorf("%s was not rendered in full", g.File)
		}
	}
	for _, id := range []string{"for-teams", "for-leaders", "for-platform", "for-coaches", "for-governance", "what-this-is-not", "reading-a-page"} {
		if !strings.Contains(files["index.html"], `href="`+guideAddress(id)+`"`) {
			t.Errorf("the first page does not lead to %s", id)
		}
	}
}
