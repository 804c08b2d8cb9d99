package event

import (
	"bytes"
	"fmt"
	"io/fs"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"leadline/generator/diag"
)

// jsonWorker is a worker's memory of the names that objects use.
type jsonWorker struct {
	feed    *feed
	index   map[string]int // into names
	names   []jsonName     // the first stands for the beginning of an object
	cells   []cell
	plain   []byte // space for unescaped strings
	row     int64  // stamps: which object, which part
	part    int64
	decoder *jsontext.Decoder
}

type jsonName struct {
	text   string
	column int    // in the plan, or -1
	plain  bool   // written as it is read, without escapes
	next   [2]int // which followed it last
	row    int64
	part   int64
}

// cell is what an object holds for a plan column.
type cell struct {
	text   []byte
	column int // byte within the line, from 1; 0 when the object lacks the column
	nested bool
}

// maxNames is how many unknown names of a file are told.
const maxNames = 1000

// feedJSON hands out blocks of lines.
func (in *input) feedJSON(fsys fs.FS, give func(job) bool) {
	c, done, ok := in.cutter(fsys, false)
	if !ok {
		return
	}
	defer done()
	in.blocks(c, func(b block) bool {
		return give(in.job(func(w *worker) *part { return w.jsonl(in, b) }))
	})
}

// jsonl parses one block.
func (w *worker) jsonl(in *input, b block) *part {
	defer b.release()
	w.json.begin(in.feed)
	p := w.newPart(in.feed, func(int) bool { return true }, bytes.Count(b.data, newline)+1)
	p.seen = make([]bool, len(in.fields))
	r := jsonRows{worker: w, jsonWorker: &w.json, part: p, in: in, line: b.line, valid: utf8.Valid(b.data)}
	for data := b.data; len(data) > 0; r.line++ {
		size := lineEnd(data, 0)
		if blank(data[:size], 0) < size {
			r.object(data[:size])
		}
		data = data[size:]
	}
	if b.bad != 0 {
		r.line = b.badLine
		r.object(nil)
	}
	for i := range p.Columns {
		if !p.seen[i] && !in.fields[i].fixed {
			p.Columns[i] = Values{}
		}
	}
	p.finish(r.rows)
	return p
}

// begin prepares for a part: what is remembered of earlier parts must not show in this one.
func (j *jsonWorker) begin(fd *feed) {
	if j.feed != fd || len(j.names) > 4*maxNames {
		*j = jsonWorker{feed: fd, index: map[string]int{}, names: make([]jsonName, 1), row: j.row, part: j.part, plain: j.plain,
			cells: make([]cell, len(fd.fields)), decoder: jsontext.NewDecoder(bytes.NewReader(nil))}
	}
	j.part++
}

// name finds or adds a name.
func (j *jsonWorker) name(text []byte) int {
	if at, ok := j.index[string(text)]; ok {
		return at
	}
	n := jsonName{text: string(text), column: -1, plain: bytes.IndexFunc(text, func(c rune) bool { return c < ' ' || c == '"' || c == '\\' }) < 0}
	for i := range j.feed.fields {
		if j.feed.fields[i].name == n.text {
			n.column = i
		}
	}
	j.index[n.text] = len(j.names)
	j.names = append(j.names, n)
	return len(j.names) - 1
}

// jsonRows writes the objects of a block into a part.
type jsonRows struct {
	*worker
	*jsonWorker
	part  *part
	in    *input
	line  int
	rows  int
	valid bool
}

// object reads one line; nil stands for a line that was too long to hold.
func (r *jsonRows) object(line []byte) {
	r.part.read++
	switch {
	case line == nil || tooBig(line):
		r.reject(1, tooLong, diag.Problem{Found: "the line is longer than " + fmt.Sprint(maxRecord>>10) + " kB", Expected: "short records", Do: "mend the export"})
		return
	case !r.valid && !utf8.Valid(line):
		r.reject(firstInvalid(line)+1, notUTF8, diag.Problem{Found: "bytes that are not UTF-8", Expected: "UTF-8 text", Do: `declare encoding = "windows-1252" or export as UTF-8`})
		return
	}
	if !r.fast(line) {
		if column, why, problem := r.strict(line); why != 0 {
			r.reject(column, why, problem)
			return
		}
	}
	r.part.objects++
	r.store()
}

func (r *jsonRows) reject(column int, why failure, problem diag.Problem) {
	r.part.reject(r.in.at(r.line, column), why, problem)
}

// store turns the cells into values, in the plan's order, so that a row with two mistakes
// is rejected for the same one in every format.
func (r *jsonRows) store() {
	for i := range r.cells {
		f, c := &r.in.fields[i], &r.cells[i]
		var why failure
		switch {
		case c.nested:
			why = otherType
		case c.column > 0:
			why = r.write(r.in.feed, i, &r.part.Columns[i], r.rows, c.text)
		default:
			r.part.Columns[i].put(r.rows, f.constant)
			if f.constant == f.absent {
				why = f.must
			}
		}
		if why != 0 {
			r.reject(max(c.column, 1), why, r.in.explain(f, why, c.text))
			return
		}
	}
	if r.part.accept(r.rows, func() diag.Position { return r.in.at(r.line, 1) }) {
		r.part.stand(r.rows, r.line)
		r.rows++
	}
}

// clear forgets the last object.
func (r *jsonRows) clear() {
	r.row++
	r.plain = r.plain[:0]
	clear(r.cells)
}

// met records that the object has a name; it returns the plan column, or -1.
func (r *jsonRows) met(at int) int {
	n := &r.names[at]
	n.row = r.row
	if n.part != r.jsonWorker.part {
		n.part = r.jsonWorker.part
		if n.column >= 0 {
			r.part.seen[n.column] = true
		}
		if len(r.part.names) < maxNames {
			r.part.names = append(r.part.names, n.text)
		}
	}
	return n.column
}

func firstInvalid(text []byte) int {
	at := 0
	for at < len(text) {
		c, size := utf8.DecodeRune(text[at:])
		if c == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return at
}

// resolveNames does for JSON Lines what a header does for other formats, once all names
// are known. A file without sound objects lacks nothing.
func (in *input) resolveNames() {
	var names []string
	met := map[string]bool{}
	in.header.at = make([]int, len(in.fields))
	for i := range in.header.at {
		in.header.at[i] = -1
	}
	objects := int64(0)
	for _, place := range in.places {
		if place.part == nil {
			continue
		}
		objects += place.part.objects
		for _, name := range place.part.names {
			if !met[name] && len(names) < 16*maxNames {
				met[name], names = true, append(names, name)
			}
		}
		for i, seen := range place.part.seen {
			if seen {
				in.header.at[i] = 0
			}
		}
	}
	has := func(name string) bool { return met[name] }
	in.header.unknown, in.header.missing = in.accountNames(names, has)
	in.header.unknown = in.header.unknown[:min(len(in.header.unknown), maxNames)]
	if objects > 0 {
		in.broken = append(in.broken, in.lacking(in.at(0, 0), names, has)...)
	}
}
