package page

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"

	"leadline/generator/fact"
	"leadline/generator/ledger"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// restatementsPath is the address of the log of figures that changed after they were final.
const restatementsPath = "restatements/index.html"

// Status says from when a month's figures are final.
type Status struct {
	Text string // "provisional until", "final since"
	Date Date
}

// statusOf is nil for a month that is still running, and where nothing is known.
func (b *book) statusOf(m period.Month) *Status {
	closing := b.site.Closing
	if m == 0 || closing.AsOf.IsZero() {
		return nil
	}
	s := &Status{Date: dateOf(closing.From(m))}
	switch closing.Status(m) {
	case ledger.Final:
		s.Text = "final since"
	case ledger.Provisional:
		s.Text = "provisional until"
	default:
		return nil
	}
	return s
}

// Restatements is the page of the log.
type Restatements struct {
	Frame
	Lag      int    // days until a month is final
	Log      string // path of the log for programs; "" when there is none
	Count    int
	Rows     []Restated // the newest; all are in the files
	Material int
}

// Restated is a row of the log in words.
type Restated struct {
	Published   Date
	Run         string
	Unit        Link // without Href: the portfolio, or a unit that is not on the site any more
	Level       string
	Metric      Link
	Stat        string
	Category    string
	Month       string
	Hidden      bool
	Before, Now string
	Class       string
	Cause       string
	Sentences   []string // months in which a sentence changed
}

// maxRestated is how many rows the page shows: an improvement may change every figure.
const maxRestated = 500

// restatements writes the page of the log, the newest run first.
func (b *book) restatements(buf *bytes.Buffer) error {
	r := Restatements{Frame: b.frame(restatementsPath, dataPath, "Restatements", "Every figure that was published as final and changed afterwards.",
		Link{Text: "Data quality", Href: dataPath}), Lag: b.site.Closing.Lag}
	if b.site.Run != "" {
		r.Log = ledger.LogFile
	}
	for row := range b.newestFirst {
		if r.Count++; row.Material() {
			r.Material++
		}
		if len(r.Rows) < maxRestated {
			r.Rows = append(r.Rows, b.restated(row))
		}
	}
	return b.write(buf, restatementsPath, "restatements", r)
}

// newestFirst are the rows of the log that pages may show: those of the newest run first,
// within a run in the order of the log. A team's page does not show every metric at every
// stage of the playbook, and neither does this one.
func (b *book) newestFirst(yield func(*ledger.Restatement) bool) {
	all := b.site.Restatements
	for end := len(all); end > 0; {
		begin := end - 1
		for begin > 0 && all[begin-1].Run == all[end-1].Run && all[begin-1].AsOf == all[end-1].AsOf {
			begin--
		}
		for i := begin; i < end; i++ {
			if b.shows(&all[i]) && !yield(&all[i]) {
				return
			}
		}
		end = begin
	}
}

func (b *book) shows(r *ledger.Restatement) bool {
	d := b.metrics[r.Metric]
	if r.Level != level.TeamName || d == nil {
		return true
	}
	i := slices.IndexFunc(b.site.Teams, func(s Subject[level.Team]) bool { return s.ID == r.Subject })
	return i < 0 || b.site.Teams[i].Playbook.shows(d)
}

func (b *book) restated(r *ledger.Restatement) Restated {
	m, _ := period.ParseMonth(r.Month)
	out := Restated{Published: parseDate(r.AsOf), Run: ledger.ShortRun(r.Run), Unit: b.unitLink(r.Level, r.Subject), Level: string(r.Level), Metric: b.metricLink(r.Metric),
		Stat: statName(r.New.Stat), Category: r.New.Category, Month: m.Long(), Hidden: r.Hidden, Before: r.Old.Text(), Now: r.New.Text(), Class: r.Class, Cause: r.Cause}
	if d := b.metrics[r.Metric]; d != nil {
		out.Stat = nameIn(d, r.New.Stat)
	}
	if !r.Hidden && out.Before == out.Now {
		out.Before, out.Now = closer(r.Old), closer(r.New)
	}
	for _, name := range r.Sentences {
		m, _ := period.ParseMonth(name)
		out.Sentences = append(out.Sentences, m.Long())
	}
	return out
}

// closer is a figure with what stands behind it and all its digits, where rounding would hide
// what changed.
func closer(f ledger.Figure) string {
	m, _ := f.Metric()
	if m.Absence != metric.Present {
		return fmt.Sprintf("%s (n = %d)", f.Text(), f.N)
	}
	text := strconv.FormatFloat(f.Value, 'f', -1, 64)
	if m.Unit == unit.Seconds {
		text += " seconds"
	}
	return fmt.Sprintf("%s (%s; %s)", f.Text(), text, m.Detail())
}

// unitLink is the way to a unit of the log.
func (b *book) unitLink(of level.Name, id string) Link {
	switch of {
	case level.TeamName:
		return linkIn(b.site.Teams, "teams/", id)
	case level.ServiceName:
		return linkIn(b.site.Services, "services/", id)
	default:
		return Link{Text: "Portfolio"}
	}
}

func linkIn[L level.Level](subjects []Subject[L], folder, id string) Link {
	for _, s := range subjects {
		if s.ID == id {
			return Link{Text: display(s.Subject), Href: folder + slugsOf(subjects)[id] + "/index.html"}
		}
	}
	return Link{Text: display(fact.Subject{ID: id})}
}

// paged reports whether a month has a page.
func (b *book) paged(month string) bool {
	return slices.ContainsFunc(b.pages, func(m period.Month) bool { return m.String() == month })
}

// maxTold is how many material restatements the home page tells of.
const maxTold = 5

// material are the restatements of this report and of the one before by which a published
// sentence changed, one for each unit, metric and month; more is whether there are others.
// Months without a page are left to the log: a reader of pages does not meet them, and the
// oldest change by themselves as the history moves on.
func (b *book) material() (rows []Restated, more bool) {
	seen := map[[4]string]bool{}
	for r := range b.newestFirst {
		id := [4]string{string(r.Level), r.Subject, r.Metric, r.Month}
		if !r.Material() || !r.Recent(b.site.Latest) || !b.paged(r.Month) || seen[id] {
			continue
		}
		if seen[id] = true; len(rows) == maxTold {
			return rows, true
		}
		rows = append(rows, b.restated(r))
	}
	return rows, false
}
