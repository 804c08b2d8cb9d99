package generator

import "testing"

func TestLean(t *testing.T) {
	for css, want := range map[string]string{
		"/* a */\n\n.b { c: d; }\n  /* e\n f */ .g { }\n": ".b { c: d; }\n.g { }\n",
		`a::before { content: "/* kept \" */"; }`:         `a::before { content: "/* kept \" */"; }`,
		"a/* x */b { }":     "a/**/b { }",
		"a { } /* no end":   "a { } ",
		"content: 'open\n}": "content: 'open\n}",
		"":                  "",
	} {
		if got := string(lean([]byte(css))); got != want {
			t.Errorf("lean(%q) = %q, want %q", css, got, want)
		}
	}
}
