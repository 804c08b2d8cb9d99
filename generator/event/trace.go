package event

import (
	"context"
	"io/fs"
	"maps"
	"slices"
)

// The columns that say where a row was read. No export has them: brackets stand in no name
// of a canonical column, and WithPlace gives them a value.
const (
	FileColumn = "(file)" // index into Rows.Files
	LineColumn = "(line)" // of its first line, from 1; of Parquet, the number of the row in the file
)

// WithPlace is the table and its sources with columns for where each row was read. They are
// for those who explain a figure row by row; they cost eight bytes a row, and no build pays
// for them.
func (t *Table) WithPlace(sources []Source) (*Table, []Source) {
	placed := *t
	placed.Columns = append(slices.Clone(t.Columns), count(FileColumn), count(LineColumn))
	sources = slices.Clone(sources)
	for i := range sources {
		constants := maps.Clone(sources[i].Constants)
		if constants == nil {
			constants = map[string]string{}
		}
		constants[FileColumn], constants[LineColumn] = "0", "0"
		sources[i].Constants = constants
	}
	return &placed, sources
}

// placed writes the file of every row, which is known when all files are.
func (r *Rows) placed() {
	k := r.Index(FileColumn)
	for _, c := range r.Chunks {
		for i := range c.Rows {
			if k < 0 {
				return
			}
			c.Columns[k].Counts[i] = int32(c.File)
		}
	}
}

// Place is where a row stands.
type Place struct {
	File string
	Line int
}

// Texts are the named columns of some rows, as the files have them: what identifiers, of
// which Read keeps hashes, are in words. Columns may be identifiers, categories, enums and
// counts; none may be a person's.
func Texts(ctx context.Context, fsys fs.FS, table *Table, sources []Source, columns []string, wanted map[Place]bool, opt Options) (map[Place][]string, error) {
	texts := Table{Name: table.Name}
	for _, name := range columns {
		if c, ok := table.Column(name); ok && c.Kind != Person {
			texts.Columns = append(texts.Columns, cat(name))
		}
	}
	files := map[string]bool{}
	for p := range wanted {
		files[p.File] = true
	}
	plain := slices.Clone(sources)
	for i := range plain { // what the declaration says of other columns is not asked
		plain[i].Columns, plain[i].Values = only(plain[i].Columns, &texts), only(plain[i].Values, &texts)
		plain[i].Constants = only(plain[i].Constants, &texts)
		plain[i].Files = slices.DeleteFunc(slices.Clone(plain[i].Files), func(name string) bool { return !files[name] })
	}
	placed, plain := texts.WithPlace(plain)
	opt.KeepGoing, opt.AsOf, opt.Members, opt.Strict = true, 0, nil, false
	result, err := Read(ctx, fsys, placed, plain, append(texts.names(), FileColumn, LineColumn), opt)
	if err != nil {
		return nil, err
	}
	found := make(map[Place][]string, len(wanted))
	r := result.Rows
	for _, c := range r.Chunks {
		line := c.Columns[r.Index(LineColumn)].Counts
		for i := range c.Rows {
			if at := (Place{r.Files[c.File].Path, int(line[i])}); wanted[at] {
				found[at] = r.texts(&texts, c, i)
			}
		}
	}
	return found, nil
}

// texts are a row's texts in the order of the table's columns; "" where the file has none.
func (r *Rows) texts(t *Table, c *Chunk, i int) []string {
	out := make([]string, len(t.Columns))
	for n, column := range t.Columns {
		if k := r.Index(column.Name); k >= 0 {
			out[n] = r.Dicts[k].Text(c.Columns[k].Codes[i])
		}
	}
	return out
}

func only[T any](declared map[string]T, t *Table) map[string]T {
	kept := map[string]T{}
	for name, x := range declared {
		if _, ok := t.Column(name); ok {
			kept[name] = x
		}
	}
	return kept
}
