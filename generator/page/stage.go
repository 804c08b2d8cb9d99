package page

import (
	"fmt"
	"slices"

	"leadline/generator/fact"
	"leadline/generator/metric"
	"leadline/generator/narrative"
	"leadline/generator/unit"
)

// Stage says at which stage of the playbook a team is, where its page does not show
// everything yet.
type Stage struct {
	Name   string // "stage 3, Baseline"
	Shows  string // what its page shows, and what not
	Next   string // "Stage 4, Pair"; "" where the playbook does not say
	Enter  string // the condition for entering it, a sentence
	Page   string // where the playbook speaks of it; "" where the site has none
	Silent bool   // no metric is shown at all
}

// playbookGuide is the document of the guide that describes the stages.
const playbookGuide = "playbook"

// stage is nil where every metric is shown.
func (b *book) stage(p *Playbook) *Stage {
	if p == nil || p.Now.Number >= metric.LastStage {
		return nil
	}
	s := &Stage{Name: stageName(p.Now), Silent: p.Now.Number < metric.FirstStage}
	s.Shows = "The team's pages show the metrics of this stage and of those before it. The others are named at the end of its page."
	if s.Silent {
		s.Shows = fmt.Sprintf("Metrics begin with stage %d. Until then the team's pages show what the data is like, and no figure made from it.", metric.FirstStage)
	}
	if p.Next != nil {
		s.Next, s.Enter = capital(stageName(*p.Next)), p.Next.Enter
		if slices.ContainsFunc(b.guides, func(g *narrative.Guide) bool { return g.ID == playbookGuide }) {
			s.Page = guideAddress(playbookGuide) + "#" + p.Next.Anchor()
		}
	}
	return s
}

func stageName(s narrative.Stage) string {
	name := fmt.Sprintf("stage %d", s.Number)
	if s.Title != "" {
		name += ", " + s.Title
	}
	return name
}

// shows reports whether the subject's page shows a metric at its stage.
func (p *Playbook) shows(d *metric.Definition) bool { return p == nil || d.ShownAt(p.Now.Number) }

// Foundation is what a team's page shows before it shows any metric: whether the data that
// metrics will be made from is there.
type Foundation struct {
	Totals   Totals
	Accounts []AccountRow
	Coverage []Coverage
	Arrived  []string // nouns, "deployments"
	Missing  []string
}

func (b *book) foundation(arrivals []fact.Arrival) *Foundation {
	f := &Foundation{Totals: totals(b.site.Accounts), Accounts: accountRows(b.site.Accounts), Coverage: coverages(b.site.Coverage)}
	for _, a := range arrivals {
		noun := unit.Noun(2, a.Entity.Noun)
		if a.Arrived {
			f.Arrived = append(f.Arrived, noun)
		} else {
			f.Missing = append(f.Missing, noun)
		}
	}
	return f
}
