package fact

import (
	"leadline/generator/event"
	"leadline/generator/period"
)

// row reads the small reference tables (teams, services, ownership) value by value;
// event tables are read column by column instead.
type row struct {
	rows  *event.Rows
	chunk *event.Chunk
	i     int
}

// eachRow visits every row of a small table; nil is an empty table.
func eachRow(rows *event.Rows, visit func(row)) {
	if rows == nil {
		return
	}
	for _, c := range rows.Chunks {
		for i := range c.Rows {
			visit(row{rows, c, i})
		}
	}
}

func (r row) text(column string) string {
	k := r.rows.Index(column)
	if k < 0 {
		return ""
	}
	return r.rows.Dicts[k].Text(r.chunk.Columns[k].Codes[r.i])
}

func (r row) enum(column string) string {
	k := r.rows.Index(column)
	if k < 0 || r.chunk.Columns[k].Bytes[r.i] == 0 {
		return ""
	}
	return r.rows.Columns[k].Values[r.chunk.Columns[k].Bytes[r.i]-1]
}

func (r row) time(column string) period.Seconds {
	k := r.rows.Index(column)
	if k < 0 {
		return 0
	}
	return r.chunk.Columns[k].Times[r.i]
}

func (r row) count(column string) int32 {
	k := r.rows.Index(column)
	if k < 0 {
		return event.AbsentCount
	}
	return r.chunk.Columns[k].Counts[r.i]
}

// flag is true only where the column says so; false and absent are alike.
func (r row) flag(column string) bool {
	k := r.rows.Index(column)
	return k >= 0 && r.chunk.Columns[k].Bytes[r.i] == event.FlagTrue
}
