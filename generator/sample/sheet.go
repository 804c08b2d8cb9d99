package sample

import (
	"strconv"

	"leadline/generator/download"
	"leadline/generator/event"
)

// stream is one flow of rows to one set of files. There are more streams than tables:
// real exports of one table come from several tools.
type stream uint8

const (
	changes      stream = iota
	changesOther        // the second forge
	reviews
	deployments
	deploymentFixes // a later export that corrects some rows
	links
	incidents
	items
	moves
	waits
	runs
	jobs
	checks
	scans
	findings
	findingEvents
	exceptions
	coverage
	requests
	answers
	waves
	questions
	ownership
	teams
	teamFixes // a later export with a new name
	services
	annotations
	decisions
	streams // how many there are
)

var tableOf = [streams]string{"changes", "changes", "change_reviews", "deployments", "deployments", "deployment_changes", "incidents",
	"work_items", "work_item_transitions", "waits", "pipeline_runs", "pipeline_jobs", "service_checks", "scans", "vulnerabilities", "finding_events",
	"exceptions", "coverage", "environment_requests", "survey_answers", "survey_waves", "survey_questions", "ownership", "teams", "teams",
	"services", "annotations", "decisions"}

// columnsOf is a canonical table's columns as the writers want them.
func columnsOf(s stream) []download.Column {
	table, ok := event.TableNamed(tableOf[s])
	if !ok {
		panic("no canonical table " + tableOf[s])
	}
	var out []download.Column
	for _, c := range table.Columns {
		out = append(out, download.Column{Name: c.Name, Kind: kindOf[c.Kind]})
	}
	return out
}

var kindOf = map[event.Kind]download.Kind{
	event.Identifier: download.Text, event.Category: download.Label, event.Person: download.Label, event.Instant: download.Instant,
	event.Flag: download.Flag, event.Enum: download.Label, event.Count: download.Count,
}

// sheet is the rows of all streams made by one unit of work.
type sheet [streams]*download.Batch

// row is a cursor over the cells of one new row, in the order of the canonical columns.
// Every method fills one cell; text "" , time 0 and count -1 are absent, and so is a time
// at or after end: the exports knew nothing of it yet.
type row struct {
	cells []download.Cells
	end   int64
}

func (c *cell) row(s stream) row { return row{c.out[s].Cells, c.p.end} }

func (r *row) next() *download.Cells {
	cell := &r.cells[0]
	r.cells = r.cells[1:]
	return cell
}

func (r *row) text(s string) {
	if s == "" {
		r.next().Null()
		return
	}
	r.next().Text(s)
}

func (r *row) at(t int64) {
	if t <= 0 || t >= r.end {
		r.next().Null()
		return
	}
	r.next().Int(t)
}

func (r *row) count(n int) {
	if n < 0 {
		r.next().Null()
		return
	}
	r.next().Int(int64(n))
}

func (r *row) flag(v bool) { r.next().Flag(v) }

func (r *row) skip(cells int) {
	for range cells {
		r.next().Null()
	}
}

// number is the text prefix+n, without building a string; absent when n is 0.
func (r *row) number(prefix string, n int64) {
	if n == 0 {
		r.next().Null()
		return
	}
	var buffer [64]byte
	r.next().Bytes(strconv.AppendInt(append(buffer[:0], prefix...), n, 10))
}

// hash is a commit's abbreviated hash; absent when h is 0.
func (r *row) hash(h uint64) {
	if h == 0 {
		r.next().Null()
		return
	}
	var buffer [16]byte
	for i := range buffer {
		buffer[i] = "0123456789abcdef"[h>>60]
		h <<= 4
	}
	r.next().Bytes(buffer[:])
}
