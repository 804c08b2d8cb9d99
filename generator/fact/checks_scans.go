package fact

import (
	"cmp"
	"slices"

	"leadline/generator/event"
	"leadline/generator/period"
)

// scan gives every pair its successful scans, and notes since when each kind of check is
// recorded for anybody.
func (c *checks) scan(rows *event.Rows) Coverage {
	s := newScanColumns(rows, c)
	var out scanCount
	for _, chunk := range rows.Chunks {
		for i, at := range chunk.Columns[s.at].Times {
			kind := chunk.Columns[s.kind].Bytes[i]
			s.known[kind] = firstOf(s.known[kind], at)
			pair := s.pairOf[int(s.owners[chunk.Columns[s.service].Codes[i]])*len(s.known)+int(kind)]
			switch {
			case !s.success[chunk.Columns[s.outcome].Codes[i]]:
				out.unsuccessful++
			case pair == 0:
				out.notRequired++
			default:
				c.pairs[pair-1].scans = append(c.pairs[pair-1].scans, checkScan{at, s.identity(chunk, uint32(i))})
			}
		}
	}
	for i := range c.pairs {
		p := &c.pairs[i]
		p.known = s.known[s.kindOf(c.kinds.Text(p.kind))]
		slices.SortFunc(p.scans, func(a, b checkScan) int {
			return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.sha, b.sha), cmp.Compare(a.version, b.version))
		})
		out.add(p, c.releases.of(p.owner))
	}
	return out.coverage()
}

// scanColumns knows the columns of scans, and which pair a service and a kind are.
type scanColumns struct {
	service, kind, at, outcome int
	releaseColumns
	owners  []Owner
	success []bool
	kinds   []string
	known   []period.Seconds // per kind of the enum, 0 for none named: first scan of anybody
	pairOf  []uint32         // per owner and kind: 1 + index of a pair, 0 none
}

func newScanColumns(rows *event.Rows, c *checks) *scanColumns {
	s := &scanColumns{service: rows.Index("service_id"), kind: rows.Index("check_kind"), at: rows.Index("finished_at"), outcome: rows.Index("outcome"),
		releaseColumns: releaseColumns{sha: rows.Index("sha"), version: rows.Index("version"), kind: -1}}
	s.owners = codesTo(rows.Dicts[s.service], c.units.serviceOwner)
	s.success = codesWhere(rows.Dicts[s.outcome], func(text string) bool { return text == "success" })
	s.kinds = rows.Columns[s.kind].Values
	s.known = make([]period.Seconds, len(s.kinds)+1)
	s.pairOf = make([]uint32, len(c.units.owners)*len(s.known))
	for i, p := range c.pairs {
		if kind := s.kindOf(c.kinds.Text(p.kind)); kind > 0 {
			s.pairOf[int(p.owner)*len(s.known)+kind] = uint32(i) + 1
		}
	}
	return s
}

// kindOf is the enum's byte of a kind as service_checks name it; 0 for one that no scan can
// have, which then nobody knows of.
func (s *scanColumns) kindOf(text string) int { return slices.Index(s.kinds, text) + 1 }

// scanCount is what the scans can say of the version that they looked at.
type scanCount struct{ unsuccessful, notRequired, matched, other, silent int }

func (n *scanCount) add(p *pair, releases []release) {
	released := map[uint64]bool{}
	for _, r := range releases {
		released[r.sha], released[r.version] = true, true
	}
	delete(released, 0)
	for _, s := range p.scans {
		switch {
		case !s.named():
			n.silent++
		case released[s.sha] || released[s.version]:
			n.matched++
		default:
			n.other++
		}
	}
}

func (n *scanCount) coverage() Coverage {
	return Coverage{Link: "successful scan of a required check → version in production", Rows: n.matched + n.other + n.silent, Linked: n.matched, How: []Count{
		{"names a version that was never in production", n.other}, {"names no version: its age alone counts", n.silent},
		{"not successful, left out", n.unsuccessful}, {"of a check that is not required, left out", n.notRequired},
	}}
}
