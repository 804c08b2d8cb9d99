package download

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// Every text of a file is handed on: those of dictionaries, those of plain pages, of several
// row groups, and the names of columns.
func TestTexts(t *testing.T) {
	var packed bytes.Buffer
	w, err := NewParquet(&packed, []Column{{Name: "unit", Kind: Label}, {Name: "printed", Kind: Text}, {Name: "n", Kind: Count}})
	if err != nil {
		t.Fatal(err)
	}
	for group := range 2 {
		b := NewBatch([]Column{{Name: "unit", Kind: Label}, {Name: "printed", Kind: Text}, {Name: "n", Kind: Count}}, 10)
		for i := range 10 {
			b.Cells[0].Text(fmt.Sprintf("team %d", i%4))
			b.Cells[1].Text(fmt.Sprintf("text %d %d", group, i))
			b.Cells[2].Int(int64(i))
		}
		if err := w.WriteBatch(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	if err := Texts(packed.Bytes(), func(text []byte) { all.Write(text) }); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"unit\n", "printed\n", "team 3\n", "text 0 9\n", "text 1 0\n"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("%q is not handed on", want)
		}
	}
	if err := Texts([]byte("PAR1 no file"), func([]byte) {}); err == nil {
		t.Error("a file that is none has texts")
	}
}
