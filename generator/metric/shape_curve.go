package metric

// Curve is what share of things is still open at which age.
type Curve struct{ N int }
