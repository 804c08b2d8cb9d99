package generator

import (
	"errors"
	"fmt"
	"io"
	"path"

	"leadline/generator/download"
	"leadline/generator/event"
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
	history := table.Metrics(o.countRows(allMonths), o.eachRow(allMonths), s.closing())
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

// describe adds to each file what the stage knows of it, writes what describes them for
// programs, and gives the pages what is there to download.
func (s *site) describe(files []download.File, accounts []event.Account, site *page.Site, stage *publish.Stage) error {
	month, ok := s.latest()
	if !ok {
		return nil
	}
	at := map[string]*download.File{}
	for i := range files {
		at[downloads+files[i].Path] = &files[i]
	}
	for _, f := range stage.Files() {
		if file := at[f.Path]; file != nil {
			file.Bytes, file.SHA256 = f.Size, f.SHA256
		} else if path.Ext(f.Path) == ".xlsx" {
			site.Offered = append(site.Offered, page.Offered{Path: f.Path, Bytes: f.Size})
		}
	}
	for i := range files {
		site.Offered = append(site.Offered, page.Offered{Path: downloads + files[i].Path, Bytes: files[i].Bytes, Table: &files[i].Table})
	}
	p := download.Package{Name: page.Slugs([]string{s.config.Name})[s.config.Name], Title: s.config.Name + ": delivery figures", Description: about,
		Version: fmt.Sprintf("%d.%d.0", month.Year(), month.Of()), Created: s.asOf, Files: files}
	for _, a := range accounts {
		p.Sources = append(p.Sources, table.Clean(a.Path))
	}
	data, err := p.JSON()
	if err != nil {
		return err
	}
	site.Package = downloads + "datapackage.json"
	return stage.Write(site.Package, data)
}

const about = "Every figure of the site by written definitions, with what became of every row that was read. " +
	"No row is about a person, and small groups are withheld. A missing value is a code that says why."
