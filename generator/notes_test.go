package generator

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"leadline/generator/fact"
	"leadline/generator/level"
)

// The moves of the sample organisation are told on the pages of those who moved, and name no
// other team.
func TestMovesAreTold(t *testing.T) {
	_, out := sampleSeries(t)
	said := map[string]string{}
	for i, s := range out.teams {
		said[s[0].Subject().ID] = told(out.notes.teams[i])
	}
	for i, s := range out.services {
		said["service "+s[0].Subject().ID] = told(out.notes.services[i])
	}
	for who, want := range map[string]string{
		"harbour":        "16 June 2025: upload came to this team.",
		"iris":           "16 June 2025: upload left this team.",
		"service upload": "16 June 2025: This service moved to another team.",
		"marsh":          "1 September 2025: shore-map and tide-api came to this team.",
		"kelp":           "1 September 2025: This team is recorded up to this day.",
		"orchid":         "1 November 2025: import, joblog, kiosk, ledger, wallet and xray left this team.",
		"orchid-core":    "1 November 2025: This team is recorded from this day on.",
		"compass":        "1 March 2025: In words that name other units and are left out here.",
		"granite":        "10 July 2025: The team was called Gravel until today; its identifier stays.",
	} {
		if !strings.Contains(said[who], want) {
			t.Errorf("%s is told\n%sand not %q", who, said[who], want)
		}
	}
	for _, s := range out.teams {
		for _, other := range out.teams {
			own, name := s[0].Subject().ID, other[0].Subject().ID
			if own != name && regexp.MustCompile(`\b`+regexp.QuoteMeta(name)+`\b`).MatchString(said[own]) {
				t.Errorf("%s's notes name %s:\n%s", own, name, said[own])
			}
		}
	}
	if strings.Contains(said["atlas"], "moved") || strings.Contains(said["service account"], "moved") {
		t.Error("a move of nobody")
	}
	if p := told(out.notes.portfolio); !strings.Contains(p, "1 November 2025: In words that name units and are left out here.") || !strings.Contains(p, "freeze") || strings.Contains(p, "orchid") {
		t.Errorf("the portfolio is told\n%s", p)
	}
}

func told[L level.Level](notes []fact.Note[L]) string {
	var b strings.Builder
	for _, n := range notes {
		b.WriteString(time.Unix(int64(n.At), 0).UTC().Format("2 January 2006") + ": " + n.Words() + "\n")
	}
	return b.String()
}
