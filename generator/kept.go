package generator

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync"

	"leadline/generator/publish"
)

// kept are the pages that need not be written again. The page of a past month says nothing of
// the run (package page), so that as a rule a new export leaves most pages what they were.
//
// A page is kept where everything that it is written from is what it was: its whole struct,
// the templates, the program, and the bytes that are published. What a page depends on is
// listed nowhere, and cannot be forgotten in a list.
type kept struct {
	mu    sync.Mutex
	with  [sha256.Size]byte // program and templates
	stage *publish.Stage
	was   map[string]keptPage
	now   map[string]string // path → digest
	count int
}

// keptPage is a page of the last build.
type keptPage struct {
	From   string // digest of what it was written from
	SHA256 string
}

// keep is what the pages of this build may be kept by; nil where nothing is remembered.
func (s *site) keep(stage *publish.Stage) (*kept, error) {
	if !s.remembers() {
		return nil, nil
	}
	templates, err := hashFolder(s.templates)
	k := &kept{with: sha256.Sum256([]byte(s.options.Program + " " + templates)), stage: stage, was: s.last.Pages, now: map[string]string{}}
	return k, err
}

// page is page.Site's Keep.
func (k *kept) page(path string, from [sha256.Size]byte) (bool, error) {
	sum := sha256.Sum256(slices.Concat(k.with[:], from[:]))
	digest := hex.EncodeToString(sum[:])
	k.mu.Lock()
	k.now[path] = digest
	k.mu.Unlock()
	before, known := k.was[path]
	if !known || before.From != digest {
		return false, nil
	}
	done, err := k.stage.Keep(path, before.SHA256)
	if done {
		k.mu.Lock()
		k.count++
		k.mu.Unlock()
	}
	return done, err
}

// pagesKept is how many pages were kept.
func (k *kept) pagesKept() int {
	if k == nil {
		return 0
	}
	return k.count
}

// pages are what the next build may keep.
func (k *kept) pages() map[string]keptPage {
	pages := make(map[string]keptPage, len(k.now))
	for _, f := range k.stage.Files() {
		if from := k.now[f.Path]; from != "" {
			pages[f.Path] = keptPage{from, f.SHA256}
		}
	}
	return pages
}
