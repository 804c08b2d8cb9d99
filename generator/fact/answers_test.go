package fact

import (
	"fmt"
	"strings"
	"testing"
)

const waves = "survey_id,opened_at,closed_at,invited\nw,2026-03-02T00:00:00Z,2026-03-20T00:00:00Z,14\n"

const questions = `question_id,text,scale_min,scale_max,reverse,topic
a,One,1,5,false,t
b,No scale,,,false,t
c,A number and not a choice,0,100,false,t
d,The wrong way round,5,1,true,t
`

func TestAnswers(t *testing.T) {
	rows := "survey_id,respondent_id,question_id,value,team_id\nw,p1,a,5,red\nw,p1,b,1,red\nw,p1,c,7,red\nw,p1,d,2,red\nw,p1,e,2,red\nw,p2,a,6,\nother,p3,a,1,red\n"
	u := NewUnits(nil, nil, nil)
	table, coverage := NewAnswers(read(t, "survey_answers", rows), read(t, "survey_waves", waves), read(t, "survey_questions", questions), u)
	closed, scale := table.Index("closed_at"), table.Index("in_scale")
	var got []string
	for _, c := range table.Chunks {
		for i := range c.Rows {
			got = append(got, fmt.Sprint(c.Values[scale].Bytes[i], c.Values[closed].Times[i] == at(t, "2026-03-20T00:00:00Z"), u.Owned(u.At(c.Owner[i], c.Values[closed].Times[i]))))
		}
	}
	want := "2 true true|0 true true|0 true true|0 true true|0 true true|1 true false|2 false true"
	if strings.Join(got, "|") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), want)
	}
	if len(table.Survey.Questions) != 1 || table.Survey.Waves[0].Invited != 14 {
		t.Errorf("survey %+v", table.Survey)
	}
	if want := (Coverage{"survey answer → question", 7, 2, []Count{{"outside the question's scale", 1}, {"question or its scale not recorded", 4}}}); fmt.Sprint(coverage[1]) != fmt.Sprint(want) {
		t.Errorf("coverage %v", coverage[1])
	}
}

// What nothing could derive is absent and not zero.
func TestAnswersWithoutWavesOrQuestions(t *testing.T) {
	rows := "survey_id,respondent_id,question_id,value\nw,p1,a,5\n"
	table, _ := NewAnswers(read(t, "survey_answers", rows), nil, nil, NewUnits(nil, nil, nil))
	if table.Index("closed_at") >= 0 || table.Index("in_scale") >= 0 {
		t.Errorf("columns %v", table.Columns)
	}
	if table, _ := NewAnswers(nil, nil, nil, NewUnits(nil, nil, nil)); table.Len() != 0 {
		t.Error("answers out of nothing")
	}
}

func TestOneLine(t *testing.T) {
	for text, want := range map[string]string{
		" two\r\nlines\t and \x00 more ": "two lines and more", "\u202eabc\u2066\ufeff": "abc", "": "", "\x01": "", "zażółć": "zażółć",
		strings.Repeat("ü", 300): strings.Repeat("ü", 199) + "…", strings.Repeat("ü", 200): strings.Repeat("ü", 200),
	} {
		if got := oneLine(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
