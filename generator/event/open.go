package event

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"leadline/generator/diag"
)

// encodings are the declarable ones; nil needs no decoding.
var encodings = map[string]encoding.Encoding{
	"": nil, "utf-8": nil,
	"utf-16":       unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
	"windows-1252": charmap.Windows1252,
	"iso-8859-1":   charmap.ISO8859_1,
}

// formatOf is a file's format and compression: the format as declared, else by its ending.
func formatOf(s *Source, name string) (format, packed string) {
	base := strings.ToLower(path.Base(name))
	for _, ending := range []string{".gz", ".zst"} {
		if rest, ok := strings.CutSuffix(base, ending); ok {
			base, packed = rest, ending
		}
	}
	if s.Format != "" {
		return s.Format, packed
	}
	switch path.Ext(base) {
	case ".csv":
		return "csv", packed
	case ".tsv":
		return "tsv", packed
	case ".jsonl", ".ndjson":
		return "jsonl", packed
	case ".parquet":
		return "parquet", packed
	}
	return "", packed
}

// input is one file, open, together with what it supplies.
type input struct {
	*feed
	path   string
	format string
	packed string
	header header
	bytes  int64
	places []*place // in the order of the file's blocks
	broken diag.Problems
}

func (in *input) at(line, column int) diag.Position {
	return diag.Position{File: in.path, Line: line, Column: column}
}

func (in *input) fail(p diag.Problem) {
	if p.File == "" {
		p.File = in.path
	}
	in.broken = append(in.broken, p)
}

// unreadable words an error of opening or reading; paths of this machine that the error
// may carry are left out.
func unreadable(err error) diag.Problem {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err
	}
	p := diag.Problem{Found: "the file cannot be read: " + err.Error(), Expected: "a complete, readable file", Do: "export it again, or correct the pattern in site.toml"}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.Found, p.Do = "there is no such file", "correct the pattern in site.toml"
	case errors.Is(err, io.ErrUnexpectedEOF):
		p.Found, p.Do = "the file ends too early", "export or copy it again"
	}
	return p
}

// open opens the file and refuses directories.
func (in *input) open(fsys fs.FS) (fs.File, bool) {
	f, err := fsys.Open(in.path)
	if err != nil {
		in.fail(unreadable(err))
		return nil, false
	}
	info, err := f.Stat()
	switch {
	case err != nil:
		in.fail(unreadable(err))
	case info.IsDir():
		in.fail(diag.Problem{Found: "this is a directory", Expected: "a file", Do: "end the pattern in site.toml with a file name, as in *.csv"})
	default:
		in.bytes = info.Size()
		return f, true
	}
	f.Close()
	return nil, false
}

// unpack undoes the compression that the file's ending tells.
func unpack(r io.Reader, packed string) (io.Reader, func(), error) {
	switch packed {
	case ".gz":
		z, err := gzip.NewReader(r)
		if errors.Is(err, io.EOF) {
			return bytes.NewReader(nil), func() {}, nil // an empty file has no rows, packed or not
		}
		return z, func() {}, err
	case ".zst":
		z, err := zstd.NewReader(r, zstd.WithDecoderMaxMemory(1<<30), zstd.WithDecoderMaxWindow(128<<20), zstd.WithDecoderConcurrency(1))
		if err != nil {
			return nil, nil, err
		}
		return z, z.Close, nil
	}
	return r, func() {}, nil
}

// decode turns the declared encoding into UTF-8. It looks at the first bytes, so that a
// file of another kind is named as what it is instead of failing row by row.
func (in *input) decode(r io.Reader) (io.Reader, bool) {
	head := make([]byte, 4)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		in.fail(unreadable(err))
		return nil, false
	}
	if errors.Is(err, io.ErrUnexpectedEOF) && n == 0 {
		in.fail(unreadable(err))
		return nil, false
	}
	head = head[:n]
	r = io.MultiReader(bytes.NewReader(head), r)
	if e := encodings[in.source.Encoding]; e != nil {
		return transform.NewReader(r, e.NewDecoder()), true
	}
	if found, expected, do := foreign(head); found != "" {
		in.fail(diag.Problem{Found: found, Expected: expected, Do: do})
		return nil, false
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) { // byte order mark, as spreadsheets write it
		io.ReadFull(r, head[:3])
	}
	return r, true
}

func foreign(head []byte) (found, expected, do string) {
	has := func(magic string) bool { return bytes.HasPrefix(head, []byte(magic)) }
	switch {
	case has("\xff\xfe"), has("\xfe\xff"), len(head) == 4 && (head[0] == 0) != (head[1] == 0) && (head[0] == 0) == (head[2] == 0) && (head[1] == 0) == (head[3] == 0):
		return "the text is UTF-16", "UTF-8", `declare encoding = "utf-16" for this source`
	case has("PAR1"):
		return "this is a Parquet file", "text", `end its name with .parquet, or declare format = "parquet"`
	case has("\x1f\x8b"):
		return "this file is compressed with gzip", "text", "end its name with .gz"
	case has("\x28\xb5\x2f\xfd"):
		return "this file is compressed with zstd", "text", "end its name with .zst"
	case has("PK\x03\x04"):
		return "this is a zip file or a spreadsheet", "text", "export as CSV"
	}
	return "", "", ""
}

// pages gives random access, which Parquet needs: the file itself where it can, else its
// bytes in memory.
func (in *input) pages(f fs.File) (io.ReaderAt, int64, error) {
	if r, ok := f.(io.ReaderAt); ok && in.packed == "" {
		return r, in.bytes, nil
	}
	r, done, err := unpack(f, in.packed)
	if err != nil {
		return nil, 0, err
	}
	defer done()
	const most = 2 << 30
	all, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && len(all) > most {
		err = fmt.Errorf("more than %d MB once unpacked", most>>20)
	}
	return bytes.NewReader(all), int64(len(all)), err
}
