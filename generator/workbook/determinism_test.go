package workbook

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// The library hands streamed sheets over in the order of a map: with six of them, twenty
// equal files by chance have a probability of under 10⁻⁵⁰.
func TestSameBookSameBytes(t *testing.T) {
	first := written(t, book())
	elsewhere := book()
	elsewhere.AsOf = elsewhere.AsOf.In(time.FixedZone("", -9*3600))
	for range 20 {
		if !bytes.Equal(first, written(t, book())) {
			t.Fatal("a second workbook of the same figures has other bytes")
		}
	}
	if !bytes.Equal(first, written(t, elsewhere)) {
		t.Error("the zone of the as-of instant changes the bytes")
	}
}

func TestArchiveIsSortedAndDatedAlike(t *testing.T) {
	entries := unzipped(t, written(t, book()))
	if !slices.IsSortedFunc(entries, func(a, b zipPart) int { return strings.Compare(a.name, b.name) }) {
		t.Error("the parts are not sorted by name")
	}
	for _, e := range entries {
		if !e.at.Equal(time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("%s is dated %v", e.name, e.at)
		}
	}
}

func TestContentTypesAreSorted(t *testing.T) {
	const head = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`
	one, err := sortContentTypes([]byte(head + `<Default Extension="xml" ContentType="x"/><Default Extension="png" ContentType="p"/><Override PartName="/a" ContentType="a"/></Types>`))
	if err != nil {
		t.Fatal(err)
	}
	other, _ := sortContentTypes([]byte(head + `<Override PartName="/a" ContentType="a"/><Default Extension="png" ContentType="p"/><Default Extension="xml" ContentType="x"/></Types>`))
	if !bytes.Equal(one, other) || !bytes.Contains(one, []byte(`Extension="png" ContentType="p"`)) || !bytes.Contains(one, []byte(`PartName="/a"`)) {
		t.Errorf("%s\n%s", one, other)
	}
	if _, err := sortContentTypes([]byte("<Types")); err == nil {
		t.Error("broken content types are no error")
	}
}

func TestAnErrorOfTheWriterIsReturned(t *testing.T) {
	full := errors.New("disk full")
	if err := Write(failing{full}, book()); !errors.Is(err, full) {
		t.Errorf("error is %v, want %v", err, full)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
