package publish

import (
	"bytes"

	"golang.org/x/net/html"
)

// quick walks a page of the narrow form that our templates write: tags of letters and digits,
// attributes in double quotes, no comments, no "<" in scripts or text. It returns false at the
// first byte that is anything else, and the page is then read in full. Both see the same in a
// page of that form (FuzzQuick); this one does it several times as fast, and most of the time
// of Check went there.
func (p *page) quick() bool {
	for at := 0; ; {
		next := bytes.IndexByte(p.data[at:], '<')
		if next < 0 {
			return true
		}
		p.at = at + next
		ok := false
		switch c := p.byteAt(p.at + 1); {
		case c == '/':
			at, ok = p.quickEnd()
		case c == '!':
			at, ok = p.quickDoctype()
		case letter(c):
			at, ok = p.quickTag()
		}
		if !ok {
			return false
		}
	}
}

// byteAt is 0 beyond the end, which no rule accepts.
func (p *page) byteAt(at int) byte {
	if at < len(p.data) {
		return p.data[at]
	}
	return 0
}

func (p *page) quickEnd() (next int, ok bool) {
	at := p.nameEnd(p.at + 2)
	return at + 1, at > p.at+2 && p.byteAt(at) == '>'
}

func (p *page) quickDoctype() (next int, ok bool) {
	const doctype = "<!doctype html>"
	end := p.at + len(doctype)
	return end, end <= len(p.data) && bytes.EqualFold(p.data[p.at:end], []byte(doctype))
}

func (p *page) quickTag() (next int, ok bool) {
	at := p.nameEnd(p.at + 1)
	p.open(elementOf(lower(p.data[p.at+1 : at])))
	switch p.element {
	case "iframe", "noembed", "noframes", "plaintext", "style", "xmp":
		return 0, false // their text is no markup
	}
	p.keys = p.keys[:0]
	for {
		start := at
		for blank(p.byteAt(at)) {
			at++
		}
		switch c := p.byteAt(at); {
		case c == '>':
			p.whole()
			return p.quickScript(at + 1)
		case c == '/' && p.byteAt(at+1) == '>':
			p.whole()
			return p.quickScript(at + 2)
		case !letter(c) || at == start:
			return 0, false
		}
		if at, ok = p.quickAttribute(at); !ok {
			return 0, false
		}
	}
}

func (p *page) quickAttribute(start int) (next int, ok bool) {
	at := start
	for c := p.byteAt(at); letter(c) || digit(c) || c == '-' || c == ':'; c = p.byteAt(at) {
		at++
	}
	key := lower(p.data[start:at])
	if p.seen(key) {
		return 0, false // only the first of two would count
	}
	if p.byteAt(at) != '=' {
		p.attribute(key, nil)
		return at, true
	}
	if p.byteAt(at+1) != '"' {
		return 0, false
	}
	at += 2
	length := bytes.IndexByte(p.data[at:], '"')
	if length < 0 {
		return 0, false
	}
	value, ok := unescaped(p.data[at : at+length])
	p.attribute(key, value)
	return at + length + 1, ok
}

// seen remembers the keys of one tag. Ours have few; a tag with very many is left to the full
// reading, so that the loop stays short.
func (p *page) seen(key []byte) bool {
	if len(p.keys) == 64 {
		return true
	}
	for _, k := range p.keys {
		if bytes.Equal(k, key) {
			return true
		}
	}
	p.keys = append(p.keys, key)
	return false
}

// quickScript skips the text of a script, whose next "<" must be its end.
func (p *page) quickScript(at int) (next int, ok bool) {
	if p.element != "script" {
		return at, true
	}
	end := bytes.IndexByte(p.data[at:], '<')
	return at + end, end >= 0 && bytes.HasPrefix(p.data[at+end:], []byte("</script>"))
}

// nameEnd returns the end of a name that begins with a letter.
func (p *page) nameEnd(at int) int {
	for start := at; letter(p.byteAt(at)) || at > start && digit(p.byteAt(at)); {
		at++
	}
	return at
}

// unescaped handles the escapes that end with ";"; the others mean different things in text
// and in attributes and are left to the full reading, as are the two bytes that it replaces.
func unescaped(value []byte) (plain []byte, ok bool) {
	if bytes.IndexByte(value, 0) >= 0 || bytes.IndexByte(value, '\r') >= 0 {
		return nil, false
	}
	if bytes.IndexByte(value, '&') < 0 {
		return value, true
	}
	for rest := value; ; {
		amp := bytes.IndexByte(rest, '&')
		if amp < 0 {
			return []byte(html.UnescapeString(string(value))), true
		}
		rest = rest[amp+1:]
		n := 0
		for n < len(rest) && (alnum(rest[n]) || rest[n] == '#') {
			n++
		}
		if n == 0 || n == len(rest) || rest[n] != ';' {
			return nil, false
		}
	}
}

// lower copies only what has capitals, such as viewBox.
func lower(name []byte) []byte {
	for _, c := range name {
		if c >= 'A' && c <= 'Z' {
			return bytes.ToLower(name)
		}
	}
	return name
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func digit(c byte) bool  { return c >= '0' && c <= '9' }
func blank(c byte) bool  { return c == ' ' || c == '\n' || c == '\t' }
