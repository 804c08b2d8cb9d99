package fact

import (
	"leadline/generator/period"
)

// checkScan is a successful run of a check and the version that it looked at, if it says so.
type checkScan struct {
	at period.Seconds
	identity
}

// change is when a pair's state became another. ScannedAt is the latest scan that speaks
// for the version in production; where production has moved on, the one that spoke last,
// and outdated is when it stopped.
type change struct {
	at, scanned, outdated period.Seconds
	state                 string
}

// follow finds the states of a pair from its scans and its service's releases.
//
// Any successful scan of the version in production counts, not only the latest: pipelines
// scan what will be deployed next before it is. A scan and a release that name nothing in
// common cannot contradict each other; then time alone speaks.
func (p *pair) follow(releases []release) {
	p.changes = []change{{state: Unknown}}
	if p.known != 0 {
		p.note(change{at: p.known, state: Absent})
	}
	if len(p.scans) == 0 {
		return
	}
	e := evidence{bySHA: map[uint64]period.Seconds{}, byVersion: map[uint64]period.Seconds{}}
	for s, r := 0, 0; s < len(p.scans) || r < len(releases); {
		at := nextInstant(p.scans[s:], releases[r:])
		for ; s < len(p.scans) && p.scans[s].at == at; s++ {
			e.see(p.scans[s])
		}
		for ; r < len(releases) && releases[r].at == at; r++ {
			e.running = releases[r].identity
		}
		if s > 0 {
			p.note(e.change(at))
		}
	}
}

func nextInstant(scans []checkScan, releases []release) period.Seconds {
	if len(scans) == 0 || len(releases) > 0 && releases[0].at < scans[0].at {
		return releases[0].at
	}
	return scans[0].at
}

// note adds a change unless it changes nothing; of two at one instant the later counts.
func (p *pair) note(c change) {
	last := &p.changes[len(p.changes)-1]
	switch {
	case last.state == c.state && last.scanned == c.scanned && last.outdated == c.outdated:
	case last.at == c.at:
		*last = c
	default:
		p.changes = append(p.changes, c)
	}
}

// evidence is what the scans so far say of the version that is running.
type evidence struct {
	running            identity
	bySHA, byVersion   map[uint64]period.Seconds // latest scan of each
	latest             [4]period.Seconds         // latest scan of those that name the same parts
	holds              period.Seconds            // the scan that speaks for what is running; 0 none
	spokeLast, stopped period.Seconds            // the last that did, and until when
}

func (e *evidence) see(s checkScan) {
	e.latest[s.parts()] = s.at
	if s.sha != 0 {
		e.bySHA[s.sha] = s.at
	}
	if s.version != 0 {
		e.byVersion[s.version] = s.at
	}
}

// parts is which parts an identity names: 1 the commit, 2 the version.
func (a identity) parts() int {
	n := 0
	if a.sha != 0 {
		n |= 1
	}
	if a.version != 0 {
		n |= 2
	}
	return n
}

// speaking is the latest scan of what is running, or that cannot say of what it was.
func (e *evidence) speaking() period.Seconds {
	at := max(e.bySHA[e.running.sha], e.byVersion[e.running.version]) // nothing has key 0
	for parts, latest := range e.latest {
		if parts&e.running.parts() == 0 {
			at = max(at, latest)
		}
	}
	return at
}

func (e *evidence) change(at period.Seconds) change {
	before := e.holds
	if e.holds = e.speaking(); e.holds != 0 {
		return change{at: at, scanned: e.holds, state: Covered}
	}
	if before != 0 {
		e.spokeLast, e.stopped = before, at
	}
	return change{at: at, scanned: e.spokeLast, outdated: e.stopped, state: Stale}
}
