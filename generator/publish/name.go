package publish

import (
	"fmt"
	"strings"

	"leadline/generator/diag"
)

// A name must work in an address without escapes, in a folder on Windows and macOS, and
// within the 260 characters of a classic Windows path, with room for where it is unpacked.
const (
	maxPath    = 200
	maxSegment = 100
)

// validate refuses a path that is not a plain, portable, relative one with "/" between its
// parts. Team and service names reach paths as slugs; this is the second lock on that door.
func validate(path string) error {
	found := ""
	switch {
	case path == "":
		found = "a path without a name"
	case len(path) > maxPath:
		found = fmt.Sprintf("a path of %d characters, more than %d", len(path), maxPath)
	case strings.HasPrefix(path, "/"):
		found = "an absolute path"
	default:
		for part := range strings.SplitSeq(path, "/") {
			if found = fault(part); found != "" {
				break
			}
		}
	}
	if found == "" {
		return nil
	}
	return diag.Problem{Position: diag.Position{File: fmt.Sprintf("%.60q", path)}, Found: found,
		Expected: "letters a to z, digits, '.', '_' and '-', with '/' between folders", Do: "mend the slug it was made from"}
}

func fault(part string) string {
	switch {
	case part == "":
		return "an empty folder name"
	case part == "." || part == "..":
		return "a step out of the tree"
	case len(part) > maxSegment:
		return fmt.Sprintf("a name of %d characters, more than %d", len(part), maxSegment)
	case part[0] == '.' && part != ".nojekyll":
		return "a hidden name, which hosts drop"
	case part[len(part)-1] == '.':
		return "a name that ends with a dot, which Windows drops"
	case reserved(part):
		return "a name that Windows keeps for a device"
	}
	for i := range len(part) {
		if !plain(part[i]) {
			return fmt.Sprintf("the character %q", part[i:i+1])
		}
	}
	return ""
}

func plain(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-'
}

// reserved knows the device names of Windows, which it honours with any ending and in any case.
func reserved(part string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(part), ".")
	switch stem {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(stem) == 4 && (stem[:3] == "com" || stem[:3] == "lpt") && stem[3] >= '0' && stem[3] <= '9'
}

// claim enters path and its folders into the tree, or says which name stands in the way.
// The caller holds s.mu.
func (s *Stage) claim(path string) error {
	for end := 0; end < len(path); {
		if next := strings.IndexByte(path[end:], '/'); next >= 0 {
			end += next + 1
		} else {
			end = len(path)
		}
		if err := s.claimPart(path, path[:end]); err != nil {
			return err
		}
	}
	return nil
}

// claimPart enters a file, or a folder with its closing "/".
func (s *Stage) claimPart(path, part string) error {
	folder := strings.HasSuffix(part, "/")
	key := strings.ToLower(strings.TrimSuffix(part, "/"))
	seen, taken := s.names[key]
	clash := ""
	switch {
	case !taken:
		s.names[key] = part
		return nil
	case seen == part && folder:
		return nil
	case seen == part:
		clash = "is written twice"
	case strings.HasSuffix(seen, "/") != folder:
		clash = "is a folder in one place and a file in another"
	default:
		clash = "differs from " + seen + " only in case"
	}
	return diag.Problem{Position: diag.Position{File: path}, Found: clash, Do: "give one of them another name"}
}
