package chart

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// Options builds the ECharts options of f as JSON for a block of type application/json:
// data only, no function, no style, "<" escaped. Three kinds of strings have a meaning in
// assets/leadline.js, and only under the keys formatter, renderItem, color and borderColor,
// which text from outside never reaches:
//
//	@fmt:days    a number format of the y axis (count, rate, percent, days, hours, minutes, seconds); @fmt:row the tooltip
//	@draw:…      how a custom series is drawn (interval, span, flag)
//	@color:1     a colour of the stylesheet (1…6, muted, ink, paper)
//
// The tooltip is a row of the data table in the page, so hovering tells nothing that the table
// does not, and the options do not repeat it. Values are in the axis' unit (days, not seconds).
// A figure without any value gives null: its static drawing says so and stays.
// The error lists everything that makes f impossible to draw.
func Options(f Figure) ([]byte, error) {
	if err := check(&f); err != nil {
		return nil, err
	}
	if shown(&f) == 0 {
		return []byte("null"), nil
	}
	o := newOptions(&f)
	switch f.Kind {
	case Dots:
		o.scatter()
	case Bars, Stacked:
		o.bars()
	default:
		o.lines()
	}
	if f.Kind != Dots {
		o.intervals()
		o.provisional()
		o.limits()
		o.signals()
		o.absences()
		o.flags()
	}
	o.levels()
	return o.marshal()
}

// options is a figure on its way to ECharts.
type options struct {
	f     *Figure
	s     scale
	marks marks
	chart charts.Line            // only its frame: series of every type are added to it
	names []entry                // of the legend, each once
	adapt func(m map[string]any) // what a kind changes of the whole; nil for nothing
}

// entry is one name in the legend; without an icon it shows the series' own sign.
type entry struct {
	Name string `json:"name"`
	Icon string `json:"icon,omitempty"`
}

func newOptions(f *Figure) *options {
	o := &options{f: f, s: newScale(f), marks: newMarks(f), chart: *charts.NewLine()}
	o.chart.MultiSeries = make(charts.MultiSeries, 0, 4+2*len(f.Series))
	trigger := "axis"
	if f.Kind == Dots {
		trigger = "item"
	}
	o.chart.SetGlobalOptions(
		charts.WithAnimation(false),
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(true), Trigger: trigger, Formatter: types.FuncStr("@fmt:row")}),
		charts.WithGridOpts(opts.Grid{Left: "56", Right: "24", Top: "76", Bottom: "32"}),
		charts.WithXAxisOpts(opts.XAxis{Type: "category", AxisLabel: &opts.AxisLabel{Margin: float64(8 + stripRow*newStrips(f, false).rows)}}),
	)
	if (f.Kind == Bars || f.Kind == Stacked) && len(f.Series) > 1 {
		o.chart.SetGlobalOptions(charts.WithAriaOpts(&opts.Aria{Enabled: opts.Bool(true), Decal: &opts.AriaDecal{Show: opts.Bool(true)}}))
	}
	o.chart.SetXAxis(o.columnNames())
	return o
}

func (o *options) columnNames() []string {
	var names []string
	for _, m := range o.f.Months {
		names = append(names, m.Short())
	}
	if o.f.Kind == Dots {
		for _, c := range o.f.Columns {
			names = append(names, inert(c))
		}
		if len(names) == 0 {
			names = []string{""}
		}
	}
	return names
}

// add appends a series; its name stands in the legend once, "" never.
func (o *options) add(s charts.SingleSeries) {
	s.Name = inert(s.Name)
	s.Animation = opts.Bool(false)
	o.icon(s.Name, "")
	o.chart.MultiSeries = append(o.chart.MultiSeries, s)
}

// icon puts a name into the legend unless it is there.
func (o *options) icon(name, icon string) {
	name = inert(name)
	if name != "" && !slices.ContainsFunc(o.names, func(e entry) bool { return e.Name == name }) {
		o.names = append(o.names, entry{name, icon})
	}
}

// marshal writes the options with the standard encoder, whose error go-echarts' own
// rendering would swallow, after mending what its types cannot say.
func (o *options) marshal() ([]byte, error) {
	o.chart.Validate()
	m := o.chart.JSON()
	m["tooltip"] = map[string]any{
		"show": true, "trigger": o.chart.Tooltip.Trigger, "formatter": o.chart.Tooltip.Formatter, "confine": true,
		"renderMode": "richText", // the default needs style attributes, which the pages' policy forbids
	}
	m["legend"] = map[string]any{"show": len(o.names) > 1, "data": o.names, "top": 0, "left": 0}
	m["yAxis"] = o.yAxis()
	m["useUTC"] = true
	delete(m, "toolbox")
	delete(m, "color")
	if o.adapt != nil {
		o.adapt(m)
	}
	out, err := json.Marshal(m)
	if err != nil {
		return nil, errors.New("chart " + strconv.Quote(o.f.ID) + ": " + err.Error())
	}
	return out, nil
}

// yAxis has the same ends and steps as the static drawing.
func (o *options) yAxis() map[string]any {
	name := inert(o.f.Axis)
	if o.s.name != "" && name != "" {
		name += ", "
	}
	axis := map[string]any{
		"type": "value", "name": name + o.s.name, "min": o.value(o.s.low), "max": o.value(o.s.high),
		"axisLabel": map[string]any{"formatter": "@fmt:" + o.format()},
	}
	if o.s.log {
		axis["type"] = "log"
		axis["name"] = name + o.s.name + " (log scale, does not begin at zero)"
	} else {
		axis["interval"] = o.value(o.s.step)
	}
	return axis
}

func (o *options) format() string {
	switch o.s.name {
	case "":
		return "count"
	case "%":
		return "percent"
	case "per week":
		return "rate"
	}
	return o.s.name
}

// drawnFigures is how many significant figures a drawn value has: the fifth is less than a
// tenth of a pixel of any screen, and these numbers are most of what the options weigh.
const drawnFigures = 5

// value is v in the axis' unit, for drawing; what is read stands in the table.
func (o *options) value(v float64) json.Number {
	if v == 0 {
		return "0"
	}
	return json.Number(strconv.FormatFloat(v/o.s.per, 'g', drawnFigures, 64))
}

// inert makes text from outside mean nothing to leadline.js, to go-echarts and to rich
// text: a word joiner, which is not seen, breaks "@fmt:", "__f__" and "{style|".
func inert(s string) string {
	s = clean(s)
	if strings.HasPrefix(strings.TrimLeft(s, isolate), "@") {
		s = "\u2060" + s
	}
	if strings.Contains(s, "__f__") {
		s = strings.ReplaceAll(s, "__f__", "_\u2060_f_\u2060_")
	}
	if strings.Contains(s, "{") {
		s = strings.ReplaceAll(s, "{", "{\u2060")
	}
	return s
}
