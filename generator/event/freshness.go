package event

import (
	"fmt"
	"slices"
	"time"

	"leadline/generator/diag"
	"leadline/generator/period"
)

// Expected is how old the newest row of a source may be at the as-of instant. The zero
// Expected expects nothing.
type Expected struct {
	Cadence   string        // "daily", "weekly", "monthly" or a length of time, as written; "" for none
	WarnAfter time.Duration // older is late
	FailAfter time.Duration // older stops the build; 0: never
}

// Freshness is how old the newest row of one source was at the as-of instant. It is told of
// what was read and lies in scope, so neither rows after the as-of instant nor the order of
// rows change it.
type Freshness struct {
	Table   string
	Pattern string         // the source's files, as site.toml names them
	Timed   bool           // rows of the table happen at an instant; else there is no age
	Newest  period.Seconds // 0: no row
	AsOf    period.Seconds
	Expected
}

// Outcome is what a check says: ok, warn or fail, and nothing where nothing is expected.
type Outcome uint8

// The outcomes.
const (
	Unjudged Outcome = iota
	Fresh
	Late    // published, and said wherever it matters
	TooLate // nothing is published
)

// Outcome judges the age. A source without any row is as late as can be.
func (f Freshness) Outcome() Outcome {
	switch {
	case !f.Timed || f.Cadence == "" || f.AsOf == 0:
		return Unjudged
	case f.FailAfter > 0 && f.over(f.FailAfter):
		return TooLate
	case f.over(f.WarnAfter):
		return Late
	}
	return Fresh
}

func (f Freshness) over(limit time.Duration) bool { return f.Newest == 0 || f.Age() > limit }

// Late reports whether readers must be told.
func (f Freshness) Late() bool { return f.Outcome() >= Late }

// Age is the time from the newest row to the as-of instant; 0 where there is no row.
func (f Freshness) Age() time.Duration {
	if f.Newest == 0 || f.AsOf < f.Newest {
		return 0
	}
	return time.Duration(f.AsOf-f.Newest) * time.Second
}

// String is the finding in words: "incidents: newest row 12 days old, expected daily".
func (f Freshness) String() string { return f.Table + ": " + f.said() }

// said is String without the table.
func (f Freshness) said() string {
	text := "newest row " + AgeText(f.Age()) + " old"
	switch {
	case !f.Timed:
		return "its rows do not happen at an instant, so they have no age"
	case f.Newest == 0:
		text = "no row up to the as-of instant"
	}
	if f.Cadence == "" {
		return text
	}
	return text + ", expected " + CadenceText(f.Cadence)
}

// CadenceText is a cadence in a sentence: "daily", "every 6h".
func CadenceText(cadence string) string {
	if slices.Contains([]string{"daily", "weekly", "monthly"}, cadence) {
		return cadence
	}
	return "every " + cadence
}

// AgeText is an age in whole days from two days on, in whole hours below; cut off, because
// nothing is a day old before the day is over.
func AgeText(age time.Duration) string {
	n, unit := int(age/time.Hour), "hour"
	if n >= 48 {
		n, unit = n/24, "day"
	}
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", n, unit)
}

// exactly is a limit in words that differ from those of an age beyond it: 4 days and an hour
// are "4 days" too, and the limit is then said in hours.
func exactly(limit, age time.Duration) string {
	if AgeText(limit) != AgeText(age) {
		return AgeText(limit)
	}
	return fmt.Sprintf("%d hours, and it is %d", limit/time.Hour, (age+time.Hour-1)/time.Hour)
}

// latest is the latest instant of the rows of a part, by the table's scope columns.
func (p *part) latest() (newest period.Seconds) {
	if len(p.fd.scope) == 0 || p.Rows == 0 {
		return 0
	}
	if times := p.Columns[p.fd.scope[0]].Times; len(times) > 0 {
		newest = slices.Max(times[:p.Rows])
	}
	if newest != 0 && len(p.fd.scope) == 1 {
		return newest
	}
	return p.latestStandingIn(newest)
}

// latestStandingIn also looks at what stands in for a scope instant that a row lacks.
func (p *part) latestStandingIn(newest period.Seconds) period.Seconds {
	for row := range p.Rows {
		for _, i := range p.fd.scope {
			if times := p.Columns[i].Times; len(times) > 0 && times[row] != 0 {
				newest = max(newest, times[row])
				break
			}
		}
	}
	return newest
}

// freshness is that of every source, in the order given.
func (g *gather) freshness(sources []Source, all []*input, asOf period.Seconds) []Freshness {
	out := make([]Freshness, len(sources))
	for s := range sources {
		out[s] = Freshness{Table: g.table.Name, Pattern: sources[s].Pattern, Timed: g.table.Scope != "", AsOf: asOf, Expected: sources[s].Expected}
		for i, in := range all {
			if in.source == &sources[s] {
				out[s].Newest = max(out[s].Newest, g.files[i].Newest)
			}
		}
	}
	for i, in := range all {
		for s := range sources {
			if in.source == &sources[s] {
				g.files[i].Source = out[s]
			}
		}
	}
	return out
}

// punctual is a problem for every source that is too late to publish with; where strict,
// for every late one.
func punctual(sources []Source, all []Freshness, opt Options) (problems diag.Problems) {
	if opt.KeepGoing && !opt.Strict {
		return nil
	}
	for i, f := range all {
		limit, key := f.FailAfter, "fail_after"
		switch {
		case f.Outcome() == Late && opt.Strict:
			limit, key = f.WarnAfter, "warn_after, as --strict asks"
		case f.Outcome() != TooLate:
			continue
		}
		problems = append(problems, diag.Problem{Position: sources[i].Declared, Found: fmt.Sprintf("%s of %s: %s", f.Table, quoted([]byte(f.Pattern)), f.said()),
			Expected: fmt.Sprintf("at most %s (%s)", exactly(limit, f.Age()), key), Do: "export it again, or build with --keep-going, which publishes and says so"})
	}
	return problems
}
