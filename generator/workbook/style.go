package workbook

import "github.com/xuri/excelize/v2"

// ink is the dark blue of the site's palette; white on it has a contrast of more than 10:1.
const ink = "12436D"

// family is named in every font: a program picks any other for a font without a name.
const family = "Calibri"

// makeStyles makes one style a format, always in the same order, so that style numbers and
// with them the bytes are the same for every workbook.
func (w *writer) makeStyles() error {
	for f := asText; f < formats; f++ {
		id, err := w.file.NewStyle(styleOf(f))
		if err != nil {
			return err
		}
		w.styles[f] = id
	}
	return nil
}

func styleOf(f format) *excelize.Style {
	style := &excelize.Style{
		NumFmt:    textFormat,
		Font:      &excelize.Font{Family: family, Size: 11},
		Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left"},
	}
	if !f.isText() {
		code := codes[f]
		style.CustomNumFmt = &code
	}
	switch f {
	case asProse:
		style.Alignment.WrapText = true
	case asHead:
		style.Alignment = &excelize.Alignment{Vertical: "center", WrapText: true}
		style.Font.Bold, style.Font.Color = true, "FFFFFF"
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{ink}}
	case asTitle:
		style.Font.Bold, style.Font.Size, style.Font.Color = true, 16, ink
	case asLink:
		style.Font.Underline, style.Font.Color = "single", ink
	case asWhole, asDecimal, asFine, asShare:
		style.Alignment.Horizontal = "right"
	}
	return style
}
