package publish

import (
	"fmt"
	"hash/maphash"
	"slices"

	"leadline/generator/diag"
)

// seed makes hashes comparable within one process, which is all that anchors need. Two ids of
// one page with the same 64 bits would hide a broken anchor once in about 10^14 pages.
var seed = maphash.MakeSeed()

func hashOf(id string) uint64 { return maphash.String(seed, id) }

// anchors settles the addresses that name a place on another page.
func (c *checker) anchors() diag.Problems {
	var problems diag.Problems
	for i := range c.files {
		broken := slices.DeleteFunc(c.jumps[i], func(j jump) bool {
			_, ok := slices.BinarySearch(c.ids[j.file], hashOf(j.fragment))
			return ok
		})
		if len(broken) > 0 {
			problems = append(problems, c.broken(i, broken)...)
		}
	}
	return problems
}

// broken reads the page once more, to say in which lines the addresses stand.
func (c *checker) broken(i int, jumps []jump) diag.Problems {
	p := new(page)
	r := newReader(c)
	data, err := r.load(c.files[i].Path)
	if err != nil {
		return diag.Problems{asProblem(c.stage.untouched(c.files[i].Path, err))}
	}
	p.begin(r, i, data)
	for _, j := range jumps {
		p.report(int(j.at), fmt.Sprintf("href names #%s on %s, which has no such id", j.fragment, c.files[j.file].Path),
			"", "mend the address or add the id")
	}
	return p.end()
}
