package config

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"leadline/generator/diag"
)

// The defaults, in one place. Group sizes are also their own lower bounds: below them a
// figure could be one person's. Five is the usual smallest cell of official statistics;
// answers need more, because a free choice of five says who was unhappy.
const (
	defaultHistory      = 36
	defaultPages        = 13
	maxHistory          = 120
	defaultWindow       = 72 * time.Hour
	defaultMaxRejected  = 0.01
	defaultPeople       = 5
	defaultSurveyPeople = 10
	defaultUnits        = 5
	lastStage           = 7 // of the playbook; it shows everything, and is the default
)

// resolver turns what was written into a Site and collects what is wrong with it.
type resolver struct {
	index    *Index
	typed    bool // every value is of its key's type, and every key is known
	problems diag.Problems
}

// fail records a problem at the key.
func (r *resolver) fail(key []any, found, expected, do string) {
	r.problems = append(r.problems, diag.Problem{Position: r.index.Position(key...),
		Found: found, Expected: expected, Do: do})
}

func resolve(raw *rawFile, index *Index, typed bool) (*Site, diag.Problems) {
	r := &resolver{index: index, typed: typed}
	site := r.site(&raw.Site)
	site.Groups = r.groups(&raw.Groups)
	site.Playbook = r.playbook(&raw.Playbook)
	site.Policies = r.policies(raw.Policies, site.Zone)
	site.CloseLagDays = r.closeLag(raw.Publish.CloseLagDays, site.IncidentWindow)
	site.DueDays = r.dueDays(raw.Publish.DueDays)
	site.Show = r.show(raw.Publish.Show, site.Visibility)
	site.Canaries = r.canaries(&raw.Publish)
	site.Corrections = r.corrections(raw.Corrections)
	site.Sources = r.sources(raw.Sources)
	site.index = index
	return site, r.problems
}

func (r *resolver) site(raw *rawSite) *Site {
	r.name(raw.Name)
	zone := or(raw.Timezone, Zone{}).Location
	if zone == nil { // not given, or none that there is: the rest is still looked at
		zone = time.UTC
	}
	return &Site{
		Name:                   raw.Name,
		BaseURL:                r.baseURL(raw.BaseURL),
		Zone:                   zone,
		AsOf:                   raw.AsOf.In(zone),
		HistoryMonths:          r.months("history_months", raw.HistoryMonths, defaultHistory, maxHistory),
		PageMonths:             r.months("page_months", raw.PageMonths, min(defaultPages, or(raw.HistoryMonths, defaultHistory)), or(raw.HistoryMonths, defaultHistory)),
		ProductionEnvironments: r.words("production_environments", raw.ProductionEnvironments, "production"),
		IncidentWindow:         time.Duration(or(raw.IncidentWindow, Duration(defaultWindow))),
		MainBranches:           r.words("main_branches", raw.MainBranches, "main", "master"),
		DefectTypes:            r.words("defect_types", raw.DefectTypes, "defect", "bug"),
		Visibility:             r.visibility(raw.Visibility),
		Overlay: Overlay{Content: r.folder("content", raw.Content),
			Templates: r.folder("templates", raw.Templates), Assets: r.folder("assets", raw.Assets)},
	}
}

func (r *resolver) name(name string) {
	key := []any{"site", "name"}
	switch {
	case !r.index.Has("site", "name"):
		r.fail(key, "site.name is missing", "", `give the site its title: name = "…" below [site]`)
	case strings.TrimSpace(name) == "":
		r.fail(key, "site.name is empty", "the site's title", "")
	case len([]rune(name)) > 100:
		r.fail(key, fmt.Sprintf("site.name has %d characters", len([]rune(name))), "at most 100", "")
	case strings.ContainsFunc(name, unicode.IsControl):
		r.fail(key, "site.name has a control character", "one line of text", "")
	}
}

func (r *resolver) months(key string, given *int, standard, most int) int {
	n := or(given, standard)
	if given != nil && (n < 1 || n > most) {
		r.fail([]any{"site", key}, fmt.Sprintf("site.%s is %d", key, n), fmt.Sprintf("1 to %d", most), "")
	}
	return n
}

// words checks a list of names; the default stands in only when the key is not given.
func (r *resolver) words(key string, given []string, standard ...string) []string {
	at := []any{"site", key}
	if !r.index.Has(at...) {
		return standard
	}
	if len(given) == 0 {
		r.fail(at, fmt.Sprintf("site.%s is empty", key), "at least one name", fmt.Sprintf("leave the key out for %q", standard))
	}
	for i, word := range given {
		switch {
		case strings.TrimSpace(word) == "":
			r.fail(append(at, i), fmt.Sprintf("site.%s has an empty name", key), "", "take it out")
		case slices.Contains(given[:i], word):
			r.fail(append(at, i), fmt.Sprintf("site.%s has %s twice", key, clip(word)), "", "take one out")
		}
	}
	return given
}

func (r *resolver) folder(key, name string) string {
	if !r.index.Has("site", key) {
		return ""
	}
	if name == "" || path.IsAbs(name) || strings.Contains(name, `\`) || strings.Contains(name, ":") {
		r.fail([]any{"site", key}, fmt.Sprintf("site.%s is %s", key, clip(name)),
			"a folder relative to the folder of this file, with / between names", "")
	}
	return path.Clean(name)
}

func (r *resolver) groups(raw *rawGroups) Groups {
	return Groups{
		People:       r.group("people", raw.People, defaultPeople),
		SurveyPeople: r.group("survey_people", raw.SurveyPeople, defaultSurveyPeople),
		Units:        r.group("units", raw.Units, defaultUnits),
	}
}

func (r *resolver) group(key string, given *int, least int) int {
	n := or(given, least)
	if n < least {
		r.fail([]any{"groups", key}, fmt.Sprintf("groups.%s is %d", key, n), fmt.Sprintf("%d or more", least),
			"a smaller group would let readers tell whose figure it is, so it can only be raised")
	}
	return n
}

// playbook checks the stages; whether a team exists is known only when the events are read.
func (r *resolver) playbook(raw *rawPlaybook) Playbook {
	p := Playbook{Stage: or(raw.Stage, lastStage), Teams: raw.Teams}
	r.stage(p.Stage, "playbook", "stage")
	for team, stage := range raw.Teams {
		r.stage(stage, "playbook", "teams", team)
	}
	return p
}

func (r *resolver) stage(stage int, key ...any) {
	if stage < 0 || stage > lastStage {
		r.fail(key, fmt.Sprintf("%s is %d", show(key), stage), fmt.Sprintf("a stage from 0 to %d", lastStage), "guide/playbook says what each stage shows")
	}
}

func or[T any](given *T, standard T) T {
	if given == nil {
		return standard
	}
	return *given
}
