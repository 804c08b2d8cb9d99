package metric

import (
	"fmt"

	"leadline/generator/fact"
	"leadline/generator/unit"
)

// untils are the parts of a duration: the time from Duration.From until an instant on the
// way to Duration.To, and where asked for the time from there, of the same rows. Rows that do not record it, or record it outside
// the two, are left out of the part alone, which then says a smaller n. nil where the
// definition asks for none.
type untils struct {
	category  string
	quantiles []quantile
	values    *values // nil where no file has the instant
	rest      *untils // the part from the instant on; nil where not asked for
}

func newUntils(d *Duration, t *fact.Table, f Frame, r rows) *untils {
	if d.Until == "" {
		return nil
	}
	k := newPart(d, t, f, r, "until_")
	if d.Rest {
		k.rest = newPart(d, t, f, r, "from_")
	}
	return k
}

// newPart is the part before the instant ("until_") or after it ("from_").
func newPart(d *Duration, t *fact.Table, f Frame, r rows, side string) *untils {
	k := &untils{category: side + d.Until, quantiles: newQuantiles(d.Show, d.noun(), "this month with "+d.Until)}
	until, rest := t.Index(d.Until), side == "from_"
	if until < 0 {
		for i := range k.quantiles {
			k.quantiles[i].unrecorded = absent(k.quantiles[i].name, unit.Seconds, NoData, whyUnrecorded(d, d.Until))
		}
		return k
	}
	from, to := t.Index(d.From), t.Index(d.To)
	k.values = r.collect(func(_ int, c *fact.Chunk, mask []uint8, b *batch) {
		starts, reached := c.Values[from].Times, c.Values[until].Times
		for i, end := range c.Values[to].Times {
			if start, at := starts[i], reached[i]; mask[i] != 0 && start != 0 && start <= at && at <= end {
				length := at - start
				if rest {
					length = end - at
				}
				if m := f.month(end); m >= 0 {
					b.add(r.group(r.units.At(c.Owner[i], end), m), length)
				}
			}
		}
	})
	return k
}

// month appends the quantiles of the parts. recorded is whether rows of the month are.
func (k *untils) month(out []Figure, cells []fact.Cell, m int, recorded bool, space *merger) []Figure {
	if k == nil {
		return out
	}
	var seen []uint32
	if k.values != nil {
		seen = k.values.of(cells, m, space)
	}
	for i := range k.quantiles {
		f := k.quantiles[i].unrecorded
		if k.values != nil && (recorded || len(seen) > 0) {
			f = k.quantiles[i].figure(seen)
		}
		f.Category = k.category
		out = append(out, f)
	}
	return k.rest.month(out, cells, m, recorded, space)
}

// untilText is what the formula says of the part.
func (d *Duration) untilText() string {
	if d.Until == "" {
		return ""
	}
	rest := ""
	if d.Rest {
		rest = fmt.Sprintf(" and the part from %s until %s", d.Until, d.To)
	}
	return fmt.Sprintf(" Beside them the part of it from %s until %s%s, of the same %ss.", d.From, d.Until, rest, d.noun())
}
