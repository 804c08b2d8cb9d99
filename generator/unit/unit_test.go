package unit

import (
	"math"
	"testing"
)

func TestText(t *testing.T) {
	for _, tc := range []struct {
		unit Unit
		v    float64
		want string
	}{
		{Seconds, 0, "0 seconds"}, {Seconds, 1, "1 second"}, {Seconds, 89, "89 seconds"}, {Seconds, 90, "1.5 minutes"},
		{Seconds, 5400, "1.5 hours"}, {Seconds, 3600, "60 minutes"}, {Seconds, 47 * 3600, "47 hours"}, {Seconds, 48 * 3600, "2 days"},
		{Seconds, 276480, "3.2 days"}, {Seconds, 123.4 * 86400, "120 days"}, {Seconds, 12345 * 86400, "12,000 days"},
		{Share, 0.25, "25 %"}, {Share, 0, "0 %"}, {Share, 1, "100 %"}, {Share, 0.004, "0.4 %"}, {Share, 0.1304, "13 %"},
		{PerWeek, 4.52, "4.5 a week"}, {PerWeek, 0, "0 a week"}, {Items, 17, "17"}, {Items, 12.34, "12.3"}, {Items, 0.1 + 0.2, "0.3"}, {Items, 1234567, "1,230,000"},
		{Direction, 1, "rising"}, {Direction, 0, "level"}, {Direction, -1, "falling"}, {Direction, 0.03, "rising"},
	} {
		if got := tc.unit.Text(tc.v); got != tc.want {
			t.Errorf("%d.Text(%g) = %q, want %q", tc.unit, tc.v, got, tc.want)
		}
	}
}

func TestRange(t *testing.T) {
	for _, tc := range []struct {
		unit      Unit
		low, high float64
		want      string
	}{
		{Seconds, 2.1 * 86400, 4.74 * 86400, "2.1–4.7 days"}, {Share, 0.13, 0.43, "13–43 %"}, {PerWeek, 1, 2.55, "1–2.5 a week"},
		{Items, 3, 12, "3–12"}, {Share, 0, 0.1611, "0–16 %"},
	} {
		if got := tc.unit.Range(tc.low, tc.high); got != tc.want {
			t.Errorf("Range(%g, %g) = %q, want %q", tc.low, tc.high, got, tc.want)
		}
	}
}

func TestRangeAbout(t *testing.T) {
	if got := Seconds.RangeAbout(47*3600, 41*3600, 53*3600); got != "41–53 hours" {
		t.Errorf("%q", got)
	}
}

func TestPlural(t *testing.T) {
	for want, got := range map[string]string{"1 deployment": Plural(1, "deployment"), "0 deployments": Plural(0, "deployment"),
		"2 changes": Plural(2, "change"), "3 entries": Plural(3, "entry"), "2 days": Plural(2, "day"), "1,200 branches": Plural(1200, "branch")} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestGrouped(t *testing.T) {
	for want, n := range map[string]int64{"0": 0, "999": 999, "1,000": 1000, "-12,345": -12345, "9,223,372,036,854,775,807": math.MaxInt64} {
		if got := Grouped(n); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
