package download

import (
	"bytes"
	"errors"
	"io"

	"github.com/parquet-go/parquet-go"
)

// Texts hands on every text in a Parquet file, column by column, a page or a dictionary at a
// time with a line for each text; what is handed on is valid during the call. It is for a
// search of what is published, which packed pages would hide.
func Texts(data []byte, see func(text []byte)) error {
	file, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	var lines []byte
	for _, c := range file.Schema().Columns() {
		lines = append(append(lines, c[0]...), '\n')
	}
	see(lines)
	for _, group := range file.RowGroups() {
		for _, chunk := range group.ColumnChunks() {
			if chunk.Type().Kind() != parquet.ByteArray {
				continue
			}
			if lines, err = textsOf(chunk, lines[:0], see); err != nil {
				return err
			}
		}
	}
	return nil
}

// textsOf hands on the texts of one chunk; those of its dictionary once.
func textsOf(chunk parquet.ColumnChunk, lines []byte, see func([]byte)) ([]byte, error) {
	pages := chunk.Pages()
	defer pages.Close()
	for known := false; ; {
		page, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return lines, err
		}
		from := page
		if dict := page.Dictionary(); dict != nil {
			from = dict.Page()
		}
		if page.Dictionary() == nil || !known {
			known = page.Dictionary() != nil
			held := from.Data()
			values, offsets := held.ByteArray()
			lines = lines[:0]
			for i := 1; i < len(offsets); i++ {
				lines = append(append(lines, values[offsets[i-1]:offsets[i]]...), '\n')
			}
			see(lines)
		}
		parquet.Release(page)
	}
}
