package event

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"pgregory.net/rapid"
)

// What plainReader accepts, the library's pages give too; and it accepts what is sound.
func TestPlainReader(t *testing.T) {
	pieces := []string{"", "", "a", "run-1", "run-1", "run-2", "ä", "\xc3", "\xa4x", strings.Repeat("é", 70), strings.Repeat("x", 127), strings.Repeat("y", 128), strings.Repeat("z", 0xa9), strings.Repeat("z", 300)}
	p, err := newPlan(tableOf(t, "pipeline_runs"), []string{"branch"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := source("pipeline_runs", "a.parquet")
	fd, _ := newFeed(p, &s)
	branch := p.index("branch")
	rapid.Check(t, func(r *rapid.T) {
		texts := rapid.SliceOfN(rapid.IntRange(-1, len(pieces)-1), 1, 60).Draw(r, "texts")
		codec := []compress.Codec{&parquet.Uncompressed, &parquet.Zstd, &parquet.Snappy}[rapid.IntRange(0, 2).Draw(r, "codec")]
		optional := rapid.Bool().Draw(r, "optional")
		node := parquet.Encoded(parquet.String(), &parquet.Plain)
		if optional {
			node = parquet.Optional(node)
		}
		var b bytes.Buffer
		w := parquet.NewGenericWriter[any](&b, parquet.NewSchema("rows", parquet.Group{"branch": node}), parquet.Compression(codec), parquet.DataPageVersion(1), parquet.PageBufferSize(200))
		var plain []string
		for _, at := range texts {
			v, text := parquet.NullValue().Level(0, 0, 0), ""
			if at >= 0 || !optional {
				text = pieces[max(at, 0)]
				level := 0
				if optional {
					level = 1
				}
				v = parquet.ByteArrayValue([]byte(text)).Level(0, level, 0)
			}
			plain = append(plain, text)
			if _, err := w.WriteRows([]parquet.Row{{v}}); err != nil {
				r.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			r.Fatal(err)
		}
		file, err := parquet.OpenFile(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil {
			r.Fatal(err)
		}
		work, got, want := newWorker(p), make([]uint64, len(texts)), make([]uint64, len(texts))
		ok := work.pages.read(file, &file.Metadata().RowGroups[0].Columns[0].MetaData, optional, got)
		c := &columnReader{worker: work, in: &input{feed: fd}, i: branch, f: &fd.fields[branch]}
		if err := (&chunkReader[uint64]{columnReader: c, out: want}).read(file.RowGroups()[0].ColumnChunks()[0]); err != nil {
			r.Fatal(err)
		}
		broken := slices.ContainsFunc(plain, func(text string) bool { return strings.ToValidUTF8(text, "") != text })
		switch {
		case ok == broken:
			r.Fatalf("accepted: %v, with texts that are not UTF-8: %v", ok, broken)
		case ok && (!slices.Equal(got, want) || len(c.bads) > 0):
			r.Fatalf("got %x, the library %x and %d bad", got, want, len(c.bads))
		case ok && work.pages.gaps != slices.Contains(want, 0):
			r.Fatalf("gaps: %v in %x", work.pages.gaps, want)
		}
	})
}
