package preview

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"strings"

	"leadline/generator/diag"
)

// noticeOf is the page that stands in the place of every other while there is none, or none
// that is made of the files as they are; nil for none.
func noticeOf(now moment, name string) []byte {
	switch {
	case now.problem != nil:
		return problemPage(now, name)
	case now.building:
		return notice("Building the site", "<p>This page shows it as soon as it is built.</p>")
	}
	return nil
}

// problemPage lists everything that is wrong, as the terminal does. All of it is hostile text.
func problemPage(now moment, name string) []byte {
	var b strings.Builder
	lines := linesOf(now.problem)
	what := "This page is reloaded when a file changes."
	if now.again { // what is listed may be mended by now
		what = "A file has changed since, and the site is being built again."
	}
	fmt.Fprintf(&b, "<p>%d to mend. %s</p>\n<ol>\n", len(lines), what)
	for _, line := range lines {
		fmt.Fprintf(&b, "<li><code>%s</code></li>\n", html.EscapeString(visible(line)))
	}
	b.WriteString("</ol>\n")
	if now.built {
		fmt.Fprintf(&b, "<p><a href=\"%s\">This page as it was before</a></p>\n", html.EscapeString(last+strings.TrimPrefix(name, "/")))
	}
	return notice("The site cannot be built", b.String())
}

func linesOf(err error) (lines []string) {
	var problems diag.Problems
	if !errors.As(err, &problems) {
		return []string{err.Error()}
	}
	for _, p := range problems {
		lines = append(lines, p.Error())
	}
	return lines
}

// visible shows what could turn a line round or hide a part of it.
func visible(line string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x061c || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x206f || r == 0xfeff {
			return '\uFFFD'
		}
		return r
	}, line)
}

// notice is a page of the preview's own: nothing of the site may be needed for it.
func notice(title, body string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<!doctype html>
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>%s</title>
<link rel="stylesheet" href="`+style+`">
</head>
<body>
<main>
<h1>%s</h1>
%s</main>
</body>
</html>
`, title, title, body)
	return b.Bytes()
}

// noticeStyle is the style of notices.
const noticeStyle = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 3rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
ol { padding: 0; list-style: none; }
li { margin: 0.75rem 0; padding: 0.5rem 0.75rem; border-inline-start: 0.25rem solid; }
code { font: 0.9375rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
`
