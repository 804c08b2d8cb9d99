package page

// Two columns of cards on a wide screen. Cards whose columns are about as long begin a row
// together; beside a card that is much longer than its neighbour the next ones follow at once,
// instead of leaving white space. A card never begins above the one before it, so that reading
// order stays that of the page. Style sheets alone can do one or the other.
const (
	nextRow   = ""       // below all cards before it, on the left
	leftSide  = " left"  // below the cards of the left column
	rightSide = " right" // below those of the right column
)

// Heights in pixels, as drawn at 1280; what they miss moves no card over another.
const (
	bareCard  = 230 // heading, figure, verdict, footer
	oneChart  = 360 // a chart with its title and key
	figureRow = 30  // two figures stand beside each other
	countRow  = 15  // two counts, too
	partTable = 60
	partRow   = 27
	behindRow = 45  // with n and interval below the figure
	narrowRow = 100 // so many columns that these take several lines
	aligned   = 130 // columns that differ by less are made equal
)

// arrange gives every card of a domain its side: that of the shorter column.
func (d *Domain[L]) arrange() {
	left, right := 0, 0
	for _, c := range d.Cards {
		if c.Bare {
			continue
		}
		if max(left, right)-min(left, right) < aligned {
			left = max(left, right)
			right = left
			c.Side = nextRow
		} else if left < right {
			c.Side = leftSide
		} else {
			c.Side = rightSide
		}
		if c.Side == rightSide {
			right += c.height()
		} else {
			left += c.height()
		}
	}
}

// height is about how high the card is with its details closed.
func (c *Card[L]) height() int {
	h := bareCard
	for _, chart := range append([]Chart{c.Chart}, c.Further...) {
		if chart.Pictured() {
			h += oneChart
		}
	}
	for _, p := range c.Parts {
		if !p.Drawn && !p.Long() {
			h += partTable + p.rowHeight()*len(p.Rows)
		}
	}
	if c.Counted {
		return h + countRow*len(c.Others)
	}
	return h + figureRow*len(c.Others)
}

func (p Parts) rowHeight() int {
	switch {
	case len(p.Rows) == 0 || len(p.Rows[0].Cells) == 0 || p.Rows[0].Cells[0].Behind == "":
		return partRow
	case len(p.Columns) > 3:
		return narrowRow
	}
	return behindRow
}
