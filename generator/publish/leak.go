package publish

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadline/generator/diag"
)

// Leaks says what no output may hold. Secrets and e-mail addresses are refused whatever it says.
type Leaks struct {
	// Allowed are what the site's owner wants to publish: a mailbox of a role, a host. In
	// small letters.
	Allowed []string
	// Canaries are names that must not appear; nil for none.
	Canaries *Canaries
	// Identifiers permits ids of published vulnerabilities, and Hosts network addresses and
	// names of internal hosts.
	Identifiers, Hosts bool
}

// search looks through the bytes that a reader gets, whatever way they came there, in one pass
// over their words. Where tells of which part of a packed file they are; "" for the file. Of
// most words the first two bytes are enough to pass on: the sites that are searched have
// hundreds of megabytes.
func (p *page) search(data []byte, where string) {
	p.addresses(data, where)
	leaks := &p.rules.Leaks
	for at := 0; at < len(data); {
		if !startsWord[data[at]] {
			at++
			continue
		}
		start := at
		for at++; at < len(data) && inWord[data[at]]; at++ {
		}
		if start > 0 && (data[start-1] == '\\' || data[start-1] == '%') {
			start = unescapedStart(data, start, at)
		}
		if !leaks.Hosts && at < len(data) && (data[at] == '.' || data[at] == ':') && at-start <= 4 {
			p.network(data, start, at, where)
		}
		if at-start < leastLetter {
			continue
		}
		if suspicious.has(data[start], data[start+1]) {
			p.judge(data, start, at, where)
		}
		if c := leaks.Canaries; c != nil && c.starts.has(data[start], data[start+1], at-start) {
			p.canary(data, start, at, where)
		}
	}
}

// pairs is a set of the first two bytes of words.
type pairs [1 << 10]uint64

func (s *pairs) has(a, b byte) bool { return s[int(a)<<2|int(b)>>6]&(1<<(b&63)) != 0 }
func (s *pairs) add(a, b byte)      { s[int(a)<<2|int(b)>>6] |= 1 << (b & 63) }

// suspicious is how secrets, ids of vulnerabilities and names of internal hosts begin.
var suspicious = func() (s pairs) {
	for _, start := range []string{"eyJ", "BEGIN", "in", "co", "lo", "la"} {
		s.add(start[0], start[1])
	}
	for _, start := range []string{"CV", "Cv", "cV", "cv", "GH", "Gh", "gH", "gh"} {
		s.add(start[0], start[1])
	}
	for _, secret := range secrets {
		s.add(secret.start[0], secret.start[1])
	}
	return s
}()

// judge looks at a word that begins as what may not appear does. Messages do not repeat what
// they found: logs of builds are read by more people than the site.
func (p *page) judge(data []byte, start, end int, where string) {
	leaks := &p.rules.Leaks
	if kind := secretAt(data, start); kind != "" {
		p.leak(data, start, fmt.Sprintf("what looks like a secret (%s…)", kind), where)
	}
	if !leaks.Identifiers && identified(data, start, end) && !p.allowed(data[start:start+run(data[start:])]) {
		p.leak(data, start, "the id of a vulnerability", where)
	}
	if leaks.Hosts || start == 0 || data[start-1] != '.' {
		return
	}
	if host := hostAt(data, start, end); host != nil && !p.allowed(host) {
		p.leak(data, start, "the name of an internal host", where)
	}
}

func (p *page) network(data []byte, start, end int, where string) {
	if address := addressAt(data, start, end); address != nil && !p.allowed(address) {
		p.leak(data, start, "a network address", where)
	}
}

func (p *page) canary(data []byte, start, end int, where string) {
	c := p.rules.Leaks.Canaries
	if all := c.at(data, start, end); all != 0 {
		p.leak(data, start, c.whole[all].source, where)
	}
}

// identified tells an id as CVE (CVE-2026-12345) and GitHub (GHSA-xxxx-xxxx-xxxx) give them.
func identified(data []byte, start, end int) bool {
	rest := data[end:]
	switch {
	case end-start == 3 && bytes.EqualFold(data[start:end], []byte("CVE")):
		return len(rest) > 9 && rest[0] == '-' && digits(rest[1:5]) && rest[5] == '-' && digits(rest[6:10])
	case end-start == 4 && bytes.EqualFold(data[start:end], []byte("GHSA")):
		return len(rest) > 14 && rest[0] == '-' && rest[5] == '-' && rest[10] == '-' && run(rest[1:]) == 14
	}
	return false
}

func digits(text []byte) bool {
	return !slices.ContainsFunc(text, func(c byte) bool { return !digit(c) })
}

func (p *page) allowed(text []byte) bool {
	return slices.Contains(p.rules.Leaks.Allowed, strings.ToLower(string(text)))
}

// addresses looks at every @: an e-mail address, or a handle.
func (p *page) addresses(data []byte, where string) {
	for at := 0; ; at++ {
		next := bytes.IndexByte(data[at:], '@')
		if next < 0 {
			return
		}
		at += next
		if start, address := mail(data, at); address != "" {
			if !p.allowed([]byte(address)) {
				p.leak(data, start, "an e-mail address", where)
			}
		} else if name := handle(data, at); name != nil && !p.allowed(name) {
			p.leak(data, at, "what looks like a person's handle (@…)", where)
		}
	}
}

// leak reports a find, each kind once a file: a name in a heading is on the page ten times. A
// place inside a packed part has no line of its own.
func (p *page) leak(data []byte, at int, found, where string) {
	if slices.ContainsFunc(p.problems, func(other diag.Problem) bool { return other.Found == found+where }) {
		return
	}
	if where != "" {
		at = 0
	}
	p.report(at, found+where, "no person and no secret in any output",
		"find out which input it came from; what means something else is permitted by publish.allowed in site.toml")
}

// mail returns the address around the @ at the given place, in lower case, and where it
// starts, or "". A domain has a dot and ends in letters, which tells it from versions
// (name@1.2.3) and handles. In lower case bytes that are no text are longer than they were.
func mail(data []byte, at int) (start int, address string) {
	start, end := at, at+1
	for start > 0 && at-start < 64 && local(data[start-1]) {
		start--
	}
	for end < len(data) && end-at < 255 && (alnum(data[end]) || data[end] == '-' || data[end] == '.') {
		end++
	}
	domain := strings.TrimRight(string(data[at+1:end]), ".-")
	dot := strings.LastIndexByte(domain, '.')
	if start == at || dot < 1 || len(domain)-dot < 3 || !letters(domain[dot+1:]) {
		return at, ""
	}
	return start, strings.ToLower(string(data[start:at]) + "@" + domain)
}

// handle returns the @ at the given place with the name that follows it, or nil. Names with a
// "/" after them are packages, and those of style sheets are rules.
func handle(data []byte, at int) []byte {
	before, _ := utf8.DecodeLastRune(data[:at])
	n := run(data[at+1:])
	name, after := data[at+1:at+1+n], byte(0)
	if at+1+n < len(data) {
		after = data[at+1+n]
	}
	if n < 3 || n > 39 || !letter(name[0]) || after == '/' || after == '@' ||
		unicode.IsLetter(before) || unicode.IsDigit(before) || strings.ContainsRune("._%+-/@", before) {
		return nil
	}
	switch string(name) {
	case "media", "import", "keyframes", "supports", "page", "layer", "container", "font-face", "property", "charset", "starting-style", "context", "type", "graph":
		return nil
	}
	return data[at : at+1+n]
}

func local(c byte) bool {
	return alnum(c) || c >= 0x80 || strings.IndexByte("._%+-", c) >= 0
}

func alnum(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

func letters(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') }) < 0
}
