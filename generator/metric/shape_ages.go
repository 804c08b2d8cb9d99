package metric

// Ages is how old open things are.
type Ages struct{ N int }
