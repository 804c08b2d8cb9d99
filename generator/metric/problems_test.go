package metric

import (
	"strings"
	"testing"
)

const header1 = `+++
id = "x"
title = "X"
domain = "enablement"
version = "1.0.0"
status = "trial"
owner = "o"
reviewed = 2026-01-01
cadence = "monthly"
question = "?"
decision = "d"
counter = ["x"]
stage = 4
next_review = 2027-10-01
synonyms = []
decided_by = "t"
good = "neither"
[levels]
team = "pooled"
service = "pooled"
portfolio = "pooled"
`

// What a definition may not say of parts, of what is left out, and of answers.
func TestMeasureProblems(t *testing.T) {
	share := "[measure]\nkind = \"share\"\nof = \"pipeline_run\"\nat = \"finished_at\"\npart = { on_main = true }\n"
	for _, test := range []struct{ name, measure, want string }{
		{"until that is no time", "[measure]\nkind = \"duration\"\nof = \"pipeline_run\"\nfrom = \"queued_at\"\nuntil = \"outcome\"\nto = \"finished_at\"\nshow = [\"p50\"]\nopen = \"left out\"\n", "outcome of pipeline_run is not an instant"},
		{"left out by nothing", share + "left_out = { outcome = \"cancel\" }\n", "outcome is not in where, so nothing is left out by it"},
		{"left out and in", share + "where = { outcome = [\"success\", \"failure\"] }\nleft_out = { outcome = [\"cancel\", \"failure\"] }\n", "failure is in where and in left_out"},
		{"left out by a flag", share + "where = { on_main = true }\nleft_out = { on_main = false }\n", "on_main has no values to count apart"},
		{"left out by no value", share + "where = { outcome = \"success\" }\nleft_out = { outcome = \"cancelled\" }\n", "outcome cannot be cancelled"},
		{"answers of runs", "[measure]\nkind = \"answers\"\nof = \"pipeline_run\"\n", "answers of pipeline_run"},
		{"fine", share + "where = { outcome = \"success\" }\nleft_out = { outcome = [\"cancel\"] }\n", ""},
	} {
		d, err := ParseDefinition("x.md", []byte(header1+test.measure+"+++\n"+everySection))
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: %v", test.name, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: got %v, want %q", test.name, err, test.want)
		case err == nil && !strings.Contains(d.Measure.Formula(), "Left out and counted beside it: those with outcome = cancel."):
			t.Errorf("formula %q", d.Measure.Formula())
		}
	}
}
