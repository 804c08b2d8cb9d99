package fact

// Coverage is how many rows a link could be made for, printed on the pages that depend on it.
type Coverage struct {
	Link   string // what was linked, e.g. "change → deployment"
	Rows   int    // rows that could have been linked
	Linked int
	How    []Count // by evidence or by reason for the lack of it, in a fixed order
}

// Count is a number of rows with what they have in common.
type Count struct {
	What string
	Rows int
}
