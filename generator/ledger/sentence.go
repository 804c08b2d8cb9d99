package ledger

import (
	"io"
	"slices"

	"leadline/generator/level"
	"leadline/generator/period"
)

const sentencesSchema = "leadline-sentences/1"

// Sentence is a published sentence: not its words, only what tells whether they changed.
type Sentence struct {
	Level   level.Name `json:"level"`
	Subject string     `json:"subject"`
	Month   string     `json:"month"`
	Metrics []string   `json:"metrics"` // whose figures it says
	SHA256  string     `json:"sha256"`  // of its words
}

// SameSentences reports whether two publications say the same of a month.
func SameSentences(before, now []Sentence, m period.Month) bool {
	of := func(all []Sentence) (hashes []string) {
		for _, s := range all {
			if s.Month == m.String() {
				hashes = append(hashes, string(s.Level)+" "+s.Subject+" "+s.SHA256)
			}
		}
		return hashes
	}
	return slices.Equal(of(before), of(now))
}

// EncodeSentences writes sentences, one a line.
func EncodeSentences(w io.Writer, all []Sentence) error {
	if _, err := io.WriteString(w, `{"schema":"`+sentencesSchema+`"}`+"\n"); err != nil {
		return err
	}
	for _, s := range all {
		if _, err := w.Write(encode(s, "")); err != nil {
			return err
		}
	}
	return nil
}

// ParseSentences reads sentences strictly.
func ParseSentences(file string, data []byte) ([]Sentence, error) {
	var all []Sentence
	err := eachLine(file, data, sentencesSchema, func(n int, line []byte) error {
		var s Sentence
		if err := decode(file, n, line, &s); err != nil {
			return err
		}
		all = append(all, s)
		return nil
	})
	return all, err
}

// told is what a month says with figures of one metric: the hashes of its sentences, sorted.
type told map[lineID]map[string][]string // month → hashes

func tell(all []Sentence) told {
	out := told{}
	for _, s := range all {
		for _, id := range s.Metrics {
			line := lineID{s.Level, s.Subject, id}
			if out[line] == nil {
				out[line] = map[string][]string{}
			}
			out[line][s.Month] = append(out[line][s.Month], s.SHA256)
		}
	}
	for _, months := range out {
		for _, hashes := range months {
			slices.Sort(hashes)
		}
	}
	return out
}

// changedSentences are the months whose sentences about a metric differ between two
// publications, among those that both told of, oldest first.
func changedSentences(before, now told, line lineID, months []period.Month) (changed []period.Month) {
	for _, m := range months {
		if !slices.Equal(before[line][m.String()], now[line][m.String()]) {
			changed = append(changed, m)
		}
	}
	return changed
}
