package event

import (
	"cmp"
	"slices"
)

func (s *searcher) settleAll() {
	slices.SortFunc(s.twins, func(a, b twin) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.row, b.row)) })
	group := s.twins
	for len(group) > 0 {
		n := 1
		for n < len(group) && group[n].key == group[0].key {
			n++
		}
		s.settle(group[:n])
		group = group[n:]
	}
}

// settle keeps the last row of a group and accounts for the others.
func (s *searcher) settle(group []twin) {
	winner := group[0].row
	for _, t := range group[1:] {
		if s.compare(t.row, winner) > 0 {
			winner = t.row
		}
	}
	for _, t := range group {
		if t.row == winner {
			continue
		}
		c, _ := s.locate(t.row)
		s.loss.rows = append(s.loss.rows, t.row)
		s.loss.duplicate[c.File]++
		if s.compareValues(t.row, winner) != 0 {
			s.loss.superseded[c.File]++
		}
	}
}

func (d *duplicates) locate(row uint32) (*Chunk, int) {
	c, found := slices.BinarySearch(d.starts, int(row))
	if !found {
		c--
	}
	return d.chunks[c], int(row) - d.starts[c]
}

// compare orders rows of one identity: the greater is kept.
func (d *duplicates) compare(a, b uint32) int {
	if len(d.fold) > 0 && len(d.scope) > 0 {
		if c := cmp.Compare(d.value(d.scope[0], a), d.value(d.scope[0], b)); c != 0 {
			return c
		}
	}
	ca, _ := d.locate(a)
	cb, _ := d.locate(b)
	return cmp.Or(cmp.Compare(ca.File, cb.File), d.compareValues(a, b))
}

func (d *duplicates) value(i int, row uint32) uint64 {
	c, at := d.locate(row)
	if c.Columns[i].none() {
		return d.columns[i].absent
	}
	return c.Columns[i].get(at)
}

// byWeight is the order in which kinds decide between rows of one file.
var byWeight = [][]Kind{{Instant}, {Flag, Enum}, {Count}, {Category, Person}, {Identifier}}

// compareValues compares rows column by column; texts by themselves, because their codes
// depend on who read first.
func (d *duplicates) compareValues(a, b uint32) int {
	for _, kinds := range byWeight {
		for i := range d.columns {
			if !slices.Contains(kinds, d.columns[i].Kind) || i == d.line { // where a row stands is none of its values
				continue
			}
			x, y := d.value(i, a), d.value(i, b)
			switch {
			case x == y:
			case d.columns[i].dict != nil:
				texts := d.columns[i].dict.allTexts()
				return cmp.Compare(texts[x], texts[y])
			case d.columns[i].Kind == Count:
				return cmp.Compare(int32(uint32(x)), int32(uint32(y)))
			default:
				return cmp.Compare(x, y)
			}
		}
	}
	return 0
}

// drop takes the losing rows out of their chunks and into the accounts.
func (d *duplicates) drop(losses []loss) {
	var rows []uint32
	for _, l := range losses {
		rows = append(rows, l.rows...)
		for f := range d.files {
			d.files[f].Duplicate += l.duplicate[f]
			d.files[f].Superseded += l.superseded[f]
			d.files[f].Accepted -= l.duplicate[f]
		}
	}
	slices.Sort(rows)
	for i, c := range d.chunks {
		n, _ := slices.BinarySearch(rows, uint32(d.starts[i]+c.Rows))
		c.without(rows[:n], d.starts[i])
		rows = rows[n:]
	}
	d.chunks = slices.DeleteFunc(d.chunks, func(c *Chunk) bool { return c.Rows == 0 })
}

// without closes the gaps of dropped rows, which are sorted and numbered from start.
func (c *Chunk) without(dropped []uint32, start int) {
	if len(dropped) == 0 {
		return
	}
	kept := 0
	for row := range c.Rows {
		if len(dropped) > 0 && int(dropped[0]) == start+row {
			dropped = dropped[1:]
			continue
		}
		for i := range c.Columns {
			c.Columns[i].move(kept, row)
		}
		c.Key[kept] = c.Key[row]
		kept++
	}
	c.Rows, c.Key = kept, clip(c.Key, kept)
	for i := range c.Columns {
		c.Columns[i].cut(kept)
	}
}
