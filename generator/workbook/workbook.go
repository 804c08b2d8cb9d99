// Package workbook writes one month's figures as an Excel workbook that a governance
// reader can check without the site: what was read, by which definitions, and every figure
// as a line of a tidy table.
//
// It computes nothing. It is handed tables, turns each of their values into a typed cell
// (text that can never be a formula, real numbers, real dates) and leaves what they hold to
// table, the choice of tables and rows to generator and the file's name and place to
// publish. It is the only home of the spreadsheet library.
package workbook

import (
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"leadline/generator/diag"
	"leadline/generator/period"
	"leadline/generator/table"
)

// Book is everything that one workbook says. Order is kept as given: whoever makes a Book
// decides it, and the same Book gives the same bytes.
type Book struct {
	Title         string       // heading of the cover and title of the document
	Site          string       // the site's name
	First         period.Month // the first month, where there are several
	Period        period.Month // the month reported; the last of several
	AsOf          time.Time    // data as of; written in UTC, to the second
	Status        string       // whether the period is final, in words
	Visibility    string       // who may read it, in words
	Generator     string       // the program, with its version
	DefinitionSet string       // version of the definitions as a whole
	Run           string       // identity of the run
	Revision      int          // of the workbook, 1 for the first
	Notes         []string     // what holds for this workbook alone

	Tables []table.Table // one data sheet each, after the reading sheets
	Charts []Chart       // one sheet each, after those
	Checks []Check       // what Reconcile holds the sheets to
}

// Write writes the workbook to w. Nothing is written unless all of it can be: text too
// long for a cell, more rows than a sheet holds, and a figure that is said to be present
// but is not a number are errors that name the sheet and cell.
func Write(w io.Writer, b Book) error {
	sheets := sheets(b)
	if err := check(sheets); err != nil {
		return err
	}
	f := excelize.NewFile()
	defer f.Close() // removes the temporary files of large sheets
	out := &writer{file: f, archive: newArchive()}
	if err := out.compose(b, sheets); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return out.archive })
	err := f.Write(io.Discard)
	if err == nil {
		err = out.archive.pack()
	}
	if err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	if err := out.problems.Err(); err != nil {
		return err
	}
	return out.archive.writeTo(w)
}

// writer is a workbook being made, and what was found wrong with it so far.
type writer struct {
	file     *excelize.File
	archive  *archive
	styles   [formats]int
	problems diag.Problems
}

// page is anything that fills a sheet.
type page interface{ write(*writer) error }

// compose makes every sheet before it fills any: defined names and print titles refer to
// sheets by position, and a streamed sheet takes no setting after its rows.
func (w *writer) compose(b Book, sheets []sheet) error {
	if err := w.makeStyles(); err != nil {
		return err
	}
	if err := w.file.SetSheetName("Sheet1", coverName); err != nil {
		return err
	}
	names, pages := []string{coverName, contentsName, notesName}, []page{cover(b), contents(b, sheets), notes(b)}
	for _, s := range sheets {
		names, pages = append(names, s.Title), append(pages, s.page())
	}
	for _, name := range names[1:] {
		if _, err := w.file.NewSheet(name); err != nil {
			return err
		}
	}
	if err := w.describe(b); err != nil {
		return err
	}
	for i, p := range pages {
		if err := p.write(w); err != nil {
			return fmt.Errorf("sheet %s: %w", names[i], err)
		}
	}
	return nil
}

// describe fills the document's properties. Created is the data's as-of, not the time of
// the build, so that building again gives the same bytes.
func (w *writer) describe(b Book) error {
	at := b.AsOf.UTC().Truncate(time.Second).Format(time.RFC3339)
	err := w.file.SetDocProps(&excelize.DocProperties{
		Title: clean(b.Title), Subject: clean(b.Site), Creator: "Leadline", LastModifiedBy: "Leadline",
		Created: at, Modified: at, Language: "en", Version: clean(b.DefinitionSet),
	})
	if err != nil {
		return err
	}
	return w.file.SetAppProps(&excelize.AppProperties{Application: "Leadline"})
}

// maxProblems is how many faults are listed before the rest is cut: a fault is often one
// mistake met in every row.
const maxProblems = 20

func (w *writer) fault(place, found, expected, do string) {
	if len(w.problems) < maxProblems {
		w.problems = append(w.problems, diag.Problem{Position: diag.Position{File: "workbook", At: place}, Found: found, Expected: expected, Do: do})
	}
}
