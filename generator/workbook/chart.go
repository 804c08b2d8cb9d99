package workbook

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"leadline/generator/table"
)

// Chart is a native chart beside the small table that it is drawn from: its first column is
// the axis, every other one a part.
type Chart struct {
	table.Table
	Kind  ChartKind
	Title string // one sentence that says what is drawn
	Axis  string // what the vertical axis counts
}

// ChartKind is the form of a chart.
type ChartKind uint8

const (
	Columns ChartKind = iota // parts stacked, a column a month
	Shares                   // parts of a whole, stacked to 100 %
)

// inks are the fills of parts, in the order of the columns: the site's four, then lighter
// ones of the same hues and a grey, each at least 3:1 against its neighbours or divided from
// them by the white line between parts.
var inks = [...]string{ink, "28A197", "801650", "F46A25", "6F8FB8", "94D0CB", "B9A0AE", "A6A6A6"}

// chartWidth and chartHeight are in pixels.
const (
	chartWidth  = 900
	chartHeight = 420
)

// draw puts the chart to the right of its table, where nothing stands below it.
func (c *Chart) draw(w *writer) error {
	if c.Len == 0 || len(c.Columns) < 2 {
		return nil
	}
	at, err := excelize.CoordinatesToCellName(len(c.Columns)+2, 2)
	if err != nil {
		return err
	}
	kind, gap, overlap := excelize.ColStacked, uint(40), 100
	if c.Kind == Shares {
		kind = excelize.ColPercentStacked
	}
	chart := &excelize.Chart{
		Type: kind, Series: c.series(), GapWidth: &gap, Overlap: &overlap, ShowBlanksAs: "gap",
		Format:    excelize.GraphicOptions{AltText: clean(c.Title) + " The numbers are in the table to the left.", Name: "chart_" + c.Name},
		Dimension: excelize.ChartDimension{Width: chartWidth, Height: chartHeight},
		Legend:    excelize.ChartLegend{Position: "right", Font: lettering(10)},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: clean(c.Title), Font: lettering(12)}}},
		XAxis:     excelize.ChartAxis{Font: *lettering(10), NumFmt: excelize.ChartNumFmt{CustomNumFmt: codes[asMonth]}},
		YAxis: excelize.ChartAxis{MajorGridLines: true, Font: *lettering(10),
			Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: clean(c.Axis), Font: lettering(10)}}}},
	}
	return w.file.AddChart(c.Table.Title, at, chart)
}

func lettering(size float64) *excelize.Font {
	return &excelize.Font{Family: family, Size: size, Color: "333333"}
}

func (c *Chart) series() (all []excelize.ChartSeries) {
	letters := columnNames(len(c.Columns))
	in := func(column, from, to int) string {
		return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", c.Table.Title, letters[column], from, letters[column], to)
	}
	for i := 1; i < len(c.Columns); i++ {
		fill := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{inks[(i-1)%len(inks)]}}
		all = append(all, excelize.ChartSeries{
			Name:       fmt.Sprintf("'%s'!$%s$1", c.Table.Title, letters[i]),
			Categories: in(0, 2, c.Len+1), Values: in(i, 2, c.Len+1), Fill: fill,
			Line: excelize.LineOptions{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFFFFF"}}, Width: 0.75},
		})
	}
	return all
}
