package event

import (
	"bytes"
	"fmt"
	"testing"
)

// asStrict reads lines by the strict reader alone, or by the fast one first.
func asStrict(data []byte, only bool) string {
	table, _ := TableNamed("deployments")
	p, _ := newPlan(table, []string{"outcome"}, Options{})
	s := source("deployments", "a")
	fd, _ := newFeed(p, &s)
	w := newWorker(p)
	w.json.begin(fd)
	r := jsonRows{worker: w, jsonWorker: &w.json, part: w.newPart(fd, func(int) bool { return true }, 1), in: &input{feed: fd}}
	r.part.seen = make([]bool, len(fd.fields))
	var all bytes.Buffer
	for line := range bytes.Lines(data) {
		if !only && r.fast(line) {
			fmt.Fprintln(&all, "object")
		} else if column, why, problem := r.strict(line); why != 0 {
			fmt.Fprintln(&all, "bad", column, why, problem)
			continue
		} else {
			fmt.Fprintln(&all, "object")
		}
		for i, c := range r.cells {
			fmt.Fprintf(&all, "%d %q %d %v\n", i, c.text, c.column, c.nested)
		}
	}
	return all.String()
}

// Whatever the fast reader accepts, the strict one reads alike.
func FuzzJSONL(f *testing.F) {
	f.Add([]byte(seedSheet.jsonl()))
	for _, seed := range []string{`{"outcome":"success","outcome":1}`, `{"a":-0.5,"b":01,"outcome":1e3}`, `{ "outcome" : null , "x":true,"y":false }`, `{}`, `{"outcome":"a\u0041"}`,
		"{\"outcome\":\"a\tb\"}", `{"outcome":"x",}`, `{"outcome":"x"} x`, "{\"a\\\"b\":1}\n{\"a\"b\":1}", `{"outcome":[1,{"x":2}]}`, `{"outcome":-}`, `{"outcome":1.}`, `{"outcome":"Größe"}`,
		"{\"environment\":\"x\",\"outcome\":\"y\"}\n{\"environment\":\"x\",\"outcome\":\"y\"}\n{\"outcome\":\"y\",\"environment\":\"x\"}\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		valid := bytes.ToValidUTF8(data, []byte("?"))
		if got, want := asStrict(valid, false), asStrict(valid, true); got != want {
			t.Fatalf("%q:\n%s\nstrict:\n%s", valid, got, want)
		}
		readHostile(t, "a.jsonl", data)
	})
}
