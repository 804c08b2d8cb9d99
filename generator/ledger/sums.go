package ledger

import (
	"bytes"
	"fmt"
	"strings"

	"leadline/generator/diag"
)

// EncodeSums writes checksums as sha256sum of coreutils does and "sha256sum --check" reads:
// the hash, two spaces, the path.
func EncodeSums(files []File) []byte {
	var b bytes.Buffer
	for _, f := range files {
		b.WriteString(f.SHA256 + "  " + f.Path + "\n")
	}
	return b.Bytes()
}

// ParseSums reads checksums: path → SHA-256.
func ParseSums(file string, data []byte) (map[string]string, error) {
	sums, n := map[string]string{}, 0
	for line := range strings.Lines(string(data)) {
		n++
		sum, path, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		_, twice := sums[path]
		if !ok || len(sum) != 64 || strings.Trim(sum, "0123456789abcdef") != "" || path == "" || twice || !strings.HasSuffix(line, "\n") {
			return nil, diag.Problem{Position: diag.Position{File: file, Line: n}, Found: fmt.Sprintf("%.90q", line),
				Expected: "a SHA-256 in lower-case hexadecimal, two spaces and a path, each path once", Do: unread}
		}
		sums[path] = sum
	}
	return sums, nil
}
