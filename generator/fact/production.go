package fact

import (
	"slices"

	"leadline/generator/event"
	"leadline/generator/period"
)

// place is where a deployment's row lies, with what orders it.
type place struct {
	owner      Owner
	at         period.Seconds
	id         uint64
	chunk, row uint32
}

// production is what became of the rows of the deployments table.
type production struct {
	deployed, rolledback        []place
	rows, other, blank, unfinal int
}

func (p production) coverage() []Coverage {
	return []Coverage{{Link: "deployment row → production deployment", Rows: p.rows, Linked: len(p.deployed), How: []Count{
		{"of another environment or a removal", p.other}, {"environment not recorded", p.blank},
		{"not successful", p.unfinal}, {"rollbacks", len(p.rolledback)},
	}}}
}

// pickProduction judges every row, block by block, and joins the blocks in their order.
func pickProduction(rows *event.Rows, u *Units, rules Rules) production {
	p := newPicker(rows, u, rules)
	parts := make([]production, len(rows.Chunks))
	inParallel(len(parts), func(n int) { parts[n] = p.pick(n, rows.Chunks[n]) })
	var all production
	var deployed, rolledback [][]place
	for _, part := range parts {
		deployed, rolledback = append(deployed, part.deployed), append(rolledback, part.rolledback)
		all.rows, all.other = all.rows+part.rows, all.other+part.other
		all.blank, all.unfinal = all.blank+part.blank, all.unfinal+part.unfinal
	}
	all.deployed, all.rolledback = slices.Concat(deployed...), slices.Concat(rolledback...)
	return all
}

// picker knows the columns of the deployments table and what their codes mean.
type picker struct {
	service, environment, finished, id, outcome, kind int // columns
	inProduction                                      []bool
	owners                                            []Owner
	success, rolledback, removed                      uint8
}

func newPicker(rows *event.Rows, u *Units, rules Rules) *picker {
	p := &picker{service: rows.Index("service_id"), environment: rows.Index("environment"), finished: rows.Index("finished_at"),
		id: rows.Index("deployment_id"), outcome: rows.Index("outcome"), kind: rows.Index("kind")}
	p.inProduction = codesWhere(rows.Dicts[p.environment], rules.production)
	p.owners = codesTo(rows.Dicts[p.service], u.serviceOwner)
	p.success = enumCode(rows, "outcome", "success")
	p.rolledback, p.removed = enumCode(rows, "kind", "rolledback"), enumCode(rows, "kind", "removed")
	return p
}

func (p *picker) pick(n int, c *event.Chunk) production {
	out := production{rows: c.Rows, deployed: make([]place, 0, c.Rows)}
	for i, env := range c.Columns[p.environment].Codes {
		switch kind := p.kindOf(c, i); {
		case env == 0:
			out.blank++
		case !p.inProduction[env]:
			out.other++
		case c.Columns[p.outcome].Bytes[i] != p.success:
			out.unfinal++
		case kind != 0 && kind == p.rolledback:
			out.rolledback = append(out.rolledback, p.place(n, c, i))
		case kind != 0 && kind == p.removed:
			out.other++
		default:
			out.deployed = append(out.deployed, p.place(n, c, i))
		}
	}
	return out
}

func (p *picker) kindOf(c *event.Chunk, i int) uint8 {
	if p.kind < 0 {
		return 0
	}
	return c.Columns[p.kind].Bytes[i]
}

func (p *picker) place(n int, c *event.Chunk, i int) place {
	return place{p.owners[c.Columns[p.service].Codes[i]], c.Columns[p.finished].Times[i], c.Columns[p.id].Hashes[i], uint32(n), uint32(i)}
}
