package event

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"leadline/generator/diag"
)

// strict reads one object with a decoder that accepts nothing but JSON (RFC 8259) with
// unique names.
func (r *jsonRows) strict(line []byte) (column int, why failure, problem diag.Problem) {
	r.clear()
	d := r.decoder
	d.Reset(bytes.NewReader(line))
	if d.PeekKind() != '{' {
		if err := d.SkipValue(); err != nil {
			return malformed(err, d)
		}
		return 1, notObject, diag.Problem{Found: "a line that is not a JSON object", Expected: `one object a line, as {"column": "value"}`, Do: "export as JSON Lines"}
	}
	d.ReadToken()
	for d.PeekKind() != '}' {
		if err := r.member(d); err != nil {
			return malformed(err, d)
		}
	}
	if _, err := d.ReadToken(); err != nil {
		return malformed(err, d)
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return int(d.InputOffset()) + 1, badJSON, diag.Problem{Found: "text after the object", Expected: "one object a line", Do: "export as JSON Lines"}
	}
	return 0, 0, diag.Problem{}
}

// member reads one name and value.
func (r *jsonRows) member(d *jsontext.Decoder) error {
	raw, err := d.ReadValue()
	if err != nil {
		return err
	}
	if raw.Kind() != '"' {
		return errors.New("a name is not a string")
	}
	start := len(r.plain)
	if r.plain, err = jsontext.AppendUnquote(r.plain, raw); err != nil {
		return err
	}
	column := r.met(r.name(r.plain[start:]))
	kind := d.PeekKind()
	value, err := d.ReadValue()
	if err != nil || column < 0 {
		return err
	}
	c := &r.cells[column]
	c.column = int(d.InputOffset()) - len(value) + 1
	switch kind {
	case '{':
		c.text, c.nested = []byte("an object"), true
	case '[':
		c.text, c.nested = []byte("a list"), true
	case 'n':
	case '"':
		start := len(r.plain)
		r.plain, err = jsontext.AppendUnquote(r.plain, value)
		c.text = r.plain[start:len(r.plain):len(r.plain)]
	default:
		start := len(r.plain)
		r.plain = append(r.plain, value...)
		c.text = r.plain[start:len(r.plain):len(r.plain)]
	}
	return err
}

// malformed words a decoder's error. Its text may quote a character, never a value.
func malformed(err error, d *jsontext.Decoder) (int, failure, diag.Problem) {
	at, text := d.InputOffset(), err.Error()
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		at, text = syntax.ByteOffset, syntax.Err.Error()
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		text = "it ends too early"
	}
	return int(at) + 1, badJSON, diag.Problem{Found: "malformed JSON: " + text, Expected: "one JSON object a line", Do: "mend the export"}
}
