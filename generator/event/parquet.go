package event

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"leadline/generator/diag"
)

// A Parquet file says how much it holds before it shows it. What it says is held against
// its length, so that a few hostile bytes cannot ask for all memory: real exports hold
// about one row in twenty bytes.
const (
	maxRowsPerByte = 16
	maxRowsFree    = 1 << 20
	maxChunkBytes  = 4 << 30 // one column of one row group, unpacked
)

// feedParquet reads the footer and hands out row groups.
func (in *input) feedParquet(fsys fs.FS, give func(job) bool) {
	f, ok := in.open(fsys)
	if !ok {
		return
	}
	defer f.Close()
	r, size, err := in.pages(f)
	if err != nil {
		in.fail(unreadable(err))
		return
	}
	file, err := openParquet(r, size)
	if err != nil {
		in.fail(damaged(err))
		return
	}
	leaves, ok := in.takeSchema(file)
	if !ok {
		return
	}
	var pending sync.WaitGroup // the file stays open until its last row group is read
	defer pending.Wait()
	for g := range file.RowGroups() {
		pending.Add(1)
		if !give(in.job(func(w *worker) *part { defer pending.Done(); return w.rowGroup(in, file, leaves, g) })) {
			pending.Done()
			return
		}
	}
}

func damaged(err error) diag.Problem {
	return diag.Problem{Found: "not a sound Parquet file: " + err.Error(), Expected: "a complete Parquet file", Do: "export or copy it again"}
}

// openParquet reads the footer. Whatever the library makes of damaged bytes, a panic
// included, is an error.
func openParquet(r io.ReaderAt, size int64) (file *parquet.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("damaged footer: %v", p)
		}
	}()
	if err := checkEnds(r, size); err != nil {
		return nil, err
	}
	file, err = parquet.OpenFile(r, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, err
	}
	return file, checkGroups(file, size)
}

// checkEnds looks at the magic bytes and at the footer's length before anything is
// allocated for it.
func checkEnds(r io.ReaderAt, size int64) error {
	const least = 12
	if size < least {
		return fmt.Errorf("only %d bytes", size)
	}
	var end [8]byte
	if _, err := r.ReadAt(end[:], size-8); err != nil {
		return err
	}
	switch length := int64(binary.LittleEndian.Uint32(end[:])); {
	case string(end[4:]) == "PARE":
		return fmt.Errorf("it is encrypted")
	case string(end[4:]) != "PAR1":
		return fmt.Errorf("its end is missing")
	case length > size-least:
		return fmt.Errorf("its footer claims %d bytes of %d", length, size)
	}
	return nil
}

// checkGroups holds the footer's claims against the file's length.
func checkGroups(file *parquet.File, size int64) error {
	rows := int64(0)
	for _, g := range file.Metadata().RowGroups {
		if g.NumRows < 0 || g.NumRows > maxRowsFree+maxRowsPerByte*size {
			return fmt.Errorf("a row group claims %d rows in a file of %d bytes", g.NumRows, size)
		}
		if rows += g.NumRows; rows > maxRowsFree+maxRowsPerByte*size {
			return fmt.Errorf("it claims %d rows in %d bytes", rows, size)
		}
	}
	return nil
}

// leaf is a plan column's column in a Parquet file.
type leaf struct {
	at       int // index among the file's leaves; -1 when the file lacks it
	as       physical
	optional bool
}

// takeSchema resolves the plan's columns by name and checks their types, because the
// library would convert silently.
func (in *input) takeSchema(file *parquet.File) ([]leaf, bool) {
	columns := file.Root().Columns()
	var names []string
	for _, c := range columns {
		names = append(names, c.Name())
	}
	var problems diag.Problems
	in.header, problems = in.resolve(in.at(0, 0), names)
	leaves := make([]leaf, len(in.fields))
	for i, at := range in.header.at {
		leaves[i].at = -1
		if at < 0 {
			continue
		}
		as, found := in.physicalOf(&in.fields[i], columns[at])
		if found != "" {
			problems = append(problems, diag.Problem{Position: in.at(0, 0), Found: fmt.Sprintf("column %s is %s", quoted([]byte(names[at])), found),
				Expected: in.expectsParquet(&in.fields[i]), Do: "export it with that type"})
		}
		leaves[i] = leaf{at: columns[at].Index(), as: as, optional: columns[at].Optional()}
	}
	in.broken = append(in.broken, problems...)
	return leaves, len(problems) == 0
}

func (in *input) expectsParquet(f *field) string {
	switch {
	case f.Kind == Instant && in.source.TimeFormat == "date":
		return "DATE, TIMESTAMP or text"
	case f.Kind == Instant:
		return "TIMESTAMP or text, or whole numbers where time_format is unix or unix_ms"
	case f.Kind == Count:
		return "whole numbers or text"
	case f.Kind == Flag:
		return "BOOLEAN, whole numbers or text"
	}
	return "text or whole numbers"
}

// rowGroup reads the plan's columns of one row group.
func (w *worker) rowGroup(in *input, file *parquet.File, leaves []leaf, g int) (p *part) {
	pos := diag.Position{File: in.path, At: fmt.Sprintf("row group %d", g+1)}
	defer func() {
		if r := recover(); r != nil {
			p = &part{fd: in.feed, broken: diag.Problems{damaged(fmt.Errorf("%v", r))}}
			p.broken[0].Position = pos
		}
	}()
	p, err := w.readGroup(in, file, leaves, g)
	if err != nil {
		p = &part{fd: in.feed, broken: diag.Problems{damaged(err)}}
		p.broken[0].Position = pos
	}
	return p
}

func (w *worker) readGroup(in *input, file *parquet.File, leaves []leaf, g int) (*part, error) {
	n := int(file.RowGroups()[g].NumRows())
	for i, l := range leaves {
		if l.at >= 0 {
			if err := checkChunk(&file.Metadata().RowGroups[g], l.at, file.Size()); err != nil {
				return nil, fmt.Errorf("column %s: %w", in.fields[i].name, err)
			}
		}
	}
	p := w.newPart(in.feed, func(i int) bool { return leaves[i].at >= 0 }, n)
	p.read = int64(n)
	var bads []badCell
	for i, l := range leaves {
		if l.at < 0 {
			continue
		}
		more, err := w.readColumn(in, file, g, i, l, &p.Columns[i])
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", in.fields[i].name, err)
		}
		bads = append(bads, more...)
	}
	for row, first := 0, firstRow(file, g); in.line >= 0 && row < n; row++ {
		p.stand(row, first+row+1)
	}
	// A row is rejected for its first bad column, in the plan's order.
	slices.SortStableFunc(bads, func(a, b badCell) int { return cmp.Compare(a.row, b.row) })
	bads = slices.CompactFunc(bads, func(a, b badCell) bool { return a.row == b.row })
	p.finish(p.keepGood(in, g, n, bads))
	return p, nil
}

// firstRow is how many rows of the file stand before a row group.
func firstRow(file *parquet.File, g int) (n int) {
	for _, before := range file.RowGroups()[:g] {
		n += int(before.NumRows())
	}
	return n
}

// checkChunk holds a column chunk's claims against the file and the codecs that are
// known to fail cleanly.
func checkChunk(group *format.RowGroup, at int, size int64) error {
	if at >= len(group.Columns) {
		return fmt.Errorf("the row group has only %d columns", len(group.Columns))
	}
	m := &group.Columns[at].MetaData
	start := m.DataPageOffset
	if m.DictionaryPageOffset > 0 && m.DictionaryPageOffset < start {
		start = m.DictionaryPageOffset
	}
	switch {
	case !slices.Contains(codecs, m.Codec):
		return fmt.Errorf("compressed with %s; expected one of %s", m.Codec, codecNames())
	case start < 4 || m.TotalCompressedSize < 0 || start > size || m.TotalCompressedSize > size-start:
		return fmt.Errorf("it claims %d bytes from offset %d in a file of %d", m.TotalCompressedSize, start, size)
	case m.TotalUncompressedSize < 0 || m.TotalUncompressedSize > maxChunkBytes:
		return fmt.Errorf("it claims %d bytes once unpacked; at most %d are read", m.TotalUncompressedSize, int64(maxChunkBytes))
	case m.NumValues != group.NumRows:
		return fmt.Errorf("it has %d values for %d rows", m.NumValues, group.NumRows)
	}
	return nil
}

// codecs leaves out the old LZ4, whose frame differs between writers.
var codecs = []format.CompressionCodec{format.Uncompressed, format.Snappy, format.Gzip, format.Zstd, format.Brotli, format.Lz4Raw}

func codecNames() string {
	var names []string
	for _, c := range codecs {
		names = append(names, c.String())
	}
	return strings.Join(names, ", ")
}
