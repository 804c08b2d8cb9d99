package event

import (
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// physical is how a Parquet column writes its values.
type physical struct {
	form     form
	unit     int64 // units in a second, of asTime
	adjusted bool  // asTime: instants in UTC, not readings of a clock
}

type form uint8

const (
	asText form = iota
	asInt
	asUnsigned
	asBool
	asTime
	asDay
	asInt96
	asUUID
)

// physicalOf checks a column's physical and logical type; found says what it is when it
// cannot be read.
func (in *input) physicalOf(f *field, c *parquet.Column) (as physical, found string) {
	if !c.Leaf() || c.Repeated() || c.MaxRepetitionLevel() > 0 || c.MaxDefinitionLevel() > 1 {
		return as, "nested"
	}
	as, ok := formOf(c.Type())
	if !ok || !in.fits(f, as.form) {
		return as, c.Type().String()
	}
	return as, ""
}

func (in *input) fits(f *field, form form) bool {
	switch form {
	case asText:
		return true
	case asInt, asUnsigned:
		return f.Kind != Instant || in.source.TimeFormat == "unix" || in.source.TimeFormat == "unix_ms"
	case asBool:
		return f.Kind == Flag
	case asTime, asInt96:
		return f.Kind == Instant
	case asDay:
		return f.Kind == Instant && in.source.TimeFormat == "date"
	}
	return f.Kind == Identifier || f.Kind == Category || f.Kind == Person
}

func formOf(t parquet.Type) (physical, bool) {
	var logical format.LogicalTypeValue
	if l := t.LogicalType(); l != nil {
		logical = l.Value
	}
	switch l := logical.(type) {
	case nil:
		switch t.Kind() {
		case parquet.Boolean:
			return physical{form: asBool}, true
		case parquet.Int32, parquet.Int64:
			return physical{form: asInt}, true
		case parquet.Int96:
			return physical{form: asInt96}, true
		case parquet.ByteArray:
			return physical{form: asText}, true
		}
	case *format.StringType, *format.EnumType, *format.JsonType:
		return physical{form: asText}, t.Kind() == parquet.ByteArray
	case *format.UUIDType:
		return physical{form: asUUID}, t.Length() == 16
	case *format.IntType:
		if !l.IsSigned {
			return physical{form: asUnsigned}, true
		}
		return physical{form: asInt}, true
	case *format.DateType:
		return physical{form: asDay}, t.Kind() == parquet.Int32
	case *format.TimestampType:
		return physical{asTime, perSecond(l.Unit), l.IsAdjustedToUTC}, t.Kind() == parquet.Int64 && perSecond(l.Unit) > 0
	}
	return physical{}, false
}

func perSecond(u format.TimeUnit) int64 {
	switch u.Value.(type) {
	case *format.MilliSeconds:
		return 1e3
	case *format.MicroSeconds:
		return 1e6
	case *format.NanoSeconds:
		return 1e9
	}
	return 0
}

// int96Seconds reads a Julian day and nanoseconds of the day, as Spark and Hive write
// instants in UTC. Julian day 2440588 began at noon of 1970-01-01.
func int96Seconds(n [3]uint32) int64 {
	nanos := int64(n[1])<<32 | int64(n[0])
	return (int64(int32(n[2]))-2440588)*86400 + nanos/1e9
}

// formatUUID writes the form that CSV and JSON exports have (RFC 9562, section 4).
func formatUUID(text *[36]byte, id []byte) {
	const hex = "0123456789abcdef"
	at := 0
	for i, b := range id {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			text[at] = '-'
			at++
		}
		text[at], text[at+1] = hex[b>>4], hex[b&15]
		at += 2
	}
}
