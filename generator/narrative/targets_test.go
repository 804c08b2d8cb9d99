package narrative

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTargets(t *testing.T) {
	src := "A [b](c.md) and\n[*d*](e.md#f \"title\").\n\n| h |\n|---|\n| [i `j`](../k/l.md) |\n\n- x\n- ![p](q.png) [](r.md)\n\n" +
		"[ref][1] `[no](s.md)`\n\n    [no](t.md)\n\n<https://example.org/>\n\n[1]: java&#115;cript:u\n"
	want := []Target{{"c.md", 1}, {"e.md#f", 2}, {"../k/l.md", 6}, {"q.png", 9}, {"r.md", 9}, {"javascript:u", 11}}
	if diff := cmp.Diff(want, Targets([]byte(src))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := Targets([]byte("[a](b.md)\xff")); got != nil {
		t.Errorf("a text that is refused has targets %v", got)
	}
}

func TestHeadings(t *testing.T) {
	got, err := Render([]byte("# A & *b*\n\ntext\n\n## A & b\n\n### `c` {#own}\n"), Options{MinHeading: 2, Taken: []string{"main"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []Heading{{2, "a-b", "A & b"}, {3, "a-b-2", "A & b"}, {4, "own", "c"}}
	if diff := cmp.Diff(want, got.Headings); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
