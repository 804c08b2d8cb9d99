package page

import (
	"strings"
	"testing"

	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
)

func TestStatName(t *testing.T) {
	for stat, want := range map[string]string{
		"p50": "Median", "p85": "85th percentile", "p91": "91st percentile", "p12": "12th percentile", "p73": "73rd percentile",
		"rate": "Rate", "quiet_weeks": "Weeks without one", "not-judged": "Too early to judge", "odd_thing": "Odd thing",
		"count": "Number", "detected_by": "Detected by", "p": "P", "people": "People", "": "",
	} {
		if got := statName(stat); got != want {
			t.Errorf("%q: got %q, want %q", stat, got, want)
		}
	}
}

func TestSentences(t *testing.T) {
	site := sample(t, []string{"payments"})
	b := newBook(site, nil, nil)
	byMetric := map[string]*Card[level.Team]{}
	r := report(b, "", &site.Teams[0], site.Latest)
	for _, c := range r.Cards() {
		byMetric[c.ID] = c
	}
	// Deployment i is 30 2/7 hours after the one before, from noon of 1 January 2025: those of
	// February 2026 are 314 to 335, and three of these numbers are multiples of nine.
	for id, want := range map[string]string{
		"rate-deployed":  "Rate deployed was 5.5 a week in February 2026, within its usual range for a month of this size",
		"share-failed":   "Share failed was 3 of 22 (14 %, 4.7–33 %) in February 2026, within its usual range for a month of this size",
		"time-deploying": "Time deploying was 11 minutes in February 2026, within its usual range of 7.5–13 minutes",
	} {
		if got := byMetric[id].Chart.Title; got != whole(want) {
			t.Errorf("got %q, want %q", got, want)
		}
		if c := byMetric[id]; !c.Judged || c.Verdict != "" || !strings.HasSuffix(c.Chart.Subtitle, "; limits from 14 complete months") {
			t.Errorf("%s: %q, %q", id, c.Verdict, c.Chart.Subtitle)
		}
	}
	if got := byMetric["time-deploying"].Headline.Behind; !strings.HasPrefix(got, "median, n = ") {
		t.Errorf("behind the median: %q", got)
	}
	if r.Summary != "3 metrics: 3 within the usual range." {
		t.Errorf("summary %q", r.Summary)
	}
}

// TestVerdictOfAnOldMonth says that its limits rest on no later month.
func TestVerdictOfAnOldMonth(t *testing.T) {
	site := sample(t, []string{"payments"})
	r := report(newBook(site, nil, nil), "", &site.Teams[0], site.Latest-2)
	for _, c := range r.Cards() {
		if v := c.Chart.Subtitle; !strings.HasSuffix(v, "; limits from 12 complete months") {
			t.Errorf("got %q", v)
		}
	}
}

// TestAbsences: the four absences print differently, each with its reason.
func TestAbsences(t *testing.T) {
	seen := map[string]bool{}
	for a := metric.NoData; a <= metric.NotApplicable; a++ {
		f := metric.Figure{Absence: a, Reason: "because"}
		if seen[f.Text()] || f.Detail() != "because" || pointState(a).Shown() {
			t.Errorf("%d prints %q, %q", a, f.Text(), f.Detail())
		}
		seen[f.Text()] = true
	}
}

func TestWithheldCounts(t *testing.T) {
	site := sample(t, []string{"one", "two"})
	r := report(newBook(site, nil, nil), "", &site.Portfolio, site.Latest)
	for _, c := range r.Cards() {
		if c.Glance != "withheld" || !c.Headline.Absent {
			t.Errorf("two services counted: %q", c.Glance)
		}
	}
}

func TestPageMonths(t *testing.T) {
	site := &Site{Latest: period.MonthOf(2026, 2)}
	for m := period.MonthOf(2024, 1); m <= period.MonthOf(2026, 3); m++ {
		site.Months = append(site.Months, m)
	}
	months := site.PageMonths()
	if len(months) != 13 || months[0] != period.MonthOf(2025, 2) || months[12] != site.Latest {
		t.Errorf("got %v", months)
	}
	site.Pages = site.Months[:1]
	if got := site.PageMonths(); len(got) != 1 {
		t.Errorf("own choice ignored: %v", got)
	}
}

func TestDataScriptRefusesMarkup(t *testing.T) {
	if _, err := dataScript([]byte(`{"a":"</script>"}`)); err == nil {
		t.Error("JSON with < was accepted")
	}
	if got, err := dataScript([]byte(`{"a":"\u003c"}`)); err != nil || !strings.Contains(string(got), `{"a":"\u003c"}`) {
		t.Errorf("%s, %v", got, err)
	}
}

func TestPartText(t *testing.T) {
	for _, c := range []struct {
		part, whole int
		want        string
	}{
		{0, 0, "0 of 0"}, {3, 9, "3 of 9"}, {0, 10, "0 of 10 (0 %)"}, {9, 10, "9 of 10 (90 %)"},
		{11666, 11690, "11,666 of 11,690 (over 99 %)"}, {168, 168, "168 of 168 (100 %)"},
	} {
		if got := partText(c.part, c.whole); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
