package ledger

import (
	"bytes"
	"encoding/json"
	"io"
	"iter"

	"leadline/generator/level"
	"leadline/generator/period"
)

const figuresSchema = "leadline-figures/1"

// Series is the published figures of one metric of one subject.
type Series struct {
	Level   level.Name `json:"level"`
	Subject string     `json:"subject"` // id; "" for the portfolio
	Metric  string     `json:"metric"`
	Version string     `json:"version"` // of the definition
	People  bool       `json:"people"`  // derived from what people do
	Months  []Figures  `json:"months"`  // oldest first
}

// Figures are the figures of a month, in the definition's order.
type Figures struct {
	Month   string   `json:"month"`
	Figures []Figure `json:"figures"`
}

// line names a series: the same in both publications.
type lineID struct {
	level           level.Name
	subject, metric string
}

func (s *Series) id() lineID { return lineID{s.Level, s.Subject, s.Metric} }

// EncodeFigures writes series, one a line.
func EncodeFigures(w io.Writer, all iter.Seq[Series]) error {
	line := []byte(`{"schema":"` + figuresSchema + `"}` + "\n")
	for s := range all {
		if _, err := w.Write(line); err != nil {
			return err
		}
		line = s.append(line[:0])
	}
	_, err := w.Write(line)
	return err
}

func (s *Series) append(b []byte) []byte {
	b = field(b, `{"level":`, string(s.Level))
	b = quoted(append(b, `,"subject":`...), s.Subject)
	b = field(b, `,"metric":`, s.Metric)
	b = field(b, `,"version":`, s.Version)
	if s.People {
		b = append(b, `,"people":true`...)
	}
	b = append(b, `,"months":[`...)
	for i, m := range s.Months {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(field(b, `{"month":`, m.Month), `,"figures":[`...)
		for k := range m.Figures {
			if k > 0 {
				b = append(b, ',')
			}
			b = m.Figures[k].append(b)
		}
		b = append(b, `]}`...)
	}
	return append(b, "]}\n"...)
}

// ParseFigures reads series strictly.
func ParseFigures(file string, data []byte) ([]Series, error) {
	var all []Series
	seen := map[string]string{}
	err := eachLine(file, data, figuresSchema, func(n int, line []byte) error {
		var w writtenSeries
		if err := decode(file, n, line, &w); err != nil {
			return err
		}
		s, err := w.series(seen)
		if err != nil {
			return at(file, n, err)
		}
		all = append(all, s)
		return nil
	})
	return all, err
}

// writtenSeries is a series as a file has it. It has no method of its own to read a figure:
// of those there are too many.
type writtenSeries struct {
	Level   level.Name `json:"level"`
	Subject string     `json:"subject"`
	Metric  string     `json:"metric"`
	Version string     `json:"version"`
	People  bool       `json:"people"`
	Months  []struct {
		Month   string    `json:"month"`
		Figures []written `json:"figures"`
	} `json:"months"`
}

// series keeps one copy of each word in seen.
func (w *writtenSeries) series(seen map[string]string) (Series, error) {
	s := Series{Level: w.Level, Subject: w.Subject, Metric: w.Metric, Version: w.Version, People: w.People, Months: make([]Figures, len(w.Months))}
	for i, m := range w.Months {
		if _, err := period.ParseMonth(m.Month); err != nil {
			return s, err
		}
		s.Months[i] = Figures{intern(m.Month, seen), make([]Figure, len(m.Figures))}
		for k := range m.Figures {
			f := m.Figures[k].figure()
			f.Stat, f.Category, f.Unit, f.Absence = intern(f.Stat, seen), intern(f.Category, seen), intern(f.Unit, seen), intern(f.Absence, seen)
			s.Months[i].Figures[k] = f
		}
	}
	return s, nil
}

func intern(word string, seen map[string]string) string {
	known, ok := seen[word]
	if !ok {
		seen[word], known = word, word
	}
	return known
}

// strict decodes a value and permits no field that it does not know.
func strict(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(into)
}
