package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"leadline/generator/diag"
	"leadline/generator/period"
)

// manifestSchema is raised when a reader of the one before would misread it.
const manifestSchema = "leadline-manifest/1"

// Manifest is what a run was made of and what it wrote. There is no clock in it and no name
// of the machine: the same inputs, and the same Built where one is given, give the same
// manifest anywhere.
type Manifest struct {
	Schema        string       `json:"schema"`
	Run           string       `json:"run"` // SHA-256 of all that the run was made of
	Generator     string       `json:"generator"`
	Site          string       `json:"site"`
	AsOf          string       `json:"data_as_of"` // RFC 3339, with the offset of the site's zone
	Timezone      string       `json:"timezone"`
	First         string       `json:"first_month"` // of the history
	Months        []Month      `json:"months"`      // complete months, oldest first
	PageMonths    int          `json:"page_months"` // the newest of them have pages, and are in the tables of a month
	DefinitionSet string       `json:"definition_set"`
	Config        File         `json:"configuration"`
	Content       string       `json:"content_sha256"` // of all files of each folder, the site's own laid over
	Templates     string       `json:"templates_sha256"`
	Assets        string       `json:"assets_sha256"`
	Definitions   []Document   `json:"definitions"`
	Patterns      []Document   `json:"patterns"`
	Corrections   []Correction `json:"corrections"`     // as recorded in site.toml
	Built         string       `json:"built,omitempty"` // RFC 3339, UTC: given from outside (SOURCE_DATE_EPOCH), no part of the identity; "" when not given
	Inputs        []Input      `json:"inputs"`          // by path, then table
	Kept          []File       `json:"kept"`            // files of earlier publications that are still there
	Withdrawn     []File       `json:"withdrawn"`       // files of earlier publications that must not be; see ledger.go
	Outputs       []File       `json:"outputs"`         // all other files but the manifest and SHA256SUMS
}

// Month is a month as published.
type Month struct {
	Month     string `json:"month"`
	Status    string `json:"status"`     // provisional or final
	FinalFrom string `json:"final_from"` // date in the site's time zone
	Revision  int    `json:"revision"`   // publications that changed a figure of the tables of this month
}

// File is a file with its SHA-256 in lower-case hexadecimal.
type File struct {
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Document is a definition or a pattern as it was read.
type Document struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	SHA256  string `json:"sha256"`
}

// Input is an event file; Rows is absent where no definition needs its table.
type Input struct {
	File
	Table string `json:"table"`
	Rows  *Rows  `json:"rows,omitempty"`
}

// Rows is what became of the rows of a file.
type Rows struct {
	Read       int64 `json:"read"`
	Accepted   int64 `json:"accepted"`
	Rejected   int64 `json:"rejected"`
	Duplicate  int64 `json:"duplicate"`
	OutOfScope int64 `json:"out_of_scope"`
}

// Correction is an error that somebody recorded: figures of a metric, of the months From to
// To, were wrong.
type Correction struct {
	Metric string `json:"metric"`
	From   string `json:"from"` // 2026-03
	To     string `json:"to"`
	Reason string `json:"reason"`
}

// Sign sets the run's identity from all that it was made of; what it wrote and what it
// followed are no part of it.
func (m *Manifest) Sign() { m.Schema, m.Run = manifestSchema, m.identity() }

// Genuine reports whether the identity is that of what the manifest says.
func (m *Manifest) Genuine() bool { return m.Run == m.identity() }

func (m *Manifest) identity() string {
	of := *m
	of.Built = ""
	of.Schema, of.Run, of.Kept, of.Withdrawn, of.Outputs = manifestSchema, "", nil, nil, nil
	of.Months = make([]Month, len(m.Months))
	for i, month := range m.Months {
		month.Revision = 0
		of.Months[i] = month
	}
	return Hash(encode(of, ""))
}

// ShortRun is the beginning of a run's identity, for people: 48 bits tell a site's runs apart.
func ShortRun(run string) string { return run[:min(12, len(run))] }

// Hash is the SHA-256 of data in lower-case hexadecimal.
func Hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Encode is the manifest as a file.
func (m *Manifest) Encode() []byte { return encode(m, " ") }

func encode(v any, indent string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(v); err != nil {
		panic("ledger: " + err.Error()) // only floats, channels and cycles fail; there are none
	}
	return b.Bytes()
}

// ParseManifest reads a manifest strictly; file is what messages name it.
func ParseManifest(file string, data []byte) (*Manifest, error) {
	if err := known(file, data, manifestSchema); err != nil {
		return nil, err
	}
	m := new(Manifest)
	if err := decode(file, 1, data, m); err != nil {
		return nil, err
	}
	for _, month := range m.Months {
		if _, err := period.ParseMonth(month.Month); err != nil {
			return nil, diag.Problem{Position: diag.Position{File: file}, Found: err.Error(), Do: unread}
		}
	}
	if m.Built != "" {
		if _, err := time.Parse(time.RFC3339, m.Built); err != nil {
			return nil, diag.Problem{Position: diag.Position{File: file}, Found: err.Error(), Do: unread}
		}
	}
	return m, nil
}

// month is a month of the manifest as published; ok is false where it was not.
func (m *Manifest) month(of period.Month) (found Month, ok bool) {
	for _, month := range m.Months {
		if month.Month == of.String() {
			return month, true
		}
	}
	return Month{}, false
}

// Final reports whether a month was published as final.
func (m *Manifest) Final(of period.Month) bool {
	month, _ := m.month(of)
	return month.Status == Final
}

// WrittenAs reports whether two runs have the same configuration, documents and program, so
// that only their data can make what they publish differ.
func (m *Manifest) WrittenAs(other *Manifest) bool {
	return m.Generator == other.Generator && m.Config == other.Config && m.Content == other.Content && m.DefinitionSet == other.DefinitionSet &&
		slices.Equal(m.Definitions, other.Definitions) && slices.Equal(m.Patterns, other.Patterns) && slices.Equal(m.Corrections, other.Corrections)
}

// paged reports whether a month has pages.
func (m *Manifest) paged(of period.Month) bool {
	for _, month := range m.Months[max(0, len(m.Months)-m.PageMonths):] {
		if month.Month == of.String() {
			return true
		}
	}
	return false
}

// Revision is how often a figure of the tables of a month was changed after it was published;
// 0 for a month that is not published.
func (m *Manifest) Revision(of period.Month) (n int, published bool) {
	month, published := m.month(of)
	return month.Revision, published
}
