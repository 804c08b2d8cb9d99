// Package config reads site.toml and every other TOML text: strictly, with the line and
// column of each key, and with all problems at once.
//
//	bytes ─► Index (where each key is) ─► raw (as written) ─► resolve ─► Site (complete, typed)
//
// It knows no table and no metric: whether a source names a real table or column is checked
// by generator, which asks Source.Position where to point.
package config

import (
	"errors"
	"slices"
	"time"

	"leadline/generator/diag"
	"leadline/generator/period"
)

// Site is site.toml, complete: every default applied, every value typed and within bounds.
type Site struct {
	Name                   string
	BaseURL                string         // absolute address of the site's root, "https://example.org/report/"; "" when site.toml does not say
	Zone                   *time.Location // months and days are cut in this zone
	AsOf                   time.Time      // end of the data; zero when site.toml does not say
	HistoryMonths          int            // 1…120
	PageMonths             int            // newest complete months that get pages, 1…HistoryMonths; 13 is a year and the month before it
	ProductionEnvironments []string
	IncidentWindow         time.Duration // how long after a deployment an incident may still be its consequence
	MainBranches           []string
	DefectTypes            []string // work item types that are defects
	Visibility             Visibility
	Show                   []Text // granted to a public site
	Canaries               Canaries
	Groups                 Groups
	Playbook               Playbook
	Policies               []Policy // by From
	CloseLagDays           int      // days after its end until a month is final
	DueDays                int      // days after its end by which a month's report is due
	Corrections            []Correction
	Overlay                Overlay
	Sources                []Source

	index *Index
}

// Groups are the smallest groups about which anything is shown.
type Groups struct {
	People       int // distinct people behind a figure of a team; at least 5
	SurveyPeople int // answers behind a survey figure; at least 10
	Units        int // teams or services behind a count of the portfolio; at least 5
}

// Playbook says at which stage of the introduction of metrics each team is, 0 to 7; a team's
// page shows the metrics of its stage and of those before it.
type Playbook struct {
	Stage int            // of every team that Teams does not name
	Teams map[string]int // by team id
}

// Of is the stage of a team.
func (p Playbook) Of(team string) int {
	if stage, named := p.Teams[team]; named {
		return stage
	}
	return p.Stage
}

// Overlay names the site's own folders, laid over the built-in ones file by file. Names are
// slash-separated and relative to the folder of site.toml; "" for none.
type Overlay struct{ Content, Templates, Assets string }

// Folders are those that are given.
func (o Overlay) Folders() []string {
	return slices.DeleteFunc([]string{o.Content, o.Templates, o.Assets}, func(folder string) bool { return folder == "" })
}

// Correction records an error in what was published: the figures of a metric, of the months
// From to To, were wrong for a reason that is printed as it is written here.
type Correction struct {
	Metric   string
	From, To period.Month
	Reason   string
}

// Source is one [[source]]: a set of files of one table. Its fields mean the same as those
// of event.Source.
type Source struct {
	Table       string
	Files       string                       // glob, slash-separated, relative to the folder of site.toml or absolute
	Format      string                       // "csv", "jsonl", "parquet"; "" for "by the file's ending"
	Columns     map[string]string            // canonical name → name in the file
	Values      map[string]map[string]string // canonical name → value in the file → canonical value
	Constants   map[string]string            // canonical name → value of every row
	Delimiter   rune                         // 0 for ','
	Encoding    string                       // "utf-8", "utf-16", "windows-1252", "iso-8859-1"
	Zone        *time.Location               // of times without an offset; nil rejects such times
	TimeFormat  string                       // "rfc3339", "unix", "unix_ms", "date" or a Go layout
	MaxRejected float64                      // share of rows, 0…1
	Freshness   Freshness
	Declared    diag.Position // of its [[source]]

	index *Index
	n     int
}

// Position is where the source gives a key, such as ("columns", "team_id"); a key that it
// does not give is placed at its table, or else at [[source]].
func (s Source) Position(path ...any) diag.Position {
	return s.index.Position(append([]any{"source", s.n}, path...)...)
}

// Position is where site.toml gives a key, such as ("site", "as_of").
func (s *Site) Position(path ...any) diag.Position { return s.index.Position(path...) }

// Parse reads a site.toml; name is the file as messages name it. The error is a
// diag.Problems with everything that is wrong, sorted.
func Parse(name string, data []byte) (*Site, error) {
	var raw rawFile
	index, err := ParseStrict(name, 0, data, &raw)
	if index.broken {
		return nil, err
	}
	site, problems := resolve(&raw, index, err == nil)
	if err := merge(err, problems).Err(); err != nil {
		return nil, err
	}
	return site, nil
}

// merge adds the findings about values to those about types, but nothing more about a key
// that is of the wrong type: its value is not the one that was written.
func merge(types error, values diag.Problems) diag.Problems {
	var all diag.Problems
	errors.As(types, &all)
	placed := map[diag.Position]bool{}
	for _, p := range all {
		placed[p.Position] = true
	}
	for _, p := range values {
		if p.Line == 0 || !placed[p.Position] {
			all = append(all, p)
		}
	}
	all.Sort()
	return all
}
