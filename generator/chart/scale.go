package chart

import (
	"math"
	"strconv"

	"leadline/generator/unit"
)

// scale maps values to the height of the plot and knows where its ticks are.
type scale struct {
	low, high   float64 // values at the plot's bottom and top
	step        float64 // between ticks; log: unused
	log         bool
	top, bottom float64 // y in user units
	per         float64 // values are divided by this for the ticks: 86400 for days
	name        string  // what the ticks count: "days", "%", ""
	suffix      string  // after each tick's number
}

const (
	minutes = 60
	hours   = 60 * minutes
	days    = 24 * hours
)

// tiny is what counts as zero on a log axis: no count, share or time is that small.
const tiny = 1e-9

// newScale chooses the axis. It begins at zero (or below, for values below zero) except
// on a log axis; intervals count up to twice the largest value, so that one uncertain
// month does not flatten all others, and are drawn cut off beyond.
func newScale(f *Figure) scale {
	e := measure(f)
	s := scale{low: min(0, e.low), high: max(e.high, min(e.far, 2*e.high), 0), per: 1}
	s.inUnit(f.Unit)
	if s.log = f.Log && f.Kind == Dots && e.least > tiny && !math.IsInf(e.least, 1); s.log {
		s.decades(e.least)
		return s
	}
	if f.Kind == Share {
		s.low, s.high, s.step = 0, 1, 0.25
		return s
	}
	s.whole(f)
	return s
}

// extent is what an axis must cover.
type extent struct{ low, high, far, least float64 }

func measure(f *Figure) extent {
	e := extent{least: math.Inf(1)}
	add := func(v float64) {
		e.low, e.high, e.least = min(e.low, v), max(e.high, v), min(e.least, v)
	}
	for i := range f.Months {
		sum := 0.0
		for si := range f.Series {
			p := &f.Series[si].Points[i]
			if !p.State.Shown() {
				continue
			}
			if sum += p.Value; f.Kind != Stacked {
				sum = p.Value
			}
			add(sum)
			if p.hasInterval() && f.whiskered(si) {
				e.far = max(e.far, p.High)
			}
		}
	}
	for i := range f.Dots {
		add(f.Dots[i].Value)
	}
	for _, l := range f.Levels {
		add(l.Value)
	}
	for _, l := range f.Limits {
		add(l.Centre)
		if finite(l.Upper) {
			add(l.Upper)
		}
		if finite(l.Lower) && l.Lower > 0 { // below zero is below what delivery data can be
			add(l.Lower)
		}
	}
	return e
}

// inUnit chooses what ticks count. Elapsed time is in days from 48 hours, in hours from
// 90 minutes: the same borders as unit.Duration.
func (s *scale) inUnit(u unit.Unit) {
	switch u {
	case unit.Share, unit.Proportion:
		s.per, s.name, s.suffix = 0.01, "%", " %"
	case unit.PerWeek:
		s.name = "per week"
	case unit.Seconds:
		switch {
		case s.high >= 48*hours:
			s.per, s.name = days, "days"
		case s.high >= 90*minutes:
			s.per, s.name = hours, "hours"
		case s.high >= 90:
			s.per, s.name = minutes, "minutes"
		default:
			s.name = "seconds"
		}
	}
}

// whole rounds the ends outward to steps of 1, 2 or 5 times a power of ten.
func (s *scale) whole(f *Figure) {
	if s.high-s.low < 1e-9*s.per {
		s.high = s.low + s.per
	}
	s.step = niceStep((s.high-s.low)/s.per/5) * s.per
	if (f.Unit == unit.Items || f.Unit == unit.Units) && s.step < 1 && integers(f) {
		s.step = 1
	}
	s.low = math.Floor(s.low/s.step+1e-9) * s.step
	s.high = math.Ceil(s.high/s.step-1e-9) * s.step
}

// niceStep is the smallest of 1, 2, 5 times a power of ten that is not below raw.
func niceStep(raw float64) float64 {
	p := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range [...]float64{1, 2, 5} {
		if m*p >= raw*(1-1e-9) {
			return m * p
		}
	}
	return 10 * p
}

func integers(f *Figure) bool {
	for si := range f.Series {
		for i := range f.Series[si].Points {
			if p := &f.Series[si].Points[i]; p.State.Shown() && p.Value != math.Trunc(p.Value) {
				return false
			}
		}
	}
	return true
}

// decades sets the ends of a log axis to 1, 2 or 5 times a power of ten.
func (s *scale) decades(least float64) {
	down := math.Floor(math.Log10(least / s.per))
	s.low = math.Pow(10, down) * s.per
	s.high = max(niceStep(s.high/s.per)*s.per, 10*s.low)
}

// y is the height of v in user units, kept inside the plot.
func (s *scale) y(v float64) float64 {
	part := (v - s.low) / (s.high - s.low)
	if s.log {
		part = math.Log(max(v, s.low)/s.low) / math.Log(s.high/s.low)
	}
	return s.bottom - min(max(part, 0), 1)*(s.bottom-s.top)
}

// ticks returns the tick values, lowest first. A log axis has powers of ten, at most
// eight of them, and 2 and 5 between if it spans no more than two.
func (s *scale) ticks(buf []float64) []float64 {
	if !s.log {
		n := int(math.Round((s.high - s.low) / s.step))
		for i := 0; i <= n; i++ {
			buf = append(buf, s.low+float64(i)*s.step)
		}
		return buf
	}
	span := math.Round(math.Log10(s.high/s.low) + 0.49)
	stride := math.Pow(10, max(1, math.Ceil(span/8)))
	for v := s.low; v <= s.high*(1+1e-9); v *= stride {
		buf = append(buf, v)
		for _, m := range [...]float64{2, 5} {
			if span <= 2 && v*m <= s.high*(1+1e-9) {
				buf = append(buf, v*m)
			}
		}
	}
	if buf[len(buf)-1] < s.high*(1-1e-9) {
		buf = append(buf, s.high)
	}
	return buf
}

// label appends a tick's number: as many decimals as the step needs, thousands apart.
func (s *scale) label(b []byte, v float64) []byte {
	v /= s.per
	step := s.step / s.per
	if s.log {
		step = v
	}
	decimals := 0
	if a := math.Abs(step); a < 1 {
		decimals = int(math.Ceil(-math.Log10(a) - 1e-9))
	}
	if math.Abs(v) >= 1e7 || decimals > 4 {
		return append(strconv.AppendFloat(b, v, 'g', 3, 64), s.suffix...)
	}
	b = appendGrouped(b, v, decimals)
	return append(b, s.suffix...)
}

// appendGrouped writes v with a fixed number of decimals and commas between thousands.
func appendGrouped(b []byte, v float64, decimals int) []byte {
	var tmp [32]byte
	t := strconv.AppendFloat(tmp[:0], math.Abs(v), 'f', decimals, 64)
	if v < 0 && math.Abs(v) > 1e-12 {
		b = append(b, "\u2212"...)
	}
	whole := len(t)
	if decimals > 0 {
		whole -= decimals + 1
	}
	for i, c := range t {
		if i > 0 && i < whole && (whole-i)%3 == 0 {
			b = append(b, ',')
		}
		b = append(b, c)
	}
	return b
}
