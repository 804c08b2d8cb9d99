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
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
)

// archive is a zip file whose bytes depend on its content alone. The library hands over
// streamed sheets in the order of a map, and without their rows: its parts are held until all
// are known, completed and packed in a fixed order, and written sorted by name, each with the
// same fixed time.
type archive struct {
	parts   map[string]*bytes.Buffer // as the library has them
	entries []*entry
	deflate *flate.Writer // one for all entries, since it takes over half a megabyte

	sheets []later         // whose rows the library left out, in the order of the workbook
	shared shared          // texts of those rows
	plain  map[string]bool // names of tables without filter buttons
}

// later is a sheet that lacks its rows.
type later struct {
	part  string
	write func(io.Writer) error
}

type entry struct {
	name    string
	packed  bytes.Buffer // deflated
	deflate *flate.Writer
	sum     uint32
	size    uint64
}

func newArchive() *archive {
	deflate, _ := flate.NewWriter(nil, effort) // errs only for an unknown level
	return &archive{parts: map[string]*bytes.Buffer{}, deflate: deflate, shared: shared{numbers: map[string]int{}}, plain: map[string]bool{}}
}

// contentTypes is the one part whose own content the library may write in any order.
const contentTypes = "[Content_Types].xml"

// effort is the flate level: 1 takes half of the time of 6 and a quarter more space
// (measured on 250 MB of rows, which become 29 MB).
const effort = 1

// fixedDate is 1 January 1980, the first day that a zip file can hold.
const fixedDate = 1<<5 | 1

// Create begins the next part.
func (a *archive) Create(name string) (io.Writer, error) {
	a.parts[name] = &bytes.Buffer{}
	return a.parts[name], nil
}

// AddFS is part of the library's interface; nothing here needs it.
func (a *archive) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close does nothing: what is left to do is pack and writeTo.
func (a *archive) Close() error { return nil }

// pack completes the parts: sheets first and in order, because their rows fill the list of
// shared texts, and those of Reconcile tell what was added up in the others.
func (a *archive) pack() error {
	a.shared.follow(a.parts[sharedPart].Bytes())
	for _, sheet := range a.sheets {
		part := a.parts[sheet.part].Bytes()
		if err := a.add(sheet.part, func(e io.Writer) error { return insert(e, part, sheet) }); err != nil {
			return err
		}
		delete(a.parts, sheet.part)
	}
	for _, name := range slices.Sorted(maps.Keys(a.parts)) {
		whole, err := a.completed(name, a.parts[name].Bytes())
		if err == nil {
			err = a.add(name, func(e io.Writer) error { _, err := e.Write(whole); return err })
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// completed is a part as it is published.
func (a *archive) completed(name string, part []byte) ([]byte, error) {
	switch {
	case name == contentTypes:
		return sortContentTypes(part)
	case name == sharedPart:
		return a.shared.completed(part), nil
	case strings.HasPrefix(name, tableParts):
		return a.unfiltered(part), nil
	}
	return part, nil
}

// add packs a part.
func (a *archive) add(name string, write func(io.Writer) error) error {
	e := &entry{name: name, deflate: a.deflate}
	a.entries = append(a.entries, e)
	e.deflate.Reset(&e.packed)
	if err := write(e); err != nil {
		return err
	}
	return e.deflate.Close()
}

func (e *entry) Write(p []byte) (int, error) {
	e.sum = crc32.Update(e.sum, crc32.IEEETable, p)
	if e.size += uint64(len(p)); e.size > math.MaxUint32 {
		return 0, fmt.Errorf("%s is over 4 GiB, the most that a part of a workbook may have; report fewer months, teams or services in one workbook", e.name)
	}
	return e.deflate.Write(p)
}

// insert writes a sheet with its rows after those that the library wrote.
func insert(to io.Writer, part []byte, sheet later) error {
	at := bytes.Index(part, []byte("</sheetData>"))
	if at < 0 {
		return fmt.Errorf("%s has no end of rows", sheet.part)
	}
	if _, err := to.Write(part[:at]); err != nil {
		return err
	}
	if err := sheet.write(to); err != nil {
		return err
	}
	_, err := to.Write(part[at:])
	return err
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
