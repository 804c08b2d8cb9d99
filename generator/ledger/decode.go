package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"leadline/generator/diag"
)

// unread is what to do about a file of a publication that cannot be read.
const unread = "it was changed after it was published, or another program wrote it: publish from a copy that leadline verify accepts"

// known refuses a file of another schema before its fields are looked at: that of a later
// version is told as what it is.
func known(file string, data []byte, schema string) error {
	var head struct {
		Schema string `json:"schema"`
	}
	first := json.NewDecoder(bytes.NewReader(data))
	if err := first.Decode(&head); err != nil {
		return misread(file, 1, data, first, err)
	}
	if head.Schema != schema {
		return diag.Problem{Position: diag.Position{File: file, Line: 1}, Found: fmt.Sprintf("schema %.60q", head.Schema), Expected: fmt.Sprintf("%q", schema),
			Do: "use the version of Leadline that wrote it, or a later one"}
	}
	return nil
}

// decode reads one JSON value that is all of data; line is the line on which it begins.
func decode(file string, line int, data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return misread(file, line, data, d, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return misread(file, line, data, d, errors.New("something follows where the file should end"))
	}
	return nil
}

func misread(file string, line int, data []byte, d *json.Decoder, err error) error {
	at := d.InputOffset()
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		at = syntax.Offset
	case errors.As(err, &kind):
		at = kind.Offset
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		at, err = int64(len(data)), errors.New("it ends too early")
	}
	before := data[:max(0, min(at, int64(len(data))))]
	column := len(before) - bytes.LastIndexByte(before, '\n') - 1
	return diag.Problem{Position: diag.Position{File: file, Line: line + bytes.Count(before, []byte("\n")), Column: max(1, column)},
		Found: "cannot be read: " + err.Error(), Do: unread}
}

// eachLine calls use for every line after the first, which must be the head of the schema;
// n is the number of the line.
func eachLine(file string, data []byte, schema string, use func(n int, line []byte) error) error {
	head, rest, _ := bytes.Cut(data, []byte("\n"))
	if err := known(file, head, schema); err != nil {
		return err
	}
	for n := 2; len(rest) > 0; n++ {
		line, after, ended := bytes.Cut(rest, []byte("\n"))
		if !ended {
			return diag.Problem{Position: diag.Position{File: file, Line: n}, Found: "cannot be read: it ends too early", Do: unread}
		}
		if err := use(n, line); err != nil {
			return err
		}
		rest = after
	}
	return nil
}

func at(file string, line int, err error) error {
	return diag.Problem{Position: diag.Position{File: file, Line: line}, Found: "cannot be read: " + err.Error(), Do: unread}
}
