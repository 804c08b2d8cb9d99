package publish

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
)

// secrets are the beginnings of well-known tokens, and how many letters or digits follow one
// at least (as published by GitHub, GitLab, AWS and Slack for secret scanning).
var secrets = []struct {
	start string
	least int
}{
	{"ghp_", 36}, {"gho_", 36}, {"ghs_", 36}, {"github_pat_", 22}, {"glpat-", 20},
	{"AKIA", 16}, {"xoxb-", 10}, {"xoxp-", 10}, {"-----BEGIN ", 3},
}

// leaks searches the bytes that a reader gets, whatever way they came there. The message does
// not repeat what it found: logs of builds are read by more people than the site.
func (p *page) leaks(kind string, data []byte) {
	if kind == ".xlsx" {
		p.sheets(data)
		return
	}
	p.search(data, "")
}

// sheets looks into the parts of a workbook, which are packed.
func (p *page) sheets(data []byte) {
	book, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		p.report(0, "is not a workbook: "+err.Error(), "", "")
		return
	}
	for _, part := range book.File {
		if !strings.HasSuffix(part.Name, ".xml") {
			continue
		}
		if err := p.searchPart(part); err != nil {
			p.report(0, "its part "+part.Name+" is broken: "+err.Error(), "", "")
		}
	}
}

// searchPart searches a packed part piece by piece: unpacked, the sheet of figures can be
// larger than all else in memory. Nothing that is searched for holds a "<", so a piece may
// end before any.
func (p *page) searchPart(part *zip.File) error {
	r, err := part.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	in, piece := io.LimitReader(r, defaultLimit), make([]byte, 0, 256<<10)
	for err == nil {
		var n int
		piece = slices.Grow(piece, 32<<10)
		n, err = in.Read(piece[len(piece):cap(piece)])
		piece = piece[:len(piece)+n]
		end := bytes.LastIndexByte(piece, '<')
		if err != nil {
			end = len(piece)
		}
		if end > 0 {
			p.search(piece[:end], " in "+part.Name)
			piece = piece[:copy(piece, piece[end:])]
		}
	}
	if err == io.EOF {
		return nil
	}
	return err
}

func (p *page) search(data []byte, where string) {
	for at := 0; ; at++ {
		next := bytes.IndexByte(data[at:], '@')
		if next < 0 {
			break
		}
		at += next
		if address := mail(data, at); address != "" && !slices.Contains(p.rules.Contacts, address) {
			p.leak(data, at-strings.IndexByte(address, '@'), "an e-mail address"+where, where)
		}
	}
	for _, secret := range secrets {
		for from := 0; ; {
			next := bytes.Index(data[from:], []byte(secret.start))
			if next < 0 {
				break
			}
			at := from + next
			from = at + len(secret.start)
			if run(data[from:]) >= secret.least {
				p.leak(data, at, fmt.Sprintf("what looks like a secret (%s…)%s", secret.start, where), where)
			}
		}
	}
}

// leak reports a find; a place inside a packed part has no line of its own.
func (p *page) leak(data []byte, at int, found, where string) {
	if where != "" {
		at = 0
	}
	p.report(at, found, "no person and no secret in any output", "find out which input it came from")
}

// mail returns the address around the @ at the given place, in lower case, or "". A domain has a dot and
// ends in letters, which tells it from versions (name@1.2.3) and handles.
func mail(data []byte, at int) string {
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
		return ""
	}
	return strings.ToLower(string(data[start:at]) + "@" + domain)
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

// run counts the letters, digits and underscores at the beginning.
func run(data []byte) int {
	n := 0
	for n < len(data) && (alnum(data[n]) || data[n] == '_') {
		n++
	}
	return n
}
