package metric

import (
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// interval is one piece of evidence as the timeline takes it.
type interval struct {
	kind     int
	from, to uint32
}

func cutOf(from, to uint32, evidence []interval) (p pieces) {
	var l timeline
	l.reset(from, to)
	for _, e := range evidence {
		l.add(e.kind, e.from, e.to)
	}
	l.cut(&p)
	return p
}

// bySecond is the definition itself: look at every second and ask what evidence it has.
func bySecond(from, to uint32, evidence []interval) (p pieces) {
	for t := from; t < to; t++ {
		strong, weak, work := 0, 0, false
		for _, e := range evidence {
			if e.from == 0 || e.to == 0 || t < e.from || t >= e.to {
				continue
			}
			switch {
			case e.kind == working:
				work = true
			case e.kind >= otherwise:
				weak |= 1 << (e.kind - otherwise)
			default:
				strong |= 1 << e.kind
			}
		}
		switch {
		case strong != 0:
			p[strong]++
		case weak != 0:
			p[weak]++
		case work:
			p[active]++
		default:
			p[0]++
		}
	}
	return p
}

func randomEvidence(r *rand.Rand) (from, to uint32, evidence []interval) {
	from = 1 + r.Uint32N(40)
	to = from + r.Uint32N(80)
	for range r.IntN(10) {
		start := r.Uint32N(120)
		evidence = append(evidence, interval{r.IntN(working + 1), start, start + r.Uint32N(60) - min(start, r.Uint32N(8))})
	}
	return from, to, evidence
}

func TestCutAgainstSeconds(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 20_000 {
		from, to, evidence := randomEvidence(r)
		if got, want := cutOf(from, to, evidence), bySecond(from, to, evidence); got != want {
			t.Fatalf("case %d, [%d, %d) with %v:\ngot  %v\nwant %v", n, from, to, evidence, got, want)
		}
	}
}

func evidenceGen(t *rapid.T) (from, to uint32, evidence []interval) {
	from = rapid.Uint32Range(1, 1<<31).Draw(t, "from")
	to = from + rapid.Uint32Range(0, 1<<30).Draw(t, "length")
	instant := rapid.OneOf(rapid.Just(uint32(0)), rapid.Uint32Range(from-min(from, 1000), to+1000), rapid.Uint32())
	evidence = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) interval {
		return interval{rapid.IntRange(0, working).Draw(t, "kind"), instant.Draw(t, "start"), instant.Draw(t, "end")}
	}), 0, 12).Draw(t, "evidence")
	return from, to, evidence
}

// The parts make up the elapsed time to the second, in whatever order the evidence comes,
// and evidence that is given twice says nothing more.
func TestCutIdentities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, to, evidence := evidenceGen(t)
		p := cutOf(from, to, evidence)
		sum := p.shared() + p[active] + p[0]
		for cause := range Causes {
			sum += p.exclusive(cause)
			if p.inclusive(cause) < p.exclusive(cause) {
				t.Fatalf("cause %d: %d alone, %d with others", cause, p.exclusive(cause), p.inclusive(cause))
			}
		}
		if sum != int64(to-from) || p.total() != sum {
			t.Fatalf("parts make %d of %d seconds", sum, to-from)
		}
		shuffled := rapid.Permutation(evidence).Draw(t, "shuffled")
		if got := cutOf(from, to, shuffled); got != p {
			t.Fatalf("another order gives %v, not %v", got, p)
		}
		if got := cutOf(from, to, append(shuffled, evidence...)); got != p {
			t.Fatalf("evidence given twice gives %v, not %v", got, p)
		}
	})
}

// Without a cause's evidence exactly its exclusive time is no longer waiting (among causes
// that do not give way to others).
func TestCutExclusiveIsWhatRemovingFrees(t *testing.T) {
	waiting := func(p pieces) int64 { return p.total() - p[0] - p[active] }
	rapid.Check(t, func(t *rapid.T) {
		from, to, evidence := evidenceGen(t)
		evidence = slices.DeleteFunc(evidence, func(e interval) bool { return e.kind >= otherwise && e.kind < working })
		cause := rapid.IntRange(0, len(Causes)-1).Draw(t, "cause")
		with := cutOf(from, to, evidence)
		without := cutOf(from, to, slices.DeleteFunc(slices.Clone(evidence), func(e interval) bool { return e.kind == cause }))
		if freed := waiting(with) - waiting(without); freed != with.exclusive(cause) {
			t.Fatalf("removing cause %d frees %d seconds, exclusive are %d", cause, freed, with.exclusive(cause))
		}
		if without.inclusive(cause) != 0 {
			t.Fatal("a cause without evidence has time")
		}
		for set := range sets {
			if bits.OnesCount(uint(set)) == 0 && with[set] > without[set] {
				t.Fatal("removing evidence explained something")
			}
		}
	})
}

func TestCutByHand(t *testing.T) {
	process, dependency, control := 0, 1, 2
	got := cutOf(100, 200, []interval{
		{process, 90, 120},              // begins before the item: 20
		{dependency, 110, 130},          // 10 shared with process, 10 alone
		{control, 150, 140},             // ends before it begins: no evidence
		{control, 0, 140},               // no start: no evidence
		{working, 125, 150},             // 20 are left of it
		{otherwise + process, 140, 200}, // gives way to control, not to activity: 10 + 40
		{control, 160, 170},
	})
	var want pieces
	want[1<<process] = 10 + 60 - 10
	want[1<<process|1<<dependency] = 10
	want[1<<dependency] = 10
	want[1<<control] = 10
	want[active] = 10
	if got != want {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if empty := cutOf(100, 100, []interval{{process, 90, 120}}); empty.total() != 0 {
		t.Errorf("no time, but %v", empty)
	}
}

func TestCutAllocatesNothing(t *testing.T) {
	var l timeline
	var p pieces
	one := func() {
		l.reset(100, 200)
		for kind := range working + 1 {
			l.add(kind, 110, 150)
		}
		l.cut(&p)
	}
	one()
	if n := testing.AllocsPerRun(100, one); n != 0 {
		t.Errorf("%g allocations an item", n)
	}
}
