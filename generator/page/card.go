package page

import (
	"html/template"
	"slices"

	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// Card is one metric of one subject as a month's page shows it. Its type parameter keeps
// a card of one level out of another level's page. All its words are made beforehand:
// a template pays dearly for every call, and there are many cards.
type Card[L level.Level] struct {
	_       [0]L // as of a metric.Result: it keeps the levels apart
	Counter []Counter[L]

	ID       string // anchor on the page
	Title    string
	Question string
	Address  string // the definition's page, relative to the site's root
	Root     string
	Headline Figure
	Others   []Figure // figures of the whole after the headline; of a counted metric all figures
	Parts    []Parts  // figures of parts of the whole, and answers by question
	Counted  bool     // shows numbers of services in each state
	Glance   string   // the figure in the table at a glance
	Beside   string   // n and interval in that table; the reason of an absence is on the card
	Range    string   // the usual range in that table; "" if none
	State    string   // the state in a few words
	Verdict  string   // why the month is not judged; "" where the chart's title, or the figure's absence, says all
	Judged   bool     // the chart's title says how
	Change   string   // the newest six months against the twelve before; "" if not compared
	Unusual  bool     // beyond the usual range
	Side     string   // of the two columns of a wide screen; see arrange
	Told     bool     // its chart is printed, because it is unusual or a sentence speaks of it
	Chart    Chart
	Shape    Shape    // how the values of the month lie; zero where that is not shown
	Decided  []string // what the review of the month before decided about it, as people wrote it
	Undrawn  string   // why there is no chart; "" if there is one, or Verdict says so
	Trace    Trace    // how the figures were made
	Bare     bool     // there is nothing but the reason why there is nothing

	Further []Chart       // charts of the metric's parts, after Chart
	Spark   template.HTML // the last twelve months in the table at a glance; "" where there is no line of them
}

// Figure is a figure in words.
type Figure struct {
	Name   string
	Text   string
	Behind string // n and interval, or the reason for its absence; "" where Text says all
	Absent bool
	Anchor string // its id on the page; "" for none

	none       bool // it says that there is nothing of a part
	stat, part string
}

// Counter is a metric that the card's metric must be read with.
type Counter[L level.Level] struct {
	_      [0]L
	Here   bool // the page shows it
	Metric Link // the definition
	Anchor string
	Text   string // its figure in words, or why the page does not show it
}

// newCard builds the card of a series for one month; the chart ends with that month, or
// with the newest, still running one where the month is the latest complete one.
func newCard[L level.Level](b *book, root string, s metric.Series[L], shown map[string]*metric.Series[L], notes []NoteMonth, m period.Month) *Card[L] {
	d := s.Definition()
	result, _ := s.At(m)
	first := headline(result)
	card := &Card[L]{
		ID: d.ID, Title: d.Title, Question: d.Question, Root: root, Address: b.address(d.ID),
		Counter: counters(b, d, shown, m), Counted: s.Policy() == metric.Counted,
		Headline: Figure{Name: statName(first.Stat), Text: first.Text(), Behind: behind(first), Absent: first.Absence != metric.Present, stat: first.Stat, part: first.Category},
		Others:   others(s, result), Glance: first.Text(),
		State: stateWords(s, result), Verdict: unjudged(s, result, m), Judged: judged(s, result),
	}
	change := s.Change(m)
	card.Change, card.State = changeSentence(change), card.State+changeWords(change)
	if card.Headline.Absent && change.Absence != metric.Present {
		card.Change = "" // that there is too little of it is said already
	}
	card.Unusual = result.State() == metric.UnusualHigh || result.State() == metric.UnusualLow
	card.Spark = spark(s, m, notes)
	card.Range = usualRange(s, m, card.Judged)
	if card.Counted {
		card.Glance = countedText(result)
	} else {
		card.Parts = append(partsOf(d, unlabelled(s, result.Figures())), answerTables(distributions(s, result))...)
	}
	card.Parts = slices.DeleteFunc(card.Parts, func(p Parts) bool { return p.repeats(card.Headline) })
	if !card.Counted && !card.Headline.Absent {
		card.Beside = card.Headline.Behind
	}
	card.picture(b, s, notes, m)
	card.further(s, m, m == b.site.Latest)
	card.shape(s, m)
	card.anchors(b)
	card.trace(b, s, m)
	card.whole()
	card.Bare = card.Headline.Absent && !card.Chart.Is() && len(card.Parts) == 0 && (card.Counted || len(card.Others) == 0)
	return card
}

// picture draws the months, or their table alone where a line through them would mislead:
// what is not a reading of its own a month must not look like one.
func (c *Card[L]) picture(b *book, s metric.Series[L], notes []NoteMonth, m period.Month) {
	newest := m == b.site.Latest
	result, _ := s.At(m)
	f := figure(s, m, newest, message(s, result, m), notes)
	if c.Judged {
		f.Subtitle += "; " + behindLimits(s, m)
	}
	switch {
	case figureUnit(s) == unit.Direction: // a row of directions would be read as the level itself
	case s.Unjudged() != "":
		c.Chart = tabled(f)
	default:
		c.Chart = draw(f, newest)
		if !c.Chart.Pictured() {
			c.Undrawn = "No month up to this one has a value, so there is no chart. It appears with the first."
		}
		c.Chart.Notes, c.Chart.Unusual = lettersText(notes), c.Unusual
	}
	c.Chart.Name = c.Title
}

// judged reports whether a month lies within or outside its usual range.
func judged[L level.Level](s metric.Series[L], r metric.Result[L]) bool {
	return s.Policy() != metric.Counted && s.Unjudged() == "" && headline(r).Absence == metric.Present && r.State() != metric.NotJudged
}

// headline is the first figure of a month, or one that says that the month is missing.
func headline[L level.Level](r metric.Result[L]) metric.Figure {
	if figures := r.Figures(); len(figures) > 0 {
		return figures[0]
	}
	return metric.Figure{Absence: metric.NoData, Reason: "nothing is recorded for this month"}
}

// others are the figures after the headline, without those that would say nothing more: no
// rows left out, and the same absence once again. A counted series has no headline: all of
// its figures are numbers of services.
func others[L level.Level](s metric.Series[L], r metric.Result[L]) []Figure {
	figures := r.Figures()
	_, sum := sumOf(figures)
	if s.Policy() == metric.Counted {
		figures = append(ordered(figures), changedFigures(figures)...)
	} else if len(figures) > 0 {
		figures = figures[1:]
	}
	var list []Figure
	before := metric.Figure{}
	for _, f := range figures {
		if f.Category != "" {
			continue // among the parts
		}
		repeated := f.Absence != metric.Present && (f.Absence == headline(r).Absence || divides(s) && f.Absence == before.Absence && f.Reason == before.Reason)
		before = f
		if repeated || s.Label(f.Stat) != "" || f.Stat == "negative" && f.Value == 0 || sum && isOfSum(f.Stat) || repeatsN(f, headline(r)) {
			continue
		}
		one := Figure{Name: nameIn(s.Definition(), f.Stat), Text: f.Text(), Behind: behindOther(f), Absent: f.Absence != metric.Present, stat: f.Stat}
		if first := headline(r); first.Absence == metric.Present && one.Behind == "n = "+unit.Grouped(int64(first.N)) {
			one.Behind = "" // the n that stands beside the headline
		}
		list = append(list, one)
	}
	return list
}

// repeatsN reports whether a figure is the number that the headline has beside it.
func repeatsN(f, headline metric.Figure) bool {
	switch {
	case f.Absence != metric.Present || headline.Absence != metric.Present:
		return false
	case f.Stat == "respondents":
		return f.Value == float64(headline.Part)
	default:
		return (f.Stat == "events" || f.Stat == "items") && f.Value == float64(headline.N)
	}
}

// counters finds the metrics that d must be read with among those that the page shows.
func counters[L level.Level](b *book, d *metric.Definition, shown map[string]*metric.Series[L], m period.Month) []Counter[L] {
	var list []Counter[L]
	for _, id := range d.Counter {
		s := shown[id]
		c := Counter[L]{Here: s != nil, Metric: b.metricLink(id), Anchor: id}
		if s == nil {
			c.Text = b.whyAbsent(id, level.NameOf[L]())
		} else if r, _ := s.At(m); s.Policy() == metric.Counted {
			c.Text = countedText(r)
		} else {
			c.Text = headline(r).Text()
		}
		list = append(list, c)
	}
	return list
}
