package page

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"leadline/generator/chart"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
)

var listOfNotes = regexp.MustCompile(`(?s)<dl class="notes">.*?</dl>`)

// Texts are words on the page and nothing else, whatever they are; they stand once in full,
// and in the tables as much of them as fits.
func TestNotesAreText(t *testing.T) {
	var rows []string
	long := strings.Repeat("a long story ", 60)
	texts := append([]string{long, "~fmt:days", "__f__(x)__f__", "]]>", "{style|x}"}, hostile[2:]...)
	for i, text := range texts {
		quoted := `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
		rows = append(rows, fmt.Sprintf("2025-%02d-11T00:00:00Z,team,payments,%s,%t", 2+i%11, quoted, i%3 == 0))
	}
	site := annotated(t, []string{"payments", "search"}, annotations(t, rows...))
	files := render(t, site, 2)
	checkPages(t, files)
	page := files["teams/payments/2026-02/index.html"]
	list := text(t, listOfNotes.FindString(page))
	for _, words := range texts {
		if !strings.Contains(list, strings.TrimSpace(words)) {
			t.Errorf("the list lacks %q", words)
		}
	}
	if n := strings.Count(page, strings.TrimSpace(long)); n != 1 {
		t.Errorf("the long text stands %d times on the page", n)
	}
	if strings.Contains(listOfNotes.FindString(files["teams/search/2026-02/index.html"]), "story") {
		t.Error("another team's note")
	}
}

// A rebase is a break with the limits before and after it; a note is not; and a counted
// series, which has no limits, has no break either.
func TestRebaseIsDrawnAsABreak(t *testing.T) {
	site := annotated(t, []string{"payments"}, annotations(t, "2025-07-10T00:00:00Z,team,payments,new pipeline,true",
		"2025-09-10T00:00:00Z,portfolio,,freeze,true", "2026-04-01T00:00:00Z,team,payments,to come,true"))
	s := series(t, site, "time-deploying")
	notes := notesOf(&book{site: site}, site.Teams[0].Notes, site.Latest)
	if len(notes) != 2 || notes[0].Letter != "A" || notes[1].Letter != "B" || notes[1].Notes[0].Kind != "Recorded for everyone" || notes[0].Notes[0].Kind != newBaseline {
		t.Fatalf("notes %+v", notes)
	}
	f := figure(s, site.Latest, true, "", notes)
	if len(f.Notes) != 2 || !f.Notes[0].Break || f.Notes[1].Break || f.Notes[1].Number != 2 {
		t.Errorf("on the chart %+v", f.Notes)
	}
	if l := f.Limits; len(l) != 2 || l[0].To != period.MonthOf(2025, 6) || l[1].From != period.MonthOf(2025, 7) || l[1].To != site.Latest+1 {
		t.Errorf("limits %+v", l)
	}
	counted := site.Portfolio.Series[0]
	portfolio := notesOf(&book{site: site}, site.Portfolio.Notes, site.Latest)
	if f := figure(counted, site.Latest, true, "", portfolio); counted.Policy() != metric.Counted || len(f.Notes) != 1 || f.Notes[0].Break || f.Limits != nil {
		t.Errorf("a counted chart has %+v, %+v", f.Notes, f.Limits)
	}
	// A page of a month knows nothing of what was recorded later.
	if early := notesOf(&book{site: site}, site.Teams[0].Notes, period.MonthOf(2025, 6)); early != nil {
		t.Errorf("in June 2025: %+v", early)
	}
}

// The portfolio's page names no unit, whatever was written for all.
func TestPortfolioNotesNameNobody(t *testing.T) {
	names := []string{"zebrafish", "quokkateam", "narwhalia", "okapiservice", "axolotlish"}
	site := annotated(t, names, annotations(t, "2025-07-10T00:00:00Z,portfolio,,Zebrafish is split; quokkateam takes over.,true",
		"2025-08-10T00:00:00Z,portfolio,,A freeze.,false", "2025-09-10T00:00:00Z,team,zebrafish,Narwhalia helps.,false"))
	files := render(t, site, 1)
	for name, page := range files {
		folder, own, _ := strings.Cut(name, "/")
		own, _, _ = strings.Cut(own, "/")
		if folder != "portfolio" && folder != "teams" || own == "index.html" && folder == "teams" {
			continue
		}
		for _, unit := range names {
			if unit != own && strings.Contains(strings.ToLower(page), unit) {
				t.Errorf("%s names %s", name, unit)
			}
		}
	}
	if list := text(t, listOfNotes.FindString(files["portfolio/index.html"])); !strings.Contains(list, "10 July 2025: A new baseline, in words that name units") || !strings.Contains(list, "A freeze.") {
		t.Errorf("the portfolio's list is %q", list)
	}
	if list := text(t, listOfNotes.FindString(files["teams/zebrafish/index.html"])); strings.Contains(list, "July") || !strings.Contains(list, "In words that name other units") {
		t.Errorf("zebrafish's list is %q", list)
	}
}

// Forty notes of two years have a letter a month, and the list has them all.
func TestManyNotes(t *testing.T) {
	var rows []string
	for i := range 40 {
		rows = append(rows, fmt.Sprintf("2025-%02d-%02dT00:00:00Z,team,payments,number %d.,false", 1+i%12, 1+i%28, i))
	}
	site := annotated(t, []string{"payments"}, annotations(t, rows...))
	notes := notesOf(&book{site: site}, site.Teams[0].Notes, site.Latest)
	n := 0
	for i, m := range notes {
		n += len(m.Notes)
		if m.Letter != chart.Letter(i+1) || i > 0 && m.Month <= notes[i-1].Month {
			t.Errorf("month %d is %+v", i, m)
		}
	}
	if len(notes) != 12 || n != 40 || lettersText(notes) != "Notes A to L" {
		t.Errorf("%d months, %d notes, %q", len(notes), n, lettersText(notes))
	}
}

// Notes change no figure, state or limit, however many there are; only a rebase of the
// subject itself does.
func TestNotesChangeNothing(t *testing.T) {
	plain := everything(sample(t, []string{"payments", "search"}))
	for _, scope := range []string{"team,payments", "service,search", "portfolio,", "team,nobody"} {
		var rows []string
		for i := range 30 {
			rows = append(rows, fmt.Sprintf("2025-%02d-%02dT10:00:00Z,%s,a note,%t", 1+i%12, 1+i*7%28, scope, scope == "team,nobody"))
		}
		if noted := everything(annotated(t, []string{"payments", "search"}, annotations(t, rows...))); noted != plain {
			t.Errorf("notes of %s changed a figure", scope)
		}
	}
	rebased := everything(annotated(t, []string{"payments", "search"}, annotations(t, "2025-07-10T00:00:00Z,team,payments,x,true")))
	if rebased == plain {
		t.Error("a rebase changed nothing")
	}
}

// everything is all that is said of a site's series, as text.
func everything(site *Site) string {
	var b strings.Builder
	for _, s := range site.Teams {
		said(&b, s.Series)
	}
	for _, s := range site.Services {
		said(&b, s.Series)
	}
	said(&b, site.Portfolio.Series)
	return b.String()
}

func said[L level.Level](b *strings.Builder, series []metric.Series[L]) {
	for _, s := range series {
		for _, row := range s.Rows() {
			fmt.Fprintln(b, row, s.Judging(row.Month), s.Change(row.Month))
		}
	}
}
