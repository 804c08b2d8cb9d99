package stat

import (
	"math"
	"slices"
)

// Lifetime is one thing that was watched from one age to another, in whole seconds. It is at
// risk of ending at every age after Entry, up to and including Exit; from age 0 on where
// Entry is 0.
type Lifetime struct {
	Entry uint32 // age at which watching began (left truncation); 0: from its start
	Exit  uint32 // age at which it ended, or at which watching did
	How   Exit
}

// Exit is why a lifetime was watched no longer. Left and Running are both censored; the
// estimate makes no difference between them, but a reader does.
type Exit uint8

const (
	Ended   Exit = iota // the event that is waited for
	Left                // can no longer end: it went out of sight
	Running             // watching stopped first
)

// Survival is the Kaplan–Meier estimate of the share that has not ended by an age, with late
// entry: S(t) = Π(1 − dᵢ/nᵢ) over the ages at which something ended, where those that
// leave at the same age are still at risk (events before censorings). Kaplan & Meier 1958;
// late entry as in R's survival package, Surv(entry, exit, status).
//
// The zero value is ready; it may be estimated again and keeps its memory.
type Survival struct {
	N     int    // lifetimes
	Ended int    // of them that ended
	Last  uint32 // greatest age that was watched
	steps []step
	torn  uint32 // age at which the estimate breaks off; 0: it does not
	late  []uint32
}

// step is one age at which something ended.
type step struct {
	age         uint32
	risk, ended int
	share       float64 // S from this age on
	greenwood   float64 // Σ d/(n(n−d)) so far; var S = S² times it (Greenwood 1926); +Inf once S is 0
	hazard      float64 // −ln S, which both limits need; 0 until it is asked for
}

// Estimate replaces the estimate by that of lifetimes in ascending order of Exit.
func (s *Survival) Estimate(lifetimes []Lifetime) {
	s.steps, s.late = s.steps[:0], s.late[:0]
	s.N, s.Ended, s.Last, s.torn = len(lifetimes), 0, 0, 0
	for _, l := range lifetimes {
		if l.Entry > 0 {
			s.late = append(s.late, l.Entry)
		}
		if l.How == Ended {
			s.Ended++
		}
	}
	if s.N == 0 {
		return
	}
	slices.Sort(s.late)
	s.Last = lifetimes[s.N-1].Exit
	risk, entered := s.N-len(s.late), 0
	for i := 0; i < len(lifetimes); {
		age, first, ended := lifetimes[i].Exit, i, 0
		for ; i < len(lifetimes) && lifetimes[i].Exit == age; i++ {
			if lifetimes[i].How == Ended {
				ended++
			}
		}
		for entered < len(s.late) && s.late[entered] < age {
			entered, risk = entered+1, risk+1
		}
		if ended > 0 && !s.step(age, risk, ended) {
			return
		}
		risk -= i - first
	}
}

// step adds an age. It returns false where the estimate breaks off: the last one at risk
// ended, and others enter only at a greater age. Their product would be 0 for ever, which
// says nothing of them; R gives that 0.
func (s *Survival) step(age uint32, risk, ended int) bool {
	if ended == risk && age < s.Last {
		s.torn = max(age, 1)
		return false
	}
	before := step{share: 1}
	if n := len(s.steps); n > 0 {
		before = s.steps[n-1]
	}
	n, d := float64(risk), float64(ended)
	s.steps = append(s.steps, step{age: age, risk: risk, ended: ended, share: before.share * (1 - d/n), greenwood: before.greenwood + d/(n*(n-d))})
	return true
}

// Torn reports that the estimate breaks off before the greatest age, because nothing was
// watched between.
func (s *Survival) Torn() bool { return s.torn != 0 }

// flat is how near S must be to 1−p to be equal to it; as in R's quantile.survfit, the root
// of the machine's precision.
const flat = 1.5e-8

// Quantile is the age by which a share p has ended: the first with S ≤ 1−p. Where S equals
// 1−p until something else ends, it is the midpoint to that age, or to the greatest age if
// nothing does (R; lifelines gives the beginning). reached is false where fewer have ended:
// then all that is known is that it is more than Last.
//
// low and high are the ages at which the pointwise 95 % limits of S cross 1−p, the limits on
// the log(−log) scale: S^exp(±z·√G/|log S|) with Greenwood's sum G. That scale keeps them
// within 0 and 1 and behaves best in small samples (lifelines' default; R's is log, which
// gives other ends). An end that is not crossed is NaN.
func (s *Survival) Quantile(p float64) (value, low, high float64, reached bool) {
	value = s.crossing(p, func(x *step) float64 { return x.share })
	before := -math.Log(1-p) - 4*flat/(1-p)
	low = s.crossing(p, func(x *step) float64 { return x.limit(+1, before) })
	high = s.crossing(p, func(x *step) float64 { return x.limit(-1, before) })
	return value, low, high, !math.IsNaN(value)
}

// crossing is the age at which a curve comes down to 1−p.
func (s *Survival) crossing(p float64, curve func(*step) float64) float64 {
	for i := range s.steps {
		y := curve(&s.steps[i])
		if math.IsNaN(y) || y > 1-p+flat {
			continue
		}
		age := float64(s.steps[i].age)
		if y < 1-p-flat {
			return age
		}
		until := float64(s.Last)
		if i+1 < len(s.steps) {
			until = float64(s.steps[i+1].age)
		}
		return (age + until) / 2
	}
	return math.NaN()
}

// limit is the lower (+1) or upper (−1) limit of S; there is none once S is 0. Where −ln of
// it is under before, it is given as 1: nearly all are, and the power is most of the cost.
func (x *step) limit(side, before float64) float64 {
	if x.share == 0 {
		return math.NaN()
	}
	if x.hazard == 0 {
		x.hazard = -math.Log(x.share)
	}
	if side < 0 && x.hazard < before {
		return 1 // the upper limit is above S
	}
	power := math.Exp(side * z * math.Sqrt(x.greenwood) / x.hazard)
	if power*x.hazard < before {
		return 1
	}
	return math.Pow(x.share, power)
}

// RestrictedMean is the mean age up to tau, the area under S: how long, of the first tau
// seconds, one is open on average. se² = Σ Aᵢ² dᵢ/(nᵢ(nᵢ−dᵢ)), where Aᵢ is the area from the
// i-th age to tau (Irwin 1949; Klein & Moeschberger, section 4.5). ok is false where S is not
// known up to tau: some were watched, and none of them so long.
func (s *Survival) RestrictedMean(tau uint32) (mean, se float64, ok bool) {
	n := len(s.steps)
	allEnded := n > 0 && s.steps[n-1].share == 0
	if s.N == 0 || s.torn != 0 && s.torn < tau || s.Last < tau && !allEnded {
		return math.NaN(), math.NaN(), false
	}
	var area, variance float64
	until := float64(tau)
	for i := n - 1; i >= 0; i-- {
		x := &s.steps[i]
		if x.age >= tau {
			continue
		}
		area += x.share * (until - float64(x.age))
		until = float64(x.age)
		if n, d := float64(x.risk), float64(x.ended); n > d {
			variance += area * area * d / (n * (n - d))
		}
	}
	return area + until, math.Sqrt(variance), true
}
