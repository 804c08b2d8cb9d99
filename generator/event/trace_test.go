package event

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/klauspost/compress/gzip"
	"github.com/parquet-go/parquet-go"
)

// TestWhereRowsStand: every accepted row knows its file and line, in every format, whatever
// was rejected, folded or longer than a line; and its identifiers can be found there again.
func TestWhereRowsStand(t *testing.T) {
	table, _ := TableNamed("work_items")
	type row struct {
		ItemID    string `parquet:"nummer"`
		Type      string `parquet:"type"`
		CreatedAt string `parquet:"created_at"`
	}
	var parquets bytes.Buffer
	w := parquet.NewGenericWriter[row](&parquets, parquet.MaxRowsPerRowGroup(2))
	if _, err := w.Write([]row{{"p-1", "story", "2026-01-05T10:00:00Z"}, {"p-2", "story", "never"}, {"p-3", "story", "2026-01-05T10:00:00Z"}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	fmt.Fprint(z, "{\"nummer\":\"j-1\",\"type\":\"story\",\"created_at\":\"2026-01-05T10:00:00Z\"}\n\n{\"nummer\":\"j-2\",\"type\":\"bug\"}\n{\"type\":\"bug\",\"created_at\":\"2026-01-05T10:00:00Z\",\"nummer\":\"j-3\"}\n")
	z.Close()
	files := fstest.MapFS{
		"a.csv":      {Data: []byte("nummer,type,created_at,note\nc-1,story,2026-01-05T10:00:00Z,\"two\nlines\"\nc-2,story,never,\nc-3,bug,2026-01-06T10:00:00Z,\nc-1,story,2026-01-05T10:00:00Z,\n")},
		"b.jsonl.gz": {Data: packed.Bytes()},
		"c.parquet":  {Data: parquets.Bytes()},
	}
	sources := []Source{{Table: "work_items", Files: []string{"a.csv", "b.jsonl.gz", "c.parquet"}, Columns: map[string]string{"item_id": "nummer"}, MaxRejected: 1}}
	placed, asked := table.WithPlace(sources)
	result, err := Read(context.Background(), files, placed, asked, []string{"item_id", "created_at", FileColumn, LineColumn}, Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	wanted, r := map[Place]bool{}, result.Rows
	for _, c := range r.Chunks {
		for i := range c.Rows {
			wanted[Place{r.Files[c.Columns[r.Index(FileColumn)].Counts[i]].Path, int(c.Columns[r.Index(LineColumn)].Counts[i])}] = true
		}
	}
	texts, err := Texts(context.Background(), files, table, sources, []string{"item_id"}, wanted, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for place, text := range texts {
		got = append(got, fmt.Sprintf("%s:%d %s", place.File, place.Line, strings.Join(text, " ")))
	}
	want := map[string]bool{"a.csv:5 c-3": true, "b.jsonl.gz:1 j-1": true, "b.jsonl.gz:4 j-3": true, "c.parquet:1 p-1": true, "c.parquet:3 p-3": true}
	first := map[string]bool{"a.csv:2 c-1": true, "a.csv:6 c-1": true} // either of two that are the same
	n := 0
	for _, g := range got {
		if !want[g] && !first[g] {
			t.Errorf("found %s", g)
		}
		n++
	}
	if n != len(want)+1 {
		t.Errorf("got %q", got)
	}
	if len(table.Columns) == len(placed.Columns) || strings.Contains(fmt.Sprint(table.Columns), LineColumn) {
		t.Error("the canonical table itself has changed")
	}
}

// TestTextsNameNobody: a person's column is not given back, whoever asks.
func TestTextsNameNobody(t *testing.T) {
	table, _ := TableNamed("survey_answers")
	files := fstest.MapFS{"a.csv": {Data: []byte("survey_id,respondent_id,question_id,value\ns,ann,q,3\n")}}
	at := Place{"a.csv", 2}
	texts, err := Texts(context.Background(), files, table, []Source{{Table: "survey_answers", Files: []string{"a.csv"}}}, []string{"survey_id", "respondent_id"}, map[Place]bool{at: true}, Options{})
	if err != nil || strings.Join(texts[at], " ") != "s" {
		t.Errorf("got %v, %v", texts, err)
	}
}
