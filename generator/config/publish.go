package config

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"leadline/generator/period"
)

// defaultCloseLag is a working week. Where it is known how late rows come, the lag is their
// 99th percentile and at least three days (governance reference, G3); events do not say when
// they were received, so a site that knows better says so.
const (
	defaultCloseLag = 5
	maxCloseLag     = 90
)

// closeLag is at least the incident window: an incident may make a deployment of the month's
// last day a failed one for as long as that, with no row late.
func (r *resolver) closeLag(given *int, window time.Duration) int {
	const day = 24 * time.Hour
	least := int((window + day - 1) / day)
	n := or(given, max(defaultCloseLag, least))
	key := []any{"publish", "close_lag_days"}
	switch {
	case given == nil:
	case n < 0 || n > maxCloseLag:
		r.fail(key, fmt.Sprintf("publish.close_lag_days is %d", n), fmt.Sprintf("0 to %d", maxCloseLag), "")
	case n < least:
		r.fail(key, fmt.Sprintf("publish.close_lag_days is %d", n), fmt.Sprintf("%d or more", least),
			"site.incident_window lets an incident change a deployment's month for that long")
	}
	return n
}

// defaultDue is the same working week: a report that comes while its month may still change is
// read for what to talk about, and one that comes much later is not read.
const (
	defaultDue = 5
	maxDue     = 90
)

// dueDays is at least a day: on its last day a month is not complete.
func (r *resolver) dueDays(given *int) int {
	n := or(given, defaultDue)
	if n < 1 || n > maxDue {
		r.fail([]any{"publish", "due_days"}, fmt.Sprintf("publish.due_days is %d", n), fmt.Sprintf("1 to %d", maxDue), "")
	}
	return n
}

// maxReason is the length of a reason in characters: it is a line of the log.
const maxReason = 300

// corrections checks what was recorded; whether a metric exists is known only to those who
// have the definitions.
func (r *resolver) corrections(raw []rawCorrection) (out []Correction) {
	for n, c := range raw {
		at := func(key string) []any { return []any{"correction", n, key} }
		if c.Metric == "" {
			r.fail(at("metric"), "the correction has no metric", "", `say whose figures were wrong: metric = "change-lead-time"`)
		}
		switch reason := strings.TrimSpace(c.Reason); {
		case reason == "":
			r.fail(at("reason"), "the correction has no reason", "", "say in a sentence what was wrong; readers see it")
		case len([]rune(reason)) > maxReason:
			r.fail(at("reason"), fmt.Sprintf("the correction's reason has %d characters", len([]rune(reason))), fmt.Sprintf("at most %d", maxReason), "")
		case strings.ContainsFunc(reason, unicode.IsControl):
			r.fail(at("reason"), "the correction's reason has a control character", "one line of text", "")
		}
		from := r.month(at("from"), c.From)
		to := from
		if c.To != "" {
			to = r.month(at("to"), c.To)
		}
		if from > to && to != 0 {
			r.fail(at("to"), fmt.Sprintf("the correction ends in %s, before it begins", to), from.String()+" or later", "")
		}
		out = append(out, Correction{c.Metric, from, to, strings.TrimSpace(c.Reason)})
	}
	return out
}

func (r *resolver) month(key []any, text string) period.Month {
	m, err := period.ParseMonth(text)
	if err != nil {
		r.fail(key, fmt.Sprintf("the correction's %s is %s", key[2], clip(text)), `a month such as "2026-03"`, "")
	}
	return m
}
