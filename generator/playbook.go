package generator

import (
	"fmt"
	"slices"
	"strings"

	"leadline/generator/config"
	"leadline/generator/diag"
	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/narrative"
	"leadline/generator/page"
)

// shown are the series that a team's page shows at a playbook stage: what is said, asked and
// counted there speaks of nothing else.
func shown(series []metric.Series[level.Team], stage int) []metric.Series[level.Team] {
	return slices.DeleteFunc(slices.Clone(series), func(s metric.Series[level.Team]) bool { return !s.Definition().ShownAt(stage) })
}

// stages are those that the guide's playbook describes, from stage 0; a site may do without.
func (s *site) stages() []narrative.Stage {
	for _, g := range s.guides {
		if len(g.Stages) > 0 {
			return g.Stages
		}
	}
	return nil
}

// shownToTeams are the series that each team's page shows.
func (s *site) shownToTeams(o *outcome) [][]metric.Series[level.Team] {
	out := make([][]metric.Series[level.Team], len(o.teams))
	for i, series := range o.teams {
		out[i] = shown(series, s.config.Playbook.Of(series[0].Subject().ID))
	}
	return out
}

// playbook is where a team stands.
func (s *site) playbook(team string) *page.Playbook {
	stage, stages := s.config.Playbook.Of(team), s.stages()
	p := &page.Playbook{Now: narrative.Stage{Number: stage}}
	if stage < len(stages) {
		p.Now = stages[stage]
	}
	if stage+1 < len(stages) {
		p.Next = &stages[stage+1]
	}
	return p
}

// checkPlaybook finds stages of teams that there are not. Which there are is known only when
// all events are read.
func (s *site) checkPlaybook(u *fact.Units) error {
	var known []string
	for _, t := range u.Teams {
		known = append(known, t.ID)
	}
	slices.Sort(known)
	var problems diag.Problems
	for team := range s.config.Playbook.Teams {
		if !slices.Contains(known, team) {
			problems = append(problems, diag.Problem{Position: s.config.Position("playbook", "teams", team), Found: fmt.Sprintf("there is no team %q", team),
				Expected: "the id of a team in the event files", Do: nearest(team, known)})
		}
	}
	problems.Sort()
	return problems.Err()
}

// nearest names the known word that was most likely meant, or the first few there are.
func nearest(word string, known []string) string {
	if near := config.Nearest(word, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	if len(known) == 0 {
		return "no event file names a team"
	}
	const few = 5
	var names []string
	for _, k := range known[:min(few, len(known))] {
		names = append(names, fmt.Sprintf("%q", k))
	}
	text := "there are " + strings.Join(names, ", ")
	if n := len(known) - few; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}
