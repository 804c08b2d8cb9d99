package finding

import (
	"math"
	"strings"
	"testing"

	"leadline/generator/metric"
	"leadline/generator/unit"
)

func parseWhen(when string) error {
	_, err := ParsePattern("content/patterns/x.md", []byte(`+++
id = "x"
title = "X"
domain = "flow"
version = "1.0.0"
status = "active"
owner = "Platform engineering"
reviewed = 2026-10-01
next_review = 2027-10-01
levels = ["team"]
precedence = 50
say = "So it is, {m.value}."
questions = ["flow-one-month"]

[[when]]
as = "m"
metric = "throughput"
`+when+`
+++

## What it means

It.

## What it does not mean

That.

## Worked example

None.

## Change log

- **1.0.0** First version.
`))
	return err
}

func TestConditionsOnSeveralMonths(t *testing.T) {
	for when, want := range map[string]string{
		"pooled = 12\n[[when.figure]]\nat_least = 1.0":                    "",
		"pooled = 1\n[[when.figure]]\nat_least = 1.0":                     "pooled is 1; expected 2 to 18 months",
		"pooled = 19\n[[when.figure]]\nat_least = 1.0":                    "pooled is 19",
		"pooled = 6\nwithin = 3\n[[when.figure]]\nat_least = 1.0":         "pooled is 6",
		"pooled = 6\nmonth = [\"high\"]":                                  "pooled is 6",
		"[[when.figure]]\napart = \"above\"\nmonths = 12":                 "",
		"[[when.figure]]\napart = \"beside\"\nmonths = 12":                `apart is "beside"`,
		"[[when.figure]]\napart = \"below\"":                              `apart is "below" with months 0`,
		"[[when.figure]]\nmonths = 12":                                    `apart is "" with months 12`,
		"category = \"*\"\nmain = true\nfor_each = true\nstat = \"part\"": "",
	} {
		err := parseWhen(when)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", when, err, want)
		}
	}
}

// Two figures are apart where their intervals share nothing; an end that is not reached
// reaches everything.
func TestApart(t *testing.T) {
	of := func(low, high float64) metric.Figure {
		return metric.Figure{Stat: "p50", Unit: unit.Seconds, Value: low, Low: low, High: high, N: 20}
	}
	missing := of(1, 2)
	missing.Absence = metric.Withheld
	open := math.NaN()
	for _, c := range []struct {
		how         string
		now, before metric.Figure
		want        bool
	}{
		{"below", of(1, 2), of(3, 4), true},
		{"above", of(1, 2), of(3, 4), false},
		{"above", of(3, 4), of(1, 2), true},
		{"below", of(1, 3), of(3, 4), false},
		{"below", of(1, open), of(3, 4), false},
		{"below", of(1, 2), of(3, open), true},
		{"above", of(5, open), of(3, open), false},
		{"above", of(5, 6), missing, false},
	} {
		if got := (&Test{Apart: c.how, Months: 12}).apart(c.now, c.before); got != c.want {
			t.Errorf("%s: %v–%v against %v–%v is %v", c.how, c.now.Low, c.now.High, c.before.Low, c.before.High, got)
		}
	}
}
