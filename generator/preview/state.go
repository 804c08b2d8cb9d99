package preview

import (
	"crypto/rand"
	"fmt"
	"sync"
)

// state is what the last build came to. It is safe for concurrent use.
type state struct {
	mu      sync.Mutex
	begun   string // of this preview: pages of an earlier one are stale
	builds  int    // that have ended
	built   bool   // one of them without an error
	running bool   // another is on its way
	problem error  // of the last
	next    chan struct{}
}

func newState() *state { return &state{begun: rand.Text()[:8], next: make(chan struct{})} }

// set records how a build ended and wakes everybody who waits.
func (s *state) set(problem error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.builds++
	s.running = false
	s.problem, s.built = problem, s.built || problem == nil
	close(s.next)
	s.next = make(chan struct{})
}

// begin records that a build is on its way.
func (s *state) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running = true
}

// moment is the state at one time.
type moment struct {
	version string // differs after each build
	building,
	built, again bool // nothing has ended yet; there is a site; another build is on its way
	problem error
	next    <-chan struct{} // closed when the version is no longer so
}

func (s *state) now() moment {
	s.mu.Lock()
	defer s.mu.Unlock()
	return moment{fmt.Sprintf("%s-%d", s.begun, s.builds), s.builds == 0, s.built, s.running, s.problem, s.next}
}
