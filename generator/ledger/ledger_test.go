package ledger

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/generator/level"
	"leadline/generator/period"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// publication is a site with one service and one team, whose August is final.
func publication(change func(*Publication)) *Publication {
	p := &Publication{
		Manifest: &Manifest{Generator: "leadline 1", AsOf: "2026-10-01T00:00:00Z", First: "2023-10", PageMonths: 2,
			Months:      []Month{{"2026-08", Final, "2026-09-06", 0}, {"2026-09", Provisional, "2026-10-06", 0}},
			Config:      File{"site.toml", 10, "c"},
			Definitions: []Document{{"rate", "1.0.0", "r"}, {"reviews", "1.0.0", "v"}},
			Inputs:      []Input{{File: File{"d.csv", 10, "d"}, Table: "deployments"}, {File: File{"r.csv", 10, "r"}, Table: "change_reviews"}}},
		Series: []Series{
			{Level: level.ServiceName, Subject: "pay", Metric: "rate", Version: "1.0.0", Months: []Figures{
				{"2026-08", []Figure{figure("rate", "", 3, 12), figure("parts", "a", 2, 8), figure("parts", "b", 1, 4)}},
				{"2026-09", []Figure{figure("rate", "", 4, 16)}}}},
			{Level: level.TeamName, Subject: "blue", Metric: "reviews", Version: "1.0.0", People: true, Months: []Figures{
				{"2026-08", []Figure{figure("p50", "", 3600, 12)}}}},
		},
		Sentences: []Sentence{{level.ServiceName, "pay", "2026-08", []string{"rate"}, "one"}, {level.ServiceName, "pay", "2026-09", []string{"rate"}, "two"}},
	}
	if change != nil {
		change(p)
	}
	p.Manifest.Sign()
	return p
}

func figure(stat, category string, value float64, n int) Figure {
	return Figure{Stat: stat, Category: category, Unit: "items", Value: value, Low: math.NaN(), High: math.NaN(), N: n}
}

var tables = map[string][]string{"rate": {"deployments"}, "reviews": {"change_reviews"}}

func compare(before, now *Publication) Difference {
	return Compare(before, Now{Manifest: now.Manifest, Series: slices.Values(now.Series), Sentences: now.Sentences, Tables: tables})
}

// one is the only row of a difference.
func one(t *testing.T, d Difference) Restatement {
	t.Helper()
	if len(d.Restated) != 1 {
		t.Fatalf("%d rows: %+v", len(d.Restated), d.Restated)
	}
	return d.Restated[0]
}

func TestNothingChanged(t *testing.T) {
	d := compare(publication(nil), publication(nil))
	if len(d.Restated)+len(d.Changed)+len(d.People) != 0 {
		t.Errorf("%+v", d)
	}
}

// A late row: the figure of the final month is restated, with what it was and is, the file
// that changed, and the months whose sentences read otherwise.
func TestUpdate(t *testing.T) {
	now := publication(func(p *Publication) {
		p.Manifest.Inputs[0].SHA256 = "d2"
		p.Series[0].Months[0].Figures[0] = figure("rate", "", 3.5, 14)
		p.Sentences[0].SHA256 = "one, otherwise"
		p.Sentences[1].SHA256 = "two, otherwise" // of a provisional month
	})
	d := compare(publication(nil), now)
	want := Restatement{Run: now.Manifest.Run, AsOf: "2026-10-01", Report: "2026-09", Month: "2026-08", Level: level.ServiceName, Subject: "pay", Metric: "rate",
		OldVersion: "1.0.0", Version: "1.0.0", Old: figure("rate", "", 3, 12), New: figure("rate", "", 3.5, 14), Class: Update, Cause: "d.csv changed", Sentences: []string{"2026-08"}}
	if diff := cmp.Diff(want, one(t, d), cmpopts.EquateNaNs()); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(d.Changed, []period.Month{period.MonthOf(2026, 8)}) || d.People != nil {
		t.Errorf("changed %v, of people %v", d.Changed, d.People)
	}
}

// A month without a page in one of the two has no sentence there; it changed none.
func TestSentencesOfPages(t *testing.T) {
	r := one(t, compare(publication(nil), publication(func(p *Publication) {
		p.Manifest.PageMonths, p.Sentences = 1, p.Sentences[1:] // August has no page any more
		p.Series[0].Months[0].Figures[0].Value++
	})))
	if r.Material() {
		t.Errorf("sentences changed: %v", r.Sentences)
	}
}

// A sentence of a later month can rest on a figure of this one, but not the other way round.
func TestSentencesOfLaterMonths(t *testing.T) {
	later := func(p *Publication) {
		p.Manifest.Months = []Month{{"2026-07", Final, "", 0}, {"2026-08", Final, "", 0}, {"2026-09", Final, "", 0}}
		p.Manifest.PageMonths = 3
	}
	now := publication(func(p *Publication) {
		later(p)
		p.Series[0].Months[0].Figures[0].Value++
		p.Sentences = append(p.Sentences, Sentence{level.ServiceName, "pay", "2026-07", []string{"rate"}, "new"})
		p.Sentences[1].SHA256 = "two, otherwise"
	})
	if r := one(t, compare(publication(later), now)); !slices.Equal(r.Sentences, []string{"2026-09"}) {
		t.Errorf("sentences changed: %v", r.Sentences)
	}
}

// A provisional month's change is expected: it is no restatement, but another revision.
func TestProvisionalIsNotRestated(t *testing.T) {
	d := compare(publication(nil), publication(func(p *Publication) { p.Series[0].Months[1].Figures[0].Value++ }))
	if len(d.Restated) != 0 || !slices.Equal(d.Changed, []period.Month{period.MonthOf(2026, 9)}) {
		t.Errorf("%+v", d)
	}
}

// What a month was when it was published decides, not what it is by now.
func TestFinalSinceIsNotRestated(t *testing.T) {
	d := compare(publication(nil), publication(func(p *Publication) {
		p.Manifest.Months[1].Status = Final
		p.Series[0].Months[1].Figures[0].Value++
	}))
	if len(d.Restated) != 0 {
		t.Errorf("%+v", d.Restated)
	}
}

func TestCategoriesComeAndGo(t *testing.T) {
	d := compare(publication(nil), publication(func(p *Publication) {
		p.Series[0].Months[0].Figures[2] = figure("parts", "c", 1, 4)
	}))
	if len(d.Restated) != 2 {
		t.Fatalf("%+v", d.Restated)
	}
	came, gone := d.Restated[0], d.Restated[1]
	if came.New.Category != "c" || came.Old.Absence != NotPublished || came.Old.Text() != "not published" {
		t.Errorf("came: %+v", came)
	}
	if gone.New.Category != "b" || gone.New.Absence != NotPublished || gone.Old.Value != 1 {
		t.Errorf("gone: %+v", gone)
	}
}

// Another place among the figures of a month changes nothing, nor does a new metric, a new
// unit or a new month.
func TestWhatIsNewRestatesNothing(t *testing.T) {
	d := compare(publication(nil), publication(func(p *Publication) {
		slices.Reverse(p.Series[0].Months[0].Figures)
		p.Manifest.Months = append(p.Manifest.Months, Month{"2026-10", Provisional, "", 0})
		p.Series[0].Months = append(p.Series[0].Months, Figures{"2026-10", []Figure{figure("rate", "", 9, 9)}})
		p.Series = append(p.Series, Series{Level: level.ServiceName, Subject: "new", Metric: "rate", Version: "1.0.0", Months: p.Series[0].Months},
			Series{Level: level.ServiceName, Subject: "pay", Metric: "new", Version: "1.0.0", Months: p.Series[0].Months})
	}))
	if len(d.Restated)+len(d.Changed) != 0 {
		t.Errorf("%+v", d)
	}
}

// A history that begins later than before says less of its first two years, which restates
// nothing; what changes otherwise, or later, does.
func TestForgottenMonthsRestateNothing(t *testing.T) {
	gone := func(first string) Difference {
		return compare(publication(nil), publication(func(p *Publication) {
			p.Manifest.First = first
			p.Series[0].Months[0].Figures[0] = figure("rate", "", math.NaN(), 0).empty("too-few", 0)
		}))
	}
	if d := gone("2024-09"); len(d.Restated)+len(d.Changed) != 0 {
		t.Errorf("%+v", d)
	}
	for _, first := range []string{"2023-10", "2024-08"} { // nothing is forgotten; two years before are still known
		if d := gone(first); len(d.Restated) != 1 {
			t.Errorf("from %s: %+v", first, d)
		}
	}
	changed := compare(publication(nil), publication(func(p *Publication) {
		p.Manifest.First = "2024-09"
		p.Series[0].Months[0].Figures[0].Value = 5
	}))
	one(t, changed)
	counted := compare(publication(func(p *Publication) { p.Series[0].Months[0].Figures[0].Unit = "units" }), publication(func(p *Publication) {
		p.Manifest.First = "2024-09"
		p.Series[0].Months[0].Figures[0].Unit, p.Series[0].Months[0].Figures[0].Value = "units", 5
	}))
	if len(counted.Restated) != 0 {
		t.Errorf("%+v", counted)
	}
}

// No number of a person-derived figure is in a row: not before, not now, not n.
func TestPersonDerivedHasNoNumber(t *testing.T) {
	d := compare(publication(nil), publication(func(p *Publication) {
		p.Manifest.Inputs[1].SHA256 = "r2"
		p.Series[1].Months[0].Figures[0] = figure("p50", "", 7200, 13)
	}))
	r := one(t, d)
	if !r.Hidden || r.Class != Update || r.Cause != "r.csv changed" {
		t.Errorf("%+v", r)
	}
	noNumber(t, r)
	if !slices.Equal(d.People, []period.Month{period.MonthOf(2026, 8)}) {
		t.Errorf("people: %v", d.People)
	}
}

// A figure that is withheld before or now takes the other's number with it.
func TestWithheldHasNoNumber(t *testing.T) {
	withheld := Figure{Stat: "rate", Unit: "items", Absence: "withheld", Value: math.NaN(), Low: math.NaN(), High: math.NaN()}
	with := publication(func(p *Publication) { p.Series[0].Months[0].Figures[0] = withheld })
	for _, d := range []Difference{compare(publication(nil), with), compare(with, publication(nil))} {
		noNumber(t, one(t, d))
	}
}

func noNumber(t *testing.T, r Restatement) {
	t.Helper()
	for _, f := range []Figure{r.Old, r.New} {
		if f.Absence != "withheld" || f.N != 0 || f.Part != 0 || !math.IsNaN(f.Value) || !math.IsNaN(f.Low) || !math.IsNaN(f.High) {
			t.Errorf("a number is in %+v", f)
		}
	}
}

func TestClasses(t *testing.T) {
	more := func(change func(*Publication)) func(*Publication) {
		return func(p *Publication) { p.Series[0].Months[0].Figures[0].Value++; change(p) }
	}
	for name, c := range map[string]struct {
		change       func(*Publication)
		class, cause string
	}{
		"version": {func(p *Publication) { p.Series[0].Version = "2.0.0"; p.Manifest.Inputs[0].SHA256 = "x" },
			Improvement, "the definition changed from version 1.0.0 to 2.0.0; d.csv changed"},
		"text":          {func(p *Publication) { p.Manifest.Definitions[0].SHA256 = "x" }, Improvement, "the definition's text changed, its version did not"},
		"another's":     {func(p *Publication) { p.Manifest.Definitions[1].SHA256 = "x" }, Update, "nothing that the metric is read from changed: compare both manifests"},
		"program":       {func(p *Publication) { p.Manifest.Generator = "leadline 2" }, Improvement, "the program changed from leadline 1 to leadline 2"},
		"configuration": {func(p *Publication) { p.Manifest.Config.SHA256 = "x" }, Improvement, "site.toml changed"},
		"time":          {func(p *Publication) { p.Manifest.AsOf = "2026-10-02T00:00:00Z" }, Update, "the data ends on 2 October 2026 instead of 1 October 2026"},
		"history": {func(p *Publication) { p.Manifest.AsOf, p.Manifest.First = "2026-11-01T00:00:00Z", "2023-11" }, Update,
			"the data ends on 1 November 2026 instead of 1 October 2026; the history begins with November 2023 instead of October 2023"},
		"new file": {func(p *Publication) {
			p.Manifest.Inputs = append(p.Manifest.Inputs, Input{File: File{"late.csv", 1, "l"}, Table: "deployments"})
		}, Update, "late.csv is new"},
		"file gone":     {func(p *Publication) { p.Manifest.Inputs = p.Manifest.Inputs[1:] }, Update, "d.csv is gone"},
		"another table": {func(p *Publication) { p.Manifest.Inputs[1].SHA256 = "x"; p.Manifest.Config.SHA256 = "x" }, Improvement, "site.toml changed"},
		"correction": {func(p *Publication) {
			p.Manifest.Inputs[0].SHA256 = "x"
			p.Manifest.Corrections = []Correction{{"rate", "2026-07", "2026-08", "A clock was wrong."}}
		}, Mistake, "A clock was wrong."},
		"of other months": {func(p *Publication) {
			p.Manifest.Inputs[0].SHA256 = "x"
			p.Manifest.Corrections = []Correction{{"rate", "2026-05", "2026-07", "A clock was wrong."}, {"reviews", "2026-08", "2026-08", "No."}}
		}, Update, "d.csv changed"},
	} {
		r := one(t, compare(publication(nil), publication(more(c.change))))
		if r.Class != c.class || r.Cause != c.cause {
			t.Errorf("%s: %s, %q", name, r.Class, r.Cause)
		}
	}
}

// A correction counts for the run in which it is new.
func TestCorrectionCountsOnce(t *testing.T) {
	recorded := func(p *Publication) {
		p.Manifest.Corrections = []Correction{{"rate", "2026-08", "2026-08", "A clock was wrong."}}
	}
	r := one(t, compare(publication(recorded), publication(func(p *Publication) {
		recorded(p)
		p.Manifest.Inputs[0].SHA256 = "x"
		p.Series[0].Months[0].Figures[0].Value++
	})))
	if r.Class != Update {
		t.Errorf("%s: %s", r.Class, r.Cause)
	}
}

func TestManyCausesAreCut(t *testing.T) {
	if got := join("", []string{"a", "b", "c", "d", "e"}); got != "a; b; c; 2 more" {
		t.Error(got)
	}
	if got := join("first", []string{"a", "b", "c"}); got != "first; a; b; c" {
		t.Error(got)
	}
}

// The run is what a site was made of, and nothing of what it wrote or followed.
func TestRun(t *testing.T) {
	run := publication(nil).Manifest.Run
	for name, c := range map[string]struct {
		change func(*Manifest)
		same   bool
	}{
		"outputs": {func(m *Manifest) {
			m.Outputs, m.Kept, m.Withdrawn = []File{{"a", 1, "a"}}, []File{{"b", 1, "b"}}, []File{{"c", 1, "c"}}
		}, true},
		"revision":  {func(m *Manifest) { m.Months[0].Revision = 3 }, true},
		"an input":  {func(m *Manifest) { m.Inputs[0].SHA256 = "x" }, false},
		"generator": {func(m *Manifest) { m.Generator = "leadline 2" }, false},
		"rows":      {func(m *Manifest) { m.Inputs[0].Rows = &Rows{Read: 1} }, false},
		"status":    {func(m *Manifest) { m.Months[1].Status = Final }, false},
	} {
		m := publication(func(p *Publication) { c.change(p.Manifest) }).Manifest
		if (m.Run == run) != c.same {
			t.Errorf("%s: same run is %v", name, m.Run == run)
		}
		if m.Run = "x" + m.Run[1:]; m.Genuine() {
			t.Errorf("%s: another run is taken for genuine", name)
		}
	}
}

// Everything that is written is read back as it was.
func TestRoundTrip(t *testing.T) {
	p := publication(func(p *Publication) {
		p.Series[0].Subject = "a\"<\u202eb\\ü"
		p.Series[0].Months[0].Figures[0].Low, p.Series[0].Months[0].Figures[0].Part = 1e-300, 3
	})
	p.Log = compare(publication(nil), p).Restated
	p.Log = append(p.Log, compare(publication(nil), publication(func(p *Publication) { p.Series[0].Months[0].Figures[0].Value = 0.1 + 0.2 })).Restated...)
	var figures, sentences, log bytes.Buffer
	if EncodeFigures(&figures, slices.Values(p.Series)) != nil || EncodeSentences(&sentences, p.Sentences) != nil || EncodeLog(&log, p.Log) != nil {
		t.Fatal("cannot be written")
	}
	back := new(Publication)
	var errs [4]error
	back.Manifest, errs[0] = ParseManifest("m", p.Manifest.Encode())
	back.Series, errs[1] = ParseFigures("f", figures.Bytes())
	back.Sentences, errs[2] = ParseSentences("s", sentences.Bytes())
	back.Log, errs[3] = ParseLog("l", log.Bytes())
	if diff := cmp.Diff(p, back, cmpopts.EquateNaNs(), cmpopts.EquateEmpty()); diff != "" || len(p.Log) == 0 {
		t.Error(errs, diff)
	}
}

// A publication that cannot be read is told with its place.
func TestMessages(t *testing.T) {
	log := `{"schema":"leadline-restatements/1"}` + "\n"
	for data, want := range map[string]string{
		"":                                     `f:1:1: cannot be read: it ends too early; ` + unread,
		`{"schema":"leadline-restatements/2"}`: `f:1: schema "leadline-restatements/2"; expected "leadline-restatements/1"; use the version of Leadline that wrote it, or a later one`,
		log + `{"run":"a"}`:                    `f:2: cannot be read: it ends too early; ` + unread,
		log + `{"run":"a","month":3}` + "\n":   `f:2:20: cannot be read: json: cannot unmarshal number into Go struct field Restatement.month of type string; ` + unread,
		log + `{"walk":"a"}` + "\n":            `cannot be read: json: unknown field "walk"; ` + unread,
		log + `{"run" "a"}` + "\n":             `f:2:8: cannot be read: invalid character '"' after object key; ` + unread,
		log + `{"month":"May","report":"2026-01"}` + "\n": `f:2: cannot be read: "May" is not a month; expected the form 2026-03; ` + unread,
	} {
		_, err := ParseLog("f", []byte(data))
		if err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%q: %v", data, err)
		}
	}
}

func TestSums(t *testing.T) {
	files := []File{{"a b", 1, strings.Repeat("0", 64)}, {"c", 1, strings.Repeat("f", 64)}}
	sums, err := ParseSums("S", EncodeSums(files))
	if err != nil || len(sums) != 2 || sums["a b"] != files[0].SHA256 {
		t.Error(sums, err)
	}
	line := strings.Repeat("0", 64) + "  a\n"
	for _, bad := range []string{"x", strings.ToUpper(strings.Repeat("f", 64)) + "  a\n", line + line, strings.TrimSuffix(line, "\n"), strings.Repeat("0", 64) + " *a\n"} {
		if _, err := ParseSums("S", []byte(bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}

// Days are those of the site's zone, also where a clock changes between.
func TestClosing(t *testing.T) {
	london, _ := time.LoadLocation("Europe/London")
	october := period.MonthOf(2026, 10)
	for at, want := range map[string]string{"2026-10-31T23:59:59Z": Running, "2026-11-01T00:00:00Z": Provisional, "2026-11-05T23:59:59Z": Provisional, "2026-11-06T00:00:00Z": Final} {
		instant, _ := time.Parse(time.RFC3339, at)
		c := Closing{AsOf: instant.In(london), Lag: 5}
		if got := c.Status(october); got != want {
			t.Errorf("%s: %s", at, got)
		}
		if from := c.From(period.MonthOf(2026, 9)); from.Format(time.RFC3339) != "2026-10-06T00:00:00+01:00" {
			t.Error(from)
		}
	}
	if got := (Closing{AsOf: time.Date(2026, 11, 1, 0, 0, 0, 0, london)}).Status(october); got != Final {
		t.Errorf("without a lag: %s", got)
	}
	santiago, _ := time.LoadLocation("America/Santiago") // 6 September begins at one o'clock
	if from := (Closing{AsOf: time.Date(2026, 9, 1, 0, 0, 0, 0, santiago), Lag: 5}).From(period.MonthOf(2026, 8)); from.Format(time.RFC3339) != "2026-09-06T01:00:00-03:00" {
		t.Error(from)
	}
}

// Asked for many months, a closing says what it says of each.
func TestStatusesOfManyMonths(t *testing.T) {
	auckland, _ := time.LoadLocation("Pacific/Auckland")
	for day := range 120 {
		for _, lag := range []int{0, 1, 5, 31, 90} {
			c := Closing{AsOf: time.Date(2026, 3, 1, 0, 0, 0, 0, auckland).AddDate(0, 0, day), Lag: lag}
			status := c.Statuses()
			for m := period.MonthOf(2025, 10); m <= period.MonthOf(2026, 12); m++ {
				if got, want := status(m), c.Status(m); got != want {
					t.Errorf("%s, %d days after the end: %s is %s, want %s", c.AsOf.Format(time.DateOnly), lag, m, got, want)
				}
			}
		}
	}
}
