package sample

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"leadline/generator/download"
	"leadline/generator/period"
)

// sink is where one stream goes: one file, or several of some months each.
type sink struct {
	stream   stream
	source   Source
	format   string
	compress string
	csv      download.CSVOptions
	drop     string   // a column that this tool does not export (declared as a constant)
	tail     []string // lines at the end of the last file, as some exports have them
	months   int      // in one file; 0 for one file in all
	name     string   // without the month and the ending
	create   Create
	first    period.Month

	part   int
	file   io.WriteCloser
	packed io.WriteCloser
	table  download.Writer
}

type sinks struct{ all []*sink }

// layout decides the files. A single format is canonical and clean, for programs that
// compare; mixed is what an organisation really has.
func layout(p *plan, create Create) *sinks {
	out := &sinks{}
	for s := range streams {
		k := &sink{stream: s, format: p.opt.Format, compress: p.opt.Compress, name: tableOf[s], months: p.monthsInFile(s)}
		k.source.Table = tableOf[s]
		if p.opt.Format == "mixed" {
			k.asExported(p)
		} else if s == changesOther || s == deploymentFixes || s == teamFixes {
			continue
		}
		if k.format == "parquet" {
			k.compress = ""
		}
		k.create, k.first, k.part = create, p.opt.End+1-period.Month(p.opt.Months), -1
		out.all = append(out.all, k)
	}
	return out
}

// rowsInFile keeps files at a size that can be read by several workers and replaced singly.
const rowsInFile = 8_000_000

func (p *plan) monthsInFile(s stream) int {
	share := map[stream]float64{runs: p.mix.runs, reviews: p.mix.reviews, changes: p.mix.changes, links: p.mix.links,
		moves: p.mix.moves, items: p.mix.items, deployments: p.mix.deploys}[s]
	files := int(float64(p.opt.Events)*share/rowsInFile) + 1
	if files == 1 {
		return 0
	}
	return (p.opt.Months + files - 1) / files
}

func (k *sink) ending() string {
	if k.compress != "" {
		return "." + k.format + "." + k.compress
	}
	return "." + k.format
}

// write appends the rows of a month to every stream's file, several streams at a time;
// files are opened one after the other, so that Create need not be safe for more.
func (s *sinks) write(month int, rows *sheet) error {
	for _, k := range s.all {
		if err := k.turnTo(month); err != nil {
			return err
		}
	}
	errs := make([]error, len(s.all))
	var group sync.WaitGroup
	for i, k := range s.all {
		if rows[k.stream].Len() > 0 {
			group.Go(func() { errs[i] = k.table.WriteBatch(k.export(rows[k.stream])) })
		}
	}
	group.Wait()
	return errors.Join(errs...)
}

// turnTo makes the open file the one that holds month.
func (k *sink) turnTo(month int) error {
	part := 0
	if k.months > 0 {
		part = month / k.months
	}
	if part == k.part {
		return nil
	}
	if err := k.end(false); err != nil {
		return err
	}
	return k.open(part, k.export(download.NewBatch(columnsOf(k.stream), 0)).Columns)
}

func (k *sink) open(part int, columns []download.Column) (err error) {
	name := k.name
	if k.months > 0 {
		name += "-" + (k.first + period.Month(part*k.months)).String()
	}
	if k.file, err = k.create(name + k.ending()); err != nil {
		return err
	}
	k.part = part
	if k.packed, err = download.Compress(k.compress, k.file); err != nil {
		return err
	}
	if k.format == "csv" {
		k.table, err = download.NewCSV(k.packed, columns, k.csv)
		return err
	}
	k.table, err = download.New(k.format, k.packed, columns)
	return err
}

// end completes the open file, if there is one.
func (k *sink) end(last bool) error {
	if k.file == nil {
		return nil
	}
	var errs []error
	if k.table != nil {
		errs = append(errs, k.table.Close())
	}
	if last && len(k.tail) > 0 {
		_, err := io.WriteString(k.packed, strings.Join(k.tail, "\n")+"\n")
		errs = append(errs, err)
	}
	if k.packed != nil {
		errs = append(errs, k.packed.Close())
	}
	errs = append(errs, k.file.Close())
	k.file, k.packed, k.table = nil, nil, nil
	return errors.Join(errs...)
}

func (s *sinks) close() error {
	var errs []error
	for _, k := range s.all {
		errs = append(errs, k.end(true))
	}
	return errors.Join(errs...)
}

func (s *sinks) sources() []Source {
	var out []Source
	for _, k := range s.all {
		if k.part < 0 {
			continue
		}
		k.source.Files = k.name + k.ending()
		if k.months > 0 {
			k.source.Files = k.name + "-*" + k.ending()
		}
		out = append(out, k.source)
	}
	return out
}

// asExported is the layout of mixed: which tool exports which table, and how.
func (k *sink) asExported(p *plan) {
	formats := map[stream]string{reviews: "csv.gz", links: "csv.gz", items: "jsonl", moves: "jsonl.gz", waits: "jsonl.gz", runs: "parquet",
		jobs: "csv.gz", scans: "parquet", coverage: "parquet", findings: "jsonl.zst", findingEvents: "csv.gz", answers: "csv.gz", deployments: "csv.gz"}
	k.format, k.compress, _ = strings.Cut(formats[k.stream], ".")
	if k.format == "" {
		k.format = "csv"
	}
	switch k.stream {
	case changes:
		k.name, k.compress, k.csv.Zone = "changes-hub", "gz", zone("Europe/London") // RFC 3339 with changing offsets
	case changesOther:
		k.otherForge()
	case deploymentFixes:
		k.name = "deployments-corrections-" + (p.opt.End + 1).String() // sorts and is declared after the first export
	case teamFixes:
		k.name = "teams_" + (p.opt.End + 1).String()
	case incidents:
		k.csv.Zone = zone("America/New_York")
		k.source.MaxRejected = 0.02
		k.tail = []string{"INC-import-1," + p.services[0].id + ",31/02/2026 25:61" + strings.Repeat(",", len(columnsOf(incidents))-3)}
	}
}

// otherForge exports in another language, with semicolons and local times.
func (k *sink) otherForge() {
	k.name, k.drop = "aenderungen-forge", "base_ref"
	k.csv = download.CSVOptions{Delimiter: ';', Zone: zone("Europe/Berlin"), Layout: "2006-01-02 15:04:05"}
	k.source.Delimiter, k.source.Timezone, k.source.TimeFormat = ";", "Europe/Berlin", k.csv.Layout
	k.source.Columns = []Pair{{"repo", "Projekt"}, {"change_id", "Nummer"}, {"state", "Status"}, {"merged_at", "Zusammengeführt am"},
		{"opened_at", "Eröffnet am"}, {"is_bot", "Automatisch"}, {"author_id", "Kennung"}}
	k.source.Values = []Values{
		{"state", []Pair{{"Offen", "open"}, {"Zusammengeführt", "merged"}, {"Verworfen", "abandoned"}}},
		{"is_bot", []Pair{{"ja", "true"}, {"nein", "false"}}}}
	k.source.Constants = []Pair{{"base_ref", "main"}}
}

func zone(name string) *time.Location {
	z, err := time.LoadLocation(name) // embedded by package period
	if err != nil {
		panic(fmt.Sprintf("zone %s: %v", name, err))
	}
	return z
}

// export gives a batch the names, values and columns of the tool that exports it.
func (k *sink) export(b *download.Batch) *download.Batch {
	if k.source.Columns == nil {
		return b
	}
	out := &download.Batch{}
	for i, column := range b.Columns {
		if column.Name == k.drop {
			continue
		}
		cells := b.Cells[i]
		if to := k.source.foreign(column.Name); to != nil {
			cells = translate(b, i, to)
			column.Kind = download.Label
		}
		column.Name = k.source.inFile(column.Name)
		out.Columns, out.Cells = append(out.Columns, column), append(out.Cells, cells)
	}
	return out
}

// translate turns the canonical values of a column (texts and flags) into the tool's.
func translate(b *download.Batch, column int, to map[string]string) download.Cells {
	from := &b.Cells[column]
	out := download.NewBatch([]download.Column{{Name: "x", Kind: download.Label}}, b.Len())
	for row := range b.Len() {
		switch {
		case from.Absent(row):
			out.Cells[0].Null()
		case b.Columns[column].Kind == download.Flag:
			out.Cells[0].Text(to[fmt.Sprint(from.IntAt(row) != 0)])
		default:
			out.Cells[0].Text(to[string(from.TextAt(row))])
		}
	}
	return out.Cells[0]
}
