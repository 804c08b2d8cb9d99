package publish

import "leadline/generator/diag"

// Find looks for leaks in a text that is not of the site: an input from which one may have
// come. It finds what Check does and gives the first place of each kind.
func Find(name string, text []byte, leaks Leaks) diag.Problems {
	p := &page{reader: &reader{checker: &checker{rules: Rules{Leaks: leaks}}}, name: name, data: text}
	p.search(text, "")
	return p.problems
}
