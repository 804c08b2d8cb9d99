package metric

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"leadline/generator/event"
	"leadline/generator/fact"
)

// Categories that are not values of a column.
const (
	otherCategory = "other"        // texts beyond the most frequent
	notRecorded   = "not recorded" // blank
)

// mostCategories is how many texts of a column are told apart; the rest is "other". Our own
// bound: more would not be read, and files may hold any number of texts.
const mostCategories = 12

// longestCategory is how much of a text is kept, in characters: longer ones are sentences.
const longestCategory = 48

// categories are the values of a column by which rows are divided, and the place of each
// code or byte among them. They are the same for every subject and month, so that no unit's
// page depends on whose page it is.
type categories struct {
	k      int      // of the table; -1 where no file has it
	labels []string // in the order in which they are shown; the last is "not recorded"
	slot   []uint8  // place of each code or byte
	text   int      // how many, the first, are texts of files
}

func newCategories(t *fact.Table, r rows, column string, at int) categories {
	d := categories{k: t.Index(column)}
	switch kind := d.kind(t); {
	case d.k < 0:
		d.slot = []uint8{0}
	case kind == event.Category:
		d.texts(t.Dicts[d.k], r.frequencies(d.k, at), r.frame.Prose)
	case kind == event.Flag:
		d.named(2, []string{"no", "yes"})
	default:
		d.named(len(t.Columns[d.k].Values), t.Columns[d.k].Values)
	}
	d.labels = append(d.labels, notRecorded)
	return d
}

// of is the place of a row's value.
func (d *categories) of(c *fact.Chunk, i int) uint8 {
	if d.k < 0 {
		return d.slot[0]
	}
	if v := &c.Values[d.k]; v.Codes != nil {
		return d.slot[v.Codes[i]]
	}
	return d.slot[c.Values[d.k].Bytes[i]]
}

func (d *categories) kind(t *fact.Table) event.Kind {
	if d.k < 0 {
		return event.Category
	}
	return t.Columns[d.k].Kind
}

// named categories are known without looking: byte 0 is blank, and n values follow.
func (d *categories) named(n int, values []string) {
	d.labels, d.slot = slices.Clone(values), []uint8{uint8(n)}
	for i := range n {
		d.slot = append(d.slot, uint8(i))
	}
}

// texts takes the most frequent texts over all months and units that are measured, so that
// no unit's page depends on whose page it is. Ties go by text, and so does their order.
func (d *categories) texts(dict *event.Dict, rows []uint32, prose bool) {
	labels, n := make([]string, dict.Len()), map[string]uint32{}
	for code, count := range rows {
		if labels[code] = categoryLabel(dict.Text(uint32(code)), prose); count > 0 && labels[code] != notRecorded {
			n[labels[code]] += count
		}
	}
	hadOther := n[otherCategory] > 0
	delete(n, otherCategory)
	for label := range n {
		d.labels = append(d.labels, label)
	}
	slices.SortFunc(d.labels, func(a, b string) int { return cmp.Or(cmp.Compare(n[b], n[a]), strings.Compare(a, b)) })
	if len(d.labels) > mostCategories {
		d.labels, hadOther = d.labels[:mostCategories:mostCategories], true
	}
	slices.Sort(d.labels)
	if hadOther {
		d.labels = append(d.labels, otherCategory)
	}
	d.text = len(d.labels)
	d.slot = make([]uint8, len(labels))
	for code, label := range labels {
		d.slot[code] = d.slotOf(label)
	}
}

// slotOf is a label's category: "not recorded" is after all texts, "other" is the last of them.
func (d *categories) slotOf(label string) uint8 {
	if label == notRecorded {
		return uint8(d.text)
	}
	if i := slices.Index(d.labels, label); i >= 0 {
		return uint8(i)
	}
	return uint8(max(0, d.text-1))
}

// categoryLabel is a text of a file as a category: one line of characters that can be seen.
// What holds an @ may be an address, and is not told apart; neither is a sentence, unless
// prose may be shown.
func categoryLabel(text string, prose bool) string {
	text = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		default:
			return r
		}
	}, text)), " ")
	switch runes := []rune(text); {
	case text == "":
		return notRecorded
	case strings.Contains(text, "@"), len(runes) > longestCategory && !prose:
		return otherCategory
	case len(runes) > longestCategory:
		return strings.TrimSpace(string(runes[:longestCategory-1])) + "…"
	default:
		return text
	}
}

// withoutProse keeps the text of a column of names where it is one: longer ones are sentences.
func withoutProse(text string) string {
	if len([]rune(text)) > longestCategory {
		return otherCategory
	}
	return text
}

// frequencies counts the selected rows of the calendar's months by code.
func (r rows) frequencies(k, at int) []uint32 {
	private := make([][]uint32, r.workers())
	r.each(func(worker int, c *fact.Chunk, mask []uint8) {
		if private[worker] == nil {
			private[worker] = make([]uint32, r.table.Dicts[k].Len())
		}
		for i, t := range c.Values[at].Times {
			if mask[i] != 0 && r.frame.month(t) >= 0 {
				private[worker][c.Values[k].Codes[i]]++
			}
		}
	})
	total := make([]uint32, r.table.Dicts[k].Len())
	for _, counts := range private {
		for code, n := range counts {
			total[code] += n
		}
	}
	return total
}
