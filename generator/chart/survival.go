package chart

// Curve is what share is still open at which age.
type Curve struct{ N int }

func (c *canvas) survival()      {}
func (c *canvas) layCurve()      {}
func (c *canvas) describeCurve() {}

func curveTable(f *Figure) (columns []string, rows [][]string) { return nil, nil }
