package event

import (
	"bytes"
	"context"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
)

// oneRow writes a file of one row; a column is a node and its value.
func oneRow(t *testing.T, columns map[string]parquet.Node, values map[string]parquet.Value) string {
	t.Helper()
	group := parquet.Group{}
	for name, node := range columns {
		group[name] = node
	}
	schema := parquet.NewSchema("rows", group)
	var b bytes.Buffer
	w := parquet.NewGenericWriter[any](&b, schema)
	row := parquet.Row{}
	for at, path := range schema.Columns() {
		level := 0
		if columns[path[0]].Optional() && !values[path[0]].IsNull() {
			level = 1
		}
		row = append(row, values[path[0]].Level(0, level, at))
	}
	if _, err := w.WriteRows([]parquet.Row{row}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Every physical and logical type that may hold a time, and what it becomes.
func TestParquetTypes(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	const unix, nanos = 1767323045, 11045_000_000_000 // 2026-01-02T03:04:05Z
	sound := "2026-01-02T03:04:05Z"
	uuid := parquet.FixedLenByteArrayValue([]byte{0x12, 0x3e, 0x45, 0x67, 0xe8, 0x9b, 0x12, 0xd3, 0xa4, 0x56, 0x42, 0x66, 0x14, 0x17, 0x40, 0x00})
	for _, c := range []struct {
		name, column string
		node         parquet.Node
		value        parquet.Value
		change       func(*Source)
		want         string // the value, or the problem
	}{
		{"ms", "at", parquet.Timestamp(parquet.Millisecond), parquet.Int64Value(unix*1e3 + 999), nil, sound},
		{"us", "at", parquet.Optional(parquet.Timestamp(parquet.Microsecond)), parquet.Int64Value(unix*1e6 + 1), nil, sound},
		{"ns", "at", parquet.Encoded(parquet.Timestamp(parquet.Nanosecond), &parquet.RLEDictionary), parquet.Int64Value(unix * 1e9), nil, sound},
		{"delta", "at", parquet.Encoded(parquet.Timestamp(parquet.Microsecond), &parquet.DeltaBinaryPacked), parquet.Int64Value(unix * 1e6), nil, sound},
		{"null", "at", parquet.Optional(parquet.Timestamp(parquet.Microsecond)), parquet.NullValue(), nil, "a.parquet: row group 1, row 1: at is empty; expected a value in every row; mend the export"},
		{"local with zone", "at", parquet.TimestampAdjusted(parquet.Microsecond, false), parquet.Int64Value((unix + 3600) * 1e6), func(s *Source) { s.Zone = berlin }, sound},
		{"local without zone", "at", parquet.TimestampAdjusted(parquet.Microsecond, false), parquet.Int64Value(unix * 1e6), nil, `a.parquet: row group 1, row 1: at = "1767323045000000"; expected a time with an offset from UTC, as in 2026-01-31T12:00:00Z; declare timezone for this source`},
		{"year 1", "at", parquet.Timestamp(parquet.Microsecond), parquet.Int64Value(-62135596800e6), nil, `a.parquet: row group 1, row 1: at = "-62135596800000000"; expected a time from 1970 to 2106; leave unknown times empty, or map this value to "" under [source.values.at]`},
		{"INT96", "at", parquet.Leaf(parquet.Int96Type), parquet.Int96Value(deprecated.Int96{uint32(nanos & 0xffffffff), uint32(nanos >> 32), 2440588 + 20455}), nil, sound},
		{"text", "at", parquet.String(), parquet.ByteArrayValue([]byte(sound)), nil, sound},
		{"day", "at", parquet.Date(), parquet.Int32Value(20455), func(s *Source) { s.TimeFormat, s.Zone = "date", time.UTC }, "2026-01-02T00:00:00Z"},
		{"day, not declared", "at", parquet.Date(), parquet.Int32Value(20455), nil, `a.parquet: column "at" is DATE; expected TIMESTAMP or text, or whole numbers where time_format is unix or unix_ms; export it with that type`},
		{"unix", "at", parquet.Int(64), parquet.Int64Value(unix), func(s *Source) { s.TimeFormat = "unix" }, sound},
		{"number", "at", parquet.Int(64), parquet.Int64Value(unix), nil, `a.parquet: column "at" is INT(64,true); expected TIMESTAMP or text, or whole numbers where time_format is unix or unix_ms; export it with that type`},
		{"double", "at", parquet.Leaf(parquet.DoubleType), parquet.DoubleValue(1), nil, `a.parquet: column "at" is DOUBLE; expected TIMESTAMP or text, or whole numbers where time_format is unix or unix_ms; export it with that type`},
		{"decimal", "seq", parquet.Decimal(2, 9, parquet.Int32Type), parquet.Int32Value(150), nil, `a.parquet: column "seq" is DECIMAL(9,2); expected whole numbers or text; export it with that type`},
		{"list", "seq", parquet.Repeated(parquet.Int(32)), parquet.Int32Value(1), nil, `a.parquet: column "seq" is nested; expected whole numbers or text; export it with that type`},
		{"small", "seq", parquet.Optional(parquet.Uint(8)), parquet.Int32Value(200), nil, "200ns"},
		{"unsigned", "seq", parquet.Uint(32), parquet.Int32Value(-1), nil, `a.parquet: row group 1, row 1: seq = "4294967295"; expected a whole number from 0 to 2147483647; leave unknown numbers empty`},
		{"large", "seq", parquet.Int(64), parquet.Int64Value(5e9), nil, `a.parquet: row group 1, row 1: seq = "5000000000"; expected a whole number from 0 to 2147483647; leave unknown numbers empty`},
		{"text number", "seq", parquet.String(), parquet.ByteArrayValue([]byte("12")), nil, "12ns"},
		{"number as category", "to_status", parquet.Int(64), parquet.Int64Value(-3), nil, "-3"},
		{"UUID as category", "to_status", parquet.UUID(), uuid, nil, "123e4567-e89b-12d3-a456-426614174000"},
		{"enum", "to_status", parquet.Optional(parquet.Enum()), parquet.ByteArrayValue([]byte("done")), nil, "done"},
		{"not UTF-8", "to_status", parquet.String(), parquet.ByteArrayValue([]byte("gepr\xfcft")), nil, `a.parquet: row group 1, row 1: to_status is not UTF-8; expected UTF-8 text; declare encoding = "windows-1252" or export as UTF-8`},
	} {
		t.Run(c.name, func(t *testing.T) {
			nodes := map[string]parquet.Node{"item_id": parquet.String(), "seq": parquet.Int(32), "at": parquet.Timestamp(parquet.Millisecond), "to_status": parquet.String()}
			values := map[string]parquet.Value{"item_id": parquet.ByteArrayValue([]byte("a")), "seq": parquet.Int32Value(1), "at": parquet.Int64Value(unix * 1000), "to_status": parquet.ByteArrayValue([]byte("x"))}
			nodes[c.column], values[c.column] = c.node, c.value
			s := source("work_item_transitions", "a.parquet")
			if c.change != nil {
				c.change(&s)
			}
			got, err := Read(context.Background(), files("a.parquet", oneRow(t, nodes, values)), tableOf(t, s.Table), []Source{s}, []string{"item_id", "seq", "at", "to_status"}, Options{})
			switch {
			case err != nil:
				if err.Error() != c.want {
					t.Errorf("\n got %s\nwant %s", err, c.want)
				}
			case len(got.Rejects) > 0:
				if got.Rejects.Error() != c.want {
					t.Errorf("\n got %s\nwant %s", got.Rejects, c.want)
				}
			default:
				if rows := texts(got.Rows, c.column); len(rows) != 1 || rows[0] != c.want {
					t.Errorf("got %q, want %q", rows, c.want)
				}
			}
		})
	}
}

// Damaged files are problems that name the file: never a panic, never unbalanced.
func TestParquetDamage(t *testing.T) {
	rows := sheet{names: seedSheet.names}
	for range 50 {
		rows.rows = append(rows.rows, seedSheet.rows...)
	}
	whole := []byte(rows.parquet())
	r := rand.New(rand.NewPCG(1, 2))
	damaged := 0
	for range 2000 {
		data := bytes.Clone(whole)
		switch r.IntN(3) {
		case 0:
			data = data[:r.IntN(len(data))]
		case 1:
			data[r.IntN(len(data))] ^= 1 << r.IntN(8)
		default: // the footer, where claims are made
			data[len(data)-1-r.IntN(min(len(data), 1500))] = byte(r.Uint32())
		}
		if readHostile(t, "a.parquet", data) == nil {
			damaged++
		}
	}
	if damaged < 1000 {
		t.Errorf("only %d of 2000 mutants were refused", damaged)
	}
	if got := readHostile(t, "a.parquet", whole); got == nil || got.Rows.Files[0].Read != 200 || !strings.Contains(got.Rejects.Error(), "row group 1, row 4: ") {
		t.Error("the sound file must be read")
	}
}
