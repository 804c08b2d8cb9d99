package event

import (
	"slices"

	"leadline/generator/diag"
	"leadline/generator/period"
)

// part is what one worker made of one block: accepted rows and the fate of all others.
type part struct {
	Chunk
	fd      *feed
	read    int64
	late    int64          // out of scope
	newest  period.Seconds // instant of the latest accepted row
	rejects []reject
	seen    []bool        // JSON Lines: plan columns met
	objects int64         // JSON Lines: sound ones
	names   []string      // JSON Lines: names met, at most maxNames
	broken  diag.Problems // why the file cannot be read on
}

type reject struct {
	diag.Problem
	why failure
}

// newPart makes room for n rows of the columns that the file supplies; a constant is
// written into all of them at once.
func (w *worker) newPart(fd *feed, supplied func(i int) bool, n int) *part {
	p := &part{fd: fd}
	p.Columns = make([]Values, len(fd.fields))
	for i := range fd.fields {
		f := &fd.fields[i]
		if !supplied(i) && !f.fixed {
			continue
		}
		p.Columns[i] = w.room(i, f.Kind, n)
		for row := range n {
			if !f.fixed {
				break
			}
			p.Columns[i].put(row, f.constant)
		}
	}
	return p
}

// room is newValues, which for columns that do not outlive finish is used again and again.
func (w *worker) room(i int, kind Kind, n int) Values {
	if !w.passing[i] {
		return newValues(kind, n)
	}
	if cap(w.hashes[i]) < n {
		w.hashes[i] = make([]uint64, n)
	}
	return Values{Hashes: w.hashes[i][:n:n]}
}

func (p *part) reject(pos diag.Position, why failure, problem diag.Problem) {
	problem.Position = pos
	p.rejects = append(p.rejects, reject{problem, why})
}

// value is the value of a row, absent where the file does not supply the column.
func (p *part) value(i, row int) uint64 {
	v := &p.Columns[i]
	if v.none() {
		return p.fd.columns[i].absent
	}
	return v.get(row)
}

// judge holds the table's rules over several columns against a row; the message is of
// the row as a whole.
func (p *part) judge(row int) (failure, diag.Problem) {
	for i := range p.fd.oneOf {
		if !p.anyFilled(p.fd.oneOf[i], row) {
			names := ""
			for n, c := range p.fd.oneOf[i] {
				if n > 0 {
					names += " and "
				}
				names += p.fd.columns[c].Name
			}
			return emptyGroup, diag.Problem{Found: names + " are empty", Expected: "at least one of them in every row", Do: "mend the export"}
		}
	}
	for _, r := range p.fd.when {
		if p.value(r.of, row) == r.value && p.value(r.column, row) == p.fd.columns[r.column].absent {
			c, of := &p.fd.columns[r.column], &p.fd.columns[r.of]
			return emptyWhen, diag.Problem{Found: c.Name + " is empty", Do: "mend the export",
				Expected: "a value where " + of.Name + " is " + of.Values[r.value-1]}
		}
	}
	return 0, diag.Problem{}
}

func (p *part) anyFilled(group []int, row int) bool {
	for _, i := range group {
		if p.value(i, row) != p.fd.columns[i].absent {
			return true
		}
	}
	return false
}

// tooLate reports a row after the as-of date.
func (p *part) tooLate(row int) bool {
	if p.fd.asOf == 0 {
		return false
	}
	for _, i := range p.fd.scope {
		if times := p.Columns[i].Times; times != nil && times[row] != 0 {
			return times[row] > p.fd.asOf
		}
	}
	return false
}

// sound reports that all of n rows pass accept, going through one column after the other,
// which takes a tenth of the time; false means that some may not.
func (p *part) sound(n int) bool {
	if !p.fd.judging {
		return true
	}
	for _, i := range p.fd.scope {
		if times := p.Columns[i].Times; p.fd.asOf > 0 && len(times) > 0 && slices.Max(times) > p.fd.asOf {
			return false
		}
	}
	for row := range n {
		if len(p.fd.oneOf)+len(p.fd.when) == 0 {
			break
		}
		if why, _ := p.judge(row); why != 0 {
			return false
		}
	}
	return true
}

// accept holds a row, as written, against the table's rules and the as-of date.
func (p *part) accept(row int, pos func() diag.Position) bool {
	if !p.fd.judging {
		return true
	}
	if why, problem := p.judge(row); why != 0 {
		p.reject(pos(), why, problem)
		return false
	}
	if p.tooLate(row) {
		p.late++
		return false
	}
	return true
}

// stand notes on which line of its file a row stands, if anybody asks.
func (p *part) stand(row, line int) {
	if k := p.fd.line; k >= 0 {
		p.Columns[k].Counts[row] = int32(line)
	}
}

// finish keeps the first n rows and computes their keys.
func (p *part) finish(n int) {
	p.Rows = n
	for i := range p.Columns {
		p.Columns[i].cut(n)
	}
	if len(p.fd.keys) > 0 {
		p.Key = make([]uint64, n)
		for _, i := range p.fd.keys {
			p.mixKey(i)
		}
	}
	p.newest = p.latest()
	for i, members := range p.fd.members {
		p.Columns[i].flag(members)
	}
	for _, i := range p.fd.spent { // half of what a row of a large table weighs
		p.Columns[i] = Values{}
	}
}

// mixKey adds one key column to every row's key. Texts take part by their hash, so that
// keys do not depend on the order in which codes were handed out.
func (p *part) mixKey(i int) {
	v, c := &p.Columns[i], &p.fd.columns[i]
	switch {
	case v.Codes != nil:
		hashes := c.dict.allHashes()
		for row, code := range v.Codes[:len(p.Key)] {
			p.Key[row] = mixKey(p.Key[row], hashes[code])
		}
	case v.Hashes != nil:
		mixAll(p.Key, v.Hashes)
	case v.Times != nil:
		mixAll(p.Key, v.Times)
	case v.Bytes != nil:
		mixAll(p.Key, v.Bytes)
	case v.Counts != nil:
		for row, x := range v.Counts[:len(p.Key)] {
			p.Key[row] = mixKey(p.Key[row], uint64(uint32(x)))
		}
	default:
		for row := range p.Key {
			p.Key[row] = mixKey(p.Key[row], c.absent)
		}
	}
}

func mixAll[T uint64 | uint32 | uint8](keys []uint64, parts []T) {
	for row, x := range parts[:len(keys)] {
		keys[row] = mixKey(keys[row], uint64(x))
	}
}
