package ledger

import (
	"io"

	"leadline/generator/level"
	"leadline/generator/period"
)

const logSchema = "leadline-restatements/1"

// The classes of a restatement.
const (
	Update      = "update"      // rows came late or were mended at their source, or time went on; same definition, same program
	Improvement = "improvement" // another definition, configuration or program
	Mistake     = "correction"  // an error that site.toml records
)

// Restatement is one final figure that a run changed.
type Restatement struct {
	Run        string     `json:"run"`    // that changed it
	AsOf       string     `json:"as_of"`  // end of its data, a date
	Report     string     `json:"report"` // its newest complete month
	Month      string     `json:"month"`  // that the figure speaks of
	Level      level.Name `json:"level"`
	Subject    string     `json:"subject"`
	Metric     string     `json:"metric"`
	OldVersion string     `json:"old_version"`
	Version    string     `json:"version"`
	Old        Figure     `json:"old"`
	New        Figure     `json:"new"`
	Hidden     bool       `json:"hidden"` // both numbers are withheld: see ledger.go
	Class      string     `json:"class"`
	Cause      string     `json:"cause"`
	Sentences  []string   `json:"sentences"` // months in which a published sentence about the metric changed
}

// Material reports whether a reader was told something that is told otherwise now.
func (r *Restatement) Material() bool { return len(r.Sentences) > 0 }

// Recent reports whether the home page still tells of it: in the report of the run that made
// it and in the next.
func (r *Restatement) Recent(latest period.Month) bool {
	m, err := period.ParseMonth(r.Report)
	return err == nil && m >= latest-1
}

// EncodeLog writes the log, one row a line.
func EncodeLog(w io.Writer, log []Restatement) error {
	if _, err := io.WriteString(w, `{"schema":"`+logSchema+`"}`+"\n"); err != nil {
		return err
	}
	for i := range log {
		if _, err := w.Write(encode(&log[i], "")); err != nil {
			return err
		}
	}
	return nil
}

// ParseLog reads a log strictly.
func ParseLog(file string, data []byte) ([]Restatement, error) {
	var log []Restatement
	err := eachLine(file, data, logSchema, func(n int, line []byte) error {
		var r Restatement
		if err := decode(file, n, line, &r); err != nil {
			return err
		}
		for _, m := range append([]string{r.Month, r.Report}, r.Sentences...) {
			if _, err := period.ParseMonth(m); err != nil {
				return at(file, n, err)
			}
		}
		log = append(log, r)
		return nil
	})
	return log, err
}
