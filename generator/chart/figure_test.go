package chart

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"leadline/generator/unit"
)

func plainFigure(points ...Point) Figure {
	return Figure{ID: "x", Kind: Line, Unit: unit.Items, Months: months(len(points)), Series: []Series{{"Items", points}}}
}

func TestRefusals(t *testing.T) {
	inf := math.Inf(1)
	for name, c := range map[string]struct {
		change func(*Figure)
		want   string
	}{
		"id with quote":    {func(f *Figure) { f.ID = `x"onload="` }, "must match"},
		"id empty":         {func(f *Figure) { f.ID = "" }, "must match"},
		"id ends in dash":  {func(f *Figure) { f.ID = "x-" }, "must match"},
		"NaN":              {func(f *Figure) { f.Series[0].Points[1].Value = nan }, "2025-05: the value is NaN"},
		"Inf":              {func(f *Figure) { f.Series[0].Points[1].Value = inf }, "the value is +Inf"},
		"half interval":    {func(f *Figure) { f.Series[0].Points[0].Low = 1 }, "the interval is 1 to NaN"},
		"turned interval":  {func(f *Figure) { f.Series[0].Points[0].Low, f.Series[0].Points[0].High = 2, 1 }, "the interval is 2 to 1"},
		"share of 25":      {func(f *Figure) { f.Kind = Share; f.Series[0].Points[0].Value = 25 }, "the share is 25"},
		"negative stack":   {func(f *Figure) { f.Kind = Stacked; f.Series[0].Points[0].Value = -1 }, "zero or more"},
		"no months":        {func(f *Figure) { f.Months = nil }, "no months"},
		"month left out":   {func(f *Figure) { f.Months[2]++ }, "consecutive"},
		"points missing":   {func(f *Figure) { f.Series[0].Points = f.Series[0].Points[:2] }, "2 points for 3 months"},
		"no series":        {func(f *Figure) { f.Series = nil }, "0 series"},
		"five series":      {func(f *Figure) { f.Series = slices.Repeat(f.Series, 5) }, "5 series"},
		"infinite limit":   {func(f *Figure) { f.Limits = []Limits{{Centre: 1, Lower: nan, Upper: inf}} }, "finite limits"},
		"infinite level":   {func(f *Figure) { f.Levels = []Level{{"p85", inf}} }, `level "p85"`},
		"dot in no column": {func(f *Figure) { f.Kind = Dots; f.Columns = []string{"a"}; f.Dots = []Dot{{1, 2}} }, "column 1 of 1"},
		"endless dot":      {func(f *Figure) { f.Kind = Dots; f.Columns = []string{"a"}; f.Dots = []Dot{{0, inf}} }, "dot 1 is +Inf"},
	} {
		f := plainFigure(values(1, 2, 3)...)
		c.change(&f)
		if _, err := SVG(f); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: SVG says %v; expected %q", name, err, c.want)
		}
		if _, err := Options(f); err == nil {
			t.Errorf("%s: Options has no error", name)
		}
		if columns, rows := Table(f); columns != nil || rows != nil {
			t.Errorf("%s: Table gives %v", name, columns)
		}
	}
}

func TestPlainIDIsItsDocumentedForm(t *testing.T) {
	for _, id := range []string{"", "a", "a-b", "-a", "a-", "a--b", "A", "a b", "a.b", "0", "é", "a\x00", "a-0-z9"} {
		if plainID(id) != idForm.MatchString(id) {
			t.Errorf("%q: %v", id, plainID(id))
		}
	}
}

// draw returns the path data of the last path of a class, which begins with the sample that the
// key has of it, if it has one; "" if there is none.
func draw(t *testing.T, f Figure, class string) string {
	t.Helper()
	svg, err := SVG(f)
	if err != nil {
		t.Fatal(err)
	}
	at := strings.LastIndex(string(svg), `<path class="`+class+`"`)
	if at < 0 {
		return ""
	}
	_, rest, _ := strings.Cut(string(svg[at:]), ` d="`)
	d, _, _ := strings.Cut(rest, `"`)
	return d
}

func TestLinesStopAtGapsAndBreaks(t *testing.T) {
	f := plainFigure(values(1, 2, nan, 4, 5, 6)...)
	if d := legs(t, draw(t, f, "line")); counted(d, 'M') != 1+2 || counted(d, 'L') != 3 { // one is the key's
		t.Errorf("a gap in %v", d)
	}
	f.Notes = []Note{{f.Months[5], 1, true, "new source"}}
	if d := legs(t, draw(t, f, "line")); counted(d, 'M') != 1+3 || counted(d, 'L') != 2 {
		t.Errorf("a gap and a break in %v", d)
	}
}

func TestZeroAbsentAndProvisionalDiffer(t *testing.T) {
	zero, present, absent, provisional := values(0)[0], values(3)[0], Point{}, Point{Value: 3, State: Provisional}
	stack := func(p Point) Figure {
		f := plainFigure(p, present)
		f.Kind = Stacked
		return f
	}
	for name, c := range map[string]struct {
		p     Point
		class string
	}{"zero": {zero, "zero"}, "absent": {absent, "absent plain"}, "provisional": {provisional, "bar hollow"}} {
		for _, class := range []string{"zero", "absent plain", "bar hollow"} {
			if got := draw(t, stack(c.p), class) != ""; got != (class == c.class) {
				t.Errorf("%s: %s drawn is %v", name, class, got)
			}
		}
	}
}

func TestEachReasonHasItsOwnMarkAndWords(t *testing.T) {
	marks, words := map[string]State{}, map[string]State{}
	for _, s := range []State{NoData, TooFew, Withheld, NotApplicable} {
		f := plainFigure(Point{State: s}, values(1)[0])
		_, rows := Table(f)
		d := draw(t, f, "absent plain")
		if d == "" || rows[0][1] == "" {
			t.Errorf("%v has mark %q and words %q", s, d, rows[0][1])
		}
		_, again := marks[d]
		_, said := words[rows[0][1]]
		if again || said {
			t.Errorf("%v has the mark or words of another", s)
		}
		marks[d], words[rows[0][1]] = s, s
	}
}

func TestAxesBeginAtZeroOrSayThatTheyDoNot(t *testing.T) {
	f := plainFigure(values(100, 101, 102)...)
	if s := newScale(&f); s.low != 0 {
		t.Errorf("begins at %v", s.low)
	}
	f = Figure{ID: "x", Kind: Dots, Columns: []string{"open"}, Dots: []Dot{{0, 1}, {0, 1000}}, Log: true}
	svg, _ := SVG(f)
	if !strings.Contains(string(svg), "log scale, does not begin at zero") {
		t.Error("a log axis does not say so")
	}
	f.Dots[0].Value = 0
	if s := newScale(&f); s.log || s.low != 0 {
		t.Error("zero on a log axis")
	}
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		unit   unit.Unit
		most   float64
		labels string
		name   string
	}{
		{unit.Items, 3, "0 1 2 3", ""},
		{unit.Items, 12345, "0 5,000 10,000 15,000", ""},
		{unit.PerWeek, 0.7, "0.0 0.2 0.4 0.6 0.8", "per week"},
		{unit.Seconds, 5 * 86400, "0 1 2 3 4 5", "days"},
		{unit.Seconds, 30 * 3600, "0 10 20 30", "hours"},
		{unit.Seconds, 600, "0 2 4 6 8 10", "minutes"},
		{unit.Share, 0.04, "0 % 1 % 2 % 3 % 4 %", "%"},
	} {
		f := plainFigure(values(c.most)...)
		f.Unit = c.unit
		s := newScale(&f)
		var labels []string
		for _, v := range s.ticks(nil) {
			labels = append(labels, string(s.label(nil, v)))
		}
		if got := strings.Join(labels, " "); got != c.labels || s.name != c.name {
			t.Errorf("%v: %q %q; expected %q %q", c.most, got, s.name, c.labels, c.name)
		}
	}
}

func TestTable(t *testing.T) {
	f := plainFigure(values(1, 2, nan)...)
	f.Series[0].Points[0].Low, f.Series[0].Points[0].High = 0.5, 1.5
	f.Series[0].Points[1].State = Provisional
	f.Notes = []Note{{f.Months[1], 1, false, "rota began"}}
	columns, rows := Table(f)
	want := [][]string{
		{"Month", "Items", "95 % interval", "n", "Remarks"},
		{"April 2025", "1", unit.Items.Range(0.5, 1.5), "20", ""},
		{"May 2025", "2 (provisional)", "none", "21", "A: rota began"},
		{"June 2025", "no data", "none", "not shown", ""},
	}
	got := append([][]string{columns}, rows...)
	for i := range want {
		if !slices.Equal(got[i], want[i]) {
			t.Errorf("row %d is %q; expected %q", i, got[i], want[i])
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain":      "plain",
		"a\u202eb":   "ab",
		"a\x00b\tc":  "a\uFFFDb c",
		"\xff":       "\uFFFD",
		"שלום":       isolate + "שלום" + release,
		"\u2068open": "open",
		"naïve":      "naïve",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) is %q; expected %q", in, got, want)
		}
	}
}

func TestFitKeepsLettersWhole(t *testing.T) {
	for _, s := range []string{strings.Repeat("e\u0301", 40), strings.Repeat("👩\u200d👩 ", 20), isolate + strings.Repeat("שלום ", 20) + release, strings.Repeat("wide ", 20)} {
		short, cut := fit(s, 120)
		if !cut || width(short, wideFont) > 120 {
			t.Errorf("%q became %q, %v wide", s, short, width(short, wideFont))
		}
		if strings.Count(short, isolate) != strings.Count(short, release) {
			t.Errorf("%q is left open", short)
		}
		body := strings.TrimSuffix(strings.TrimSuffix(short, release), "…")
		if rest := s[len(body):]; strings.HasPrefix(rest, "\u0301") || strings.HasSuffix(body, "\u200d") {
			t.Errorf("%q is cut inside a letter", short)
		}
	}
	if short, cut := fit("short", 120); cut || short != "short" {
		t.Errorf("%q was cut", short)
	}
}

func TestLetters(t *testing.T) {
	for n, want := range map[int]string{0: "", 1: "A", 26: "Z", 27: "AA", 52: "AZ", 53: "BA", 702: "ZZ", 703: "AAA"} {
		if got := Letter(n); got != want {
			t.Errorf("%d is %q; expected %q", n, got, want)
		}
	}
}

// A break parts the line and the limits; a note does neither. What is of one month has one
// letter, and the table prints a long text in short.
func TestBreaksPartLimitsAndNotesDoNot(t *testing.T) {
	f := plainFigure(values(1, 1, 1, 5, 5, 5)...)
	f.Limits = []Limits{{From: f.Months[0], To: f.Months[2], Centre: 1, Lower: nan, Upper: 2}, {From: f.Months[3], To: f.Months[5], Centre: 5, Lower: 4, Upper: 6}}
	long := strings.Repeat("long <b> ", 400)
	f.Notes = []Note{{f.Months[5], 2, false, "frozen"}, {f.Months[3], 1, true, "new"}, {f.Months[3], 1, false, long}}
	svg, err := SVG(f)
	if err != nil {
		t.Fatal(err)
	}
	text := string(svg)
	for what, want := range map[string]int{`>A</text>`: 1, `>B</text>`: 1, "long": 0} {
		if got := strings.Count(text, what); got != want {
			t.Errorf("%s: %d times; expected %d", what, got, want)
		}
	}
	for class, want := range map[string]int{"centre": 1 + 2, "limit": 1 + 3, "break": 1 + 1, "note": 1, "line": 1 + 2} { // one is the key's
		if d := legs(t, draw(t, f, class)); counted(d, 'M') != want {
			t.Errorf("%s: %d lines; expected %d", class, counted(d, 'M'), want)
		}
	}
	columns, rows := Table(f)
	remark := rows[3][len(columns)-1]
	if !strings.HasPrefix(remark, "A: break in series: new; long <b>") || len(remark) > 2*remarkRoom || !strings.HasSuffix(remark, "…") {
		t.Errorf("the remark is %q", remark)
	}
	if rows[5][len(columns)-1] != "B: frozen" {
		t.Errorf("rows %q", rows)
	}
	if got := LimitsText(f); got != "Centre line 1, upper limit 2 from April 2025 to June 2025; centre line 5, limits 4 and 6 from July 2025 to September 2025" {
		t.Errorf("limits %q", got)
	}
}

// Forty notes of two years have at most a letter a month, and no two letters meet.
func TestManyNotesStayReadable(t *testing.T) {
	f := plainFigure(values(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)...)
	for i := range 40 {
		f.Notes = append(f.Notes, Note{f.Months[i%24], i%24 + 1, i%7 == 6, "event"})
	}
	svg, err := SVG(f)
	if err != nil {
		t.Fatal(err)
	}
	_, group, _ := strings.Cut(string(svg), `<g class="flag"`)
	group, _, _ = strings.Cut(group, "</g>")
	flags := regexp.MustCompile(`x="([0-9.]+)"[^>]*>([A-Z]+)<`).FindAllStringSubmatch(group, -1)
	if len(flags) != 24 {
		t.Fatalf("%d letters; expected 24", len(flags))
	}
	for i := 1; i < len(flags); i++ {
		before, _ := strconv.ParseFloat(flags[i-1][1], 64)
		x, _ := strconv.ParseFloat(flags[i][1], 64)
		if room := (width(flags[i-1][2], 14) + width(flags[i][2], 14)) / 2; x-before < room-1 {
			t.Errorf("%s and %s are %.1f apart; expected %.1f", flags[i-1][2], flags[i][2], x-before, room)
		}
	}
}
