package event

import "leadline/generator/period"

// Absent values, by kind: Identifier hash 0, Category and Person code 0, Instant 0,
// Flag and Enum 0, Count AbsentCount. Absent is never a value: it means "not recorded".
const (
	FlagFalse uint8 = 1
	FlagTrue  uint8 = 2

	AbsentCount int32 = -1
)

// Values is one column of a chunk; exactly one slice is filled, chosen by the column's Kind.
type Values struct {
	Hashes []uint64         // Identifier: HashString of the text
	Codes  []uint32         // Category, Person: code in the column's Dict
	Times  []period.Seconds // Instant
	Bytes  []uint8          // Flag: FlagFalse or FlagTrue; Enum: 1 + index in Column.Values
	Counts []int32          // Count
}

// Chunk is a block of rows of one file, held as columns. Rejected, duplicate and
// out-of-scope rows are already gone.
type Chunk struct {
	File int // index into Rows.Files
	Rows int
	// Key is KeyOf the row's key columns in the order of the declaration, where a text
	// takes part by its Hash and any other value as it is held; nil for tables without a
	// key and unless Options.KeepKeys.
	Key     []uint64
	Columns []Values // in the order of Rows.Columns
}

// Rows is one table as read: accepted rows in file order, chunk by chunk. Chunks are the
// unit of parallel work: whoever computes over them keeps private counters and merges
// them in chunk order, so that results never depend on the number of cores.
type Rows struct {
	Table   *Table
	Columns []Column // what was asked for and some file has, or the table requires
	Dicts   []*Dict  // per column; nil where the kind has none
	Files   []Account
	Chunks  []*Chunk
}

// Index is the position of a column in Rows.Columns and Chunk.Columns, or -1 when it was
// not read or no file has it.
func (r *Rows) Index(name string) int {
	for i, c := range r.Columns {
		if c.Name == name {
			return i
		}
	}
	return -1
}

// Len is the number of accepted rows.
func (r *Rows) Len() int {
	n := 0
	for _, c := range r.Chunks {
		n += c.Rows
	}
	return n
}

// Account is what became of every row of one file. Read must equal
// Accepted + Rejected + Duplicate + OutOfScope; Balanced checks it.
type Account struct {
	Path       string
	Table      string
	Bytes      int64
	Read       int64
	Accepted   int64
	Rejected   int64
	Duplicate  int64          // identical rows beyond the first
	Superseded int64          // part of Duplicate: rows that differ from a later export of the same key
	OutOfScope int64          // later than the as-of date
	Newest     period.Seconds // instant of the latest row in scope; 0: none, or the table's rows have no instant
	Source     Freshness      // of the source that the file belongs to
	Reasons    []ReasonCount
	Unknown    []string // columns that the canonical table does not have, sorted
	Missing    []string // optional columns that the file does not have, sorted
}

// ReasonCount is how many rows were rejected for one reason, with the first lines as a sample.
type ReasonCount struct {
	Reason string
	Rows   int64
	Sample []string // positions of the first few, as diag.Position.String gives them
}

// Balanced reports whether every row read is accounted for exactly once.
func (a Account) Balanced() bool {
	return a.Read == a.Accepted+a.Rejected+a.Duplicate+a.OutOfScope && a.Superseded <= a.Duplicate
}
