package generator

import (
	"errors"
	"fmt"
	"io"
	"path"

	"leadline/generator/download"
	"leadline/generator/page"
	"leadline/generator/publish"
	"leadline/generator/table"
)

// downloads is the folder of everything that governance gets beside the pages.
const downloads = "downloads/"

// downloads are the files to write: the newest month's tables as CSV and Parquet, and the
// figures of the whole history as Parquet alone.
func (s *site) downloads(o *outcome, tables []table.Table) (files []download.File) {
	month, ok := s.latest()
	if !ok {
		return nil
	}
	for _, t := range tables {
		name := month.String() + "/" + t.Name
		files = append(files, download.File{Name: t.Name, Path: name + ".csv", Table: t},
			download.File{Name: t.Name + "-parquet", Path: name + ".parquet", Table: t})
	}
	history := table.Metrics(o.countRows(allMonths), o.eachRow(allMonths))
	return append(files, download.File{Name: "metrics-history", Path: "all/metrics.parquet", Table: history})
}

// writeDownloads writes files; those of one table that follow each other in one pass.
func writeDownloads(files []download.File, stage *publish.Stage) error {
	for len(files) > 0 {
		n := 1
		for n < len(files) && path.Dir(files[n].Path) == path.Dir(files[0].Path) && files[n].Table.Name == files[0].Table.Name {
			n++
		}
		if err := writeTable(files[:n], stage); err != nil {
			return err
		}
		files = files[n:]
	}
	return nil
}

// writeTable writes the files of one table.
func writeTable(files []download.File, stage *publish.Stage) (err error) {
	to := map[string]io.Writer{}
	for _, f := range files {
		w, problem := stage.Create(downloads + f.Path)
		if problem != nil {
			return errors.Join(err, problem)
		}
		defer func() { err = errors.Join(err, w.Close()) }()
		to[path.Ext(f.Path)] = w
	}
	return download.Table(files[0].Table, to[".csv"], to[".parquet"])
}

// describe adds to each file what the stage knows of it, and writes what explains them all:
// to programs and to people.
func (s *site) describe(files []download.File, o *outcome, site *page.Site, stage *publish.Stage) error {
	month, ok := s.latest()
	if !ok {
		return nil
	}
	written := map[string]publish.File{}
	for _, f := range stage.Files() {
		written[f.Path] = f
	}
	for i := range files {
		f := written[downloads+files[i].Path]
		files[i].Bytes, files[i].SHA256 = f.Size, f.SHA256
	}
	p := download.Package{Name: page.Slugs([]string{s.config.Name})[s.config.Name], Title: s.config.Name + ": delivery figures", Description: about,
		Version: fmt.Sprintf("%d.%d.0", month.Year(), month.Of()), Created: s.asOf, Files: files}
	for _, a := range o.accounts {
		p.Sources = append(p.Sources, table.Clean(a.Path))
	}
	data, err := p.JSON()
	if err != nil {
		return err
	}
	return stage.Write(downloads+"datapackage.json", data)
}

const about = "Every figure of the site by written definitions, with what became of every row that was read. " +
	"No row is about a person, and small groups are withheld. A missing value is a code that says why."
