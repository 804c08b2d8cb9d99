package event

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"slices"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/encoding/rle"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// plainReader reads what most identifiers are, plain texts in data pages of version 1, from
// the unpacked bytes straight into hashes; the library copies every text and its offset
// first. It refuses everything else, sound or not, and the library then reads the column
// chunk again from its start: what it says is final.
type plainReader struct {
	file     *bufio.Reader
	header   *thrift.Decoder
	packed   []byte // a page as it is in the file
	unpacked []byte
	levels   []byte
	gaps     bool // some row of the column chunk is absent
	thrift   thrift.CompactProtocol
}

// plainChunk is a column chunk to read.
type plainChunk struct {
	*plainReader
	meta     *format.ColumnMetaData
	codec    compress.Codec // nil for none
	optional bool
	out      []uint64 // one per row of the row group
	at       int      // rows read
}

// read reports whether it read all of a column chunk.
func (r *plainReader) read(file io.ReaderAt, m *format.ColumnMetaData, optional bool, out []uint64) bool {
	if m.DictionaryPageOffset != 0 || slices.ContainsFunc(m.Encoding, func(e format.Encoding) bool { return e != format.Plain && e != format.RLE }) {
		return false
	}
	section := io.NewSectionReader(file, m.DataPageOffset, m.TotalCompressedSize)
	if r.file == nil {
		r.file = bufio.NewReaderSize(section, 64<<10)
		r.header = thrift.NewDecoder(r.thrift.NewReader(r.file))
	}
	r.file.Reset(section)
	r.header.Reset(r.thrift.NewReader(r.file))
	r.gaps = false
	c := plainChunk{plainReader: r, meta: m, optional: optional, out: out}
	if m.Codec != format.Uncompressed {
		c.codec = parquet.LookupCompressionCodec(m.Codec)
	}
	for c.at < len(out) {
		if !c.page() {
			return false
		}
	}
	_, err := r.file.Peek(1)
	return err == io.EOF
}

// page reads one page.
func (c *plainChunk) page() bool {
	var header format.PageHeader
	if c.header.Decode(&header) != nil || header.Type != format.DataPage || !header.DataPageHeader.Valid {
		return false
	}
	h := header.DataPageHeader.V
	n := int(h.NumValues)
	if h.Encoding != format.Plain || c.optional && h.DefinitionLevelEncoding != format.RLE || n < 0 || n > len(c.out)-c.at {
		return false
	}
	if !c.load(&header) {
		return false
	}
	rows, data, present := c.out[c.at:c.at+n], c.unpacked, n
	if c.optional {
		var ok bool
		if data, present, ok = c.readLevels(data, n); !ok {
			return false
		}
	}
	if !hashAll(data, rows[:present]) {
		return false
	}
	c.gaps = c.gaps || present < n || slices.Contains(rows[:present], 0)
	if present < n {
		spread(rows, present, c.levels, 0)
	}
	c.at += n
	return true
}

// load reads and unpacks a page's bytes.
func (c *plainChunk) load(header *format.PageHeader) bool {
	size, unpacked := int64(header.CompressedPageSize), int64(header.UncompressedPageSize)
	if size < 0 || size > c.meta.TotalCompressedSize || unpacked < 0 || unpacked > c.meta.TotalUncompressedSize {
		return false
	}
	c.packed = slices.Grow(c.packed[:0], int(size))[:size]
	if _, err := io.ReadFull(c.file, c.packed); err != nil {
		return false
	}
	if header.CRC != 0 && uint32(header.CRC) != crc32.ChecksumIEEE(c.packed) {
		return false
	}
	if c.codec == nil {
		c.unpacked, c.packed = c.packed, c.unpacked
		return true
	}
	c.unpacked = slices.Grow(c.unpacked[:0], int(unpacked))[:unpacked]
	var err error
	c.unpacked, err = c.codec.Decode(c.unpacked, c.packed)
	return err == nil && len(c.unpacked) == int(unpacked)
}

// readLevels reads n definition levels, which precede the values with their size; present
// is how many of them are 1.
func (c *plainChunk) readLevels(data []byte, n int) (values []byte, present int, ok bool) {
	if len(data) < 4 {
		return nil, 0, false
	}
	size := binary.LittleEndian.Uint32(data)
	if data = data[4:]; int64(size) > int64(len(data)) {
		return nil, 0, false
	}
	encoded := rle.Encoding{BitWidth: 1}
	levels, err := encoded.DecodeLevels(c.levels[:0], data[:size])
	if err != nil || len(levels) < n {
		return nil, 0, false
	}
	c.levels = levels[:n]
	present = bytes.Count(c.levels, []byte{1})
	return data[size:], present, present+bytes.Count(c.levels, []byte{0}) == n
}

// hashAll hashes texts, each of which follows its length in four bytes; an empty one is
// absent. Texts that are too long or not UTF-8 are refused. A text that equals the one
// before it, as in links by deployment, need not be hashed again.
func hashAll(data []byte, out []uint64) bool {
	valid := utf8.Valid(data)
	var last []byte
	hash := uint64(0)
	for k := range out {
		if len(data) < 4 {
			return false
		}
		n := binary.LittleEndian.Uint32(data)
		if n > uint32(maxRecord) || int64(n) > int64(len(data)-4) {
			return false
		}
		text := data[4 : 4+n]
		data = data[4+n:]
		// A length above 127 may complete a character that the text before breaks off.
		if (n > 127 || !valid) && !(utf8.Valid(last) && utf8.Valid(text)) {
			return false
		}
		if n == 0 || len(last) != len(text) || last[n-1] != text[n-1] || string(last) != string(text) {
			if last, hash = text, 0; n > 0 {
				hash = nonZero(xxhash.Sum64(text))
			}
		}
		out[k] = hash
	}
	return len(data) == 0
}
