package page

import (
	"slices"
	"testing"

	"leadline/generator/level"

	"pgregory.net/rapid"
)

// tables is a card that is as long as its tables of so many rows.
func tables(rows int) *Card[level.Team] {
	return &Card[level.Team]{Parts: []Parts{{Rows: make([]PartRow, rows)}}}
}

func TestArrange(t *testing.T) {
	for _, c := range []struct {
		name string
		rows []int
		want []string
	}{
		{"alike", []int{3, 3, 3, 3}, []string{nextRow, rightSide, nextRow, rightSide}},
		{"a long one on the left", []int{20, 3, 3, 3}, []string{nextRow, rightSide, rightSide, nextRow}},
		{"a long one on the right", []int{3, 20, 3, 3}, []string{nextRow, rightSide, leftSide, nextRow}},
		{"alone", []int{3}, []string{nextRow}},
		{"none", nil, nil},
	} {
		d := Domain[level.Team]{}
		for _, rows := range c.rows {
			d.Cards = append(d.Cards, tables(rows))
		}
		d.arrange()
		var got []string
		for _, card := range d.Cards {
			got = append(got, card.Side)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Whatever the cards, none begins above the one before it, and the columns never differ by
// more than the longest card and what counts as alike.
func TestArrangeInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, longest := Domain[level.Team]{}, 0
		for _, rows := range rapid.SliceOfN(rapid.IntRange(0, 60), 1, 12).Draw(t, "rows") {
			card := tables(rows)
			card.Bare = rapid.Bool().Draw(t, "bare")
			d.Cards, longest = append(d.Cards, card), max(longest, card.height())
		}
		d.arrange()
		left, right, last := 0, 0, 0
		for _, c := range d.Cards {
			if c.Bare {
				continue
			}
			begins := left
			switch c.Side {
			case nextRow:
				begins = max(left, right)
				left, right = begins+c.height(), begins
			case leftSide:
				left += c.height()
			case rightSide:
				begins = right
				right += c.height()
			}
			if begins < last {
				t.Fatalf("a card begins at %d, the one before it at %d", begins, last)
			}
			if last = begins; max(left, right)-min(left, right) > longest+aligned {
				t.Fatalf("columns of %d and %d", left, right)
			}
		}
	})
}
