package publish

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// teamPage is a page as the site has thousands of: eight drawings, eight tables, links to
// definitions, and the numbers of the drawings once more as JSON (about 45 kB).
func teamPage(n int) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Team %d</title>
<link rel="stylesheet" href="../../assets/site.css"></head><body><nav>`, n)
	for i := range 20 {
		fmt.Fprintf(&b, `<a href="../t%d/index.html">Team %d</a>`, (n+i)%100, i)
	}
	b.WriteString("</nav>\n")
	for c := range 8 {
		fmt.Fprintf(&b, `<section id="s%d"><h2 id="h%d">Change lead time</h2><p>%s <a href="../t%d/index.html#s%d">see</a> <a href="#t%d">table</a></p>
<svg viewBox="0 0 600 200" role="img" aria-labelledby="g%d"><title id="g%d">Lead time</title>`, c, c, strings.Repeat("A sentence about the month. ", 10), (n+1)%100, c, c, c, c)
		for i := range 30 {
			fmt.Fprintf(&b, `<circle class="dot" cx="%d" cy="%d" r="3"/><line class="grid" x1="0" y1="%d" x2="600" y2="%d"/>`+"\n", i*20, i*7%200, i, i)
		}
		fmt.Fprintf(&b, `</svg><details><table id="t%d"><tbody>`, c)
		for i := range 24 {
			fmt.Fprintf(&b, "<tr><th scope=\"row\">2026-%02d</th><td class=\"num\">%d.%d</td></tr>\n", i, i, c)
		}
		fmt.Fprintf(&b, `</tbody></table></details><script type="application/json">{"x":[%s]}</script></section>`, strings.Repeat("1.25,", 120))
	}
	b.WriteString("</body></html>")
	return []byte(b.String())
}

func fill(b *testing.B, s *Stage, pages int) {
	write(b, s, map[string]string{"assets/site.css": "a{}"})
	for i := range pages {
		if err := s.Write(fmt.Sprintf("teams/t%d/index.html", i), teamPage(i)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	const pages = 500
	s := newStage(b)
	fill(b, s, pages)
	b.SetBytes(int64(pages * len(teamPage(0))))
	b.ReportAllocs()
	for b.Loop() {
		if problems := s.Check(Rules{Workers: 1}); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
	b.ReportMetric(float64(pages*b.N)/b.Elapsed().Seconds(), "pages/s")
}

func BenchmarkPublish(b *testing.B) {
	for _, same := range []bool{true, false} {
		b.Run(fmt.Sprintf("same=%t", same), func(b *testing.B) {
			const pages = 500
			out := filepath.Join(b.TempDir(), "public")
			site := make([][]byte, pages)
			for i := range site {
				site[i] = teamPage(i)
			}
			n := 0
			for b.Loop() {
				s, err := NewStage(out)
				if err != nil {
					b.Fatal(err)
				}
				for i, page := range site {
					if !same {
						page[len(page)-1] = byte('a' + n%2)
					}
					if err := s.Write(fmt.Sprintf("teams/t%d/index.html", i), page); err != nil {
						b.Fatal(err)
					}
				}
				s.passed = true
				if _, err := s.Swap(); err != nil {
					b.Fatal(err)
				}
				n++
			}
			b.ReportMetric(float64(pages*b.N)/b.Elapsed().Seconds(), "pages/s")
		})
	}
}

// BenchmarkLeaks is the search alone, with the names of ten thousand people.
func BenchmarkLeaks(b *testing.B) {
	s := newStage(b)
	names := NewCanaries()
	for i := range 10_000 {
		names.Add(fmt.Sprintf("%c%cname%d Family%d", 'a'+i%26, 'a'+i/26%26, i, i), "a name")
	}
	page := teamPage(0)
	p := &newReader(newChecker(s, Rules{Leaks: Leaks{Canaries: names}})).page
	p.reader = newReader(newChecker(s, Rules{Leaks: Leaks{Canaries: names}}))
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		if p.search(page, ""); len(p.problems) > 0 {
			b.Fatal(p.problems)
		}
	}
}
