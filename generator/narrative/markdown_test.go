package narrative

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"leadline/generator/diag"

	"golang.org/x/net/html"
)

func TestMarkdown(t *testing.T) {
	links := func(target string) string {
		if strings.HasSuffix(target, ".md") {
			return "../" + strings.TrimSuffix(target, ".md") + "/index.html"
		}
		return target
	}
	for _, c := range []struct {
		name, src string
		opt       Options
		want      string
	}{
		{"script is text", "a <script>alert(1)</script> b", Options{}, "<p>a &lt;script&gt;alert(1)&lt;/script&gt; b</p>\n"},
		{"block of HTML is text", "<div onclick=x>\nhi\n</div>\n", Options{}, "<pre>&lt;div onclick=x&gt;\nhi\n&lt;/div&gt;\n</pre>\n"},
		{"placeholder survives", "teams/<slug>/", Options{}, "<p>teams/&lt;slug&gt;/</p>\n"},
		{"comment is text", "a <!-- b --> c", Options{}, "<p>a &lt;!-- b --&gt; c</p>\n"},
		{"javascript", "[x](javascript:alert(1))", Options{}, "<p>x</p>\n"},
		{"javascript with entity", "[x](java&#9;script:alert(1))", Options{}, "<p>x</p>\n"},
		{"colon as entity", "[x](javascript&colon;alert(1))", Options{}, "<p>x</p>\n"},
		{"colon as entity twice", "[x](javascript&amp;colon;alert(1))", Options{}, `<p><a href="javascript&amp;colon;alert(1)">x</a></p>` + "\n"},
		{"query", "[x](https://example.org/?a=1&amp;b=2&c=3)", Options{}, `<p><a href="https://example.org/?a=1&amp;b=2&amp;c=3" rel="noopener noreferrer">x</a></p>` + "\n"},
		{"javascript in capitals", "[x](JaVaScRiPt:alert(1))", Options{}, "<p>x</p>\n"},
		{"data", "[x](data:text/html,hi)", Options{}, "<p>x</p>\n"},
		{"no scheme but a host", "[x](//example.org/)", Options{}, "<p>x</p>\n"},
		{"autolink javascript", "<javascript:alert(1)>", Options{}, "<p>javascript:alert(1)</p>\n"},
		{"address of a person", "<a.person@example.org>", Options{}, "<p>a.person@example.org</p>\n"},
		{"outward", "[x](https://example.org/a)", Options{}, `<p><a href="https://example.org/a" rel="noopener noreferrer">x</a></p>` + "\n"},
		{"outward autolink", "<https://example.org/a>", Options{}, `<p><a href="https://example.org/a" rel="noopener noreferrer">https://example.org/a</a></p>` + "\n"},
		{"rewritten", "[x](change-fail-rate.md)", Options{Link: links}, `<p><a href="../change-fail-rate/index.html">x</a></p>` + "\n"},
		{"rewritten by reference", "[x][1]\n\n[1]: change-fail-rate.md\n", Options{Link: links}, `<p><a href="../change-fail-rate/index.html">x</a></p>` + "\n"},
		{"rewriting cannot smuggle", "[x](a.md)", Options{Link: func(string) string { return "javascript:alert(1)" }}, "<p>x</p>\n"},
		{"leads nowhere", "*[x **y**](gone.md)*", Options{Link: func(string) string { return "" }}, "<p><em>x <strong>y</strong></em></p>\n"},
		{"picture from elsewhere", "![alt text](https://example.org/a.png)", Options{}, "<p>alt text</p>\n"},
		{"own picture", "![alt text](a.png)", Options{}, `<p><img src="a.png" alt="alt text" loading="lazy"></p>` + "\n"},
		{"strikethrough", "~~x~~", Options{}, "<p><del>x</del></p>\n"},
		{"style of a heading", "## A {style=\"color:red\" onclick=\"x\" class=\"y\"}", Options{}, "<h2 id=\"a\">A</h2>\n"},
		{"own id", "## A {#my-id}", Options{}, "<h2 id=\"my-id\">A</h2>\n"},
		{"other scripts", "## Größe\n\n## 日本語\n\n## שלום עולם", Options{}, "<h2 id=\"größe\">Größe</h2>\n<h2 id=\"日本語\">日本語</h2>\n<h2 id=\"שלום-עולם\">שלום עולם</h2>\n"},
		{"same heading", "## A b\n\n## A `b`\n\n## A b", Options{}, "<h2 id=\"a-b\">A b</h2>\n<h2 id=\"a-b-2\">A <code>b</code></h2>\n<h2 id=\"a-b-3\">A b</h2>\n"},
		{"taken id", "## Main\n\n## !", Options{Taken: []string{"main"}}, "<h2 id=\"main-2\">Main</h2>\n<h2 id=\"section\">!</h2>\n"},
		{"moved headings", "# A\n\n### B\n", Options{MinHeading: 2}, "<h2 id=\"a\">A</h2>\n<h4 id=\"b\">B</h4>\n"},
		{"headings that are low enough", "## A\n\n### B\n", Options{MinHeading: 2}, "<h2 id=\"a\">A</h2>\n<h3 id=\"b\">B</h3>\n"},
		{"table", "| a | b |\n|:-:|--:|\n| 1 | 2 |\n", Options{}, `<div class="scroll" role="group" aria-label="Table: a, b" tabindex="0"><table>
<thead>
<tr>
<th align="center" scope="col">a</th>
<th align="right" scope="col">b</th>
</tr>
</thead>
<tbody>
<tr>
<td align="center">1</td>
<td align="right">2</td>
</tr>
</tbody>
</table></div>
`},
		{"code", "```toml\na = \"<b>\"\n```\n", Options{}, "<pre><code class=\"language-toml\">a = &quot;&lt;b&gt;&quot;\n</code></pre>\n"},
		{"diagram", "```diagram The <way>\na ─► \"<b>\"\n```\n", Options{}, `<div class="scroll" role="group" aria-label="Diagram: The &lt;way&gt;" tabindex="0"><pre class="diagram" role="img" aria-label="The &lt;way&gt;">a ─► &quot;&lt;b&gt;&quot;` + "\n</pre></div>\n"},
		{"code without a language", "```\n<b>\n```\n", Options{}, "<pre><code>&lt;b&gt;\n</code></pre>\n"},
		{"nothing", "", Options{}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Markdown([]byte(c.src), c.opt)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	wide := "x\n\n" + strings.Repeat("|a", 100) + "|\n" + strings.Repeat("|-", 100) + "|\n"
	for _, c := range []struct{ name, src, want string }{
		{"too long", strings.Repeat("a ", maxBytes/2+1), "a.md: Markdown of 262146 bytes; expected at most 262144; make the text shorter or split it"},
		{"not UTF-8", "good\nb\xffd\n", "a.md:11: bytes that are not UTF-8; expected UTF-8 text; save the file as UTF-8"},
		{"wide table", wide, "a.md:13: a table with more columns than a page can show; expected at most 64; split the table"},
	} {
		_, err := Markdown([]byte(c.src), Options{File: "a.md", Line: 10})
		var p diag.Problem
		if !errors.As(err, &p) || err.Error() != c.want {
			t.Errorf("%s: got %v", c.name, err)
		}
	}
	if _, err := Markdown([]byte(strings.Repeat("a", maxBytes)), Options{}); err != nil {
		t.Errorf("text of just the greatest length: %v", err)
	}
}

// TestGrowth: text that is refused because it would become too much HTML.
func TestGrowth(t *testing.T) {
	src := strings.Repeat("|a", 60) + "|\n" + strings.Repeat("|-", 60) + "|\n" + strings.Repeat("|b\n", 60000)
	if _, err := Markdown([]byte(src), Options{}); err == nil {
		t.Error("a table that pads 60,000 rows to 60 columns was rendered")
	}
}

func TestParallel(t *testing.T) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 50 {
				got, err := Markdown([]byte("# A\n\n[x](a.md)"), Options{MinHeading: 2, Taken: []string{"a"}})
				if err != nil || !bytes.Contains(got, []byte(`<h2 id="a-2">`)) {
					t.Errorf("%s, %v", got, err)
				}
			}
		})
	}
	wg.Wait()
}

// FuzzMarkdown: whatever the text, the HTML holds no element that runs, no attribute that
// runs or styles, no target that leaves the allowed schemes, and no id twice.
func FuzzMarkdown(f *testing.F) {
	for _, seed := range []string{
		"# A {style=x onclick=y}", "<script>alert(1)</script>", "[a](javascript:x)", "![a](data:image/svg+xml,x)",
		"<img src=x onerror=alert(1)>", "|a|\n|-|\n|b|", "*a_ *a_ *a_", "[a]: javascript:x\n[a]", "<svg/onload=x>", "a<b\nc>d", "``` \" onx=1\n```",
		"[x](<java\nscript:1>)", "- > # x {#a}\n- > # x {#a}", "&#60;script&#62;", "## \u202e",
	} {
		f.Add([]byte(seed))
	}
	for _, name := range must(filepath.Glob("../../content/metrics/*.md")) {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if len(src) > 4<<10 {
			return // length has a test of its own
		}
		out, err := Markdown(src, Options{MinHeading: 2})
		if err != nil {
			return
		}
		if lower := bytes.ToLower(out); bytes.Contains(lower, []byte("<script")) || bytes.Contains(lower, []byte("<!--")) {
			t.Fatalf("%q gives %s", src, out)
		}
		doc, err := html.Parse(bytes.NewReader(out))
		if err != nil {
			t.Fatalf("%q gives what no browser reads: %v", src, err)
		}
		ids := map[string]bool{}
		for n := range doc.Descendants() {
			if n.Type == html.ElementNode {
				checkNode(t, src, n, ids)
			}
		}
	})
}

var allowed = map[string]bool{"html": true, "head": true, "body": true, "p": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true,
	"a": true, "img": true, "em": true, "strong": true, "del": true, "code": true, "pre": true, "blockquote": true, "ul": true, "ol": true, "li": true,
	"hr": true, "br": true, "div": true, "table": true, "thead": true, "tbody": true, "tr": true, "th": true, "td": true}

func checkNode(t *testing.T, src []byte, n *html.Node, ids map[string]bool) {
	if !allowed[n.Data] {
		t.Fatalf("%q gives <%s>", src, n.Data)
	}
	for _, a := range n.Attr {
		switch {
		case strings.HasPrefix(a.Key, "on"), a.Key == "style":
			t.Fatalf("%q gives <%s %s=%q>", src, n.Data, a.Key, a.Val)
		case a.Key == "id" && ids[a.Val]:
			t.Fatalf("%q gives id %q twice", src, a.Val)
		case a.Key == "id":
			ids[a.Val] = true
		case a.Key == "href" || a.Key == "src":
			end := strings.IndexAny(a.Val, ":/?#")
			if end >= 0 && a.Val[end] == ':' && !strings.EqualFold(a.Val[:end], "http") && !strings.EqualFold(a.Val[:end], "https") {
				t.Fatalf("%q leads to %q", src, a.Val)
			}
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
