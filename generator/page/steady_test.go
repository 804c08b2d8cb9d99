package page

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"leadline/generator/ledger"
	"leadline/generator/period"

	"github.com/google/go-cmp/cmp"
)

// at is the sample as a run of a certain day makes it: figures are those of all months, only
// what is published of them grows.
func at(t *testing.T, asOf time.Time, latest period.Month) *Site {
	t.Helper()
	site := sample(t, []string{"payments", "search"})
	site.AsOf, site.Latest, site.Closing, site.DueDays = asOf, latest, ledger.Closing{AsOf: asOf, Lag: 5}, 5
	site.Built, site.Run = asOf.AddDate(0, 0, 1), "run of "+asOf.Format(time.DateOnly)
	site.Pages = nil
	for m := latest - 4; m <= latest; m++ {
		site.Pages = append(site.Pages, m)
	}
	site.Coverage[0].Linked -= int(latest) % 7 // the links of a run are of all its rows
	site.Late = map[string][]string{"rate-deployed": {"deployments: late"}}
	return site
}

// upTo is the month that process limits were last computed with; they are computed with all
// complete months, and a past month's are restated with each.
var upTo = regexp.MustCompile(`(limits [^<>]*?months) up to \w+ \d{4}`)

// The next month's run writes the pages of final months as they were, byte for byte, but for
// those at the ends of the row of months: the newest, which gets a later one, and the first.
func TestPastMonthsStayAsTheyWere(t *testing.T) {
	january := period.MonthOf(2026, 1)
	before := render(t, at(t, time.Date(2026, 2, 20, 0, 0, 0, 0, time.UTC), january), 1)
	after := render(t, at(t, time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), january+1), 1)
	compared := 0
	for name, page := range before {
		if strings.Contains(name, "/2025-11/") || strings.Contains(name, "/2025-12/") {
			compared++
			if diff := cmp.Diff(upTo.ReplaceAllString(page, "$1"), upTo.ReplaceAllString(after[name], "$1")); diff != "" {
				t.Errorf("%s changed:\n%s", name, diff)
			}
		}
	}
	if compared != 2*(2*2+1+3) { // two teams with sheets, two services, the portfolio, the list of sheets
		t.Errorf("%d pages compared", compared)
	}
}

// What is provisional says so with the run that may change it, what is final names no run.
func TestEdition(t *testing.T) {
	files := render(t, at(t, time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC), period.MonthOf(2026, 1)), 1)
	const news, run, past = "due by 5 March 2026", "Newest complete month: January 2026", "December 2025 is final since 6 January 2026. The first page has what is newest."
	all := map[string]bool{news: true, run: true, "Built on 4 February 2026": true, "Data up to 3 February 2026": true}
	for name, want := range map[string]map[string]bool{
		"index.html": all, "data/index.html": all, "portfolio/index.html": all, "teams/payments/2026-01/index.html": all, "review/2026-01/payments/index.html": all,
		"metrics/index.html":                 {run: true, "Data up to 3 February 2026": true},
		"services/search/2025-12/index.html": {past: true},
	} {
		page := strings.Join(strings.Fields(text(t, files[name])), " ")
		for _, phrase := range []string{news, run, past, "Built on 4 February 2026", "Data up to 3 February 2026"} {
			if strings.Contains(page, phrase) != want[phrase] {
				t.Errorf("%s: says %q: %t", name, phrase, !want[phrase])
			}
		}
	}
}

// A day on which clocks skip midnight is no other day.
func TestDueWhereMidnightIsSkipped(t *testing.T) {
	santiago, _ := time.LoadLocation("America/Santiago")
	b := &book{site: &Site{AsOf: time.Date(2026, 8, 20, 0, 0, 0, 0, santiago), Latest: period.MonthOf(2026, 7), DueDays: 6}}
	if got := b.due(); got != "The report for August 2026 is due by 6 September 2026" {
		t.Error(got)
	}
}

// A page that is both provisional and not the newest says up to when there was data, and
// neither when the next report comes nor when it was built.
func TestProvisionalMonths(t *testing.T) {
	site := at(t, time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC), period.MonthOf(2026, 1))
	site.Closing.Lag = 60
	page := text(t, render(t, site, 1)["portfolio/2025-12/index.html"])
	if !strings.Contains(page, "Data up to 3 February 2026") || strings.Contains(page, "due by") || strings.Contains(page, "Built on") {
		t.Errorf("the page says %s", page)
	}
}

func TestStepsOfMonths(t *testing.T) {
	files := render(t, at(t, time.Date(2026, 2, 20, 0, 0, 0, 0, time.UTC), period.MonthOf(2026, 1)), 1)
	for name, want := range map[string]string{
		"teams/payments/2026-01/index.html": "Earlier December 2025 All months January 2026 December 2025 November 2025 October 2025 September 2025",
		"teams/payments/index.html":         "Earlier December 2025 All months January 2026 December 2025 November 2025 October 2025 September 2025",
		"portfolio/2025-12/index.html":      "Earlier November 2025 Later January 2026 Newest month",
		"review/2025-09/index.html":         "Later October 2025 Newest month",
	} {
		_, nav, _ := strings.Cut(files[name], `<nav class="months"`)
		nav, _, _ = strings.Cut(nav, "</nav>")
		if got := strings.Join(strings.Fields(text(t, "<nav"+nav+"</nav>")), " "); got != want {
			t.Errorf("%s: %s\nwant %s", name, got, want)
		}
	}
}
