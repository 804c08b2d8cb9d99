package chart

import (
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

var (
	symbols   = [maxSeries]string{"circle", "rect", "triangle", "diamond"}
	lineTypes = [maxSeries]string{"solid", "dashed", "dotted", "dashed"}
)

func colour(i int) string { return "@color:" + strconv.Itoa(i+1) }

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
	data := make([]lineItem, len(o.f.Months))
	for i := from; i < to; i++ {
		p := &s.Points[i]
		if !p.State.Shown() {
			continue
		}
		data[i].Value = o.value(p.Value)
		if p.State == Provisional {
			data[i].ItemStyle = hollow(si)
		}
	}
	o.add(charts.SingleSeries{
		Name: s.Name, Type: types.ChartLine, Data: data, Symbol: symbols[si], SymbolSize: 9, ShowSymbol: opts.Bool(true),
		ItemStyle: &opts.ItemStyle{Color: colour(si)},
		LineStyle: &opts.LineStyle{Color: colour(si), Width: 2, Type: lineTypes[si]},
	})
}

// lineItem is LineData with the style of one point, which go-echarts' own type lacks.
type lineItem struct {
	opts.LineData
	ItemStyle *opts.ItemStyle `json:"itemStyle,omitempty"`
}

func hollow(si int) *opts.ItemStyle {
	return &opts.ItemStyle{Color: "@color:paper", BorderColor: colour(si), BorderWidth: 2}
}

func (o *options) bars() {
	stack := ""
	if o.f.Kind == Stacked {
		stack = "all"
	}
	for si := range o.f.Series {
		data := make([]opts.BarData, len(o.f.Months))
		for i := range data {
			p := &o.f.Series[si].Points[i]
			if !p.State.Shown() {
				continue
			}
			data[i] = opts.BarData{Value: o.value(p.Value)}
			if p.State == Provisional {
				data[i].ItemStyle = hollow(si)
			}
		}
		o.add(charts.SingleSeries{
			Name: o.f.Series[si].Name, Type: types.ChartBar, Data: data, Stack: stack, BarGap: "0%", BarCategoryGap: "24%",
			ItemStyle: &opts.ItemStyle{Color: colour(si)},
		})
	}
}

func (o *options) scatter() {
	data := make([]opts.ScatterData, len(o.f.Dots))
	for i, d := range o.f.Dots {
		data[i] = opts.ScatterData{Value: []any{d.Column, o.value(d.Value)}}
	}
	o.add(charts.SingleSeries{Type: types.ChartScatter, Data: data, SymbolSize: 9, ItemStyle: &opts.ItemStyle{Color: colour(0), Opacity: opts.Float(0.75)}})
}

// intervals adds a custom series for each series that has some: month, low, high and the
// place among the bars of a month (0 of 1 on lines).
func (o *options) intervals() {
	if o.f.Kind == Stacked {
		return
	}
	for si := range o.f.Series {
		place, of := 0, 1
		if o.f.Kind == Bars {
			place, of = si, len(o.f.Series)
		}
		var data []opts.CustomData
		for i := range o.f.Months {
			if p := &o.f.Series[si].Points[i]; p.State.Shown() && p.hasInterval() {
				data = append(data, opts.CustomData{Value: []any{i, o.value(p.Low), o.value(min(p.High, o.s.high)), place, of}})
			}
		}
		if len(data) == 0 {
			continue
		}
		style := &opts.ItemStyle{Color: colour(si)}
		if o.f.Kind == Bars {
			style.Color = "@color:ink"
		}
		o.add(charts.SingleSeries{Name: intervalName(o.f), Type: types.ChartCustom, RenderItem: "@draw:interval", Data: data, ItemStyle: style})
	}
}

// limits adds centre lines and limits as stepped lines over their own months.
func (o *options) limits() {
	for _, l := range o.f.Limits {
		o.level("centre line", "solid", l, l.Centre)
		name, dash := "process limits", "dashed"
		if l.Trial {
			name, dash = "trial limits", "dotted"
		}
		for _, v := range [...]float64{l.Lower, l.Upper} {
			if finite(v) && v >= o.s.low {
				o.level(name, dash, l, v)
			}
		}
	}
}

func (o *options) level(name, dash string, l Limits, v float64) {
	data := make([]opts.LineData, len(o.f.Months))
	for i, m := range o.f.Months {
		if m >= l.From && m <= l.To {
			data[i] = opts.LineData{Value: o.value(v)}
		}
	}
	o.add(charts.SingleSeries{
		Name: name, Type: types.ChartLine, Data: data, Symbol: "none", Step: "middle",
		ItemStyle: &opts.ItemStyle{Color: "@color:muted"},
		LineStyle: &opts.LineStyle{Color: "@color:muted", Width: 1.5, Type: dash},
	})
}

// signals rings values beyond normal variation.
func (o *options) signals() {
	var data []opts.ScatterData
	for si := range o.f.Series {
		for i := range o.f.Months {
			if p := &o.f.Series[si].Points[i]; p.Signal && p.State.Shown() && o.f.Kind != Stacked {
				data = append(data, opts.ScatterData{Value: []any{i, o.value(p.Value)}})
			}
		}
	}
	if len(data) > 0 {
		o.add(charts.SingleSeries{
			Name: "beyond normal variation", Type: types.ChartScatter, Data: data, SymbolSize: 17,
			ItemStyle: &opts.ItemStyle{Color: "transparent", BorderColor: "@color:ink", BorderWidth: 1.5},
		})
	}
}

// flags adds one custom series for events and breaks: month, whether it is a break, number.
func (o *options) flags() {
	var data []opts.CustomData
	for i := range o.marks.list {
		m := &o.marks.list[i]
		if i > 0 && m.number == o.marks.list[i-1].number {
			continue
		}
		breaks := 0
		if m.isBreak {
			breaks = 1
		}
		data = append(data, opts.CustomData{Value: []any{int(m.At - o.f.Months[0]), o.value(o.s.high), breaks, m.number}})
	}
	if len(data) > 0 {
		o.add(charts.SingleSeries{Type: types.ChartCustom, RenderItem: "@draw:flag", Data: data, ItemStyle: &opts.ItemStyle{Color: "@color:muted"}})
	}
}

// levels adds reference lines as lines over all columns, named in the legend.
func (o *options) levels() {
	for _, l := range o.f.Levels {
		data := make([]opts.LineData, max(len(o.f.Months), len(o.f.Columns), 1))
		for i := range data {
			data[i] = opts.LineData{Value: o.value(l.Value)}
		}
		o.add(charts.SingleSeries{
			Name: l.Name, Type: types.ChartLine, Data: data, Symbol: "none",
			ItemStyle: &opts.ItemStyle{Color: "@color:muted"},
			LineStyle: &opts.LineStyle{Color: "@color:muted", Width: 1.5, Type: "dashed"},
		})
	}
}
