package sample

import (
	"fmt"
	"strings"
	"time"

	"leadline/generator/period"
)

// Demo are the options of the committed sample organisation: small enough to read, with
// every format and every quirk.
func Demo() Options {
	return Options{Seed: 20261102, Events: 120_000, Format: "mixed", Months: 36, Teams: 12, Services: 40,
		End: period.MonthOf(2026, time.October)}
}

// Readme is the page beside the committed files: what they are, what is hidden in them,
// what is wrong with them on purpose.
func Readme(opt Options, sources []Source) string {
	var b strings.Builder
	opt, err := opt.Complete()
	if err != nil {
		return err.Error()
	}
	step := opt.End - 5
	p := newPlan(opt)
	fmt.Fprintf(&b, readmeHead, len(p.teams), len(p.services), (opt.End + 1 - period.Month(opt.Months)).Long(), opt.End.Long(), step.Long())
	for _, s := range Stories {
		fmt.Fprintf(&b, "### %s: %s\n\n- **True.** %s\n- **A report should say.** %s\n- **It must not.** %s\n\n", s.Team, s.Title, s.True, s.Says, s.MustNot)
	}
	b.WriteString(readmeFacts)
	of := ""
	for _, f := range Facts {
		if f.Of != of {
			of = f.Of
			fmt.Fprintf(&b, "\n### %s\n\n| what | where |\n| --- | --- |\n", of)
		}
		fmt.Fprintf(&b, "| %s | %s |\n", f.What, f.Where)
	}
	b.WriteString(readmeFiles)
	for _, s := range sources {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", s.Files, s.Table, s.remarks())
	}
	b.WriteString(readmeTail)
	return b.String()
}

func (s *Source) remarks() string {
	var out []string
	if len(s.Columns) > 0 {
		out = append(out, "German column names and values, semicolons, local times of Europe/Berlin, no `base_ref`")
	}
	if r := quirks[s.Files]; r != "" {
		out = append(out, r)
	}
	return strings.Join(out, "; ")
}

var quirks = map[string]string{
	"changes-hub.csv.gz":                  "times with London's changing offset",
	"deployments.csv.gz":                  "some rows twice, word for word",
	"change_reviews.csv.gz":               "some rows twice, word for word",
	"incidents.csv":                       "times with New York's changing offset; a few rows without a service and one with an impossible time must be rejected",
	"work_items.jsonl":                    "some rows twice; a few rows without `created_at` must be rejected",
	"teams_2026-11.csv":                   "a later export: granite has a new name, and this row wins",
	"deployments-corrections-2026-11.csv": "a later export: the same deployments with a finish five minutes later; these rows win",
}

const readmeHead = `# The sample organisation

Made-up event files of %d teams and %d services, %s to %s, as their tools would have exported them on the day after.
Nobody in them exists. They are made by ` + "`generator/sample`" + ` from one seed; to make them again:

    go test ./generator/sample -run TestSampleData -update

Without ` + "`-update`" + ` the same test checks that the files here are still those that the code makes.

## What is hidden in them

A report that misses one of these, or makes more of it than is true, is wrong. *The step* is %s: the first of the newest six months.
The stories are written in ` + "`generator/sample/stories.go`" + `.

`

const readmeFacts = `## What appears where

Every metric, every absence, every kind of signal. A test looks each of these up in the rows.
`

const readmeFiles = `
## The files

Times are RFC 3339 in UTC where nothing else is said.

| file | table | peculiarities |
| --- | --- | --- |
`

const readmeTail = `
Also on purpose: every fifth service's deployments name commits instead of changes; team and service
names hold what names hold, and worse (apostrophes, quotes, umlauts, Arabic and Hebrew, zero-width signs, formulas, script tags); one incident
in seventy was never closed; three incidents in ten do not say which deployment caused them; production is frozen from 18 December to 2 January; about one change in eight is a bot's.
`
