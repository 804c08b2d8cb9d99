package page

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// plainAnchor reports whether an anchor keeps a text as it is: words of small letters, digits
// and underscores, with single hyphens between them.
func plainAnchor(text string) bool {
	before := byte('-')
	for i := range len(text) {
		c := text[i]
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-' && before != '-') {
			return false
		}
		before = c
	}
	return before != '-'
}

// anchor is the id of one figure on the pages of a month: change-lead-time-p85,
// delay-causes-exclusive-process. It follows from the definition's id, the stat and the part
// alone, so that a link to it holds for every month, every subject and every run.
//
// Anchors of different figures differ: no stat has a hyphen, but those of counted signals,
// which have no parts; what is no plain text gets a hash of the whole, and so does an anchor
// that another, longer definition's id begins (throughput and its figure open, beside a
// metric throughput-open).
func (b *book) anchor(id, stat, part string) string {
	text := stat
	if part != "" {
		text += "-" + part
	}
	kept := plainAnchor(text) && !hashed("-"+text) && (!strings.Contains(stat, "-") || part == "" && statNames[stat] != "")
	if kept && !b.begins(id, id+"-"+text) {
		return id + "-" + text
	}
	sum := sha256.Sum256([]byte(stat + "\x00" + part))
	return id + "-" + readable(text) + "-" + hex.EncodeToString(sum[:])[:slugHashHex]
}

// longerIDs are the ids that begin with another one and a hyphen, by that one.
func longerIDs(ids []string) map[string][]string {
	longer := map[string][]string{}
	for _, id := range ids {
		for _, other := range ids {
			if strings.HasPrefix(other, id+"-") {
				longer[id] = append(longer[id], other)
			}
		}
	}
	return longer
}

// begins reports whether an anchor of one definition could be another's, whose longer id it
// begins with.
func (b *book) begins(id, anchor string) bool {
	for _, longer := range b.longer[id] {
		if rest, ok := strings.CutPrefix(anchor, longer); ok && (rest == "" || rest[0] == '-') {
			return true
		}
	}
	return false
}

// anchors gives every figure of a card its anchor.
func (c *Card[L]) anchors(b *book) {
	set := func(f *Figure) {
		if f.stat != "" {
			f.Anchor = b.anchor(c.ID, f.stat, f.part)
		}
	}
	set(&c.Headline)
	for i := range c.Others {
		set(&c.Others[i])
	}
	for _, p := range c.Parts {
		for i := range p.Rows {
			r := &p.Rows[i]
			for k := range r.Cells {
				set(&r.Cells[k])
			}
			for _, f := range r.merged {
				r.Also = append(r.Also, b.anchor(c.ID, f.stat, f.part))
			}
		}
	}
}
