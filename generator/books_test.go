package generator

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/generator/period"
)

// A history that one sheet cannot hold is cut between months, and nothing is lost or twice.
func TestHistoryIsCutBetweenMonths(t *testing.T) {
	first := period.MonthOf(2024, time.November)
	var months []period.Month
	for i := range 14 {
		months = append(months, first+period.Month(i))
	}
	for _, c := range []struct {
		rows, most int
		want       []string
	}{
		{10, 140, []string{"2024-11-to-2025-12"}},
		{10, 139, []string{"2024-11-to-2025-11", "2025-12-to-2025-12"}},
		{10, 50, []string{"2024-11-to-2025-03", "2025-04-to-2025-08", "2025-09-to-2025-12"}},
		{10, 5, nil}, // a month that fits nowhere is alone
	} {
		var names []string
		var all []period.Month
		for _, b := range historyBooks(months, func(period.Month) int { return c.rows }, c.most) {
			names, all = append(names, b.name), append(all, b.months...)
			if !slices.Equal(b.months, b.drawn) || b.folder != "all" || len(b.months) > 1 && len(b.months)*c.rows > c.most {
				t.Errorf("%d rows a month, at most %d: %+v", c.rows, c.most, b)
			}
		}
		if !slices.Equal(all, months) || c.want != nil && !slices.Equal(names, c.want) || c.want == nil && len(names) != len(months) {
			t.Errorf("%d rows a month, at most %d: %q", c.rows, c.most, names)
		}
	}
}

func TestFileNames(t *testing.T) {
	for site, want := range map[string]string{"Harbour Lane": "harbour-lane", "../../etc/passwd": "etc-passwd", "=cmd|' /C calc'!A0": "cmd-c-calc-a0", "Übersee": "bersee", "港": "site", "": "site",
		strings.Repeat("x", 200): strings.Repeat("x", 60)} {
		if got := fileName(site); got != want {
			t.Errorf("%q: %q, want %q", site, got, want)
		}
	}
}
