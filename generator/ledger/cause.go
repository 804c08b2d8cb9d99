package ledger

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"leadline/generator/period"
)

// causes tells why figures may have changed, from what two runs were made of. Which of
// several differences moved one figure is not known; all that can have are named.
type causes struct {
	files       map[string][]string // by table: what happened to its files, in words
	tables      map[string][]string // by metric
	methods     []string            // differences of configuration and program, in words
	time        []string            // that time went on, in words: what was still settling has settled, and limits may rest on other months
	edited      map[string]bool     // metrics whose definition's text changed
	corrections []Correction        // that the run before did not have
}

func newCauses(before, now *Manifest, tables map[string][]string) causes {
	c := causes{files: map[string][]string{}, tables: tables}
	c.inputs(before.Inputs, now.Inputs)
	if before.Config.SHA256 != now.Config.SHA256 {
		c.methods = append(c.methods, now.Config.Path+" changed")
	}
	if before.Generator != now.Generator {
		c.methods = append(c.methods, fmt.Sprintf("the program changed from %s to %s", before.Generator, now.Generator))
	}
	c.definitions(before.Definitions, now.Definitions)
	if before.AsOf != now.AsOf {
		c.time = append(c.time, fmt.Sprintf("the data ends on %s instead of %s", inWords(now.AsOf), inWords(before.AsOf)))
	}
	if before.First != now.First {
		c.time = append(c.time, fmt.Sprintf("the history begins with %s instead of %s", inWords(now.First), inWords(before.First)))
	}
	for _, r := range now.Corrections {
		if !slices.Contains(before.Corrections, r) {
			c.corrections = append(c.corrections, r)
		}
	}
	return c
}

func (c *causes) definitions(before, now []Document) {
	old := map[string]string{}
	for _, d := range before {
		old[d.ID] = d.SHA256
	}
	c.edited = map[string]bool{}
	for _, d := range now {
		c.edited[d.ID] = old[d.ID] != d.SHA256
	}
}

// day is the date of an instant.
func day(instant string) string { return instant[:min(len(instant), len("2026-01-01"))] }

// inWords is a month or an instant as people write it.
func inWords(s string) string {
	if m, err := period.ParseMonth(s); err == nil {
		return m.Long()
	}
	if t, err := time.Parse(time.DateOnly, day(s)); err == nil {
		return t.Format("2 January 2006")
	}
	return s
}

// inputs puts the differences between the files of two runs into words, by table.
func (c *causes) inputs(before, now []Input) {
	type key struct{ path, table string }
	old := map[key]string{}
	for _, f := range before {
		old[key{f.Path, f.Table}] = f.SHA256
	}
	add := func(f Input, what string) { c.files[f.Table] = append(c.files[f.Table], f.Path+" "+what) }
	for _, f := range now {
		k := key{f.Path, f.Table}
		sum, was := old[k]
		delete(old, k)
		switch {
		case !was:
			add(f, "is new")
		case sum != f.SHA256:
			add(f, "changed")
		}
	}
	for _, f := range before {
		if _, gone := old[key{f.Path, f.Table}]; gone {
			add(f, "is gone")
		}
	}
}

// of is the class and the cause of a changed figure. A recorded correction says more than
// what it was made by; a changed definition more than the rows that came with it; other
// methods are the cause only where no row that the metric needs differs.
func (c *causes) of(old, now *Series, m period.Month) (class, cause string) {
	if reason := c.corrected(now.Metric, m.String()); reason != "" {
		return Mistake, reason
	}
	var files []string
	for _, table := range c.tables[now.Metric] {
		files = append(files, c.files[table]...)
	}
	slices.Sort(files)
	files = slices.Compact(files)
	methods := c.methods
	switch {
	case old.Version != now.Version:
		return Improvement, join(fmt.Sprintf("the definition changed from version %s to %s", old.Version, now.Version), methods, files)
	case c.edited[now.Metric]:
		methods = append([]string{"the definition's text changed, its version did not"}, methods...)
	}
	switch {
	case len(files) > 0:
		return Update, join("", files, methods)
	case len(methods) > 0:
		return Improvement, join("", methods)
	case len(c.time) > 0:
		return Update, join("", c.time)
	default:
		return Update, "nothing that the metric is read from changed: compare both manifests"
	}
}

func (c *causes) corrected(metric, month string) string {
	for _, r := range c.corrections {
		if r.Metric == metric && r.From <= month && month <= r.To {
			return r.Reason
		}
	}
	return ""
}

// fewCauses keeps a row readable when every export of a month is new; the manifests have all.
const fewCauses = 3

func join(first string, rest ...[]string) string {
	all := slices.Concat(rest...)
	if first != "" {
		all = append([]string{first}, all...)
	}
	if n := len(all) - fewCauses; n > 1 {
		all = append(all[:fewCauses:fewCauses], fmt.Sprintf("%d more", n))
	}
	return strings.Join(all, "; ")
}
