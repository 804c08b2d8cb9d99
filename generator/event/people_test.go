package event

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/fstest"
)

func TestTellsPeople(t *testing.T) {
	for name, want := range map[string]bool{"author": true, "Author Name": true, "assigneeEmail": true, "merged_by": true, "reviewer-login": true, "userName": true, "E-Mail": true,
		"author_association": false, "blocked_by": false, "caused_by": false, "owner_team": false, "user_agent": false, "is_author": false, "reviewer_count": false,
		"created_at": false, "by": false, "": false, "authority": false, "avatar_url": false} {
		if got := TellsPeople(name); got != want {
			t.Errorf("%q: %t, want %t", name, got, want)
		}
	}
}

// What columns of people hold is handed on once each, and then forgotten.
func TestPeopleAreHandedOn(t *testing.T) {
	const rows = "repo,change_id,state,opened_at,author_id\nr,1,open,2026-01-01T00:00:00Z,Ada\nr,2,open,2026-01-01T00:00:00Z,Ada\nr,3,open,2026-01-01T00:00:00Z,builder[bot]\nr,4,open,2026-01-01T00:00:00Z,Grace\n"
	table, _ := TableNamed("changes")
	var seen []string
	opt := Options{People: func(column, text string) { seen = append(seen, column+" "+text) }}
	result, err := Read(context.Background(), fstest.MapFS{"c.csv": {Data: []byte(rows)}}, table, []Source{{Table: "changes", Pattern: "c.csv", Files: []string{"c.csv"}}}, []string{"author_id"}, opt)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(seen)
	if want := "[author_id Ada author_id Grace]"; fmt.Sprint(seen) != want {
		t.Errorf("%v, want %s", seen, want)
	}
	if text := result.Rows.Dicts[result.Rows.Index("author_id")].Text(1); text != "" {
		t.Errorf("%q is still there", text)
	}
}

// Columns that the table does not have are read by a table that has nothing else.
func TestTableOfPeople(t *testing.T) {
	for name, text := range map[string]string{"a.csv": "id,author_name,x\n1,Ada Example,y\n2,,y\n3,Ada Example,y\n", "a.jsonl": `{"id":1,"author_name":"Ada Example"}` + "\n" + `{"id":2}` + "\n"} {
		var seen []string
		opt := Options{KeepGoing: true, People: func(column, text string) { seen = append(seen, column+" "+text) }}
		_, err := Read(context.Background(), fstest.MapFS{name: {Data: []byte(text)}}, TableOfPeople("changes", []string{"author_name"}), []Source{{Table: "changes", Pattern: name, Files: []string{name}}}, []string{"author_name"}, opt)
		if err != nil || fmt.Sprint(seen) != "[author_name Ada Example]" {
			t.Errorf("%s: %v, %v", name, seen, err)
		}
	}
}
