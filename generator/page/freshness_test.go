package page

import (
	"strings"
	"testing"
	"time"

	"leadline/generator/event"
	"leadline/generator/period"
)

// A late source is said where its rows matter, whatever its name says, and nowhere else.
func TestLateSources(t *testing.T) {
	site := sample(t, []string{"payments", "search"})
	at := func(d int) period.Seconds {
		return period.Seconds(time.Date(2026, 2, d, 23, 30, 0, 0, time.UTC).Unix())
	}
	daily := event.Expected{Cadence: "daily", WarnAfter: 48 * time.Hour}
	site.AsOf = site.AsOf.In(time.FixedZone("", 3600))
	site.Freshness = []event.Freshness{
		{Table: "changes", Pattern: "c.csv", Timed: true, Newest: at(27), AsOf: at(28), Expected: daily},
		{Table: "deployments", Pattern: "<b>d</b>.csv", Timed: true, Newest: at(16), AsOf: at(28), Expected: daily},
		{Table: "incidents", Pattern: "i.csv", Timed: true, AsOf: at(28)},
		{Table: "teams", Pattern: "teams.csv", AsOf: at(28)},
	}
	late := "deployments: newest row 12 days old, expected daily"
	site.Late = map[string][]string{site.Definitions[0].ID: {late}}
	files := render(t, site, 1)
	data := files["data/index.html"]
	for _, want := range []string{
		`<bdi>c.csv</bdi></th><td>changes</td><td><time datetime="2026-02-28">2026-02-28</time></td><td class="number">24 hours</td><td>daily, late after 2 days</td><td class="whole">on time</td>`,
		`<bdi>&lt;b&gt;d&lt;/b&gt;.csv</bdi></th><td>deployments</td><td><time datetime="2026-02-17">2026-02-17</time></td><td class="number">12 days</td><td>daily, late after 2 days</td><td class="whole"><strong>late</strong></td>`,
		`<bdi>i.csv</bdi></th><td>incidents</td><td>none</td><td class="number">–</td><td>not said</td><td class="whole">not judged</td>`,
	} {
		if !strings.Contains(data, want) {
			t.Errorf("the data page lacks %s", want)
		}
	}
	if strings.Contains(data, "teams.csv") {
		t.Error("teams have an age")
	}
	if !strings.Contains(files["index.html"], "<strong>A source is late.</strong> <bdi>"+late+"</bdi>. ") {
		t.Error("the home page does not say it")
	}
	const newest, before = "2026-02", "2026-01"
	said := func(page string) bool {
		if files[page] == "" {
			t.Errorf("there is no page %s", page)
		}
		return strings.Contains(files[page], "<strong>Late when this was built.</strong> <bdi>"+late+"</bdi>. ")
	}
	if !said("teams/payments/"+newest+"/index.html") || said("teams/payments/"+before+"/index.html") {
		t.Error("the newest month alone misses what is late")
	}
	for i, d := range site.Definitions {
		if said := strings.Contains(files["metrics/"+d.ID+"/index.html"], late); said != (i == 0) {
			t.Errorf("%s says it: %t", d.ID, said)
		}
	}
}

func TestPolicies(t *testing.T) {
	site := sample(t, []string{"payments"})
	site.Policies = []Policy{{Name: "A <i>rule</i>", Source: "our own", From: time.Date(2026, 6, 10, 0, 0, 0, 0, time.UTC), Assume: "exposed",
		Rules: []PolicyRule{{"known to be exploited", "within 3 days"}, {"all others", "at the next upgrade"}}}}
	data := render(t, site, 1)["data/index.html"]
	for _, want := range []string{"<h3><bdi>A &lt;i&gt;rule&lt;/i&gt;</bdi>, from <time datetime=\"2026-06-10\">10 June 2026</time></h3>", "<bdi>our own</bdi>. Where it is not recorded, a finding is taken to be: exposed.",
		"<li>known to be exploited: within 3 days</li>", "<li>all others: at the next upgrade</li>"} {
		if !strings.Contains(data, want) {
			t.Errorf("the data page lacks %s", want)
		}
	}
}
