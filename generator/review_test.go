package generator

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"leadline/generator/period"
)

var (
	cardIDs    = regexp.MustCompile(`<article class="card[^"]*" id="([^"]+)"`)
	askedSince = regexp.MustCompile(`asked since ([A-Z][a-z]+ [0-9]{4})`)
	anchors    = regexp.MustCompile(`href="(?:[^"]*teams/[^"]*)?#([a-z-]+)"`)
)

// The sample's stages, decisions and questions are on the pages where they belong.
func TestSampleReviews(t *testing.T) {
	files := sampleSite(t)
	page := func(path string) string {
		data, ok := files[path]
		if !ok {
			t.Fatalf("there is no %s", path)
		}
		return string(data)
	}
	for path, texts := range map[string][]string{
		"teams/fjord/2026-10/index.html":  {"Decided in September 2026: <bdi>Finish or drop the five oldest items", `<a href="#work-in-progress">Work in progress</a>: 50`, "Decided the month before:"},
		"review/2026-10/fjord/index.html": {"September 2026: <bdi>Finish or drop", "Starting more than finishing, asked since"},
		"review/2026-10/iris/index.html":  {"Agree on a time of day for reviews"},
		"portfolio/2026-09/index.html":    {"Decided in August 2026: <bdi>Ask the change board"},
		"review/2026-09/index.html":       {"Ask the change board"},
		"teams/sprout/2026-10/index.html": {"Playbook stage 2, See the data", `guide/playbook/index.html#stage-3-baseline">Stage 3, Baseline</a>, is entered when this is so: Stage 2 is done`, "Rows that name what the team owns now arrived of: deployments,"},
	} {
		for _, text := range texts {
			if !strings.Contains(page(path), text) {
				t.Errorf("%s does not say %q", path, text)
			}
		}
	}
	for team, want := range map[string]string{"sprout": "", "orchid-core": "cycle-time throughput work-in-progress work-item-age"} {
		checkShown(t, team, want, page("teams/"+team+"/2026-10/index.html"), page("review/2026-10/"+team+"/index.html"))
	}
	if _, there := files["review/2026-10/kelp/index.html"]; there {
		t.Error("a team that has ended has a sheet")
	}
	for _, m := range askedSince.FindAllStringSubmatch(page("review/2026-10/sapling/index.html"), -1) {
		if since, err := time.Parse("January 2006", m[1]); err != nil || period.MonthOf(since.Year(), since.Month()) < period.MonthOf(2026, time.February) {
			t.Errorf("sapling was asked since %s, before there was a sapling", m[1])
		}
	}
}

// checkShown holds a team's page and sheet to the metrics of its stage: no card, no sentence
// and no question leads to another.
func checkShown(t *testing.T, team, want, page, sheet string) {
	t.Helper()
	shown := strings.Fields(want)
	var cards []string
	for _, m := range cardIDs.FindAllStringSubmatch(page, -1) {
		cards = append(cards, m[1])
	}
	if strings.Join(cards, " ") != want {
		t.Errorf("%s shows %q, want %q", team, cards, shown)
	}
	for _, m := range anchors.FindAllStringSubmatch(page+sheet, -1) {
		if strings.Contains(page, `href="../../../metrics/`+m[1]+`/index.html">`) && !strings.Contains(want, m[1]) {
			t.Errorf("%s leads to the figure of %s, which it does not show", team, m[1])
		}
	}
}
