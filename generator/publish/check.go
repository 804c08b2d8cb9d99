package publish

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"leadline/generator/diag"
)

// Rules are what Check needs to know beside the tree.
type Rules struct {
	// Root is the path under which the site is served, such as "/leadline/". Addresses that
	// begin with it are followed from the top of the tree: a host shows 404.html at any depth,
	// so that page cannot use relative ones. Empty: an address that begins with "/" is a problem.
	Root string
	// Leaks says what no output may hold, beside secrets and e-mail addresses.
	Leaks Leaks
	// Unpack opens files by their ending (".parquet") that this room cannot open itself.
	Unpack map[string]Unpack
	// Vendored are path prefixes of files that came from elsewhere, such as scripts with their
	// licences. They are not searched for leaks.
	Vendored []string
	// Policy is the content security policy that each page must state before it loads anything;
	// empty: none is asked for.
	Policy string
	// Limit is the most bytes that the tree may have; 0 for 1 GB, the limit of GitHub Pages.
	Limit int64
	// Workers is the number of files read at once; 0 for one a processor.
	Workers int
}

const (
	defaultLimit = 1_000_000_000
	perPage      = 20 // problems listed of one page; a slip in a template repeats itself
)

// Check reads the written tree and lists what is wrong with it, sorted by page and place:
// addresses that lead nowhere or elsewhere, anchors that do not exist, identifiers used
// twice, what the content security policy would block, e-mail addresses and tokens, size.
// Swap accepts the tree only after a Check without problems.
func (s *Stage) Check(rules Rules) diag.Problems {
	s.mu.Lock()
	early := s.failed
	s.mu.Unlock()
	if early != nil {
		return diag.Problems{asProblem(early)}
	}
	c := newChecker(s, rules)
	problems := append(c.readAll(), c.anchors()...)
	problems = append(problems, c.size()...)
	problems.Sort()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.passed = len(problems) == 0
	return problems
}

func asProblem(err error) diag.Problem {
	if p, ok := err.(diag.Problem); ok {
		return p
	}
	return diag.Problem{Found: err.Error()}
}

// checker holds one Check. Pages are read once; what they say about other pages is kept as
// numbers (jump) and settled at the end, so that memory does not grow with the text of pages.
type checker struct {
	stage *Stage
	rules Rules
	files []File
	index map[string]int32 // path → number in files
	ids   [][]uint64       // by file: sorted hashes of the identifiers in it
	jumps [][]jump         // by file: addresses with a fragment of another page
}

func newChecker(s *Stage, rules Rules) *checker {
	files := s.Files()
	c := &checker{stage: s, rules: rules, files: files, index: make(map[string]int32, len(files)),
		ids: make([][]uint64, len(files)), jumps: make([][]jump, len(files))}
	for i, f := range files {
		c.index[f.Path] = int32(i)
	}
	if c.rules.Workers < 1 {
		c.rules.Workers = runtime.GOMAXPROCS(0)
	}
	c.rules.Limit = cmp.Or(c.rules.Limit, defaultLimit)
	return c
}

// readAll reads every file on several goroutines. The result does not depend on which
// goroutine took which file: each file has its own place for what was found in it.
func (c *checker) readAll() diag.Problems {
	found := make([]diag.Problems, len(c.files))
	var next atomic.Int64
	var group sync.WaitGroup
	for range c.rules.Workers {
		group.Go(func() {
			r := newReader(c)
			for {
				i := int(next.Add(1)) - 1
				if i >= len(c.files) {
					return
				}
				found[i] = r.read(i)
			}
		})
	}
	group.Wait()
	return slices.Concat(found...)
}

// reader is what one goroutine uses again and again.
type reader struct {
	*checker
	buffer  []byte
	piece   []byte        // of what is unpacked
	inflate io.ReadCloser // for one part at a time
	page    page
	words   map[string]string // one copy of each fragment, which would else keep its page in memory
}

func newReader(c *checker) *reader {
	return &reader{checker: c, words: map[string]string{}}
}

func (r *reader) read(i int) diag.Problems {
	name := r.files[i].Path
	kind := strings.ToLower(path.Ext(name))
	if !textual(kind) && !r.packed(kind) {
		return r.named(name, nil)
	}
	data, err := r.load(name)
	if err != nil {
		return diag.Problems{asProblem(r.stage.untouched(name, fmt.Errorf("cannot be read back: %w", cause(err))))}
	}
	p := &r.page
	p.begin(r, i, data)
	switch kind {
	case ".html", ".svg":
		p.scan()
	case ".css":
		p.styles(string(data))
	}
	if !slices.ContainsFunc(r.rules.Vendored, func(prefix string) bool { return strings.HasPrefix(name, prefix) }) {
		p.leaks(kind, data)
	}
	return r.named(name, p.end())
}

func textual(kind string) bool {
	switch kind {
	case ".html", ".svg", ".css", ".json", ".csv", ".xml", ".txt", ".md", ".js", ".tsv", ".jsonl", ".webmanifest", "":
		return true
	}
	return false
}

// load reads a staged file into the goroutine's buffer.
func (r *reader) load(name string) ([]byte, error) {
	f, err := os.Open(filepath.Join(r.stage.dir, filepath.FromSlash(name)))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	r.buffer = slices.Grow(r.buffer[:0], int(info.Size()))[:info.Size()]
	n, err := io.ReadFull(f, r.buffer)
	return r.buffer[:n], err
}

func (c *checker) size() diag.Problems {
	total := int64(0)
	for _, f := range c.files {
		total += f.Size
	}
	if total <= c.rules.Limit {
		return nil
	}
	return diag.Problems{{
		Found:    fmt.Sprintf("the site has %.1f MB", float64(total)/1e6),
		Expected: fmt.Sprintf("at most %.1f MB", float64(c.rules.Limit)/1e6),
		Do:       "publish fewer months (page_months in site.toml)",
	}}
}
