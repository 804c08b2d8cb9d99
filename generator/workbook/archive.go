package workbook

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
)

// archive is a zip file whose bytes depend on its content alone. The library hands over
// streamed sheets in the order of a map, so entries are kept compressed until all are known
// and then written sorted by name, each with the same fixed time.
type archive struct {
	entries []*entry
	open    *entry
	deflate *flate.Writer // one for all entries, since it takes over half a megabyte

	rows  map[string]func(io.Writer) error // by part: what the library left out of a sheet
	plain map[string]bool                  // names of tables without filter buttons
}

type entry struct {
	name    string
	packed  bytes.Buffer // deflated
	plain   bytes.Buffer // as is, of parts that are not written as the library has them
	deflate *flate.Writer
	sum     uint32
	size    uint64
}

// contentTypes is the one part whose own content the library may write in any order.
const contentTypes = "[Content_Types].xml"

// effort is the flate level: 1 takes four tenths of the time of 6 and a quarter more space
// (measured on 370 MB of rows, which become 29 MB).
const effort = 1

// fixedDate is 1 January 1980, the first day that a zip file can hold.
const fixedDate = 1<<5 | 1

// Create begins the next entry; it ends the one before.
func (a *archive) Create(name string) (io.Writer, error) {
	if err := a.finish(); err != nil {
		return nil, err
	}
	if a.deflate == nil {
		a.deflate, _ = flate.NewWriter(nil, effort) // errs only for an unknown level
	}
	e := &entry{name: name, deflate: a.deflate}
	e.deflate.Reset(&e.packed)
	a.entries, a.open = append(a.entries, e), e
	if name == contentTypes || a.rows[name] != nil || strings.HasPrefix(name, tableParts) {
		return &e.plain, nil
	}
	return e, nil
}

// AddFS is part of the library's interface; nothing here needs it.
func (a *archive) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close ends the last entry. Nothing is written before writeTo.
func (a *archive) Close() error { return a.finish() }

func (e *entry) Write(p []byte) (int, error) {
	e.sum = crc32.Update(e.sum, crc32.IEEETable, p)
	if e.size += uint64(len(p)); e.size > math.MaxUint32 {
		return 0, fmt.Errorf("%s is over 4 GiB, the most that a part of a workbook may have; report fewer months, teams or services in one workbook", e.name)
	}
	return e.deflate.Write(p)
}

func (a *archive) finish() error {
	e := a.open
	if a.open = nil; e == nil {
		return nil
	}
	if rows := a.rows[e.name]; rows != nil {
		if err := e.insert(rows); err != nil {
			return err
		}
	}
	if e.name == contentTypes {
		sorted, err := sortContentTypes(e.plain.Bytes())
		if err != nil {
			return err
		}
		if _, err := e.Write(sorted); err != nil {
			return err
		}
	}
	if strings.HasPrefix(e.name, tableParts) {
		if _, err := e.Write(a.unfiltered(e.plain.Bytes())); err != nil {
			return err
		}
	}
	return e.deflate.Close()
}

// tableParts is where tables are described.
const tableParts = "xl/tables/"

var (
	tableName  = regexp.MustCompile(`\bdisplayName="([^"]*)"`)
	autoFilter = regexp.MustCompile(`<autoFilter [^>]*></autoFilter>`)
)

// unfiltered is a table without its filter buttons, if it is one of the plain ones: the
// library gives them to every table.
func (a *archive) unfiltered(part []byte) []byte {
	if m := tableName.FindSubmatch(part); m == nil || !a.plain[string(m[1])] {
		return part
	}
	return autoFilter.ReplaceAll(part, nil)
}

// insert puts rows after those that the library wrote.
func (e *entry) insert(rows func(io.Writer) error) error {
	at := bytes.Index(e.plain.Bytes(), []byte("</sheetData>"))
	if at < 0 {
		return fmt.Errorf("%s has no end of rows", e.name)
	}
	if _, err := e.Write(e.plain.Next(at)); err != nil {
		return err
	}
	if err := rows(e); err != nil {
		return err
	}
	_, err := e.Write(e.plain.Bytes())
	return err
}

func (a *archive) writeTo(w io.Writer) error {
	slices.SortFunc(a.entries, func(x, y *entry) int { return cmp.Compare(x.name, y.name) })
	z := zip.NewWriter(w)
	for _, e := range a.entries {
		h := &zip.FileHeader{
			Name: e.name, Method: zip.Deflate, CreatorVersion: 20, ReaderVersion: 20,
			CRC32: e.sum, CompressedSize64: uint64(e.packed.Len()), UncompressedSize64: e.size,
		}
		//lint:ignore SA1019 CreateRaw writes this field and does not look at Modified
		h.ModifiedDate = fixedDate
		out, err := z.CreateRaw(h)
		if err != nil {
			return err
		}
		if _, err := e.packed.WriteTo(out); err != nil {
			return err
		}
	}
	return z.Close()
}

type typeList struct {
	XMLName   xml.Name        `xml:"http://schemas.openxmlformats.org/package/2006/content-types Types"`
	Defaults  []extensionType `xml:"Default"`
	Overrides []partType      `xml:"Override"`
}

type extensionType struct {
	Extension   string `xml:",attr"`
	ContentType string `xml:",attr"`
}

type partType struct {
	PartName    string `xml:",attr"`
	ContentType string `xml:",attr"`
}

func sortContentTypes(part []byte) ([]byte, error) {
	var types typeList
	if err := xml.Unmarshal(part, &types); err != nil {
		return nil, err
	}
	slices.SortFunc(types.Defaults, func(x, y extensionType) int { return cmp.Compare(x.Extension, y.Extension) })
	slices.SortFunc(types.Overrides, func(x, y partType) int { return cmp.Compare(x.PartName, y.PartName) })
	out, err := xml.Marshal(types)
	return append([]byte(xml.Header), out...), err
}
