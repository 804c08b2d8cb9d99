package publish

import (
	"bytes"
	"fmt"
	"strings"
)

// attributes are those of one tag that tell something only together.
type attributes struct {
	rel, kind, equiv, content string
	address                   string // of href
	href, src                 bool
}

// open begins a start tag.
func (p *page) open(element string) {
	p.element, p.known, p.inScript = element, attributes{}, false
	switch element {
	case "base", "iframe", "frame", "object", "embed", "applet", "style":
		p.report(p.at, "<"+element+"> is blocked by the security policy", "", "leave it out")
	case "xmp", "noembed", "noframes", "plaintext":
		p.report(p.at, "<"+element+"> is read differently by different browsers", "", "leave it out")
	}
}

// elementOf returns the names that matter without making a string for each tag.
func elementOf(name []byte) string {
	switch string(name) {
	case "a":
		return "a"
	case "path", "line", "circle", "rect", "g", "text", "tspan", "td", "tr", "th", "span", "p", "li", "div":
		return ""
	}
	return string(name)
}

// attribute judges one attribute; its key is in lower case, its value without escapes.
func (p *page) attribute(key, value []byte) {
	known := &p.known
	switch string(key) {
	case "class", "x", "y", "d", "cx", "cy", "r", "x1", "x2", "y1", "y2", "width", "height", "points", "transform":
		return
	case "id":
		p.identify(string(value))
	case "href", "xlink:href":
		known.href, known.address = true, string(value)
	case "src":
		known.src = true
		p.follow(string(value), useOf(p.element), "src")
	case "srcset", "imagesrcset":
		p.candidates(string(value))
	case "poster", "data", "background":
		p.follow(string(value), picture, string(key))
	case "style":
		p.report(p.at, "a style attribute is blocked by the security policy", "", "use a class")
	case "action", "formaction", "ping":
		p.report(p.at, string(key)+" sends data, which the site never does", "", "leave it out")
	case "for", "list", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-details", "aria-owns":
		for _, id := range strings.Fields(string(value)) {
			p.local = append(p.local, promise{id, p.at, string(key)})
		}
	case "fill", "stroke", "clip-path", "mask", "filter", "marker-start", "marker-mid", "marker-end":
		p.paint(string(key), value)
	case "rel":
		known.rel = strings.ToLower(string(value))
	case "type":
		known.kind = strings.ToLower(string(value))
	case "http-equiv":
		known.equiv = strings.ToLower(string(value))
	case "content":
		known.content = string(value)
	default:
		if len(key) > 2 && key[0] == 'o' && key[1] == 'n' {
			p.report(p.at, string(key)+" is a handler, which the security policy blocks", "", "use a script of the site")
		}
	}
}

func useOf(element string) use {
	if element == "img" || element == "source" {
		return picture
	}
	return resource
}

// whole judges what only all attributes of a tag together tell.
func (p *page) whole() {
	known := p.known
	switch p.element {
	case "script":
		p.inScript = true
		if !known.src && !known.href && !strings.HasSuffix(known.kind, "json") {
			p.report(p.at, "an inline script is blocked by the security policy", "", "use a script of the site, or type application/json for data")
		}
		p.needsPolicy()
	case "meta":
		p.meta(known)
	case "link", "img":
		p.needsPolicy()
	}
	if known.href {
		p.follow(known.address, hrefUse(p.element, known.rel), "href")
	}
}

// hrefUse: a reader follows anchors, and some links only tell (canonical); all others load.
func hrefUse(element, rel string) use {
	switch {
	case element == "a" || element == "area":
		return link
	case element == "link" && (rel == "canonical" || rel == "license" || rel == "author" || rel == "alternate"):
		return link
	case element == "link" && strings.Contains(rel, "icon"), element == "image", element == "feimage":
		return picture
	}
	return resource
}

func (p *page) meta(known attributes) {
	switch known.equiv {
	case "content-security-policy":
		if p.rules.Policy != "" && known.content != p.rules.Policy {
			p.report(p.at, fmt.Sprintf("the security policy is %q", known.content), fmt.Sprintf("%q", p.rules.Policy), "")
		}
		p.guarded = true
	case "refresh":
		_, address, ok := strings.Cut(known.content, "=")
		if ok {
			p.follow(strings.Trim(strings.TrimSpace(address), `"'`), resource, "refresh")
		}
	}
}

// needsPolicy: a policy holds only for what comes after it.
func (p *page) needsPolicy() {
	if p.rules.Policy == "" || p.guarded || !strings.HasSuffix(p.name, ".html") {
		return
	}
	p.report(p.at, "the page loads something before it states its security policy", "", "put the policy first in the head")
	p.guarded = true
}

func (p *page) identify(id string) {
	if first, twice := p.ids[id]; twice {
		at := position("", p.data, first)
		p.report(p.at, fmt.Sprintf("the id %q is used twice, first in line %d", id, at.Line), "", "give one of them another id")
		return
	}
	p.ids[id] = p.at
}

// candidates follows the addresses of a srcset: each ends at a blank or with a comma, and
// what follows up to the next comma is its size (a comma within an address belongs to it).
func (p *page) candidates(set string) {
	for {
		set = strings.TrimLeft(set, " \t\r\n\f,")
		if set == "" {
			return
		}
		end := strings.IndexAny(set, " \t\r\n\f")
		if end < 0 {
			end = len(set)
		}
		address := strings.TrimRight(set[:end], ",")
		p.follow(address, picture, "srcset")
		if set = set[end:]; len(address) == end {
			_, set, _ = strings.Cut(set, ",")
		}
	}
}

// paint checks url(#id) in an attribute of a drawing: it must name something on this page.
func (p *page) paint(key string, value []byte) {
	rest, found := bytes.CutPrefix(value, []byte("url("))
	if !found {
		return
	}
	id, found := strings.CutPrefix(strings.Trim(string(rest), `"') `), "#")
	if !found {
		p.report(p.at, key+" is drawn from another file", "url(#…)", "define it on this page")
		return
	}
	p.local = append(p.local, promise{id, p.at, key})
}

// follow checks an address now and leaves its fragment for later, when all ids are known.
func (p *page) follow(address string, u use, from string) {
	file, fragment, fault, do := p.resolve(address, p.dir, p.number, u)
	switch {
	case fault != "":
		p.report(p.at, fmt.Sprintf("%s %.200q %s", from, address, fault), "", do)
	case file < 0 || fragment == "" || fragment == "top": // "top" is every page's beginning (HTML standard, 7.4.6.4)
	case file == p.number:
		p.local = append(p.local, promise{fragment, p.at, from})
	default:
		p.jumps = append(p.jumps, jump{file, int32(p.at), p.word(fragment)})
	}
}

func (r *reader) word(s string) string {
	if w, ok := r.words[s]; ok {
		return w
	}
	w := strings.Clone(s)
	r.words[w] = w
	return w
}

// styles checks what a style sheet loads.
func (p *page) styles(text string) {
	lower := lowerASCII(text)
	if at := strings.Index(lower, "@import"); at >= 0 {
		p.report(at, "@import loads one style sheet from another", "", "put them into one file")
	}
	for at := 0; ; {
		start := strings.Index(lower[at:], "url(")
		if start < 0 {
			return
		}
		p.at = at + start
		at = p.at + len("url(")
		end := strings.IndexByte(text[at:], ')')
		if end < 0 {
			return
		}
		address := strings.Trim(strings.TrimSpace(text[at:at+end]), `"'`)
		if !strings.HasPrefix(address, "#") && !strings.HasPrefix(address, "data:") {
			p.follow(address, resource, "url")
		}
	}
}

// lowerASCII keeps every byte in its place, which strings.ToLower does not for broken UTF-8.
func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
