package generator

import "testing"

func TestSlim(t *testing.T) {
	for _, c := range []struct{ name, from, want string }{
		{"a.css", "/* why */\n.a { color: red; } /* and\n why */\n\n  .b { content: \"/* text */\"; }\n", ".a{color:red}.b{content:\"/* text */\"}\n"},
		{"a.css", ".a { content: '\\'/*'; } /* gone", ".a{content:'\\'/*'}\n"},
		{"a.css", "a{}/**/b{}", "a{}b{}\n"},
		{"a.css", "a{margin:1px/**/2px/*x*/;}", "a{margin:1px 2px}\n"},
		{"a.css", "a,\nb\n c {\n  d: e\n    f;\n}\n\n@media x {\n}\n", "a,b c{d:e f}@media x{}\n"},
		{"a.css", "a :is(b, c) > d { margin: 0 calc(1px + 2px) !important; font: 'A, {  B' }", "a :is(b,c)>d{margin:0 calc(1px + 2px) !important;font:'A, {  B'}\n"},
		{"a.js", "// why\n  'use strict'; // here\n\n\tf('//x');\n  // and\n", "'use strict'; // here\nf('//x');\n"},
		{"a.js", "const a = `\n// text\n`;\n", "const a = `\n// text\n`;\n"},
		{"a.js", "const a = 'b\\\n// text';\n", "const a = 'b\\\n// text';\n"},
		{"a.js", "/*\n// f();\n//*/\ng();\n", "/*\n//*/\ng();\n"},
		{"a.min.js", "// licence\n  x\n", "// licence\n  x\n"},
		{"a.svg", "  <svg/>", "  <svg/>"},
	} {
		if got := string(slim(c.name, []byte(c.from))); got != c.want {
			t.Errorf("%s: %q became %q; expected %q", c.name, c.from, got, c.want)
		}
	}
}
