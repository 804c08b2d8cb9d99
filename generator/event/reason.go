package event

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"leadline/generator/diag"
)

// failure is why a row is rejected: a small closed set, because reasons are counted.
type failure uint8

const (
	notUTF8 failure = 1 + iota
	fieldCount
	badQuote
	openQuote
	tooLong
	badJSON
	notObject
	otherType
	badTime
	noZone
	outsideYears
	skippedTime
	badFlag
	badEnum
	badCount
	emptyKey
	emptyRequired
	emptyGroup
	emptyWhen
	failures
)

// reasons are the stable strings of ReasonCount.Reason.
var reasons = [failures]string{
	notUTF8:       "text is not UTF-8",
	fieldCount:    "wrong number of fields",
	badQuote:      "misplaced quote",
	openQuote:     "quote is never closed",
	tooLong:       "record is too long",
	badJSON:       "malformed JSON",
	notObject:     "line is not a JSON object",
	otherType:     "value is of another type",
	badTime:       "time is not understood",
	noZone:        "time without a zone",
	outsideYears:  "time is outside 1970 to 2106",
	skippedTime:   "time does not exist in its zone",
	badFlag:       "neither true nor false",
	badEnum:       "value is not permitted",
	badCount:      "not a whole number",
	emptyKey:      "key is empty",
	emptyRequired: "required value is empty",
	emptyGroup:    "none of a group is filled",
	emptyWhen:     "value is required by another column",
}

// explain words a failure of one value (or of the row, when f is nil) for a person. What
// was found is quoted, except for persons.
func (fd *feed) explain(f *field, why failure, text []byte) diag.Problem {
	if f == nil {
		return diag.Problem{Found: string(text)}
	}
	found := f.name + " = " + quoted(text)
	if f.Kind == Person {
		found = f.name
	}
	p := diag.Problem{Found: found}
	switch why {
	case notUTF8:
		p.Found, p.Expected, p.Do = f.name+" is not UTF-8", "UTF-8 text", `declare encoding = "windows-1252" or export as UTF-8`
	case otherType:
		p.Found, p.Expected, p.Do = f.name+" is "+string(text), f.Kind.expects(), "export a single value"
	case badTime:
		p.Expected, p.Do = fd.rule.expects(), "declare time_format for this source, or export such times"
	case noZone:
		p.Expected, p.Do = "a time with an offset from UTC, as in 2026-01-31T12:00:00Z", "declare timezone for this source"
	case outsideYears:
		p.Expected, p.Do = "a time from 1970 to 2106", "leave unknown times empty, or map this value to \"\" under [source.values."+f.Name+"]"
	case skippedTime:
		p.Expected, p.Do = "a time that clocks in "+fd.rule.zone.String()+" show", "export times with an offset"
	case badFlag:
		p.Expected, p.Do = "true, false, yes, no, 1 or 0", "map it under [source.values."+f.Name+"]"
	case badEnum:
		p.Expected, p.Do = "one of "+strings.Join(f.Values, ", "), "map it under [source.values."+f.Name+"]"
	case badCount:
		p.Expected, p.Do = "a whole number from 0 to 2147483647", "leave unknown numbers empty"
	case emptyKey, emptyRequired:
		p.Found, p.Expected, p.Do = f.name+" is empty", "a value in every row", "mend the export"
		if why == emptyKey {
			p.Expected = "a value in every row: it tells rows apart"
		}
	}
	return p
}

// expects words what a column of a kind holds.
func (k Kind) expects() string {
	switch k {
	case Instant:
		return "a time"
	case Flag:
		return "true or false"
	case Count:
		return "a whole number"
	}
	return "a text"
}

// quoted is hostile text made safe and short for a message.
func quoted(text []byte) string {
	const most = 60
	if len(text) <= most {
		return strconv.Quote(string(text))
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return fmt.Sprintf("%s… (%d bytes)", strconv.Quote(string(text[:cut])), len(text))
}
