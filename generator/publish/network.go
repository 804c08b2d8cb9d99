package publish

import (
	"bytes"
	"net/netip"
	"slices"
)

// harmless are addresses that tell nothing of a network: loopback, none, everybody, and those
// that RFC 5737 and RFC 3849 set aside for documentation.
var harmless = []netip.Prefix{
	netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("0.0.0.0/32"), netip.MustParsePrefix("255.255.255.255/32"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("::/127"), netip.MustParsePrefix("2001:db8::/32"),
}

// addressAt is the network address whose first group is the word from start to end, or nil.
func addressAt(data []byte, start, end int) []byte {
	switch {
	case end == len(data) || end-start > 4:
		return nil
	case data[end] == '.' && digit(data[start]) && end-start <= 3:
		return numbersAt(data, start)
	case data[end] == ':':
		return groupsAt(data, start)
	}
	return nil
}

// numbersAt is an IPv4 address: four numbers and no fifth, which would make it a version, and
// not a part of a drawing, whose coordinates can look like one.
func numbersAt(data []byte, start int) []byte {
	end, dots := start, 0
	for end < len(data) && (digit(data[end]) || data[end] == '.' && end+1 < len(data) && digit(data[end+1])) {
		if data[end] == '.' {
			dots++
		}
		end++
	}
	glued := start > 0 && (data[start-1] == '.' || data[start-1] == '-' || data[start-1] == '_') ||
		end < len(data) && (inWord[data[end]] || data[end] == '-' || data[end] == '_')
	if dots != 3 || glued || drawn(data, start) {
		return nil
	}
	return told(data[start:end])
}

// groupsAt is an IPv6 address of at least three groups; fewer, such as "a::b", are words.
func groupsAt(data []byte, start int) []byte {
	end, colons := start, 0
	for end < len(data) && (hexadecimal(data[end]) || data[end] == ':') {
		if data[end] == ':' {
			colons++
		}
		end++
	}
	for end > start && data[end-1] == ':' && end-2 >= start && data[end-2] != ':' {
		end--
	}
	groups := bytes.FieldsFunc(data[start:end], func(r rune) bool { return r == ':' })
	if colons < 3 || len(groups) < 3 || start > 0 && (data[start-1] == ':' || inWord[data[start-1]]) || end < len(data) && inWord[data[end]] {
		return nil
	}
	return told(data[start:end])
}

// told is the text of an address that tells something.
func told(text []byte) []byte {
	address, err := netip.ParseAddr(string(text))
	if err != nil || slices.ContainsFunc(harmless, func(p netip.Prefix) bool { return p.Contains(address) }) {
		return nil
	}
	return text
}

// drawn reports whether a place lies in the attribute of a drawing that holds coordinates.
func drawn(data []byte, at int) bool {
	quote := bytes.LastIndexByte(data[max(0, at-4096):at], '"')
	if quote < 0 {
		return false
	}
	before := data[:max(0, at-4096)+quote]
	for _, attribute := range []string{" d=", " points=", " transform=", " viewBox="} {
		if bytes.HasSuffix(before, []byte(attribute)) {
			return true
		}
	}
	return false
}

// hostAt is the host name that ends with the word from start to end, where that is a name for
// use within an organisation (RFC 6762 for local; the others are custom).
func hostAt(data []byte, start, end int) []byte {
	if start < 2 || data[start-1] != '.' || !alnum(data[start-2]) {
		return nil
	}
	switch string(data[start:end]) {
	case "internal", "corp", "local", "lan", "intranet":
	default:
		return nil
	}
	if end < len(data) && (data[end] == '-' || data[end] == '_' || data[end] == '(' || data[end] == '.' && end+1 < len(data) && alnum(data[end+1])) {
		return nil // goes on: a file's name, or a method's
	}
	begin := start - 1
	for begin > 0 && (alnum(data[begin-1]) || data[begin-1] == '-' || data[begin-1] == '.') {
		begin--
	}
	return data[begin:end]
}

func hexadecimal(c byte) bool { return digit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }
