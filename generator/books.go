package generator

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"leadline/generator/ledger"
	"leadline/generator/period"
	"leadline/generator/publish"
	"leadline/generator/workbook"
)

// sheetRows is how many rows of figures one workbook gets at most: below Excel's 1,048,576,
// and what a program still opens.
const sheetRows = 1_000_000

// bookMonths are the months of one workbook.
type bookMonths struct {
	name   string         // in the file's name: 2026-10, 2023-11-to-2026-10
	folder string         // of the downloads
	months []period.Month // whose figures it holds
	drawn  []period.Month // whose numbers its charts show
}

// books are the workbooks of a publication: one for every month that has pages, with the
// charts of as many months up to it, and one for the whole history. A history of more rows
// than a sheet holds is cut between months, into as few workbooks as hold it.
func (s *site) books(o *outcome) (all []bookMonths) {
	for _, m := range s.pageMonths() {
		all = append(all, bookMonths{m.String(), m.String(), []period.Month{m}, s.monthsTo(m, s.config.PageMonths)})
	}
	latest, ok := s.latest()
	if !ok {
		return nil
	}
	return append(all, historyBooks(s.monthsTo(latest, s.calendar.Months()), func(m period.Month) int {
		return o.countRows(func(other period.Month) bool { return other == m })
	}, sheetRows)...)
}

// historyBooks puts as many months into a workbook as it holds, oldest first. A month of more
// rows has a workbook that cannot be written, and its error says what to do.
func historyBooks(months []period.Month, rows func(period.Month) int, most int) (all []bookMonths) {
	held := 0 // by the last workbook
	for _, m := range months {
		if n := rows(m); len(all) == 0 || held+n > most {
			all, held = append(all, bookMonths{folder: "all"}), n
		} else {
			held += n
		}
		last := &all[len(all)-1]
		last.months = append(last.months, m)
	}
	for i := range all {
		of := all[i].months
		all[i].name, all[i].drawn = of[0].String()+"-to-"+of[len(of)-1].String(), of
	}
	return all
}

// monthsTo are the newest n complete months that end with m.
func (s *site) monthsTo(m period.Month, n int) (months []period.Month) {
	for first := max(s.calendar.Month(0), m-period.Month(n)+1); first <= m; first++ {
		months = append(months, first)
	}
	return months
}

// writeWorkbooks writes two at a time, the longest first: each is a stream, and what they
// share is the figures. More at a time would hold more compressed workbooks in memory.
func (s *site) writeWorkbooks(ctx context.Context, o *outcome, f *findings, h *history, stage *publish.Stage) error {
	books := s.books(o)
	slices.Reverse(books) // the history comes last
	errs := make([]error, len(books))
	inParallel(len(books), min(2, s.options.Workers), func(i int) {
		if errs[i] = ctx.Err(); errs[i] == nil {
			errs[i] = s.writeWorkbook(books[i], o, f, h, stage)
		}
	})
	return errors.Join(errs...)
}

func (s *site) writeWorkbook(b bookMonths, o *outcome, f *findings, h *history, stage *publish.Stage) error {
	last := b.months[len(b.months)-1]
	name := s.bookPath(b.folder, b.name, h.revision(last))
	if h.stays(name, last) {
		return nil
	}
	w, err := stage.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(workbook.Write(w, s.book(b, o, f, h)), w.Close())
}

func (s *site) book(b bookMonths, o *outcome, f *findings, h *history) workbook.Book {
	first, last := b.months[0], b.months[len(b.months)-1]
	book := workbook.Book{Title: s.config.Name + ": " + last.Long(), Site: s.config.Name, First: first, Period: last, AsOf: s.asOf,
		Status: s.statusOf(b.months), Visibility: strings.Join(s.config.Statement(), " "), Generator: h.Generator, DefinitionSet: s.definitionSet(), Run: h.Run,
		Revision: h.revision(last) + 1, Tables: s.tables(o, f, h, b.months), Charts: s.charts(o, b.drawn), Checks: o.checks(b.months)}
	if first == last {
		book.Notes = []string{"The figures are those of " + last.Long() + ". The charts show the months up to it."}
	} else {
		book.Title = s.config.Name + ": " + first.Long() + " to " + last.Long()
		book.Notes = []string{"The figures are those of every complete month from " + first.Long() + " to " + last.Long() + ". Sheet Changes compares the newest months with those before. The name period is the last month."}
	}
	return book
}

// statusOf says whether months are final.
func (s *site) statusOf(months []period.Month) string {
	last := months[len(months)-1]
	if s.closing().Status(last) == ledger.Final || len(months) == 1 {
		return s.status(last)
	}
	return s.status(last) + " Column Status of sheet Metrics says it of each month."
}

// workbookPath is the place of a month's workbook.
func (s *site) workbookPath(h *history, m period.Month) string {
	return s.bookPath(m.String(), m.String(), h.revision(m))
}

// bookPath is downloads/<folder>/<site>-all-<period>-v<definitions>-r<revision>.xlsx. All is
// the scope: every level. Revisions are counted from 0 and named from 1.
func (s *site) bookPath(folder, name string, revision int) string {
	return path.Join(downloads, folder, fmt.Sprintf("%s-all-%s-v%s-r%d.xlsx", fileName(s.config.Name), name, s.definitionSet(), revision+1))
}

// fileName is a site's name as the beginning of a file's: small letters, digits and hyphens.
func fileName(site string) string {
	words := strings.FieldsFunc(strings.ToLower(site), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9') })
	if name := strings.Join(words, "-"); name != "" {
		return name[:min(len(name), 60)]
	}
	return "site"
}

// revision is how often a month's published figures were changed; 0 too for one that is not
// published yet.
func (h *history) revision(m period.Month) int {
	n, _ := h.Manifest.Revision(m)
	return n
}
