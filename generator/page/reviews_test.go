package page

import (
	"fmt"
	"strings"
	"testing"

	"leadline/generator/fact"
	"leadline/generator/finding"
	"leadline/generator/level"
	"leadline/generator/narrative"
	"leadline/generator/period"
)

// talked is a site of two teams: one at the last stage, whose review has all there can be,
// and one that the test sets to a stage.
func talked(t *testing.T) *Site {
	t.Helper()
	site := sample(t, []string{"payments", "search"})
	m := site.Latest
	site.Teams[0].Playbook = &Playbook{Now: narrative.Stage{Number: 7, Title: "Prune"}}
	site.Teams[0].Talk = Talk{
		Asked: map[period.Month][]Asked{m: {
			{Question: finding.Question{ID: "flow-a", Ask: "What waits?", Why: "It goes on."}},
			{Question: finding.Question{ID: "flow-b", Ask: "What else?"}, Since: m - 2}}},
		Decisions: []fact.Decision{
			{Month: m - 2, Text: "Too old to be told."},
			{Month: m - 1, Text: "Ask <script>alert(1)</script> first.", Metrics: []string{"rate-deployed", "no-such-metric"}},
			{Month: m, Text: "Not decided yet a month ago."}},
	}
	site.Portfolio.Talk = Talk{
		Asked:     map[period.Month][]Asked{m: {{Question: finding.Question{ID: "portfolio-a", Ask: "Who but us?"}, Since: m - 1}}},
		Decisions: []fact.Decision{{Month: m - 1, Text: "Approve in advance.", Metrics: []string{"share-failed"}}},
	}
	return site
}

// wants holds texts to a page, whatever the spaces between its elements.
func wants(t *testing.T, name, page string, texts ...string) {
	t.Helper()
	seen := text(t, page)
	for _, want := range texts {
		if !strings.Contains(strings.Join(strings.Fields(seen), ""), strings.Join(strings.Fields(want), "")) {
			t.Errorf("%s does not say %q:\n%s", name, want, seen)
		}
	}
}

func TestReviewSheet(t *testing.T) {
	files := render(t, talked(t), 2)
	checkPages(t, files)
	sheet := files["review/2026-02/payments/index.html"]
	wants(t, "the sheet", sheet, "payments Review of February 2026",
		"January 2026: Ask <script>alert(1)</script> first. Now: Rate deployed", "no-such-metric not defined.",
		"What waits? It goes on.", "What else? asked since December 2025", "Decision Role that sees to it Look again on", "Data up to 2 March 2026.")
	for _, never := range []string{"Too old", "Not decided yet", "<svg class=\"lead-chart\"", "Playbook stage", "search</"} {
		if strings.Contains(sheet, never) {
			t.Errorf("the sheet has %q", never)
		}
	}
	if want := `<a href="../../../teams/payments/2026-02/index.html#rate-deployed">Rate deployed</a>`; !strings.Contains(sheet, want) {
		t.Errorf("the sheet does not lead to the figure on the team's page: no %s", want)
	}
	wants(t, "an empty sheet", files["review/2026-02/search/index.html"], "No pattern holds this month.", "No decision was recorded for the month before.", "No pattern of this month calls for a question.")
	wants(t, "the list", files["review/2026-02/index.html"], "P payments S search", "Decided in January 2026: Approve in advance.", "Who but us? asked since January 2026")
	if !strings.Contains(files["review/index.html"], `<link rel="canonical" href="../review/2026-02/index.html">`) {
		t.Error("the section's own page does not say that it repeats the newest month's")
	}
}

// The team's page has the same questions and decisions, and the decision on the card of the
// metric that it named.
func TestTalkOnPages(t *testing.T) {
	files := render(t, talked(t), 2)
	page := files["teams/payments/2026-02/index.html"]
	wants(t, "the page", page, "Decided in January 2026: Ask <script>alert(1)</script> first. Rate deployed: ", "no-such-metric: not defined",
		"What else? asked since December 2025", "Decided the month before: Ask <script>alert(1)</script> first.")
	if n := strings.Count(page, "Decided the month before:"); n != 1 {
		t.Errorf("the decision is on %d cards, want 1", n)
	}
	if !strings.Contains(page, `href="../../../review/2026-02/payments/index.html"`) {
		t.Error("the page does not lead to its sheet")
	}
	portfolio := files["portfolio/2026-02/index.html"]
	wants(t, "the portfolio", portfolio, "Decided in January 2026: Approve in advance. Share failed: ", "Who but us?")
	if strings.Contains(portfolio, "review/") {
		t.Error("the portfolio leads to the reviews of teams")
	}
}

// What ended has no sheet, and its page leads to none.
func TestSheetsOfTheLiving(t *testing.T) {
	site := talked(t)
	site.Teams[1].Active = []period.Month{site.Latest - 1}
	checkPages(t, render(t, site, 1))
	site.Base, site.Public = "https://example.org/", true // else there is no sitemap
	files := render(t, site, 1)
	if files["review/2026-01/search/index.html"] == "" || files["review/2026-02/search/index.html"] != "" {
		t.Error("a sheet of a month in which there was no such team, or none of one in which there was")
	}
	if strings.Contains(files["teams/search/2026-02/index.html"], "review/2026-02/") {
		t.Error("the page leads to a sheet that there is not")
	}
	sitemap := files["sitemap.xml"]
	if !strings.Contains(sitemap, "review/2026-01/search/") || strings.Contains(sitemap, "review/2026-02/search/") || !strings.Contains(sitemap, "org/review/<") {
		t.Errorf("the sitemap has other reviews than there are:\n%s", sitemap)
	}
}

// However much people write, the sheet takes the beginning.
func TestSheetTakesTheBeginning(t *testing.T) {
	site := talked(t)
	site.Teams[0].Name = strings.Repeat("N", 500)
	site.Teams[0].Talk.Decisions = nil
	for i := range 9 {
		site.Teams[0].Talk.Decisions = append(site.Teams[0].Talk.Decisions, fact.Decision{Month: site.Latest - 1, Text: fmt.Sprint(i, strings.Repeat("ü", 9000)),
			Metrics: []string{"rate-deployed", "share-failed", "time-deploying", "one", "two"}})
	}
	sheet := render(t, site, 1)["review/2026-02/payments/index.html"]
	wants(t, "the sheet", sheet, "6 further decisions on the team's page.")
	if n := strings.Count(sheet, "ü"); n != 3*158 {
		t.Errorf("%d letters of decisions, want 3 × 158, a number and an ellipsis", n)
	}
	if strings.Contains(sheet, "<bdi>two</bdi>") || strings.Count(sheet, "<h1><bdi>"+strings.Repeat("N", 79)+"…") != 1 {
		t.Error("the sheet has more metrics of a decision, or more of a name, than fit")
	}
}

func TestStages(t *testing.T) {
	site := talked(t)
	baseline := narrative.Stage{Number: 3, Title: "Baseline", Enter: "The team has looked at its own rows."}
	site.Teams[1].Playbook = &Playbook{Now: narrative.Stage{Number: 2, Title: "See the data"}, Next: &baseline}
	deployment, _ := fact.EntityNamed(fact.Deployment)
	change, _ := fact.EntityNamed(fact.Change)
	site.Teams[1].Arrivals = []fact.Arrival{{Entity: deployment, Arrived: true}, {Entity: change}}
	files := render(t, site, 1)
	checkPages(t, files)
	const note = "Playbook stage 2, See the data Metrics begin with stage 3. Until then the team's pages show what the data is like, and no figure made from it. " +
		"A stage is no mark: it says which figures there is a use for. Stage 3, Baseline, is entered when this is so: The team has looked at its own rows."
	page := files["teams/search/2026-02/index.html"]
	wants(t, "the page", page, note, "Rows that name what the team owns now arrived of: deployments. No row of: changes.",
		"Of all teams together:", "Rows that each link could be made for, of all teams together")
	if strings.Contains(page, `class="card`) || strings.Contains(page, "At a glance") || strings.Contains(page, "<svg class=\"lead-chart\"") {
		t.Error("a page of stage 2 shows a metric")
	}
	wants(t, "the sheet", files["review/2026-02/search/index.html"], "Playbook stage 2, See the data. Metrics begin with stage 3.",
		"Stage 3, Baseline, is entered when this is so: The team has looked at its own rows.", "No figure is shown at this stage.", "Is the condition for the next stage met, and if not, what stands in its way?")
	if strings.Contains(files["teams/payments/2026-02/index.html"], "Playbook stage") {
		t.Error("a page that shows everything speaks of stages")
	}
}

// A stage shows what it and the stages before it bring; everything else on the page speaks of
// those metrics alone.
func TestStageDecidesWhatIsShown(t *testing.T) {
	site := talked(t)
	for _, d := range site.Definitions {
		d.Stage = map[string]int{"rate-deployed": 3, "share-failed": 4, "time-deploying": 5}[d.ID]
	}
	for stage, want := range map[int]string{0: "", 2: "", 3: "rate-deployed", 4: "rate-deployed share-failed", 5: "rate-deployed time-deploying share-failed", 7: "rate-deployed time-deploying share-failed"} {
		site.Teams[0].Playbook.Now.Number = stage
		b := newBook(site, nil, nil)
		r := report(b, "", &site.Teams[0], site.Latest)
		var ids []string
		for _, c := range r.Cards() {
			ids = append(ids, c.ID)
		}
		if got := strings.Join(ids, " "); got != want || len(r.Waiting) != 3-len(ids) {
			t.Errorf("stage %d shows %q and %d wait, want %q", stage, got, len(r.Waiting), want)
		}
		if stage == 3 {
			checkCounters(t, r)
		}
	}
}

func checkCounters(t *testing.T, r Report[level.Team]) {
	t.Helper()
	if c := r.Cards()[0].Counter[0]; c.Here || c.Text != "not on this page yet" {
		t.Errorf("a counter-metric of a later stage is shown: %q", c.Text)
	}
	if f := r.Decisions[0].Figures[0]; f.Metric.Href != "#rate-deployed" {
		t.Errorf("the decision's figure leads to %q", f.Metric.Href)
	}
}

// What does not fit is left out in the order in which it is least missed.
func TestSheetFits(t *testing.T) {
	long := strings.Repeat("word ", 100)
	full := func(sentence int) Review {
		r := Review{}
		for range 5 {
			r.Story = append(r.Story, Told{Title: "Title", Spans: []Link{{Text: long[:sentence]}}, Caveat: long[:120]})
			r.Questions = append(r.Questions, Question{Text: long[:150], Why: long[:100], Since: "asked since June 2026"})
			r.Decisions = append(r.Decisions, Decision{Text: long, Figures: make([]Named, 9)})
		}
		r.fit()
		return r
	}
	for _, c := range []struct {
		sentence           int
		why, caveat        bool
		decisions, further int
	}{{1, false, true, 3, 2}, {150, false, true, 1, 4}, {300, false, false, 1, 4}} {
		r := full(c.sentence)
		if r.lines() > sheetLines || (r.Questions[4].Why != "") != c.why || (r.Story[4].Caveat != "") != c.caveat || len(r.Decisions) != c.decisions || r.Further != c.further {
			t.Errorf("sentences of %d letters: %d lines, why %q, caveat %q, %d decisions and %d further", c.sentence, r.lines(), r.Questions[4].Why, r.Story[4].Caveat, len(r.Decisions), r.Further)
		}
	}
	short := Review{Questions: []Question{{Text: "What?", Why: "So."}}}
	if short.fit(); short.Questions[0].Why == "" || lines("", 10) != 0 || lines("0123456789a", 10) != 2 || lines("日本語日本語", 10) != 2 {
		t.Error("a sheet with room leaves something out, or lines are counted wrongly")
	}
}
