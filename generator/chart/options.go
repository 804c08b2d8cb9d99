package chart

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Options builds the ECharts options of a figure of months as JSON for a block of type
// application/json: data only, no function, no style, "<" escaped. Three kinds of strings have
// a meaning in assets/charts.js, and only under the keys formatter, renderItem, color and borderColor,
// which text from outside never reaches:
//
//	~fmt:days    a number format of the y axis (count, rate, percent, days, hours, minutes, seconds)
//	~draw:…      how a custom series is drawn (interval, span, flag)
//	~color:1     a colour of the stylesheet (1…6, muted, ink, paper)
//
// The tooltip is a row of the data table in the page, so hovering tells nothing that the table
// does not, and the options do not repeat it. What is the same on every chart is in the script
// once. Values are in the axis' unit (days, not seconds).
// It is nil where there is nothing to explore: of a figure without any value, whose drawing says
// so and stays, and of the kinds without months, whose values can be read from the drawing.
// The error lists everything that makes f impossible to draw.
func Options(f Figure) ([]byte, error) {
	if err := check(&f); err != nil {
		return nil, err
	}
	if shown(&f) == 0 || f.Kind.timed() || f.Kind == Dots {
		return nil, nil
	}
	o := newOptions(&f)
	if f.Kind == Stacked {
		o.stacks()
	} else {
		o.lines()
	}
	o.intervals()
	o.provisional()
	o.limits()
	o.signals()
	o.absences()
	o.flags()
	return o.marshal()
}

// options is a figure on its way to ECharts.
type options struct {
	f     *Figure
	s     scale
	marks marks
	chart charts.Line // only its frame: series of every type are added to it
	names []entry     // of the legend, each once
	apart []marked    // series that go-echarts' type cannot be
}

// entry is one name in the legend; without an icon it shows the series' own sign.
type entry struct {
	Name string `json:"name"`
	Icon string `json:"icon,omitempty"`
}

func newOptions(f *Figure) *options {
	o := &options{f: f, s: newScale(f), marks: newMarks(f), chart: *charts.NewLine()}
	o.chart.MultiSeries = make(charts.MultiSeries, 0, 4+2*len(f.Series))
	if f.Kind == Stacked && len(f.Series) > 1 {
		o.chart.SetGlobalOptions(charts.WithAriaOpts(&opts.Aria{Enabled: opts.Bool(true), Decal: &opts.AriaDecal{Show: opts.Bool(true)}}))
	}
	return o
}

// add appends a series; its name stands in the legend once, "" never.
func (o *options) add(s charts.SingleSeries) {
	s.Name = inert(s.Name)
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
	m["legend"] = map[string]any{"show": len(o.names) > 1, "data": o.names}
	m["series"] = o.series()
	m["xAxis"] = o.xAxis()
	m["yAxis"] = o.yAxis()
	for _, same := range []string{"animation", "color", "grid", "title", "toolbox", "tooltip"} {
		delete(m, same) // the script has it
	}
	out, err := json.Marshal(m)
	if err != nil {
		return nil, errors.New("chart " + strconv.Quote(o.f.ID) + ": " + err.Error())
	}
	return out, nil
}

func (o *options) series() (all []any) {
	for i := range o.chart.MultiSeries {
		all = append(all, &o.chart.MultiSeries[i])
	}
	for i := range o.apart {
		all = append(all, &o.apart[i])
	}
	return all
}

// xAxis has its names below the strip of absences.
func (o *options) xAxis() any {
	names := make([]string, len(o.f.Months))
	for i, m := range o.f.Months {
		names[i] = m.Short()
	}
	return []any{map[string]any{"type": "category", "data": names, "axisLabel": map[string]any{"margin": 8 + stripRow*newStrips(o.f, false).rows}}}
}

// yAxis has the same ends and steps as the static drawing.
func (o *options) yAxis() map[string]any {
	name := inert(o.f.Axis)
	if o.s.name != "" && name != "" {
		name += ", "
	}
	return map[string]any{
		"type": "value", "name": name + o.s.name, "min": o.value(o.s.low), "max": o.value(o.s.high), "interval": o.value(o.s.step),
		"axisLabel": map[string]any{"formatter": "~fmt:" + o.format()},
	}
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

// drawnFigures is how many significant figures a drawn value has: what a third leaves out is
// half a pixel of a plot of 200, as on the static drawing, and these numbers are most of
// what the options weigh.
const drawnFigures = 3

// value is v in the axis' unit, for drawing; what is read stands in the table.
func (o *options) value(v float64) json.Number {
	if v == 0 {
		return "0"
	}
	return json.Number(strconv.FormatFloat(v/o.s.per, 'g', drawnFigures, 64))
}

// inert makes text from outside mean nothing to charts.js, to go-echarts and to rich
// text: a word joiner, which is not seen, breaks "~fmt:", "__f__" and "{style|".
func inert(s string) string {
	s = clean(s)
	if strings.HasPrefix(strings.TrimLeft(s, isolate), "~") {
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
