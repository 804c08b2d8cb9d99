package event

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"

	"leadline/generator/diag"
)

// feedCSV reads the header and hands out blocks of records.
func (in *input) feedCSV(fsys fs.FS, give func(job) bool) {
	c, done, ok := in.cutter(fsys, true)
	if !ok {
		return
	}
	defer done()
	in.blocks(c, func(b block) bool {
		if in.header.width == 0 {
			switch found, ok := in.takeHeader(&b); {
			case !ok:
				b.release()
				return false
			case !found:
				b.release()
				return true
			}
		}
		return give(in.job(func(w *worker) *part { return w.csv(in, b) }))
	})
	if in.header.width == 0 && len(in.broken) == 0 {
		in.fail(diag.Problem{Found: "the file is empty", Expected: "at least a line of column names", Do: "export it again, or remove it"})
	}
}

// takeHeader splits the first record off the first block that has one.
func (in *input) takeHeader(b *block) (found, ok bool) {
	for len(b.data) > 0 && len(trimLine(b.data[:lineEnd(b.data, 0)])) == 0 { // empty lines are no records
		b.data = b.data[lineEnd(b.data, 0):]
		b.line++
	}
	if len(b.data) == 0 && b.bad == 0 {
		return false, true
	}
	s := splitter{comma: in.comma}
	size, why := s.record(b.data)
	if why != 0 || b.bad != 0 && len(b.data) == 0 {
		in.fail(diag.Problem{Position: in.at(b.line, 1), Found: "the header has a " + reasons[max(why, badQuote)], Expected: "a line of column names", Do: "mend the header"})
		return true, false
	}
	var names []string
	for i := range s.len() {
		names = append(names, string(s.field(i)))
	}
	pos := in.at(b.line, 0)
	b.line += bytes.Count(b.data[:size], newline)
	b.data = b.data[size:]
	if p, wrong := in.wrongDelimiter(names); wrong {
		p.Position = pos
		in.fail(p)
		return true, false
	}
	var problems diag.Problems
	in.header, problems = in.resolve(pos, names)
	for i, name := range names {
		if !utf8.ValidString(name) {
			problems = append(problems, diag.Problem{Position: pos, Found: fmt.Sprintf("the name of column %d is not UTF-8", i+1), Expected: "UTF-8 text", Do: `declare encoding = "windows-1252" or export as UTF-8`})
		}
	}
	in.header.width = len(names)
	in.broken = append(in.broken, problems...)
	return true, len(problems) == 0
}

// wrongDelimiter recognises a header that is one column because it is separated otherwise.
func (in *input) wrongDelimiter(names []string) (diag.Problem, bool) {
	if len(names) > 1 {
		return diag.Problem{}, false
	}
	for _, other := range []string{";", "\t", ",", "|"} {
		if other[0] != in.comma && strings.Count(names[0], other) > 0 {
			return diag.Problem{Found: "the header is one column " + quoted([]byte(names[0])), Expected: fmt.Sprintf("columns separated by %q", string(in.comma)),
				Do: fmt.Sprintf("declare delimiter = %q for this source", other)}, true
		}
	}
	return diag.Problem{}, false
}

// csv parses one block.
func (w *worker) csv(in *input, b block) *part {
	defer b.release()
	p := w.newPart(in.feed, func(i int) bool { return in.header.at[i] >= 0 }, bytes.Count(b.data, newline)+1)
	s := &w.split
	s.comma, s.unquoted = in.comma, bytes.IndexByte(b.data, '"') < 0
	r := csvRows{worker: w, part: p, in: in, line: b.line, valid: utf8.Valid(b.data)}
	for data := b.data; len(data) > 0; {
		size, why := s.next(data)
		switch {
		case why != 0:
			lines, column := lineColumn(data, s.badAt)
			r.broken(why, lines, column)
		case s.len() == 0: // an empty line is no record
		case tooBig(data[:size]):
			r.broken(tooLong, 0, 1)
		default:
			r.row(data[:size])
		}
		r.line++
		if len(s.origins) > 0 { // only quoted records have more than one line
			r.line += bytes.Count(data[:size-1], newline)
		}
		data = data[size:]
	}
	if b.bad != 0 {
		r.line = b.badLine
		r.broken(b.bad, 0, max(b.badColumn, 1))
	}
	p.finish(r.rows)
	return p
}

// trimLine drops the line end, as encoding/csv understands it.
func trimLine(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\n' {
		line = line[:n-1]
	}
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return line
}

// csvRows writes the records of a block into a part.
type csvRows struct {
	*worker
	part  *part
	in    *input
	line  int
	rows  int // accepted
	valid bool
}

// broken rejects a record that could not be split.
func (r *csvRows) broken(why failure, lines, column int) {
	r.part.read++
	p := diag.Problem{Found: "the record is longer than " + fmt.Sprint(maxRecord>>10) + " kB", Expected: "short records", Do: "mend the export"}
	switch why {
	case badQuote:
		p = diag.Problem{Found: "a quote within a field", Expected: `quotes around the whole field, and quotes within it doubled`, Do: "mend the export"}
	case openQuote:
		p = diag.Problem{Found: "a quote that is never closed", Expected: "a closing quote", Do: "mend the export"}
	}
	r.part.reject(r.in.at(r.line+lines, column), why, p)
}

// row writes one record. A row that is rejected is simply written over by the next.
func (r *csvRows) row(record []byte) {
	r.part.read++
	s := &r.split
	if s.len() != r.in.header.width {
		r.part.reject(r.in.at(r.line, 1), fieldCount, diag.Problem{Found: fmt.Sprintf("%d fields", s.len()),
			Expected: fmt.Sprintf("%d, as in the header", r.in.header.width), Do: "mend the export"})
		return
	}
	if !r.valid && !utf8.Valid(record) {
		r.notUTF8(record)
		return
	}
	for i, at := range r.in.header.at {
		if at < 0 {
			continue
		}
		if why := r.write(r.in.feed, i, &r.part.Columns[i], r.rows, s.field(at)); why != 0 {
			r.part.reject(r.position(record, at), why, r.in.explain(&r.in.fields[i], why, s.field(at)))
			return
		}
	}
	if r.part.accept(r.rows, func() diag.Position { return r.in.at(r.line, 1) }) {
		r.part.stand(r.rows, r.line)
		r.rows++
	}
}

func (r *csvRows) notUTF8(record []byte) {
	line, column := lineColumn(record, firstInvalid(record))
	r.part.reject(r.in.at(r.line+line, column), notUTF8, diag.Problem{Found: "bytes that are not UTF-8", Expected: "UTF-8 text",
		Do: `declare encoding = "windows-1252" or export as UTF-8`})
}

// position is where a field begins: lines and bytes count from 1, as in encoding/csv.
func (r *csvRows) position(record []byte, field int) diag.Position {
	origin := int(r.split.bounds[2*field])
	if len(r.split.origins) > 0 {
		origin = int(r.split.origins[field])
	}
	line, column := lineColumn(record, origin)
	return r.in.at(r.line+line, column)
}

// lineColumn counts the lines before an offset, and its column.
func lineColumn(record []byte, at int) (lines, column int) {
	before := record[:at]
	return bytes.Count(before, newline), at - bytes.LastIndexByte(before, '\n')
}
