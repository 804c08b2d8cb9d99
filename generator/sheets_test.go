package generator

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"html"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	sheetName  = regexp.MustCompile(`<sheet name="([^"]*)"`)
	cellText   = regexp.MustCompile(`<c r="([A-Z]+)\d+"([^>]*)>(?:<f>[^<]*</f>)?(?:<is><t[^>]*>([^<]*)</t></is>|<v>([^<]*)</v>)</c>`)
	sharedText = regexp.MustCompile(`<si><t[^>]*>([^<]*)</t></si>`)
)

// eachSheetRow reads the rows of a sheet as they stand in the file, each by column number:
// with the library, those of a whole history take minutes.
func eachSheetRow(t testing.TB, data []byte, sheet string, visit func(row []string)) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	part, shared := sheetPart(t, z, sheet), sharedTexts(t, z)
	in := bufio.NewReaderSize(part, 1<<20)
	var row []string
	for {
		chunk, err := untilRowEnd(in)
		if err == io.EOF {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		row = row[:0]
		for _, m := range cellText.FindAllSubmatch(chunk, -1) {
			for at := columnNumber(m[1]); len(row) <= at; {
				row = append(row, "")
			}
			text := string(m[3]) + string(m[4])
			if bytes.Contains(m[2], []byte(` t="s"`)) {
				i, err := strconv.Atoi(text)
				if err != nil || i >= len(shared) {
					t.Fatalf("%s: %d texts are shared", m[0], len(shared))
				}
				text = shared[i]
			}
			row[len(row)-1] = html.UnescapeString(text)
		}
		visit(row)
	}
}

// untilRowEnd reads up to the end of the next row; cells hold no such text, as < is escaped.
func untilRowEnd(in *bufio.Reader) (chunk []byte, err error) {
	for !bytes.HasSuffix(chunk, []byte("</row>")) {
		more, err := in.ReadSlice('>')
		if err != nil && err != bufio.ErrBufferFull {
			return nil, err
		}
		chunk = append(chunk, more...)
	}
	return chunk, nil
}

func columnNumber(letters []byte) (n int) {
	for _, l := range letters {
		n = n*26 + int(l-'A') + 1
	}
	return n - 1
}

// sharedTexts are those that cells point to.
func sharedTexts(t testing.TB, z *zip.Reader) (texts []string) {
	t.Helper()
	part, err := z.Open("xl/sharedStrings.xml")
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range sharedText.FindAllSubmatch(data, -1) {
		texts = append(texts, string(m[1]))
	}
	return texts
}

func sheetPart(t testing.TB, z *zip.Reader, sheet string) io.Reader {
	t.Helper()
	for i, name := range sheetNames(t, z) {
		if name == sheet {
			part, err := z.Open(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1))
			if err != nil {
				t.Fatal(err)
			}
			return part
		}
	}
	t.Fatalf("no sheet %q", sheet)
	return nil
}

func sheetNames(t testing.TB, z *zip.Reader) (names []string) {
	t.Helper()
	book, err := z.Open("xl/workbook.xml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(book)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range sheetName.FindAllSubmatch(text, -1) {
		names = append(names, html.UnescapeString(string(m[1])))
	}
	if !strings.Contains(strings.Join(names, " "), "Metrics") {
		t.Fatalf("sheets %q", names)
	}
	return names
}
