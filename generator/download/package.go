package download

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"time"

	"leadline/generator/table"
)

// Package describes files for programs, as a Frictionless Data Package (version 2.0 of the
// standard, https://datapackage.org/standard/data-package/).
type Package struct {
	Name        string // small letters, digits, "-"; without the time that the data is of
	Title       string
	Description string
	Version     string // semantic version, which has the time
	Created     time.Time
	Sources     []string // names of the files that the data was computed from
	Files       []File   // the CSV and Parquet files of the tables
}

// File is one file of a Package. Files of one table follow each other.
type File struct {
	Name   string // of the resource, unique
	Path   string // relative to the descriptor's folder
	Bytes  int64
	SHA256 string // in hexadecimal
	Table  table.Table
}

// profile is the address of a part of the standard.
func profile(part string) string { return "https://datapackage.org/profiles/2.0/" + part + ".json" }

type descriptor struct {
	Schema      string     `json:"$schema"`
	Name        string     `json:"name"`
	ID          string     `json:"id"`
	Title       string     `json:"title"`
	Description string     `json:"description"`
	Version     string     `json:"version"`
	Created     string     `json:"created"`
	Sources     []source   `json:"sources,omitempty"`
	Resources   []resource `json:"resources"`
}

type source struct {
	Title string `json:"title"`
}

type resource struct {
	Schema      string   `json:"$schema"`
	Name        string   `json:"name"`
	Type        string   `json:"type"`
	Path        string   `json:"path"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Format      string   `json:"format"`
	MediaType   string   `json:"mediatype"`
	Encoding    string   `json:"encoding,omitempty"`
	Bytes       int64    `json:"bytes"`
	Hash        string   `json:"hash"`
	Dialect     *dialect `json:"dialect,omitempty"`
	Fields      schema   `json:"schema"`
}

type dialect struct {
	Schema         string `json:"$schema"`
	Header         bool   `json:"header"`
	Delimiter      string `json:"delimiter"`
	LineTerminator string `json:"lineTerminator"`
	QuoteChar      string `json:"quoteChar"`
	DoubleQuote    bool   `json:"doubleQuote"`
}

type schema struct {
	Schema      string       `json:"$schema"`
	Fields      []fieldOf    `json:"fields"`
	PrimaryKey  []string     `json:"primaryKey,omitempty"`
	ForeignKeys []foreignKey `json:"foreignKeys,omitempty"`
}

type foreignKey struct {
	Fields    []string  `json:"fields"`
	Reference reference `json:"reference"`
}

type reference struct {
	Resource string   `json:"resource"`
	Fields   []string `json:"fields"`
}

type fieldOf struct {
	Name        string       `json:"name"`
	Title       string       `json:"title"`
	Description string       `json:"description"`
	Type        string       `json:"type"`
	Missing     []labelled   `json:"missingValues"` // an empty list says that the empty text is a value
	Categories  []labelled   `json:"categories,omitempty"`
	Constraints *constraints `json:"constraints,omitempty"`
}

type labelled struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

type constraints struct {
	Required bool     `json:"required,omitempty"`
	Enum     []string `json:"enum,omitempty"`
}

// apostrophe is what a reader of the CSV must know of texts (see guard).
const apostrophe = " In texts an apostrophe stands before what a spreadsheet could take for a formula, at the start and after a separator; it is no part of the text."

// JSON is the descriptor, datapackage.json: the same bytes for the same files.
func (p Package) JSON() ([]byte, error) {
	d := descriptor{Schema: profile("datapackage"), Name: p.Name, ID: p.id(), Title: p.Title, Description: p.Description,
		Version: p.Version, Created: p.Created.UTC().Format(time.RFC3339)}
	for _, name := range p.Sources {
		d.Sources = append(d.Sources, source{name})
	}
	for _, f := range p.Files {
		d.Resources = append(d.Resources, f.resource())
	}
	data, err := json.MarshalIndent(d, "", " ")
	return append(data, '\n'), err
}

// id is a UUID (version 8 of RFC 9562) of the package's content.
func (p Package) id() string {
	h := sha256.New()
	fmt.Fprintln(h, p.Name, p.Version)
	for _, f := range p.Files {
		fmt.Fprintln(h, f.Path, f.SHA256)
	}
	sum := h.Sum(nil)
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

func (f File) resource() resource {
	r := resource{Schema: profile("dataresource"), Name: f.Name, Type: "table", Path: f.Path, Title: f.Table.Title, Description: f.Table.Says,
		Bytes: f.Bytes, Hash: "sha256:" + f.SHA256, Fields: schemaOf(f.Table)}
	if r.Format = strings.TrimPrefix(path.Ext(f.Path), "."); r.Format == "parquet" {
		r.MediaType = "application/vnd.apache.parquet"
		for i := range r.Fields.Fields {
			r.Fields.Fields[i].Missing = []labelled{} // they are null
		}
		return r
	}
	r.MediaType, r.Encoding, r.Description = "text/csv", "utf-8", r.Description+apostrophe
	r.Dialect = &dialect{Schema: profile("tabledialect"), Header: true, Delimiter: ",", LineTerminator: "\r\n", QuoteChar: `"`, DoubleQuote: true}
	return r
}

func schemaOf(t table.Table) schema {
	s := schema{Schema: profile("tableschema"), PrimaryKey: t.Key}
	for _, c := range t.Columns {
		s.Fields = append(s.Fields, fieldFor(c))
	}
	for _, l := range t.Links {
		s.ForeignKeys = append(s.ForeignKeys, foreignKey{[]string{l.Column}, reference{l.Table, []string{l.To}}})
	}
	return s
}

// fieldFor says of every column without reasons for missing values that it has none; the
// standard takes an empty text for no value there, so that texts cannot say it.
func fieldFor(c table.Column) fieldOf {
	f := fieldOf{Name: c.Name, Title: c.Title, Description: c.Says, Type: typeOf(c.Type), Missing: []labelled{}}
	for _, m := range c.Missing {
		f.Missing = append(f.Missing, labelled{m.Code(), m.Says()})
	}
	limits := constraints{Required: len(c.Missing) == 0 && !c.Type.IsText()}
	for _, term := range c.Terms {
		f.Categories = append(f.Categories, labelled{term.Code, term.Says})
		limits.Enum = append(limits.Enum, term.Code)
	}
	if limits.Required || limits.Enum != nil {
		f.Constraints = &limits
	}
	return f
}

// typeOf is the standard's name of a type.
func typeOf(t table.Type) string {
	switch t {
	case table.Flag:
		return "boolean"
	case table.Whole:
		return "integer"
	case table.Number, table.Share:
		return "number"
	case table.Date, table.Month:
		return "date"
	case table.Instant:
		return "datetime"
	default:
		return "string"
	}
}
