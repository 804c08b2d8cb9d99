package page

import (
	"fmt"

	"leadline/generator/ledger"
	"leadline/generator/period"
)

// Edition says how current a page is. A page that speaks of the newest month, or of the whole
// site, names the run that made it; one of a month that is final and past names that month
// alone, so that the next run writes the same bytes.
type Edition struct {
	AsOf   Date         // end of the data; empty on a page of a past month
	Latest period.Month // newest complete month; 0 when there is none, and on a page of a past month
	Due    string       // "The report for November 2026 is due by 5 December 2026"; "" where it is not said
	Built  Date         // empty where it is not said
	Past   *Past        // nil on every other page
}

// Past is a month that is final and not the newest.
type Past struct {
	Month period.Month
	Since Date
}

// edition is that of a month's page; 0 stands for the newest.
func (b *book) edition(m period.Month) Edition {
	if b.past(m) {
		return Edition{Past: &Past{m, b.statusOf(m).Date}}
	}
	e := Edition{AsOf: dateOf(b.site.AsOf), Latest: b.site.Latest}
	if m == 0 || m == b.site.Latest {
		e.Due, e.Built = b.due(), dateOf(b.site.Built)
	}
	return e
}

// past reports whether a month's page may depend on nothing but that month: it is final, and
// another one is newer.
func (b *book) past(m period.Month) bool {
	return m != 0 && m < b.site.Latest && b.site.Closing.Status(m) == ledger.Final && b.statusOf(m) != nil
}

// due says by when the next report is expected: DueDays after the end of the month that
// follows the newest complete one, or of the first.
func (b *book) due() string {
	next := b.site.Latest + 1
	if b.site.Latest == 0 && len(b.site.Months) > 0 {
		next = b.site.Months[0]
	}
	if b.site.DueDays == 0 || next == 1 {
		return ""
	}
	day := (next + 1).Day(b.site.DueDays, b.site.AsOf.Location())
	return fmt.Sprintf("The report for %s is due by %s", next.Long(), dateOf(day).Long)
}
