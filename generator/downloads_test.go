package generator

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
)

// eachParquetRow reads a file by what it says of itself: a missing value is "", a date
// 2026-03-01, a flag true or false.
func eachParquetRow(t testing.TB, name string, data []byte, see func(cell func(column string) string)) {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(name, err)
	}
	at, buffer := map[string]int{}, make([]parquet.Row, 512)
	fields := f.Schema().Fields()
	for i, field := range fields {
		at[field.Name()] = i
	}
	for _, group := range f.RowGroups() {
		rows := group.Rows()
		for {
			n, err := rows.ReadRows(buffer)
			for _, row := range buffer[:n] {
				see(func(column string) string { return parquetText(fields[at[column]], row[at[column]]) })
			}
			if err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(name, err)
			}
		}
		rows.Close()
	}
}

func parquetText(field parquet.Field, v parquet.Value) string {
	switch {
	case v.IsNull():
		return ""
	case v.Kind() == parquet.Boolean:
		return strconv.FormatBool(v.Boolean())
	case v.Kind() == parquet.Int32:
		return time.Unix(int64(v.Int32())*86400, 0).UTC().Format(time.DateOnly)
	case v.Kind() == parquet.Int64 && strings.HasPrefix(field.Type().String(), "TIMESTAMP"):
		return time.UnixMilli(v.Int64()).UTC().Format(time.RFC3339)
	case v.Kind() == parquet.Int64:
		return strconv.FormatInt(v.Int64(), 10)
	case v.Kind() == parquet.Double:
		return strconv.FormatFloat(v.Double(), 'f', -1, 64)
	default:
		return string(v.ByteArray())
	}
}
