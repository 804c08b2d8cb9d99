package config

import "time"

// Freshness is how old the newest row of a source may be at the as-of instant. The zero
// Freshness expects nothing, and then its age is shown without judgement.
type Freshness struct {
	Cadence   string        // "daily", "weekly", "monthly", or a length of time as written: how often rows are expected
	WarnAfter time.Duration // older: published, and said; 0 only without a cadence
	FailAfter time.Duration // older: nothing is published; 0: never
}

// Cadence is how often rows are expected: a word, or a length of time.
type Cadence struct {
	Text  string
	Every time.Duration
}

// cadences are the words; a month is its longest.
var cadences = map[string]time.Duration{"daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour, "monthly": 31 * 24 * time.Hour}

// UnmarshalText accepts daily, weekly, monthly, and what Duration does.
func (c *Cadence) UnmarshalText(text []byte) error {
	var every Duration
	word, known := cadences[string(text)]
	if !known && every.UnmarshalText(text) != nil {
		return wrong(string(text), `daily, weekly, monthly, or a length of time such as "6h" or "3d"`, "")
	}
	*c = Cadence{string(text), max(word, time.Duration(every))}
	return nil
}

// freshness: rows are late from twice their cadence on, unless the source says when. One
// delivery may be missed without a word, two may not.
func (r *resolver) freshness(at func(...any) []any, raw *rawSource) Freshness {
	if raw.Cadence == nil {
		for _, key := range []string{"warn_after", "fail_after"} {
			if r.index.Has(at(key)...) && !r.index.Has(at("cadence")...) {
				r.fail(at(key), "source."+key+" is given and cadence is not", "", `say how often rows are expected: cadence = "daily"`)
			}
		}
		return Freshness{}
	}
	f := Freshness{Cadence: raw.Cadence.Text, WarnAfter: time.Duration(or(raw.WarnAfter, Duration(2*raw.Cadence.Every))), FailAfter: time.Duration(or(raw.FailAfter, 0))}
	if f.WarnAfter < raw.Cadence.Every {
		r.fail(at("warn_after"), "source.warn_after is shorter than the cadence", "at least as long as "+clip(raw.Cadence.Text), "a source that is on time would be called late")
	}
	if f.FailAfter != 0 && f.FailAfter < f.WarnAfter {
		r.fail(at("fail_after"), "source.fail_after comes before warn_after", "a length of time not below warn_after, which is twice the cadence where it is not given", "")
	}
	return f
}
