package metric

import (
	"math/bits"
	"slices"
)

// Causes are the causes of waiting that evidence can be of, in the order in which they are
// printed (our own classes; no source gives exactly these four from events).
var Causes = [...]string{"process", "dependency", "risk_control", "architecture"}

// activity is the cause of evidence that there was work and no waiting.
const activity = "active"

// Pieces of a timeline are summed by the set of causes that they have evidence of: set s,
// with bit c for Causes[c], has element s, so that element 0 is unexplained; then active.
const (
	sets   = 1 << len(Causes)
	active = sets
)

// pieces are seconds by set of causes, and active ones.
type pieces [sets + 1]int64

// total is the elapsed time that the pieces make up.
func (p *pieces) total() (seconds int64) {
	for _, n := range p {
		seconds += n
	}
	return seconds
}

// exclusive is the time for which there is evidence of a cause alone.
func (p *pieces) exclusive(cause int) int64 { return p[1<<cause] }

// inclusive adds the time that it shares with other causes.
func (p *pieces) inclusive(cause int) (seconds int64) {
	for set, n := range p[:sets] {
		if set>>cause&1 == 1 {
			seconds += n
		}
	}
	return seconds
}

// shared is the time for which there is evidence of two causes or more.
func (p *pieces) shared() (seconds int64) {
	for set, n := range p[:sets] {
		if bits.OnesCount(uint(set)) > 1 {
			seconds += n
		}
	}
	return seconds
}

// A kind of evidence is a bit: of a cause; of a cause that counts only where no other has
// evidence; or of activity, which counts only where no cause has any.
const (
	otherwise = len(Causes)     // + cause
	working   = 2 * len(Causes) // the bit of activity
)

// timeline is one item's time and the ends of the evidence intervals in it; it is used again
// for the next item, so that no item allocates.
type timeline struct {
	from, to uint32
	ends     []uint64 // instant, kind of evidence, whether it ends there
}

func (l *timeline) reset(from, to uint32) { l.from, l.to, l.ends = from, to, l.ends[:0] }

// add notes an interval of evidence, cut to the item's time. One that lacks an end, or ends
// before it begins, is no evidence.
func (l *timeline) add(kind int, from, to uint32) {
	if from == 0 || to == 0 {
		return
	}
	if from, to = max(from, l.from), min(to, l.to); from < to {
		l.ends = append(l.ends, uint64(from)<<32|uint64(kind)<<1, uint64(to)<<32|uint64(kind)<<1|1)
	}
}

// cut cuts the time at every end of an interval and adds up the pieces. Their sum is the
// elapsed time, to the second, whatever the evidence; its order does not matter.
func (l *timeline) cut(out *pieces) {
	slices.Sort(l.ends)
	var depth [working + 1]int
	at, kinds := l.from, uint(0)
	for _, end := range l.ends {
		t, kind := uint32(end>>32), int(end>>1&0x7fff)
		out[pieceOf(kinds)] += int64(t - at)
		at = t
		if end&1 == 0 {
			depth[kind]++
			kinds |= 1 << kind
		} else if depth[kind]--; depth[kind] == 0 {
			kinds &^= 1 << kind
		}
	}
	out[pieceOf(kinds)] += int64(l.to - at)
}

// pieceOf is the element of pieces for the kinds of evidence that a piece has.
func pieceOf(kinds uint) int {
	if strong := kinds & (sets - 1); strong != 0 {
		return int(strong)
	}
	if weak := kinds >> otherwise & (sets - 1); weak != 0 {
		return int(weak)
	}
	if kinds>>working == 1 {
		return active
	}
	return 0
}

func (p *pieces) add(other *pieces) {
	for i, n := range other {
		p[i] += n
	}
}
