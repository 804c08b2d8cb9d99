package page

import (
	"math"
	"regexp"
	"strings"
	"testing"

	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
)

func TestChangeSentence(t *testing.T) {
	none := math.NaN()
	may := period.MonthOf(2026, 5)
	ratio := metric.Change{First: may, Last: may + 5, Estimate: 0.52, Low: 0.41, High: 0.66, Confidence: 0.95, P: 0.0004, Claimed: true, Neighbours: none}
	points := metric.Change{First: may - 6, Last: may - 1, Scale: metric.Points, Estimate: 0.043, Low: 0.01, High: 0.081, Confidence: 0.99, P: 0.001, Claimed: true, Neighbours: none}
	with := func(c metric.Change, edit func(*metric.Change)) metric.Change { edit(&c); return c }
	for _, c := range []struct {
		change metric.Change
		want   string
	}{
		{ratio, "Over May–October 2026 it was 0.52 times what it was over the 12 months before (95 % interval 0.41–0.66): a sustained change."},
		{with(ratio, func(c *metric.Change) { c.Gaps = 2 }), "Over May–October 2026 it was 0.52 times what it was over the 12 months with a value before (95 % interval 0.41–0.66): a sustained change."},
		{with(ratio, func(c *metric.Change) { c.Neighbours = 0.456 }), "Over May–October 2026 it was 0.52 times what it was over the 12 months before (95 % interval 0.41–0.66): probably a sustained change. Neighbouring months were alike before (correlation 0.46), which makes false alarms more frequent."},
		{with(ratio, func(c *metric.Change) { c.Claimed, c.Estimate, c.Low, c.High, c.P = false, 0.94, 0.78, 1.13, 0.4 }),
			"No detectable change against the 12 months before: 0.94 times, 95 % interval 0.78–1.13."},
		{with(ratio, func(c *metric.Change) { c.Claimed, c.P = false, 0.0142 }),
			"No detectable change against the 12 months before: 0.52 times, 95 % interval 0.41–0.66 (p = 0.014; under 0.01 would be called a change)."},
		{with(ratio, func(c *metric.Change) { c.High, c.Estimate, c.Low = math.Inf(1), 12.34, 1.5 }),
			"Over May–October 2026 it was 12 times what it was over the 12 months before (95 % interval from 1.50): a sustained change."},
		{with(ratio, func(c *metric.Change) {
			c.Mix = metric.Mix{Changed: true, Strong: true, Groups: 2, Rate: none, Weights: none, EntryExit: none}
		}),
			"Over May–October 2026 it was 0.52 times what it was over the 12 months before (95 % interval 0.41–0.66), while it rose in each of its 2 services that can be compared: the mix of work changed."},
		{with(ratio, func(c *metric.Change) {
			c.Claimed, c.Estimate, c.Low, c.High, c.P = false, 0.74, 0.47, 1.39, 0.4
			c.Mix = metric.Mix{Changed: true, Groups: 3, Weights: none}
		}), "No detectable change against the 12 months before: 0.74 times, 95 % interval 0.47–1.39. It rose in each of its 3 services that can be compared, which the whole does not show: the mix of work changed."},
		{points, "Over November 2025–April 2026 it was 4.3 percentage points higher than over the 12 months before (99 % interval +1 to +8.1): a sustained change."},
		{with(points, func(c *metric.Change) {
			c.Mix = metric.Mix{Changed: true, Groups: 3, Rate: -0.0158, Weights: 0.0583}
		}), "The mix of work changed. Over November 2025–April 2026 it was 4.3 percentage points higher than over the 12 months before (99 % interval +1 to +8.1): −1.6 from the services' own shares, +5.8 from how much each of them weighs."},
		{metric.Change{Scale: metric.Difference, Estimate: -0.5, Low: -3, High: 2, Confidence: 0.95, P: 0.7}, "No detectable change against the 12 months before: −0.5 items, 95 % interval −3 to +2."},
		{metric.Change{Scale: metric.Difference, Estimate: 1, Low: -3, High: 2, Confidence: 0.95, P: 0.7}, "No detectable change against the 12 months before: +1 item, 95 % interval −3 to +2."},
		{with(points, func(c *metric.Change) { c.Scale, c.Estimate, c.Low, c.High = metric.Difference, -25, -39, -9 }),
			"Over November 2025–April 2026 it was 25 items fewer than over the 12 months before (99 % interval −39 to −9): a sustained change."},
		{metric.Change{Absence: metric.TooFew, Reason: "14 complete months so far; 18 are needed"}, "Too early to judge a sustained change: 14 complete months so far; 18 are needed."},
		{metric.Change{Absence: metric.NotApplicable, Reason: "not compared"}, ""},
	} {
		got := changeSentence(c.change)
		if got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
		if judging.MatchString(got) {
			t.Errorf("%q judges", got)
		}
	}
}

func TestChangeAtAGlance(t *testing.T) {
	for want, c := range map[string]metric.Change{
		"": {Estimate: 2}, "; sustained change up": {Estimate: 2, Claimed: true}, "; sustained change down": {Scale: metric.Points, Estimate: -0.1, Claimed: true},
		"; the mix of work changed": {Estimate: 2, Claimed: true, Mix: metric.Mix{Changed: true}},
	} {
		if got := changeWords(c); got != want {
			t.Errorf("%+v: %q, want %q", c, got, want)
		}
	}
}

// judging are words that the sentences never use: whether a change is wanted is the reader's
// to say, and an undetected change is not an absent one.
var judging = regexp.MustCompile(`(?i)\b(better|worse|improve\w*|declin\w*|no change|unchanged|good|bad|faster|slower)\b`)

func TestChanceSentence(t *testing.T) {
	site := sample(t, []string{"payments", "search", "identity", "mobile", "ledger"})
	got := chance(site.Portfolio.Series, site.Latest)
	if !strings.HasPrefix(got, "10 series of services were looked at for an unusual month") || !strings.Contains(got, "0.5–0.6 %") {
		t.Errorf("got %q", got)
	}
	if early := chance(site.Portfolio.Series, site.Months[0]-1); early != "" {
		t.Errorf("outside the calendar: %q", early)
	}
}

// After a recorded rebase the limits begin anew, with the month that it was recorded in;
// earlier months keep those that they had.
func TestRebaseInWords(t *testing.T) {
	site := annotated(t, []string{"payments"}, annotations(t, "2025-07-10T00:00:00Z,team,payments,new pipeline,true"))
	s := series(t, site, "time-deploying")
	verdictOf := func(m period.Month) string {
		r, _ := s.At(m)
		return unjudged(s, r, m)
	}
	if got := verdictOf(site.Latest); got != "Not judged: only trial limits from 8 complete months since the rebase recorded in July 2025; 12 are needed." {
		t.Errorf("eight months after: %q", got)
	}
	if got := verdictOf(period.MonthOf(2025, 6)); got != "Not judged: only trial limits from 6 complete months so far; 12 are needed." {
		t.Errorf("before: %q", got)
	}
	f := figure(s, site.Latest, true, "", nil)
	july := period.MonthOf(2025, 7)
	if l := f.Limits; len(l) != 2 || l[0].To != july-1 || l[1].From != july || l[1].To != site.Latest+1 || !l[1].Trial || l[0].Centre == l[1].Centre {
		t.Errorf("limits are drawn as %+v", l)
	}
	if got := changeSentence(s.Change(site.Latest)); got != "Too early to judge a sustained change: 8 complete months since the rebase recorded in July 2025; 18 are needed." {
		t.Errorf("change: %q", got)
	}
}

// series is that of a metric as the newest page shows it.
func series(t *testing.T, site *Site, id string) metric.Series[level.Team] {
	for _, s := range site.Teams[0].Series {
		if s.Definition().ID == id {
			return s.AsOf(site.Latest)
		}
	}
	t.Fatalf("no series %s", id)
	panic("unreachable")
}
