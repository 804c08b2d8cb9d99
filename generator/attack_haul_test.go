package generator

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"math/big"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"leadline/generator/ledger"
	"leadline/generator/metric"
	"leadline/generator/table"

	"golang.org/x/net/html"
)

// spot is what one figure speaks of.
type spot struct{ metric, level, subject, month string }

// haul is everything that an attacker has read: additive quantities (counts, n, numerators,
// times in sum) and which figures are withheld. Outputs that contradict each other, or of
// which one prints what another withholds, are noted as they are read.
type haul struct {
	slugs    map[string]string // of pages → id of the unit
	zone     *time.Location
	known    map[spot]map[string]*big.Rat
	withheld map[spot]bool
	problems []string
	read     map[string]int // by reader: numbers read
	reader   string
}

// reader is one kind of published file. A new kind of download joins the attack here.
type outputReader struct {
	name  string
	reads func(name string) bool
	read  func(t testing.TB, name string, data []byte, h *haul)
}

var outputReaders = []outputReader{
	{"pages", func(name string) bool { return path.Base(name) == "index.html" }, readPage},
	{"workbook", func(name string) bool { // that of the whole history says what the Parquet does, and takes a minute to read
		return path.Ext(name) == ".xlsx" && !strings.HasPrefix(name, "downloads/all/")
	}, readWorkbook},
	{"csv", func(name string) bool { return path.Ext(name) == ".csv" }, readCSV},
	{"parquet", func(name string) bool { return path.Ext(name) == ".parquet" }, readParquet},
	{"ledger", func(name string) bool { return name == ledger.FiguresFile }, readFigures},
}

// plunder reads every published file that some reader understands.
func plunder(t testing.TB, files map[string][]byte, units []string, zone *time.Location) *haul {
	t.Helper()
	h := newHaul(zone)
	for _, id := range units {
		h.slugs[strings.ToLower(id)] = id
	}
	for _, r := range outputReaders {
		h.reader = r.name
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if r.reads(name) {
				r.read(t, name, files[name], h)
			}
		}
	}
	h.cross()
	return h
}

func newHaul(zone *time.Location) *haul {
	return &haul{slugs: map[string]string{}, zone: zone, known: map[spot]map[string]*big.Rat{}, withheld: map[spot]bool{}, read: map[string]int{}}
}

func (h *haul) learn(at spot, quantity string, value *big.Rat) {
	h.read[h.reader]++
	if h.known[at] == nil {
		h.known[at] = map[string]*big.Rat{}
	}
	if old := h.known[at][quantity]; old != nil && old.Cmp(value) != 0 {
		h.problems = append(h.problems, fmt.Sprintf("%v: %s is %s, then %s (%s)", at, quantity, old.RatString(), value.RatString(), h.reader))
	}
	h.known[at][quantity] = value
}

// cross finds numbers that one output prints and another withholds.
func (h *haul) cross() {
	for at, quantities := range h.known {
		if h.withheld[at] {
			h.problems = append(h.problems, fmt.Sprintf("%v is withheld, yet some output has %v", at, quantities))
		}
	}
	slices.Sort(h.problems)
}

// onTheirWay marks the figures of what was on its way as a month ended: they are sums of other
// rows than those of what ended in it, with other people behind them, and withheld by themselves.
const onTheirWay = " on their way"

// system is the figure's place among the sums that it belongs to.
func system(at spot, stat string) spot {
	stat = strings.ToLower(stat)
	if stat == "unfinished" || strings.Contains(stat, "_open") || strings.HasPrefix(stat, "on their way") || stat == "of work on its way" {
		at.metric = strings.TrimSuffix(at.metric, onTheirWay) + onTheirWay
	}
	return at
}

// additive names the additive quantity behind a figure's n, and behind its own value; ""
// where it is none. Both ways of writing a stat lead here: ids in the workbook, words on
// the pages.
func additive(stat string) (n, value string) {
	switch stat = strings.ToLower(stat); {
	case stat == "events", stat == "unfinished", stat == "on their way as the month ended":
		return "n", "n"
	case stat == "open", stat == "open at the month's end":
		return "open", "open"
	case stat == "mean", stat == "mean over the month":
		return "open", "" // n of a mean is what is open; its value is read as an area
	case stat == "negative", stat == "ended before the start, left out":
		return "negative", "negative"
	case slices.Contains(statesOfServices, stat): // a number of services, not of events
		return "", ""
	case stat == "quiet_weeks", stat == "weeks without one", stat == "cost", stat == "time it took, in sum":
		return "", ""
	case ofTheWhole.MatchString(stat):
		return "n", ""
	default: // of a part, or of some of the rows: its n is printed for some subjects only, and adds up to nothing
		return "", ""
	}
}

// partOfStat names the numerator of a share.
func partOfStat(stat string) string {
	if stat = strings.ToLower(stat); stat == "share" || ofTheWhole.MatchString(stat) {
		return "part"
	}
	return "part of " + stat
}

// ofTheWhole are the figures whose n is all rows that count.
var ofTheWhole = regexp.MustCompile(`^(|share|rate|count|number|median|p[0-9]+|[0-9]+(st|nd|rd|th) percentile)$`)

// statesOfServices are the figures of a counted signal, by id and in words.
var statesOfServices = []string{"within", "within usual range", "unusual-high", "unusually high", "unusual-low", "unusually low",
	"not-judged", "too early to judge", "no-figure", "without a figure"}

var (
	floors      = regexp.MustCompile(`(at least|fewer than) (5|10)\b|(over 90|under 10) %`) // what everybody knows anyway
	wholeNumber = regexp.MustCompile(`^[0-9][0-9,]*$`)
	nOf         = regexp.MustCompile(`n = ([0-9][0-9,]*)`)
	partOf      = regexp.MustCompile(`^([0-9][0-9,]*) of ([0-9][0-9,]*)\b`)
	tooFewOf    = regexp.MustCompile(`^([0-9][0-9,]*) .* needs [0-9]+$`)
)

func whole(text string) *big.Rat {
	n, ok := new(big.Rat).SetString(strings.ReplaceAll(text, ",", ""))
	if !ok {
		panic(text)
	}
	return n
}

// figure reads one figure as words: its value and what stands behind it.
func (h *haul) figure(at spot, stat, text, behind string) {
	text, behind = strings.TrimSpace(text), strings.TrimSpace(behind)
	at = system(at, stat)
	n, value := additive(stat)
	switch m := partOf.FindStringSubmatch(text); {
	case slices.Contains(statesOfServices, strings.ToLower(stat)), strings.HasSuffix(behind, "services have a figure this month"),
		strings.HasSuffix(behind, "services can be compared this month"):
		return
	case text == metric.Withheld.String() && n == "" && value == "" && !strings.Contains(behind, "at least"):
		return // one question or answer of a survey whose others are shown: held by TestAnswersProperties in metric
	case text == metric.Withheld.String():
		h.withheld[at] = true
		if strings.ContainsAny(floors.ReplaceAllString(behind, ""), "0123456789") {
			h.problems = append(h.problems, fmt.Sprintf("%v is withheld with a number in the reason: %s", at, behind))
		}
		return
	case m != nil:
		h.learn(at, partOfStat(stat), whole(m[1]))
		if n != "" {
			h.learn(at, n, whole(m[2]))
		}
	case value != "" && wholeNumber.MatchString(text):
		h.learn(at, value, whole(text))
	}
	if n == "" {
		return
	}
	for _, form := range []*regexp.Regexp{nOf, tooFewOf} {
		if m := form.FindStringSubmatch(behind); m != nil {
			h.learn(at, n, whole(m[1]))
		}
	}
}

// table reads a table of months: the data table below a chart, or the options' dataset.
func (h *haul) table(at spot, columns []string, rows [][]string) {
	for _, row := range rows {
		month, err := time.Parse("January 2006", row[0])
		if err != nil {
			continue
		}
		at.month = month.Format("2006-01")
		for i, column := range columns[:len(row)] {
			stat, isN := strings.CutSuffix(column, ", n")
			if column == "n" {
				stat, isN = columns[1], true
			}
			switch {
			case i == 0 || strings.HasSuffix(column, "interval"):
			case !isN:
				h.figure(at, stat, strings.TrimSuffix(row[i], " (provisional)"), "")
			case wholeNumber.MatchString(row[i]):
				h.figure(at, stat, "", "n = "+row[i])
			}
		}
	}
}

// readPage reads the cards of one page: headline, further figures, table at a glance,
// chart's table, options, and the words in the picture.
func readPage(t testing.TB, name string, data []byte, h *haul) {
	parts := strings.Split(name, "/")
	levels := map[string]string{"teams": "team", "services": "service", "portfolio": "portfolio"}
	at := spot{level: levels[parts[0]]}
	switch {
	case at.level == "":
		return
	case at.level == "portfolio" && len(parts) == 3:
		at.month = parts[1]
	case len(parts) == 4:
		at.subject, at.month = h.slugs[parts[1]], parts[2]
		if at.subject == "" {
			t.Fatalf("%s is of an unknown unit", name)
		}
	default:
		return // the newest month again, or an index
	}
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(name, err)
	}
	each(root, "tr", func(row *html.Node) { // at a glance
		link, cells := first(row, "a"), all(row, "td")
		if link != nil && len(cells) == 5 && strings.HasPrefix(attr(link, "href"), "#") && attr(cells[1], "class") == "behind" {
			at.metric = strings.TrimPrefix(attr(link, "href"), "#")
			h.figure(at, "", nodeText(cells[0]), nodeText(cells[1]))
		}
	})
	each(root, "article", func(card *html.Node) {
		at.metric = attr(card, "id")
		h.card(t, at, card)
	})
}

func (h *haul) card(t testing.TB, at spot, card *html.Node) {
	stat := ""
	each(card, "table", func(table *html.Node) {
		var columns []string
		var rows [][]string
		each(table, "tr", func(row *html.Node) {
			var cells []string
			for c := row.FirstChild; c != nil; c = c.NextSibling {
				cells = append(cells, nodeText(c))
			}
			if columns == nil {
				columns = cells
			} else {
				rows = append(rows, cells)
			}
		})
		if attr(table, "class") == "parts" {
			h.parts(at, table)
			return
		}
		if stat == "" {
			stat = columns[1]
		}
		h.table(at, columns, rows)
	})
	each(card, "p", func(p *html.Node) {
		if strings.HasPrefix(attr(p, "class"), "headline") {
			value, behind := textAndSmall(p)
			h.figure(at, stat, value, behind)
		}
	})
	question := ""
	each(card, "div", func(div *html.Node) {
		if dt, dd := first(div, "dt"), first(div, "dd"); dt != nil && dd != nil {
			value, behind := textAndSmall(dd)
			if question = ""; div.Parent.Parent != nil && attr(div.Parent.Parent, "class") == "answers" {
				question = nodeText(first(div.Parent.Parent, "h4")) + " "
			}
			h.figure(at, question+nodeText(dt), value, behind)
		}
	})
	each(card, "svg", func(svg *html.Node) {
		if m := nOf.FindStringSubmatch(nodeText(svg)); m != nil {
			h.figure(at, stat, "", m[0])
		}
	})
	each(card, "script", func(script *html.Node) { h.options(t, at, nodeText(script)) })
}

// parts reads a table of parts: a figure in every cell, named by its column and its row.
func (h *haul) parts(at spot, table *html.Node) {
	caption := ""
	if c := first(table, "caption"); c != nil {
		caption = nodeText(c)
	}
	var columns []string
	for _, row := range all(table, "tr") {
		if columns == nil {
			for _, th := range all(row, "th") {
				columns = append(columns, nodeText(th))
			}
			continue
		}
		for i, td := range all(row, "td") {
			value, behind := textAndSmall(td)
			h.figure(at, caption+" "+columns[i+1]+" "+nodeText(first(row, "th")), value, behind)
		}
	}
}

// options reads what the browser draws; a month that is withheld must have no value in any
// series. The numbers themselves are in the table beside it, where they are read.
func (h *haul) options(t testing.TB, at spot, data string) {
	var o struct {
		XAxis  []struct{ Data []string }
		Series []struct {
			Name, Type string
			Data       []any // a number, month and numbers, or one of both as the value of an object
		}
	}
	if err := json.Unmarshal([]byte(data), &o); err != nil || len(o.XAxis) == 0 || len(o.XAxis[0].Data) == 0 {
		t.Fatalf("%v: options cannot be read: %v", at, err)
	}
	for _, s := range o.Series {
		for i, point := range s.Data {
			if styled, ok := point.(map[string]any); ok {
				point = styled["value"]
			}
			if s.Type != "line" && s.Type != "bar" && !strings.Contains(s.Name, "interval") || point == nil {
				continue
			}
			if pair, ok := point.([]any); ok {
				i = int(pair[0].(float64))
			}
			month, err := time.Parse("Jan 06", o.XAxis[0].Data[i])
			if err != nil {
				t.Fatalf("%v: %v", at, err)
			}
			if at.month = month.Format("2006-01"); h.withheld[at] {
				h.problems = append(h.problems, fmt.Sprintf("%v is withheld, yet the options of %s hold %v", at, s.Name, point))
			}
		}
	}
}

// readWorkbook reads the sheet of figures.
func readWorkbook(t testing.TB, name string, data []byte, h *haul) {
	column, rows := map[string]int{}, 0
	eachSheetRow(t, data, "Metrics", func(row []string) {
		if rows++; rows == 1 {
			for i, head := range row {
				column[head] = i
			}
			return
		}
		cell := func(head string) string {
			if i := column[head]; i < len(row) {
				return row[i]
			}
			return ""
		}
		days, err := strconv.Atoi(cell("Month")) // a serial date
		if err != nil {
			t.Fatal(name, row)
		}
		month := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days)
		h.row(spot{cell("Metric"), cell("Level"), cell("Unit id"), month.Format("2006-01")}, cell)
	})
	if rows < 2 {
		t.Fatal(name, rows)
	}
}

// heads are the columns of the files by those of the workbook.
var heads = map[string]string{"Stat": "stat", "Category": "category", "Value": "value", "Low": "low", "High": "high", "Seconds": "seconds", "N": "n", "Part": "part",
	"As on the site": "printed", "Absence": "absence", "Reason": "reason", "Running": "running"}

// line reads one line of a file's table of figures; a code for a missing value is no number.
func (h *haul) line(cell func(string) string) {
	month, _, _ := strings.Cut(cell("month"), "T")
	at := spot{cell("metric"), cell("level"), cell("subject"), month[:len("2006-01")]}
	h.row(at, func(head string) string {
		text := cell(heads[head])
		number := slices.Contains([]string{"Value", "Low", "High", "Seconds", "N", "Part"}, head)
		switch {
		case number && slices.Contains(table.Codes(), text):
			return ""
		case head == "Running" && text == "true":
			return "yes"
		default:
			return text
		}
	})
}

// readCSV reads a file of figures.
func readCSV(t testing.TB, name string, data []byte, h *haul) {
	r := csv.NewReader(bytes.NewReader(data))
	head, err := r.Read()
	if err != nil {
		t.Fatal(name, err)
	}
	if path.Base(name) != "metrics.csv" {
		return
	}
	for {
		row, err := r.Read()
		if err == io.EOF {
			return
		} else if err != nil {
			t.Fatal(name, err)
		}
		h.line(func(column string) string { return row[slices.Index(head, column)] })
	}
}

// readParquet reads a file of figures.
func readParquet(t testing.TB, name string, data []byte, h *haul) {
	if path.Base(name) != "metrics.parquet" {
		return
	}
	eachParquetRow(t, name, data, h.line)
}

// row reads one line of a table of figures, by the names of the workbook's columns.
// readFigures reads what the next publication is compared with.
func readFigures(t testing.TB, name string, data []byte, h *haul) {
	text, err := unzip(data)
	if err != nil {
		t.Fatal(name, err)
	}
	all, err := ledger.ParseFigures(name, text)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		for _, m := range s.Months {
			for _, f := range m.Figures {
				h.row(spot{s.Metric, string(s.Level), s.Subject, m.Month}, cellsOf(f))
			}
		}
	}
}

// cellsOf are the cells of a figure's row in the table of metrics, those that it has.
func cellsOf(f ledger.Figure) func(string) string {
	number := func(x float64) string {
		if math.IsNaN(x) {
			return ""
		}
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	cells := map[string]string{"Stat": f.Stat, "Category": f.Category, "Absence": f.Absence, "As on the site": f.Text(), "Low": number(f.Low), "High": number(f.High)}
	if f.Absence == "" || f.N > 0 {
		cells["N"] = strconv.Itoa(f.N)
	}
	if f.Unit == "seconds" {
		cells["Value"], cells["Seconds"] = number(f.Value/86400), number(f.Value)
	} else {
		cells["Value"] = number(f.Value)
	}
	if f.Unit == "share" && f.Absence == "" {
		cells["Part"] = strconv.Itoa(f.Part)
	}
	return func(head string) string { return cells[head] }
}

func (h *haul) row(at spot, cell func(string) string) {
	stat := cell("Stat")
	if category := cell("Category"); category != "" {
		stat += " " + category
	}
	if cell("Absence") == metric.Withheld.Code() {
		for _, head := range []string{"Value", "Low", "High", "Seconds", "N", "Part"} {
			if cell(head) != "" {
				h.problems = append(h.problems, fmt.Sprintf("%v is withheld with %s %s", at, head, cell(head)))
			}
		}
	}
	at = system(at, stat)
	n, value := additive(stat)
	if text := cell("N"); text != "" && n != "" {
		h.learn(at, n, whole(text))
	}
	if text := cell("Part"); text != "" {
		h.learn(at, partOfStat(stat), whole(text))
	}
	number, err := strconv.ParseFloat(cell("Value"), 64)
	switch {
	case err == nil && value != "" && number == math.Trunc(number):
		h.learn(at, value, new(big.Rat).SetFloat64(number))
	case err == nil && stat == "cost":
		h.learn(at, "cost", whole(cell("Seconds")))
	case err == nil && stat == "mean" && cell("Running") != "yes":
		h.learn(at, "area", h.area(at.month, number))
	}
	h.figure(at, stat, cell("As on the site"), cell("Reason"))
}

// area is what a mean over a month's time is the quotient of: whole item-seconds.
func (h *haul) area(month string, mean float64) *big.Rat {
	start, _ := time.ParseInLocation("2006-01", month, h.zone)
	return new(big.Rat).SetFloat64(math.Round(mean * start.AddDate(0, 1, 0).Sub(start).Seconds()))
}

// each calls see for every element of a name, in the order of the page.
func each(n *html.Node, name string, see func(*html.Node)) {
	if n.Type == html.ElementNode && n.Data == name {
		see(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		each(c, name, see)
	}
}

func all(n *html.Node, name string) (list []*html.Node) {
	each(n, name, func(found *html.Node) { list = append(list, found) })
	return list
}

func first(n *html.Node, name string) *html.Node {
	for _, found := range all(n, name) {
		return found
	}
	return nil
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func nodeText(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(nodeText(c))
	}
	return b.String()
}

// textAndSmall is a figure's text and what stands behind it in small print.
func textAndSmall(n *html.Node) (value, behind string) {
	small := first(n, "small")
	if small == nil {
		return nodeText(n), ""
	}
	behind = nodeText(small)
	return strings.TrimSuffix(strings.TrimSpace(nodeText(n)), behind), behind
}
