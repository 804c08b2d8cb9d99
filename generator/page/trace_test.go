package page

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"leadline/generator/ledger"
	"leadline/generator/level"
	"leadline/generator/metric"
)

// TestEveryFigureHasAnAnchor: what a card prints as a figure has an id of its own, made of
// the definition's id, the same in every month, and no two are the same (checkPages).
func TestEveryFigureHasAnAnchor(t *testing.T) {
	files := render(t, sample(t, []string{"payments"}), 1)
	checkPages(t, files)
	for _, id := range []string{"rate-deployed", "rate-deployed-rate", "rate-deployed-quiet_weeks", "share-failed-share",
		"time-deploying-p50", "time-deploying-p85"} {
		for _, name := range []string{"teams/payments/2025-12/index.html", "teams/payments/2026-02/index.html", "teams/payments/index.html"} {
			if !strings.Contains(files[name], `id="`+id+`"`) {
				t.Errorf("%s has no %s", name, id)
			}
		}
	}
	figures := regexp.MustCompile(`(?s)<dl class="figures[^"]*">.*?</dl>`)
	for _, list := range figures.FindAllString(files["teams/payments/index.html"], -1) {
		if strings.Contains(list, "<div><dt>") {
			t.Errorf("a figure without an id: %s", list)
		}
	}
}

// TestAnchorsDiffer: an anchor tells a figure from every other, also of definitions whose ids
// begin alike and of parts that events name.
func TestAnchorsDiffer(t *testing.T) {
	ids := []string{"flow", "flow-open", "flow-open-late"}
	b := &book{longer: longerIDs(ids)}
	taken := map[string][3]string{"flow": {}, "flow-open": {}, "flow-open-late": {}}
	for _, id := range ids {
		for _, stat := range []string{"open", "late", "open-late", "open_late", "p50", "question:q1", "unusual-high"} {
			for _, part := range []string{"", "late", "Late", "la te", "open", "0–30 days", "late-0123456789", "שירות", "<script>"} {
				a := b.anchor(id, stat, part)
				if other, ok := taken[a]; ok {
					t.Errorf("%s is both %v and %q", a, other, []string{id, stat, part})
				}
				taken[a] = [3]string{id, stat, part}
				if !plainAnchor(a) {
					t.Errorf("%q is no fit anchor", a)
				}
			}
		}
	}
	if a := b.anchor("flow", "p85", ""); a != "flow-p85" {
		t.Errorf("the 85th percentile of flow is at %s", a)
	}
	if a := b.anchor("flow", "exclusive", "process"); a != "flow-exclusive-process" {
		t.Errorf("a part of flow is at %s", a)
	}
}

// TestMergedPartsKeepTheirAnchors: parts that share a line can still be linked to.
func TestMergedPartsKeepTheirAnchors(t *testing.T) {
	row := func(part string) PartRow {
		return PartRow{Name: part, Cells: []Figure{{Text: "0", none: true, stat: "opened", part: part}}}
	}
	c := &Card[level.Team]{ID: "bridge", Parts: []Parts{{Rows: noneTogether([]PartRow{row("new"), row("back"), row("seen")})}}}
	c.anchors(&book{})
	got := c.Parts[0].Rows[0]
	if got.Cells[0].Anchor != "bridge-opened-new" || !slices.Equal(got.Also, []string{"bridge-opened-back", "bridge-opened-seen"}) {
		t.Errorf("got %q and %q", got.Cells[0].Anchor, got.Also)
	}
}

// TestTrace: the trace of a card, with a way to the files, and none of it of the run.
func TestTrace(t *testing.T) {
	site := sample(t, []string{"pay ments"})
	site.Tables = map[string][]string{"time-deploying": {"deployments", "ownership"}}
	site.Inputs = []ledger.Input{{File: ledger.File{Path: "deployments.csv", SHA256: strings.Repeat("ab", 32)}, Table: "deployments", Rows: &ledger.Rows{Read: 336, Accepted: 336}}}
	files := render(t, site, 1)
	checkPages(t, files)
	slugs := Slugs([]string{"pay ments"})
	page := files["teams/"+slugs["pay ments"]+"/2026-02/index.html"]
	at := strings.Index(page, `id="time-deploying"`)
	for _, want := range []string{"time-deploying 1.0.0", "team, pooled from all its rows", "2026-02-01T00:00:00Z to before 2026-03-01T00:00:00Z (UTC)",
		"Quantiles of type 7", `metrics/time-deploying/index.html#inputs">2, with their files</a>`,
		"<code><bdi>leadline explain team &#39;pay ments&#39; time-deploying 2026-02</bdi></code>"} {
		if at < 0 || !strings.Contains(page[at:], want) {
			t.Errorf("the trace lacks %q", want)
		}
	}
	if strings.Contains(page, strings.Repeat("ab", 32)) {
		t.Error("a month's page holds the hash of an input: it would change with every run")
	}
	if definition := files["metrics/time-deploying/index.html"]; !strings.Contains(definition, strings.Repeat("ab", 32)) || !strings.Contains(definition, "336") {
		t.Error("the metric's page lacks its input")
	}
	if other := files["metrics/rate-deployed/index.html"]; strings.Contains(other, `id="inputs"`) {
		t.Error("a metric's page lists inputs that it does not have")
	}
}

// TestTraceOfWithheld: where a figure is withheld, its trace has no number either.
func TestTraceOfWithheld(t *testing.T) {
	for _, s := range sample(t, []string{"payments"}).Portfolio.Series {
		for _, r := range s.Results() {
			if first := headline(r); first.Absence != metric.Withheld {
				continue
			}
			steps := map[string]string{}
			for _, step := range TraceOf(&Site{}, s, r.Month()).Steps {
				steps[step.Term] = step.Text
			}
			if !strings.HasPrefix(steps["No figure"], "withheld: ") || regexp.MustCompile(`[0-9]`).MatchString(steps["Rows"]) {
				t.Errorf("got %v", slices.Sorted(maps.Keys(steps)))
			}
			return
		}
	}
	t.Error("nothing is withheld in the sample: choose another")
}

func TestQuoted(t *testing.T) {
	for word, want := range map[string]string{"fjord": "fjord", "pay ments": "'pay ments'", "it's": `'it'\''s'`, "$(rm)": "'$(rm)'", "-x": "'-x'", "": "''"} {
		if got := quoted(word); got != want {
			t.Errorf("%q becomes %s, want %s", word, got, want)
		}
	}
}
