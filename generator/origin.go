package generator

import (
	"bytes"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"

	"leadline/generator/diag"
	"leadline/generator/publish"
)

// wordy are the tables whose texts pages show. Others show ids at most, and are too long to be
// looked through for one of them.
var wordy = []string{"annotations", "decisions", "exceptions", "ownership", "services", "survey_questions", "teams"}

// longest is how much of a file is looked through: texts that people write are short.
const longest = 64 << 20

// origins says of leaks which inputs hold the like: the page that a place is of is gone when
// somebody reads the message, and the message does not repeat what was found. What the inputs
// hold is not always what the page shows, so all of them are named.
func (s *site) origins(problems diag.Problems, leaks publish.Leaks) diag.Problems {
	var held diag.Problems
	for _, in := range s.texts() {
		for _, found := range publish.Find(in.file, in.body, leaks) {
			found.Line += in.line - 1
			held = append(held, found)
		}
	}
	out := slices.Clone(problems)
	for i, p := range out {
		var places []string
		for _, h := range held {
			if strings.HasPrefix(p.Found, h.Found) && p.Expected == h.Expected {
				places = append(places, h.Position.String())
			}
		}
		if n := len(places); n > 0 {
			out[i].Do = strings.Replace(p.Do, "find out which input it came from", "the like stands in "+strings.Join(places[:min(n, doubts)], ", ")+": take it out there", 1)
		}
	}
	return out
}

// texts are what people wrote: site.toml, definitions and the like, and the files of wordy
// tables. What cannot be read is left out; that is told elsewhere. A site.toml that
// lists names which must not appear holds them itself: it would be named for each.
func (s *site) texts() []document {
	all := s.documents()
	if len(s.config.Canaries.Names) == 0 {
		all = append(all, document{s.options.Config, 1, s.written})
	}
	for _, table := range wordy {
		for _, source := range s.sources[table] {
			for _, name := range source.Files {
				if data, err := readText(disk(s.root), name); err == nil {
					all = append(all, document{name, 1, data})
				}
			}
		}
	}
	return all
}

// readText reads a text, which may be packed; nothing of a Parquet file.
func readText(files fs.FS, name string) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, longest))
	if err != nil || !strings.HasSuffix(name, ".gz") {
		return data, err
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	return io.ReadAll(io.LimitReader(z, longest))
}
