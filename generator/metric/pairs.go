package metric

// pairSet is a set of (group, person) pairs, none of them zero: open addressing with linear
// probing, because a map costs an order more for every row.
type pairSet struct {
	slots []uint64 // a power of two of them, at most half in use
	used  int
}

func (s *pairSet) add(pair uint64) {
	if 2*s.used >= len(s.slots) {
		s.grow()
	}
	if s.place(pair) {
		s.used++
	}
}

// place reports whether the pair is new. The multiplier is 2⁶⁴ divided by the golden ratio
// (Knuth, The Art of Computer Programming 3, 6.4): neighbours end up far apart.
func (s *pairSet) place(pair uint64) bool {
	mask := uint64(len(s.slots) - 1)
	for at := pair * 0x9e3779b97f4a7c15 >> 20 & mask; ; at = (at + 1) & mask {
		switch s.slots[at] {
		case pair:
			return false
		case 0:
			s.slots[at] = pair
			return true
		}
	}
}

func (s *pairSet) grow() {
	old := s.slots
	s.slots = make([]uint64, max(1024, 2*len(old)))
	for _, pair := range old {
		if pair != 0 {
			s.place(pair)
		}
	}
}

func (s *pairSet) appendTo(pairs []uint64) []uint64 {
	for _, pair := range s.slots {
		if pair != 0 {
			pairs = append(pairs, pair)
		}
	}
	return pairs
}
