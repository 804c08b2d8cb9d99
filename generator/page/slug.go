package page

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Limits of a folder name. 255 bytes is what file systems allow; addresses should stay
// readable well below that.
const (
	slugLength  = 64 // of an id that is kept as it is
	slugPrefix  = 40 // of the readable part of one that is not
	slugHashHex = 10
)

var (
	// reserved names cannot be folders on Windows, with or without an extension.
	reserved = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])$`)
	// month-like slugs would be mistaken for a month's folder by a reader.
	monthLike = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}$`)
)

// Slugs gives each id a folder name of lower-case ASCII letters, digits and hyphens. An id
// that is one already is kept; any other gets what is readable of it and a short hash of
// the whole id. The slugs of different ids differ, whatever the ids; they do not depend
// on the order of ids, and on other ids only if two hashes agree in their first 40 bits.
func Slugs(ids []string) map[string]string {
	slugs := make(map[string]string, len(ids))
	for width := slugHashHex; ; width += 2 {
		owners := make(map[string]string, len(ids))
		clash := false
		for _, id := range ids {
			slug := slug(id, width)
			if owner, taken := owners[slug]; taken && owner != id {
				clash = true
			}
			owners[slug], slugs[id] = id, slug
		}
		if !clash || width >= 2*sha256.Size {
			return slugs
		}
	}
}

func slug(id string, width int) string {
	keep := len(id) <= slugLength && plainAnchor(id) && !strings.Contains(id, "_") && !hashed(id) &&
		!(len(id) <= len("2026-01") && (reserved.MatchString(id) || monthLike.MatchString(id)))
	if keep {
		return id
	}
	sum := sha256.Sum256([]byte(id))
	return readable(id) + "-" + hex.EncodeToString(sum[:])[:width]
}

// hashed reports whether an id ends like what Slugs itself adds, a hyphen and ten or more
// hexadecimal digits: such an id is never kept, so that kept and made slugs cannot meet.
func hashed(id string) bool {
	rest := strings.TrimRight(id, "0123456789abcdef")
	return len(id)-len(rest) >= slugHashHex && strings.HasSuffix(rest, "-")
}

// readable is what ASCII keeps of an id: accents are taken off, all else becomes a hyphen.
func readable(id string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(id[:min(len(id), 8*slugPrefix)]) {
		r = unicode.ToLower(r)
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case spelled[r] != "":
			b.WriteString(spelled[r])
		case unicode.Is(unicode.Mn, r):
			continue
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= slugPrefix {
			break
		}
	}
	if text := strings.Trim(b.String()[:min(b.Len(), slugPrefix)], "-"); text != "" {
		return text
	}
	return "unnamed"
}

// spelled are letters that normalisation does not take apart.
var spelled = map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ı': "i"}
