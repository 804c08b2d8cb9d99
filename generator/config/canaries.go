package config

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// Canaries are what the output is searched for before it is published, beside what columns of
// people hold.
type Canaries struct {
	Names   []string // that must not appear
	File    string   // with more of them, one a line; slash-separated, relative to the folder of site.toml or absolute; ""
	Allowed []string // what may appear although it looks like what may not; in small letters
}

func (r *resolver) canaries(raw *rawPublish) Canaries {
	c := Canaries{Names: r.texts("canaries", raw.Canaries), File: raw.CanaryFile}
	for _, text := range r.texts("allowed", raw.Allowed) {
		c.Allowed = append(c.Allowed, strings.ToLower(strings.TrimSpace(text)))
	}
	if at := []any{"publish", "canary_file"}; r.index.Has(at...) {
		if c.File == "" || strings.Contains(c.File, `\`) || strings.HasSuffix(c.File, "/") {
			r.fail(at, "publish.canary_file is "+clip(c.File), "a file with a name on each line, with / between folders", "")
		}
		c.File = path.Clean(c.File)
	}
	return c
}

// texts checks a list of [publish]. The words of it are in no message: they are names.
func (r *resolver) texts(key string, given []string) []string {
	for i, text := range given {
		switch at := []any{"publish", key, i}; {
		case strings.TrimSpace(text) == "":
			r.fail(at, fmt.Sprintf("publish.%s has an empty text", key), "", "take it out")
		case slices.Contains(given[:i], text):
			r.fail(at, fmt.Sprintf("publish.%s has a text twice", key), "", "take one out")
		}
	}
	return given
}
