package fact

// Subject is the team, service or portfolio that a figure speaks of.
type Subject struct {
	ID   string // as in the event files; "" for the portfolio
	Name string // display name; the id where none is recorded
}
