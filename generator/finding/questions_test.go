package finding

import (
	"strings"
	"testing"
)

const goodBank = `+++
title = "Questions about flow"
domain = "flow"
owner = "Coaching"
reviewed = 2026-10-01

[[question]]
id = "flow-a"
ask = "What waits?"
why = "It goes on."
metrics = ["work-item-age"]

[[question]]
id = "flow-b"
ask = "What else waits?"
+++
Text.
`

func TestParseQuestions(t *testing.T) {
	q, err := ParseQuestions("content/questions/flow.md", []byte(goodBank))
	if err != nil {
		t.Fatal(err)
	}
	if q.Domain != "flow" || q.Reviewed != "2026-10-01" || len(q.List) != 2 || strings.TrimSpace(string(q.Body)) != "Text." || q.Line != 17 {
		t.Errorf("bank is %+v", q)
	}
	first := q.List[0]
	if first.ID != "flow-a" || first.Ask != "What waits?" || first.Why != "It goes on." || first.Metrics[0] != "work-item-age" || first.At.Line != 8 {
		t.Errorf("question is %+v", first)
	}
	if q.List[1].Why != "" {
		t.Errorf("why of the second is %q", q.List[1].Why)
	}
}

// Every message, word for word: each case changes one text of a good bank.
func TestQuestionMessages(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{`domain = "flow"`, `domain = "flaw"`, `content/questions/flow.md:3:1: domain is "flaw"; expected one of flow, quality, security, enablement, portfolio
content/questions/flow.md:8:1: id is "flow-a"; expected an id in lower case with dashes that begins with "flaw-"
content/questions/flow.md:14:1: id is "flow-b"; expected an id in lower case with dashes that begins with "flaw-"`},
		{`domain = "flow"`, `domain = "quality"`, `content/questions/flow.md:3:1: domain is "quality"; expected "flow", the file's name; rename one of them
content/questions/flow.md:8:1: id is "flow-a"; expected an id in lower case with dashes that begins with "quality-"
content/questions/flow.md:14:1: id is "flow-b"; expected an id in lower case with dashes that begins with "quality-"`},
		{`owner = "Coaching"`, ``, `content/questions/flow.md: owner is missing; expected the role that keeps the bank; add it to the front matter`},
		{`reviewed = 2026-10-01`, ``, `content/questions/flow.md: reviewed is missing; expected the day on which somebody last read all of it, such as 2026-10-01; add it to the front matter`},
		{`id = "flow-b"`, `id = "flow-a"`, `content/questions/flow.md:14:1: id "flow-a" is there twice; expected one question an id; give this one another: patterns name questions by their id`},
		{`id = "flow-b"`, `id = "Flow B"`, `content/questions/flow.md:14:1: id is "Flow B"; expected an id in lower case with dashes that begins with "flow-"`},
		{`ask = "What waits?"`, `ask = "What waits."`, `content/questions/flow.md:9:1: ask does not end with "?"; expected one whole sentence`},
		{`ask = "What waits?"`, `ask = "What\nwaits?"`, `content/questions/flow.md:9:1: ask has a line break or another control character; expected one line of text`},
		{`ask = "What waits?"`, ``, `content/questions/flow.md:7:3: ask is missing; expected one sentence`},
		{`ask = "What waits?"`, `ask = "` + strings.Repeat("ü", 150) + `?"`, `content/questions/flow.md:9:1: ask has 151 characters; expected at most 150; say one thing`},
		{`why = "It goes on."`, `why = "It goes on"`, `content/questions/flow.md:10:1: why does not end with "."; expected one whole sentence`},
		{`["work-item-age"]`, `["work-item-age", "work-item-age"]`, `content/questions/flow.md:11:29: metric "work-item-age" is there twice; take one out`},
		{`why = "It goes on."`, `wyh = "It goes on."`, `content/questions/flow.md:10:1: unknown key wyh in [[question]]; did you mean why?`},
	} {
		_, err := ParseQuestions("content/questions/flow.md", []byte(strings.Replace(goodBank, c.old, c.new, 1)))
		if err == nil || err.Error() != c.want {
			t.Errorf("%s for %s gives\n%v\nwant\n%s", c.new, c.old, err, c.want)
		}
	}
	empty := "+++\ntitle = \"F\"\ndomain = \"flow\"\nowner = \"O\"\nreviewed = 2026-10-01\n+++\n"
	want := "content/questions/flow.md: there is no question; expected one [[question]] or more; write one, or delete the file"
	if _, err := ParseQuestions("content/questions/flow.md", []byte(empty)); err == nil || err.Error() != want {
		t.Errorf("an empty bank gives %v", err)
	}
}

func TestCheckQuestions(t *testing.T) {
	a, err := ParseQuestions("content/questions/flow.md", []byte(goodBank))
	if err != nil {
		t.Fatal(err)
	}
	b, err := ParseQuestions("own/questions/flow.md", []byte(goodBank))
	if err != nil {
		t.Fatal(err)
	}
	if err := CheckQuestions([]*Questions{a}, []string{"work-item-age"}); err != nil {
		t.Error(err)
	}
	want := `content/questions/flow.md:8:1: question "flow-a" names the metric "work-item-age", which has no definition; expected the id of a file in content/metrics; did you mean "work-item-ages"?
own/questions/flow.md:8:1: question "flow-a" is at content/questions/flow.md:8:1 too; expected one question an id; give one of them another
own/questions/flow.md:14:1: question "flow-b" is at content/questions/flow.md:14:1 too; expected one question an id; give one of them another`
	if err := CheckQuestions([]*Questions{a, b}, []string{"work-item-ages"}); err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}
