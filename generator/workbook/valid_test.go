package workbook

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// refused says what Excel would repair or refuse in a workbook, a fault a line. It reads the
// parts themselves and not what the library makes of them (ISO/IEC 29500-1, 18; limits as
// Excel documents them).
func refused(parts map[string][]byte) (faults []string) {
	v := &validator{parts: parts, tables: map[string]*tablePart{}, names: map[string]bool{}}
	for _, name := range sortedNames(parts) {
		v.wellFormed(name)
	}
	v.types()
	v.relations()
	v.book()
	return v.faults
}

type validator struct {
	parts  map[string][]byte
	sheets []string // names, in order
	tables map[string]*tablePart
	names  map[string]bool // of tables and defined names, in small letters
	faults []string
}

func (v *validator) fault(format string, a ...any) {
	v.faults = append(v.faults, fmt.Sprintf(format, a...))
}

func sortedNames(parts map[string][]byte) []string {
	var names []string
	for name := range parts {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// wellFormed also finds characters that XML does not have.
func (v *validator) wellFormed(name string) {
	d := xml.NewDecoder(bytes.NewReader(v.parts[name]))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			v.fault("%s: %v", name, err)
			return
		}
	}
}

func (v *validator) read(name string, to any) {
	if data, ok := v.parts[name]; !ok {
		v.fault("%s is missing", name)
	} else if err := xml.Unmarshal(data, to); err != nil {
		v.fault("%s: %v", name, err)
	}
}

// types holds [Content_Types].xml and the parts to each other.
func (v *validator) types() {
	var t typeList
	v.read(contentTypes, &t)
	has, ending := map[string]bool{}, map[string]bool{}
	for _, d := range t.Defaults {
		ending[d.Extension] = true
	}
	for _, o := range t.Overrides {
		name := strings.TrimPrefix(o.PartName, "/")
		if has[name] {
			v.fault("two content types of %s", name)
		}
		if has[name] = true; v.parts[name] == nil {
			v.fault("a content type of %s, which is not there", name)
		}
	}
	for _, name := range sortedNames(v.parts) {
		if name != contentTypes && !has[name] && (!ending[strings.TrimPrefix(path.Ext(name), ".")] || path.Ext(name) == ".xml") {
			v.fault("%s has no content type", name)
		}
	}
}

type relationXML struct {
	Relations []relation `xml:"Relationship"`
}

type relation struct {
	ID     string `xml:"Id,attr"`
	Target string `xml:",attr"`
	Mode   string `xml:"TargetMode,attr"`
}

// relations checks that every relation leads to a part, and none out of the file.
func (v *validator) relations() {
	for _, name := range sortedNames(v.parts) {
		if path.Ext(name) != ".rels" {
			continue
		}
		var r relationXML
		v.read(name, &r)
		ids := map[string]bool{}
		for _, one := range r.Relations {
			if one.ID == "" || ids[one.ID] {
				v.fault("%s: id %q is empty or twice", name, one.ID)
			}
			ids[one.ID] = true
			if to := target(name, one.Target); one.Mode == "External" || v.parts[to] == nil {
				v.fault("%s leads to %s, which is not in the file", name, one.Target)
			}
		}
	}
}

// target is a relation's part; name is that of the .rels file.
func target(name, to string) string {
	if strings.HasPrefix(to, "/") {
		return to[1:]
	}
	return path.Join(path.Dir(path.Dir(name)), to)
}

type bookXML struct {
	Sheets []struct {
		Name string `xml:"name,attr"`
		ID   string `xml:"sheetId,attr"`
		Ref  string `xml:"id,attr"`
	} `xml:"sheets>sheet"`
	Names []struct {
		Name  string `xml:"name,attr"`
		Local string `xml:"localSheetId,attr"`
		Text  string `xml:",chardata"`
	} `xml:"definedNames>definedName"`
}

func (v *validator) book() {
	var b bookXML
	v.read("xl/workbook.xml", &b)
	names, ids := map[string]bool{}, map[string]bool{}
	for _, s := range b.Sheets {
		if lower := strings.ToLower(s.Name); names[lower] || ids[s.ID] {
			v.fault("sheet %q: its name or id %s is twice", s.Name, s.ID)
		} else {
			names[lower], ids[s.ID] = true, true
		}
		if n := utf8.RuneCountInString(s.Name); n < 1 || n > 31 || strings.ContainsAny(s.Name, `:\/?*[]`) || strings.HasPrefix(s.Name, "'") || strings.HasSuffix(s.Name, "'") || strings.EqualFold(s.Name, "history") {
			v.fault("sheet %q: Excel does not take this name", s.Name)
		}
		v.sheets = append(v.sheets, s.Name)
	}
	var r relationXML
	v.read("xl/_rels/workbook.xml.rels", &r)
	styles := v.styles()
	var later []func()
	for _, s := range b.Sheets {
		at := slices.IndexFunc(r.Relations, func(x relation) bool { return x.ID == s.Ref })
		if at < 0 {
			v.fault("sheet %q has no part", s.Name)
			continue
		}
		later = append(later, v.sheet(s.Name, target("xl/_rels/workbook.xml.rels", r.Relations[at].Target), styles))
	}
	scoped := map[string]bool{}
	for _, n := range b.Names {
		v.definedName(n.Name, n.Text, n.Local != "")
		if key := strings.ToLower(n.Name) + "/" + n.Local; scoped[key] {
			v.fault("defined name %q is twice", n.Name)
		} else {
			scoped[key] = true
		}
	}
	for _, formulas := range later { // once all names are known
		formulas()
	}
}

var (
	nameForm  = regexp.MustCompile(`^[\pL_\\][\pL\pN_.\\]{0,254}$`)
	cellLike  = regexp.MustCompile(`(?i)^([a-z]{1,3}[0-9]+|r[0-9]*|c[0-9]*|r[0-9]*c[0-9]*|true|false)$`)
	reference = regexp.MustCompile(`^(?:'([^']+)'|([A-Za-z]+))!\$?([A-Z]*)\$?([0-9]+)(?::\$?([A-Z]*)\$?([0-9]+))?$`)
)

func (v *validator) definedName(name, text string, local bool) {
	builtIn := strings.HasPrefix(name, "_xlnm.")
	if !builtIn && (!nameForm.MatchString(name) || cellLike.MatchString(name)) {
		v.fault("defined name %q is none, or looks like a cell", name)
	}
	if !local {
		if v.names[strings.ToLower(name)] {
			v.fault("defined name %q is also a table's", name)
		}
		v.names[strings.ToLower(name)] = true
	}
	v.refers("defined name "+name, text)
}

// refers checks a reference to cells of a sheet.
func (v *validator) refers(what, text string) {
	m := reference.FindStringSubmatch(text)
	if m == nil || !slices.Contains(v.sheets, m[1]+m[2]) {
		v.fault("%s refers to %q", what, text)
	}
}

type sheetXML struct {
	Dimension struct {
		Ref string `xml:"ref,attr"`
	} `xml:"dimension"`
	Rows []struct {
		R     int `xml:"r,attr"`
		Cells []struct {
			R       string  `xml:"r,attr"`
			Style   int     `xml:"s,attr"`
			Type    string  `xml:"t,attr"`
			Value   *string `xml:"v"`
			Formula *string `xml:"f"`
			Inline  *struct {
				Text string `xml:"t"`
			} `xml:"is"`
		} `xml:"c"`
	} `xml:"sheetData>row"`
	Links []struct {
		Ref      string `xml:"ref,attr"`
		Location string `xml:"location,attr"`
		ID       string `xml:"id,attr"`
	} `xml:"hyperlinks>hyperlink"`
	Drawing *struct {
		ID string `xml:"id,attr"`
	} `xml:"drawing"`
	TableParts struct {
		Count int `xml:"count,attr"`
		Parts []struct {
			ID string `xml:"id,attr"`
		} `xml:"tablePart"`
	} `xml:"tableParts"`
}

type tablePart struct {
	ID          int    `xml:"id,attr"`
	Name        string `xml:"name,attr"`
	DisplayName string `xml:"displayName,attr"`
	Ref         string `xml:"ref,attr"`
	Filter      struct {
		Ref string `xml:"ref,attr"`
	} `xml:"autoFilter"`
	Columns struct {
		Count int          `xml:"count,attr"`
		All   []columnPart `xml:"tableColumn"`
	} `xml:"tableColumns"`
}

type columnPart struct {
	ID   int    `xml:"id,attr"`
	Name string `xml:"name,attr"`
}

// sheetOrder is the order of a sheet's elements (18.3.1.99); another is refused.
var sheetOrder = []string{"sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection", "autoFilter", "mergeCells",
	"conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "drawing", "legacyDrawing", "tableParts", "extLst"}

// sheet checks one sheet and gives what checks its formulas later.
func (v *validator) sheet(name, part string, styles int) func() {
	var s sheetXML
	v.read(part, &s)
	v.order(part)
	shared := v.strings()
	type formula struct{ at, text string }
	var formulas []formula
	head := map[int]string{}
	row, last, wide := 0, 0, 0
	for _, r := range s.Rows {
		if r.R <= row || r.R > 1_048_576 {
			v.fault("%s: row %d after row %d", name, r.R, row)
		}
		row, last = r.R, r.R
		column := 0
		for _, c := range r.Cells {
			x, y, err := excelize.CellNameToCoordinates(c.R)
			if err != nil || y != r.R || x <= column || x > 16_384 {
				v.fault("%s: cell %s in row %d after column %d", name, c.R, r.R, column)
			}
			column, wide = x, max(wide, x)
			if c.Style < 0 || c.Style >= styles {
				v.fault("%s!%s has style %d of %d", name, c.R, c.Style, styles)
			}
			text, isText := "", true
			switch {
			case c.Type == "inlineStr" && c.Inline != nil && c.Value == nil:
				text = c.Inline.Text
			case c.Type == "s" && c.Value != nil:
				if n, err := strconv.Atoi(*c.Value); err != nil || n < 0 || n >= len(shared) {
					v.fault("%s!%s is shared string %s of %d", name, c.R, *c.Value, len(shared))
				} else {
					text = shared[n]
				}
			case c.Type == "str" && c.Formula != nil && c.Value != nil:
				text = *c.Value
			case (c.Type == "" || c.Type == "n") && c.Value != nil:
				isText = false
				if _, err := strconv.ParseFloat(*c.Value, 64); err != nil || strings.ContainsAny(*c.Value, "INin") {
					v.fault("%s!%s is %q, which is no number", name, c.R, *c.Value)
				}
			default:
				if c.Value != nil || c.Inline != nil || c.Formula != nil {
					v.fault("%s!%s is of type %q with other content", name, c.R, c.Type)
				}
			}
			if isText && utf16Len(text) > 32_767 {
				v.fault("%s!%s has %d characters", name, c.R, utf16Len(text))
			}
			if c.Formula != nil {
				formulas = append(formulas, formula{name + "!" + c.R, *c.Formula})
			}
			if r.R == 1 && isText {
				head[x] = text
			}
		}
	}
	relations := v.relationsOf(part)
	if n := len(s.TableParts.Parts); n > 1 || n != s.TableParts.Count && n > 0 {
		v.fault("%s has %d tables, and says %d", name, n, s.TableParts.Count)
	}
	for _, t := range s.TableParts.Parts {
		v.table(name, relations[t.ID], head)
	}
	if s.Drawing != nil {
		v.drawing(name, relations[s.Drawing.ID])
	}
	for _, l := range s.Links {
		if l.ID != "" {
			v.fault("%s!%s leads out of the file", name, l.Ref)
		}
		v.refers(name+"!"+l.Ref, l.Location)
	}
	if _, end, ok := strings.Cut(s.Dimension.Ref, ":"); ok {
		if x, y, err := excelize.CellNameToCoordinates(end); err != nil || x < wide || y < last {
			v.fault("%s says that it ends at %s, and has %d columns and %d rows", name, end, wide, last)
		}
	}
	return func() {
		for _, f := range formulas {
			v.formula(f.at, f.text)
		}
	}
}

func (v *validator) order(part string) {
	d, depth, at := xml.NewDecoder(bytes.NewReader(v.parts[part])), 0, -1
	for {
		token, err := d.Token()
		if err != nil {
			return
		}
		switch e := token.(type) {
		case xml.StartElement:
			if depth++; depth == 2 {
				next := slices.Index(sheetOrder, e.Name.Local)
				if next <= at {
					v.fault("%s: %s stands where it must not", part, e.Name.Local)
				}
				at = max(at, next)
			}
		case xml.EndElement:
			depth--
		}
	}
}

func (v *validator) strings() (out []string) {
	var s struct {
		Different int `xml:"uniqueCount,attr"`
		Items     []struct {
			Text string `xml:"t"`
		} `xml:"si"`
	}
	if v.parts["xl/sharedStrings.xml"] != nil {
		v.read("xl/sharedStrings.xml", &s)
	}
	if s.Different != len(s.Items) {
		v.fault("%d shared strings, where %d are announced", len(s.Items), s.Different)
	}
	for _, i := range s.Items {
		out = append(out, i.Text)
	}
	return out
}

func (v *validator) styles() int {
	var s struct {
		Formats []struct {
			Font int `xml:"fontId,attr"`
			Fill int `xml:"fillId,attr"`
		} `xml:"cellXfs>xf"`
		Fonts []struct{} `xml:"fonts>font"`
		Fills []struct{} `xml:"fills>fill"`
	}
	v.read("xl/styles.xml", &s)
	for i, f := range s.Formats {
		if f.Font >= len(s.Fonts) || f.Fill >= len(s.Fills) {
			v.fault("style %d has font %d of %d, fill %d of %d", i, f.Font, len(s.Fonts), f.Fill, len(s.Fills))
		}
	}
	return len(s.Formats)
}

// relationsOf are a part's relations by id.
func (v *validator) relationsOf(part string) map[string]string {
	name := path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
	out := map[string]string{}
	if v.parts[name] == nil {
		return out
	}
	var r relationXML
	v.read(name, &r)
	for _, one := range r.Relations {
		out[one.ID] = target(name, one.Target)
	}
	return out
}

// table checks a table; head are the texts of its sheet's first row.
func (v *validator) table(sheet, part string, head map[int]string) {
	t := &tablePart{}
	v.read(part, t)
	lower := strings.ToLower(t.DisplayName)
	if v.names[lower] || t.Name != t.DisplayName || !nameForm.MatchString(t.DisplayName) || cellLike.MatchString(t.DisplayName) {
		v.fault("%s: table %q is twice, is no name, or has another one %q", sheet, t.DisplayName, t.Name)
	}
	for _, other := range v.tables {
		if other.ID == t.ID {
			v.fault("%s: id %d of %s is also that of %s", sheet, t.ID, t.DisplayName, other.DisplayName)
		}
	}
	v.names[lower], v.tables[lower] = true, t
	from, to, _ := strings.Cut(t.Ref, ":")
	x1, y1, err1 := excelize.CellNameToCoordinates(from)
	x2, y2, err2 := excelize.CellNameToCoordinates(to)
	if err1 != nil || err2 != nil || x1 != 1 || y1 != 1 || y2 < 2 || x2 != len(t.Columns.All) || t.Columns.Count != x2 {
		v.fault("%s: table %s over %s has %d columns, and says %d", sheet, t.DisplayName, t.Ref, len(t.Columns.All), t.Columns.Count)
	}
	if t.Filter.Ref != "" && t.Filter.Ref != t.Ref {
		v.fault("%s: the filter of %s is over %s", sheet, t.DisplayName, t.Filter.Ref)
	}
	seen := map[string]bool{}
	for i, c := range t.Columns.All {
		if c.Name == "" || seen[strings.ToLower(c.Name)] || utf16Len(c.Name) > 255 || c.ID != i+1 {
			v.fault("%s: column %d %q of %s is empty, twice or too long, or has id %d", sheet, i+1, c.Name, t.DisplayName, c.ID)
		}
		if seen[strings.ToLower(c.Name)] = true; head[i+1] != c.Name {
			v.fault("%s: column %q of %s is headed %q", sheet, c.Name, t.DisplayName, head[i+1])
		}
	}
}

var chartRef = regexp.MustCompile(`<(?:c:)?f>([^<]*)</(?:c:)?f>`)

func (v *validator) drawing(sheet, part string) {
	if v.parts[part] == nil {
		v.fault("%s has a drawing that is not there", sheet)
	}
	charts := 0
	for _, chart := range v.relationsOf(part) {
		charts++
		for _, m := range chartRef.FindAllSubmatch(v.parts[chart], -1) {
			v.refers(chart, strings.NewReplacer("&#39;", "'", "&apos;", "'").Replace(string(m[1])))
		}
	}
	if charts == 0 {
		v.fault("%s draws nothing", sheet)
	}
}

var (
	tableRef = regexp.MustCompile(`(tbl_\w+)\[([^\]]*)\]`)
	calls    = regexp.MustCompile(`([A-Z]+)\(`)
	quoted   = regexp.MustCompile(`"(?:[^"]|"")*"`)
)

// formula checks that a formula names what there is, and has no function that depends on
// when it is computed.
func (v *validator) formula(at, text string) {
	if len(text) > 8_192 || strings.HasPrefix(text, "=") || strings.Count(text, "(") != strings.Count(text, ")") {
		v.fault("%s: formula %q", at, text)
	}
	text = quoted.ReplaceAllString(text, "")
	for _, m := range tableRef.FindAllStringSubmatch(text, -1) {
		t := v.tables[strings.ToLower(m[1])]
		if t == nil || !slices.ContainsFunc(t.Columns.All, func(c columnPart) bool { return c.Name == m[2] }) || strings.ContainsAny(m[2], "[]#'@,:.\"{}$^&*+=-></") {
			v.fault("%s: %s is no column that a formula can name", at, m[0])
		}
	}
	for _, m := range calls.FindAllStringSubmatch(text, -1) {
		if !slices.Contains([]string{"SUM", "SUMIFS", "COUNTA", "COUNTIFS", "IF", "ABS"}, m[1]) {
			v.fault("%s: function %s", at, m[1])
		}
	}
}

func partsOf(t testing.TB, data []byte) map[string][]byte {
	parts := map[string][]byte{}
	for _, p := range unzipped(t, data) {
		if parts[p.name] != nil {
			t.Errorf("%s is there twice", p.name)
		}
		parts[p.name] = p.data
	}
	return parts
}

func TestExcelHasNothingToRepair(t *testing.T) {
	for name, b := range map[string]Book{"full": book(), "empty": {Tables: source{}.tables(), Checks: compares()}} {
		for _, fault := range refused(partsOf(t, written(t, b))) {
			t.Errorf("%s: %s", name, fault)
		}
	}
}

// Each of these makes Excel offer a repair; the validator must see it.
func TestWhatExcelRepairsIsSeen(t *testing.T) {
	for _, c := range []struct{ part, from, to, want string }{
		{"xl/workbook.xml", `name="Metrics"`, `name="definitions"`, "twice"},
		{"xl/workbook.xml", `name="Metrics"`, `name="An overly long name of a sheet, over 31"`, "does not take this name"},
		{"xl/workbook.xml", `name="run_id"`, `name="R1C1"`, "looks like a cell"},
		{"xl/workbook.xml", `name="run_id"`, `name="tbl_metrics"`, "also a table's"},
		{"xl/workbook.xml", "Cover!", "Gone!", "refers to"},
		{"xl/tables/", `displayName="tbl_metrics"`, `displayName="tbl_changes"`, "twice"},
		{"xl/tables/", `ref="A1:`, `ref="A2:`, "over A2:"},
		{"xl/tables/", `name="Unit id"`, `name="Unit"`, "is headed"},
		{"xl/worksheets/", "<f>SUM(tbl_accounting[Read])</f>", "<f>SUM(tbl_accounting[Ready])</f>", "no column"},
		{"xl/worksheets/", "<f>SUM(", "<f>NOW(", "function NOW"},
		{"xl/worksheets/", `<c r="A2"`, `<c r="B9"`, "cell B9 in row 2"},
		{"xl/worksheets/", "<t>", "<t>" + strings.Repeat("x", 32_768), "characters"},
		{"xl/worksheets/", "<t>", "<t>\x01", "XML"},
		{"xl/sharedStrings.xml", "<si><t>team</t></si>", "", "are announced"},
		{"xl/worksheets/", `t="s"><v>1`, `t="s"><v>99999`, "is shared string"},
		{"xl/worksheets/", `<tableParts`, `<sheetPr></sheetPr><tableParts`, "stands where it must not"},
		{"xl/charts/", "Debt by age", "Debt", "refers to"},
		{"[Content_Types].xml", "/xl/styles.xml", "/xl/style.xml", "no content type"},
		{"xl/_rels/workbook.xml.rels", "styles.xml", "style.xml", "not in the file"},
	} {
		parts, changed := partsOf(t, written(t, book())), false
		for name, data := range parts {
			if strings.HasPrefix(name, c.part) && bytes.Contains(data, []byte(c.from)) {
				parts[name], changed = bytes.Replace(data, []byte(c.from), []byte(c.to), -1), true
			}
		}
		found := refused(parts)
		if !changed || !slices.ContainsFunc(found, func(f string) bool { return strings.Contains(f, c.want) }) {
			t.Errorf("%s in %s (changed: %v): %q, want %q", c.to[:min(len(c.to), 40)], c.part, changed, found, c.want)
		}
	}
}
