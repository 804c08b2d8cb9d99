package chart

import (
	"encoding/json"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

var (
	symbols   = [maxSeries]string{"circle", "rect", "triangle", "diamond"}
	lineTypes = [maxSeries]string{"solid", "dashed", "dotted", "dashed"}
)

func colour(i int) string { return "~color:" + strconv.Itoa(i+1) }

// lines adds one series for each stretch between breaks, under one name, so that no line
// is drawn over a break.
func (o *options) lines() {
	for si := range o.f.Series {
		for from := 0; from < len(o.f.Months); {
			to := from + 1
			for to < len(o.f.Months) && !o.marks.breaks(o.f.Months[to]) {
				to++
			}
			o.stretch(si, from, to)
			from = to
		}
	}
}

func (o *options) stretch(si, from, to int) {
	s := &o.f.Series[si]
	data := make([]any, len(o.f.Months)) // nil is a gap
	for i := from; i < to; i++ {
		data[i] = o.item(si, &s.Points[i])
	}
	o.add(charts.SingleSeries{
		Name: s.Name, Type: types.ChartLine, Data: data, Symbol: symbols[si],
		ItemStyle: &opts.ItemStyle{Color: colour(si)},
		LineStyle: &opts.LineStyle{Color: colour(si), Width: 2, Type: lineTypes[si]},
	})
}

// item is a point of a line or a bar: its value alone, unless it has a style of its own, which
// go-echarts' types cannot leave out. A point without a value is nil.
func (o *options) item(si int, p *Point) any {
	switch {
	case !p.State.Shown():
		return nil
	case p.State == Provisional:
		return styled{o.value(p.Value), hollow(si)}
	}
	return o.value(p.Value)
}

// styled is a value with the style of one point.
type styled struct {
	Value     json.Number     `json:"value"`
	ItemStyle *opts.ItemStyle `json:"itemStyle"`
}

func hollow(si int) *opts.ItemStyle {
	return &opts.ItemStyle{Color: "~color:paper", BorderColor: colour(si), BorderWidth: 2}
}

func (o *options) stacks() {
	for si := range o.f.Series {
		data := make([]any, len(o.f.Months))
		for i := range data {
			data[i] = o.item(si, &o.f.Series[si].Points[i])
		}
		o.add(charts.SingleSeries{
			Name: o.f.Series[si].Name, Type: types.ChartBar, Data: data, Stack: "all", BarGap: "0%", BarCategoryGap: "24%",
			ItemStyle: &opts.ItemStyle{Color: colour(si)},
		})
	}
}

// intervals adds a custom series for each series that has some: month, low, high and, where any
// goes on beyond the axis, whether it does.
func (o *options) intervals() {
	cut := false
	for si := range o.f.Series {
		if !o.f.whiskered(si) {
			continue
		}
		var data [][]any
		beyond := false
		for i := range o.f.Months {
			if p := &o.f.Series[si].Points[i]; p.State.Shown() && p.hasInterval() {
				beyond = beyond || p.High > o.s.high
				data = append(data, []any{i, o.value(p.Low), o.value(min(p.High, o.s.high)), bit(p.High > o.s.high)})
			}
		}
		if len(data) == 0 {
			continue
		}
		for i := range data {
			if !beyond {
				data[i] = data[i][:3]
			}
		}
		cut = cut || beyond
		o.icon(drawnInterval(o.f), "path://M0 0h2v20h-2z")
		o.add(charts.SingleSeries{Name: drawnInterval(o.f), Type: types.ChartCustom, RenderItem: "~draw:interval", Data: data, ItemStyle: &opts.ItemStyle{Color: colour(si)}})
	}
	if cut {
		o.legendOnly("interval goes on", "path://M4 0l5 6h-4v14h-2v-14h-4z", "")
	}
}

// bit is a truth value as a number, which is all that custom series can hold.
func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// legendOnly adds a series without data, so that the legend explains a sign.
func (o *options) legendOnly(name, icon, border string) {
	style := &opts.ItemStyle{Color: "~color:muted"}
	if border != "" {
		style = &opts.ItemStyle{Color: "~color:paper", BorderColor: border, BorderWidth: 2}
	}
	o.icon(name, icon)
	o.add(charts.SingleSeries{Name: name, Type: types.ChartScatter, Data: []int{}, ItemStyle: style})
}

// limits adds centre lines and limits over their own months.
func (o *options) limits() {
	first, last := 0, len(o.f.Months)-1
	for _, l := range o.f.Limits {
		from, to := max(first, int(l.From-o.f.Months[0])), min(last, int(l.To-o.f.Months[0]))
		if to < from {
			continue
		}
		o.span("centre line", solid, from, to, l.Centre)
		name, dash := "process limits", dashed
		if l.Trial {
			name, dash = "trial limits", dotted
		}
		for _, v := range [...]float64{l.Lower, l.Upper} {
			if finite(v) && v >= o.s.low {
				o.span(name, dash, from, to, v)
			}
		}
	}
}

// The dashes of a span, and their icons in the legend.
const (
	solid = iota
	dashed
	dotted
)

var spanIcons = [...]string{
	solid:  "path://M0 0h24v2h-24z",
	dashed: "path://M0 0h7v2h-7zM9 0h7v2h-7zM18 0h7v2h-7z",
	dotted: "path://M0 0h2v2h-2zM6 0h2v2h-2zM12 0h2v2h-2zM18 0h2v2h-2z",
}

// span adds a level line over the columns from…to, both included: column, value, last
// column, dash.
func (o *options) span(name string, dash, from, to int, v float64) {
	o.icon(name, spanIcons[dash])
	o.add(charts.SingleSeries{
		Name: name, Type: types.ChartCustom, RenderItem: "~draw:span", ItemStyle: &opts.ItemStyle{Color: "~color:muted"},
		Data: [][]any{{from, o.value(v), to, dash}},
	})
}

// signals rings values beyond normal variation.
func (o *options) signals() {
	var data [][]any
	for si := range o.f.Series {
		for i := range o.f.Months {
			if p := &o.f.Series[si].Points[i]; p.Signal && p.State.Shown() && o.f.Kind != Stacked {
				data = append(data, []any{i, o.value(p.Value)})
			}
		}
	}
	if len(data) > 0 {
		o.add(charts.SingleSeries{
			Name: "beyond normal variation", Type: types.ChartScatter, Data: data, SymbolSize: 17,
			ItemStyle: &opts.ItemStyle{Color: "transparent", BorderColor: "~color:ink", BorderWidth: 1.5},
		})
	}
}

// flags adds one custom series for events and breaks: month, height of the plot, whether it
// is a break, the letter's number.
func (o *options) flags() {
	var data [][]any
	broken := false
	for i := range o.marks.list {
		m := &o.marks.list[i]
		data = append(data, []any{int(m.at - o.f.Months[0]), o.value(o.s.high), bit(m.isBreak), m.number})
		broken = broken || m.isBreak
	}
	if broken {
		o.legendOnly(breakName, "path://M11 0h2v7h-2zM11 9h2v7h-2z", "")
	}
	if len(data) > 0 {
		o.add(charts.SingleSeries{Type: types.ChartCustom, RenderItem: "~draw:flag", Data: data, ItemStyle: &opts.ItemStyle{Color: "~color:muted"}})
	}
}

// The marks of absent values as filled outlines: dash, hollow triangle, cross, slash.
var absentIcons = [NotApplicable + 1]string{
	NoData:        "path://M0 6h14v2h-14z",
	TooFew:        "path://M0 0h16l-8 14zM4 2.4l4 7 4-7z",
	Withheld:      "path://M0 1l1-1 5 5 5-5 1 1-5 5 5 5-1 1-5-5-5 5-1-1 5-5z",
	NotApplicable: "path://M0 13L9 0h2L2 13z",
}

var markSizes = [NotApplicable + 1][2]int{NoData: {9, 2}, TooFew: {9, 8}, Withheld: {8, 8}, NotApplicable: {6, 8}}

// marked is a series of marks out of the plot, which go-echarts' own type cannot be.
type marked struct {
	charts.SingleSeries
	SymbolOffset [2]int `json:"symbolOffset"`
	SymbolSize   [2]int `json:"symbolSize"`
}

// absences adds the marks below the plot that say why a month has no value, one series for
// each reason and row, in the same rows as on the static drawing.
func (o *options) absences() {
	st := newStrips(o.f, false)
	for _, state := range [...]State{NoData, TooFew, Withheld, NotApplicable} {
		row := 0
		for si := range o.f.Series {
			if !lacks(&o.f.Series[si]) || row > 0 && !st.each {
				continue
			}
			if data := o.lacking(si, state); len(data) > 0 {
				o.icon(state.String(), "")
				o.apart = append(o.apart, marked{charts.SingleSeries{Name: state.String(), Type: types.ChartScatter, Symbol: absentIcons[state], Data: data,
					ItemStyle: &opts.ItemStyle{Color: "~color:muted"}}, [2]int{0, 13 + row*stripRow}, markSizes[state]})
			}
			row++
		}
	}
}

// lacking are the months without a value for one reason, at the foot of the plot.
func (o *options) lacking(si int, state State) (data [][]any) {
	for i := range o.f.Months {
		if o.f.Series[si].Points[i].State == state {
			data = append(data, []any{i, o.value(o.s.low)})
		}
	}
	return data
}

// provisional explains hollow points in the legend.
func (o *options) provisional() {
	for si := range o.f.Series {
		for i := range o.f.Months {
			if o.f.Series[si].Points[i].State == Provisional {
				o.legendOnly(Provisional.String(), "", "~color:muted")
				return
			}
		}
	}
}
