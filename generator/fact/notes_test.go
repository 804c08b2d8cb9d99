package fact

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/generator/level"
	"leadline/generator/period"
)

func seconds(t testing.TB, day string) period.Seconds {
	t.Helper()
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	return period.Seconds(at.Unix())
}

// theNotes are a unit's notes as "2025-06-16 words".
func theNotes[L level.Level](b *Notebook, sets []Set[L], id string) (out []string) {
	for _, s := range sets {
		if s.Subject().ID != id {
			continue
		}
		for _, n := range Notes(b, s) {
			out = append(out, fmt.Sprintf("%s %d %s", time.Unix(int64(n.At), 0).UTC().Format(time.DateOnly), n.Kind, n.Words()))
		}
	}
	return out
}

// notebook is of two teams, a third that came later, and services that changed hands.
func notebook(t testing.TB, annotations string) (*Units, *Notebook) {
	u := NewUnits(read(t, "teams", `team_id,name,valid_from,valid_to
red,Red Team,,
blue,Blue,,2025-09-01T00:00:00Z
green,Green,2025-09-01T00:00:00Z,
`), read(t, "services", `service_id,name,valid_to
pay,Payments,
ship,,2026-01-01T00:00:00Z
red-line,Red Line,
`), read(t, "ownership", `entity_type,entity_id,team_id,valid_from,valid_to
service,pay,red,2020-01-01T00:00:00Z,2025-06-16T00:00:00Z
service,pay,blue,2025-06-16T00:00:00Z,2025-09-01T00:00:00Z
service,pay,green,2025-09-01T00:00:00Z,
service,ship,blue,2020-01-01T00:00:00Z,2025-09-01T00:00:00Z
service,ship,green,2025-09-01T00:00:00Z,
service,red-line,red,2020-01-01T00:00:00Z,2025-03-01T00:00:00Z
service,red-line,red,2025-03-01T00:00:00Z,
`))
	for _, s := range []string{"pay", "ship", "red-line"} {
		u.serviceOwner(s)
	}
	return u, NewNotebook(u, NewAnnotations(read(t, "annotations", "at,scope,scope_id,text,rebase\n"+annotations)), seconds(t, "2024-01-01"), seconds(t, "2026-06-01"))
}

func TestNotesOfOwnership(t *testing.T) {
	u, b := notebook(t, "")
	for id, want := range map[string][]string{
		"red": {"2025-06-16 3 Payments left this team."},
		"blue": {"2025-06-16 2 Payments came to this team.",
			"2025-09-01 3 Payments and ship left this team.",
			"2025-09-01 6 This team is recorded up to this day."},
		"green": {"2025-09-01 5 This team is recorded from this day on.",
			"2025-09-01 2 Payments and ship came to this team."},
	} {
		if got := theNotes(b, u.TeamSets(), id); !slices.Equal(got, want) {
			t.Errorf("team %s:\n%s\nwant\n%s", id, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	for id, want := range map[string][]string{
		"pay":      {"2025-06-16 4 This service moved to another team.", "2025-09-01 4 This service moved to another team."},
		"ship":     {"2025-09-01 4 This service moved to another team.", "2026-01-01 6 This service is recorded up to this day."},
		"red-line": nil, // its one team's spells go on from each other
	} {
		if got := theNotes(b, u.ServiceSets(), id); !slices.Equal(got, want) {
			t.Errorf("service %s: %q, want %q", id, got, want)
		}
	}
}

// No team is named on another's page, no service on another's, and nothing on the portfolio's.
func TestNotesNameNoOther(t *testing.T) {
	u, b := notebook(t, `2025-01-01T00:00:00Z,team,red,RED team hired; pay and red-line unchanged.,false
2025-02-01T00:00:00Z,team,red,Helps bLUe since today.,true
2025-03-01T00:00:00Z,team,green,Out of its time? Green ended.,false
2025-04-01T00:00:00Z,service,pay,Handed from Red  Team to blue.,false
2025-05-01T00:00:00Z,service,pay,Uses SHIP's queue.,false
2025-06-01T00:00:00Z,portfolio,,Blue is split.,true
2025-07-01T00:00:00Z,portfolio,,Freeze until 2 July.,true
2023-07-01T00:00:00Z,portfolio,,Before the calendar.,true
2026-06-01T00:00:00Z,portfolio,,After it.,true
`)
	check := func(who string, got []string, want ...string) {
		t.Helper()
		got = slices.DeleteFunc(got, func(n string) bool { return n[11] > '1' })
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s", who, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	const unsaid = "In words that name other units and are left out here."
	freeze := "2025-07-01 0 Freeze until 2 July."
	check("red", theNotes(b, u.TeamSets(), "red"), "2025-01-01 0 RED team hired; pay and red-line unchanged.", "2025-02-01 1 A new baseline, in words that name other units and are left out here.", freeze)
	check("blue", theNotes(b, u.TeamSets(), "blue"), "2025-06-01 0 Blue is split.", freeze)
	check("pay", theNotes(b, u.ServiceSets(), "pay"), "2025-04-01 0 Handed from Red  Team to blue.", "2025-05-01 0 "+unsaid, "2025-06-01 0 Blue is split.", freeze)
	check("portfolio", theNotes(b, []Set[level.Portfolio]{u.Portfolio()}, ""), "2025-06-01 1 A new baseline, in words that name units and are left out here.", "2025-07-01 1 Freeze until 2 July.")

	// Where texts may not be shown, only that something was recorded is told, and when.
	b.silent = true
	const note, baseline = " 0 A note was recorded; its text is shown on internal sites only.", " 1 A new baseline was recorded; its text is shown on internal sites only."
	check("red", theNotes(b, u.TeamSets(), "red"), "2025-01-01"+note, "2025-02-01"+baseline, "2025-07-01"+note)
	check("portfolio", theNotes(b, []Set[level.Portfolio]{u.Portfolio()}, ""), "2025-06-01"+baseline, "2025-07-01"+baseline)
}
