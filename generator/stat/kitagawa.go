package stat

import "math"

// Part is one group's events and trials in two periods.
type Part struct{ Base, New Observed }

// Decomposition splits the change of a pooled share into what its groups' own shares did and
// what their weights did. Difference = Rate + Mix + Entry + Exit, exactly.
type Decomposition struct {
	Base, New, Difference float64 // pooled shares; NaN where a period has no trials
	Rate                  float64 // from the groups' own shares
	Mix                   float64 // from how much each group weighs
	Entry, Exit           float64 // from groups that only one of the periods has
	RateBy, MixBy         []float64
	Groups                int  // groups that both periods have
	Reversal              bool // the pool moves against the rate effect (Simpson)
	Strong                bool // and against every single group
}

// Kitagawa decomposes by mean weights and mean rates (Kitagawa 1955; Das Gupta 1978):
// Δ = Σ (w₀+w₁)/2·(r₁−r₀) + Σ (r₀+r₁)/2·(w₁−w₀) over the groups that both periods have. A
// group without trials in one period has no rate there: what its presence alone does to the
// pool is Entry or Exit, and no rate is imputed.
func Kitagawa(parts []Part) Decomposition {
	var all, both [2]Observed
	for _, p := range parts {
		add(&all, p)
		if p.Base.Size > 0 && p.New.Size > 0 {
			add(&both, p)
		}
	}
	d := Decomposition{Base: rate(all[0]), New: rate(all[1]), RateBy: make([]float64, len(parts)), MixBy: make([]float64, len(parts))}
	d.Difference = d.New - d.Base
	if both[0].Size > 0 {
		d.Entry, d.Exit = d.New-rate(both[1]), rate(both[0])-d.Base
	}
	against := true
	for i, p := range parts {
		if p.Base.Size <= 0 || p.New.Size <= 0 {
			continue
		}
		r0, r1, w0, w1 := rate(p.Base), rate(p.New), p.Base.Size/both[0].Size, p.New.Size/both[1].Size
		d.RateBy[i], d.MixBy[i] = (w0+w1)/2*(r1-r0), (r0+r1)/2*(w1-w0)
		d.Rate, d.Mix, d.Groups = d.Rate+d.RateBy[i], d.Mix+d.MixBy[i], d.Groups+1
		against = against && (r1-r0)*d.Difference < 0
	}
	d.Reversal = d.Groups > 1 && d.Rate*d.Difference < 0
	d.Strong = d.Reversal && against
	return d
}

func add(to *[2]Observed, p Part) {
	for i, o := range [2]Observed{p.Base, p.New} {
		to[i].Events, to[i].Size = to[i].Events+o.Events, to[i].Size+o.Size
	}
}

func rate(o Observed) float64 {
	if o.Size <= 0 {
		return math.NaN()
	}
	return o.Events / o.Size
}
