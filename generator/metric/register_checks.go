package metric

import (
	"cmp"
	"slices"
	"strings"

	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/period"
)

// Pair is a required check of a service as a month ended: what stands behind a figure of
// Coverage, for those who have to roll the check out.
type Pair struct {
	Month          period.Month
	Metric         string
	Version        string
	Service, Check string         // ids; Check is "" where the definition does not divide by it
	State          string         // one of fact.Covered, Stale, Absent, Unknown, by the definition's windows
	Seen           period.Seconds // latest scan that speaks for the version in production, or spoke last; 0 none
	Moved          period.Seconds // when production went past what was seen; 0 never
	FreshDays      int            // for how many days a scan counts
	GraceDays      int            // for how many days after Moved it still does
}

// Pairs lists the pairs of every month's end, or as-of, in the order of months, services
// and checks. A definition of another kind, or one that services may not see, has none.
func Pairs(d *Definition, t *fact.Table, u *fact.Units, f Frame) (out []Pair) {
	c, ok := d.Measure.(*Coverage)
	r, known := listing(d, t, u, f)
	if !ok || !known {
		return nil
	}
	judge, service, check := newSpanJudge(t, c), t.Index("service_id"), t.Index(c.By)
	from, to := t.Index(c.From), t.Index(c.To)
	r.each(func(_ int, chunk *fact.Chunk, mask []uint8) {
		for i, start := range chunk.Values[from].Times {
			if mask[i] == 0 || start >= f.AsOf {
				continue
			}
			r.openMonths(max(start, 1), chunk.Values[to].Times[i], func(m int, at uint32) {
				p := Pair{Month: f.Calendar.Month(m), Metric: d.ID, Version: d.Version, State: coverageStates[judge.state(chunk, i, at-1)],
					Seen: chunk.Values[judge.seen].Times[i], Moved: chunk.Values[judge.moved].Times[i], FreshDays: c.FreshDays, GraceDays: c.GraceDays}
				p.Service, p.Check = textAt(t, chunk, service, i), textAt(t, chunk, check, i)
				out = append(out, p)
			})
		}
	})
	slices.SortStableFunc(out, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), strings.Compare(a.Service, b.Service), strings.Compare(a.Check, b.Check))
	})
	return out
}

// listing walks the facts that a definition selects in one piece, if services may see it.
func listing(d *Definition, t *fact.Table, u *fact.Units, f Frame) (rows, bool) {
	m, ok := d.Measure.(measurable)
	if !ok || t.Len() == 0 || d.Policies[level.ServiceName] != Pooled {
		return rows{}, false
	}
	f.Workers = 1
	filter, lacking := compile(t, m)
	return rows{grid{u, f, u.Cells()}, t, filter}, lacking == ""
}

// textAt is a category of a row, "" where there is no such column.
func textAt(t *fact.Table, c *fact.Chunk, column, i int) string {
	if column < 0 {
		return ""
	}
	return t.Dicts[column].Text(c.Values[column].Codes[i])
}
