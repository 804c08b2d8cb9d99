package publish

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"

	"leadline/generator/diag"
)

// Unpack hands on the texts in a packed file, piece by piece.
type Unpack func(data []byte, see func(text []byte)) error

// leaks searches a file, and the texts in it where it is packed.
func (p *page) leaks(kind string, data []byte) {
	var err error
	switch unpack := p.rules.Unpack[kind]; {
	case unpack != nil:
		err = unpack(data, func(text []byte) { p.search(text, " in it") })
	case kind == ".xlsx":
		err = p.book(data)
	case kind == ".gz":
		err = p.gzipped(data)
	default:
		p.search(data, "")
	}
	if err != nil {
		p.report(0, "cannot be searched: "+err.Error(), "", "")
	}
}

// packed are the files that hold texts which a search of their bytes would miss.
func (c *checker) packed(kind string) bool {
	return kind == ".xlsx" || kind == ".gz" || c.rules.Unpack[kind] != nil
}

// book searches the parts of a workbook, and the names of its sheets among them.
func (p *page) book(data []byte) error {
	book, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	book.RegisterDecompressor(zip.Deflate, p.inflated)
	for _, part := range book.File {
		if ending := path.Ext(part.Name); ending != ".xml" && ending != ".rels" {
			continue
		}
		r, err := part.Open()
		if err != nil {
			return err
		}
		err = p.pieces(r, '<', " in "+part.Name)
		r.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// inflated unpacks one part after the other, in two thirds of the standard library's time.
func (r *reader) inflated(packed io.Reader) io.ReadCloser {
	if r.inflate == nil {
		r.inflate = flate.NewReader(packed)
	} else {
		_ = r.inflate.(flate.Resetter).Reset(packed, nil) // has no error to give
	}
	return r.inflate
}

// named searches the path of a file too. What is found there is in no message, so the part of
// the path that holds it is left out of all of them.
func (r *reader) named(name string, problems diag.Problems) diag.Problems {
	p := &page{reader: r, name: name}
	p.search([]byte(name), " in its name")
	if len(p.problems) == 0 {
		return problems
	}
	parts := strings.Split(name, "/")
	for i, part := range parts {
		one := &page{reader: r}
		if one.search([]byte(part), ""); len(one.problems) > 0 {
			parts[i] = "…"
		}
	}
	problems = append(problems, p.problems...)
	for i := range problems {
		problems[i].File = strings.Join(parts, "/")
	}
	return problems
}

func (p *page) gzipped(data []byte) error {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return err
	}
	defer r.Close()
	return p.pieces(r, '\n', " in "+strings.TrimSuffix(path.Base(p.name), ".gz"))
}

// pieces searches what is unpacked bit by bit: the sheet of figures can be larger than all else
// in memory. Nothing that is searched for holds the mark, so a piece may end before any.
func (p *page) pieces(r io.Reader, mark byte, where string) (err error) {
	in, piece := io.LimitReader(r, defaultLimit), p.piece[:0]
	for err == nil {
		var n int
		piece = slices.Grow(piece, 32<<10)
		n, err = in.Read(piece[len(piece):cap(piece)])
		piece = piece[:len(piece)+n]
		end := bytes.LastIndexByte(piece, mark)
		if err != nil {
			end = len(piece)
		}
		if end > 0 {
			p.search(piece[:end], where)
			piece = piece[:copy(piece, piece[end:])]
		}
	}
	p.piece = piece
	if err == io.EOF {
		return nil
	}
	return err
}
