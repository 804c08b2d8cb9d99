package metric

import (
	"strings"
	"testing"
)

// header is a definition with the given measure.
func written(measure string) []byte {
	return []byte("+++\nid = \"x\"\ntitle = \"X\"\ndomain = \"quality\"\nversion = \"1.0.0\"\nstatus = \"active\"\nowner = \"o\"\nreviewed = 2026-10-01\nnext_review = 2027-10-01\nsynonyms = []\ndecided_by = \"t\"\ncadence = \"monthly\"\n" +
		"question = \"q\"\ndecision = \"d\"\ncounter = [\"x\"]\nstage = 4\ngood = \"neither\"\n[levels]\nteam = \"pooled\"\nservice = \"pooled\"\nportfolio = \"pooled\"\n[measure]\n" + measure + "\n+++\n## " + strings.Join(Sections, "\n\nA sentence.\n\n## ") + "\n\nA sentence.\n")
}

func TestKindsSayWhatIsWrong(t *testing.T) {
	const breakdown = "kind = \"breakdown\"\nof = \"incident\"\nat = \"started_at\"\n"
	const direction = "kind = \"direction\"\nof = \"coverage_measurement\"\nat = \"measured_at\"\npart = \"covered\"\nwhole = \"total\"\neach = \"repo\"\n"
	for _, c := range []struct{ measure, want string }{
		{breakdown + "by = [\"cause\", \"week_time\"]\nheadline = { detected_by = \"customer\" }", ""},
		{breakdown + "by = [\"cause\"]\nwhere = { week_time = \"weekend\" }", ""},
		{breakdown, "by is missing"},
		{breakdown + "by = [\"resolved_at\"]", "resolved_at of incident has no categories; expected a column of text with few values"},
		{breakdown + "by = [\"incident_id\"]", "incident_id of incident has no categories"},
		{breakdown + "by = [\"cause\", \"cause\"]", "cause is named twice"},
		{breakdown + "by = [\"couse\"]", "did you mean \"cause\"?"},
		{breakdown + "by = [\"cause\"]\nheadline = { detected_by = \"users\" }", "detected_by cannot be users; expected one of monitor, customer, staff"},
		{breakdown + "by = [\"cause\"]\nwhere = { week_time = \"sunday\" }", "expected one of working hours, weekday evening or night, weekend"},
		{direction + "band = 0.01", ""},
		{direction, "band is 0"},
		{direction + "band = 1", "band is 1"},
		{strings.Replace(direction, `"covered"`, `"repo"`, 1) + "band = 0.01", "repo of coverage_measurement is not a count"},
		{strings.Replace(direction, `each = "repo"`, `each = "sha"`, 1) + "band = 0.01", "sha of coverage_measurement does not name a thing"},
	} {
		_, err := ParseDefinition("x.md", written(c.measure))
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", c.measure, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "x.md:")):
			t.Errorf("%s: %v, want %q", c.measure, err, c.want)
		}
	}
}

func TestFormulas(t *testing.T) {
	for measure, want := range map[string]string{
		"kind = \"breakdown\"\nof = \"incident\"\nat = \"started_at\"\nby = [\"cause\", \"repeat\"]": "The number of incidents with started_at in the month; beside it, how all of them divide by cause, repeat, with those for which it is not recorded as a part of their own.",
		"kind = \"breakdown\"\nof = \"work_item\"\nat = \"created_at\"\nby = [\"found_in\"]\nwhere = { is_defect = true }\nheadline = { found_in = \"production\" }": "Of the work items with is_defect = true with created_at in the month: the share with found_in = production among those with found_in recorded; " +
			"beside it, how all of them divide by found_in, with those for which it is not recorded as a part of their own.",
	} {
		d, err := ParseDefinition("x.md", written(measure))
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Measure.Formula(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// What is done for a row needs no memory, so that eight times the rows need hardly more of it.
func TestBreakdownAllocatesNothingPerRow(t *testing.T) {
	allocs := func(n int) float64 {
		table, u := bulk(n)
		return testing.AllocsPerRun(3, func() {
			Compute(definition(&Breakdown{Common: Common{KindName: "breakdown", Of: "work_item"}, At: "created_at", By: []string{"team_id"}}, false), table, u, frame())
		})
	}
	if few, many := allocs(5_000), allocs(40_000); many > few+200 {
		t.Errorf("%g allocations for 5,000 rows, %g for 40,000", few, many)
	}
}
