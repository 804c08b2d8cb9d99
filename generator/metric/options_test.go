package metric

import (
	"strings"
	"testing"
)

// checked parses a definition with the given [measure] and returns what is wrong with it.
func checked(measure string) string {
	_, err := ParseDefinition("content/metrics/test.md", []byte(`+++
id = "test"
title = "Test"
domain = "security"
version = "1.0.0"
status = "active"
owner = "Somebody"
reviewed = 2026-10-01
next_review = 2027-10-01
synonyms = []
decided_by = "t"
cadence = "monthly"
question = "What?"
decision = "That"
counter = ["test"]
stage = 4
good = "lower"

[measure]
`+measure+`

[levels]
team = "pooled"
service = "pooled"
portfolio = "pooled"
+++
`+everySection))
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestOptionsOfKinds(t *testing.T) {
	const duration = "kind = \"duration\"\nof = \"finding\"\nfrom = \"exposed_from\"\nto = \"fixed_at\"\nshow = [\"p50\"]\n"
	const age = "kind = \"age\"\nof = \"finding\"\nfrom = \"opened_at\"\nto = \"closed_at\"\nshow = [\"p50\"]\n"
	const bridge = "kind = \"bridge\"\nof = \"finding\"\nfrom = \"opened_at\"\nto = \"closed_at\"\nopened_as = \"opened_as\"\nclosed_as = \"closed_as\"\n"
	for _, c := range []struct{ measure, want string }{
		{duration + "open = \"censored\"\nwindow = 12\nrmst = 90\nby = \"baseline_severity\"\ngiven_up = \"exposed_until\"\noldest = true", ""},
		{duration + "open = \"forgotten\"", `open is "forgotten"`},
		{duration + "open = \"counted\"\nwindow = 12", `window is given and open is "counted"`},
		{duration + "open = \"censored\"\nwindow = 99", "window is 99"},
		{duration + "open = \"censored\"\nrmst = -1", "rmst is -1"},
		{duration + "open = \"censored\"\nby = \"detected_at\"", "detected_at of finding has no categories"},
		{duration + "open = \"censored\"\nuntil = \"severity\"", "severity of finding is not an instant"},
		{duration + "open = \"censored\"\nwhere = { closed_as = \"vanished\" }", "closed_as cannot be vanished"},
		{duration + "open = \"censored\"\nwhere = { closed_as = \"duplicate\" }", ""},
		{age + "bands = [30, 90]\noldest = true\nsince = \"detected_at\"\nexposure = { from = \"exposed_from\", to = \"exposed_until\" }\nby = \"baseline_severity\"", ""},
		{age + "bands = [90, 30]", "bands are [90 30]"},
		{age + "since = \"severity\"", "severity of finding is not an instant"},
		{age + "by = \"baseline_severity\"", "by is given without exposure"},
		{bridge + "part = [\"fixed_verified\"]\nwithout = [\"duplicate\"]\nsettles = 1", ""},
		{bridge, "part is missing"},
		{bridge + "part = [\"fixed_verifed\"]", `closed_as has no value "fixed_verifed"`},
		{bridge + "part = [\"fixed_verified\"]\nsettles = 13", "settles is 13"},
	} {
		switch got := checked(c.measure); {
		case c.want == "" && got != "":
			t.Errorf("%s\n%s", c.measure, got)
		case !strings.Contains(got, c.want):
			t.Errorf("%s\n%q lacks %q", c.measure, got, c.want)
		}
	}
}
