package event

import (
	"slices"
	"strings"
	"unicode"
)

// TellsPeople reports whether a column that no table has holds people, by its name: author,
// assigneeEmail, merged_by. Such a column is never a part of a figure; what it holds is only
// looked for in the output, where it must not be.
func TellsPeople(column string) bool {
	words := wordsOf(column)
	has := func(list []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(list, w) })
	}
	if has(aboutOthers) {
		return false
	}
	if n := len(words); n > 1 && words[n-1] == "by" {
		return slices.Contains(acts, words[n-2])
	}
	return has(persons)
}

var (
	persons = []string{"author", "authors", "assignee", "assignees", "committer", "reviewer", "reviewers", "approver", "approvers", "requester", "requestor",
		"reporter", "creator", "owner", "user", "users", "username", "login", "email", "mail", "actor", "person", "employee", "developer", "engineer",
		"participant", "firstname", "lastname", "fullname", "surname", "autor", "bearbeiter", "ersteller", "melder"}
	acts = []string{"merged", "closed", "created", "opened", "approved", "assigned", "resolved", "reported", "reviewed", "requested", "deployed",
		"triggered", "acknowledged", "updated", "modified", "authored", "committed", "submitted"}
	aboutOthers = []string{"team", "teams", "role", "type", "kind", "group", "count", "number", "at", "date", "time", "association", "agent", "is", "has",
		"org", "organisation", "organization", "department", "company", "domain", "url", "class", "status", "state"}
)

// nobody are values that stand for no person.
var nobody = []string{"unknown", "unassigned", "nobody", "anonymous", "deleted", "system", "automatic", "automation", "ghost", "false", "true", "none", "null", "undefined"}

// aPerson reports whether a value of a column of people may be one: robots have no privacy.
func aPerson(value string) bool {
	value = strings.ToLower(strings.TrimSpace(value))
	return value != "" && !strings.HasSuffix(value, "[bot]") && !slices.Contains(nobody, value)
}

// wordsOf splits a name at its separators and before its capitals, in small letters.
func wordsOf(name string) (words []string) {
	var word []rune
	end := func() {
		if len(word) > 0 {
			words, word = append(words, strings.ToLower(string(word))), nil
		}
	}
	before := ' '
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end()
		case unicode.IsUpper(r) && unicode.IsLower(before):
			end()
			word = append(word, r)
		default:
			word = append(word, r)
		}
		before = r
	}
	end()
	return words
}

// hand hands on the distinct texts of every column of people, before they are forgotten.
func (g *gather) hand(see func(column, text string)) {
	for i := range g.columns {
		if c := &g.columns[i]; c.Kind == Person && see != nil {
			for _, text := range c.dict.allTexts() {
				if aPerson(text) {
					see(c.Name, text)
				}
			}
		}
	}
}

// TableOfPeople has nothing but columns of people, for a second look at files that have them
// beside the columns of their own table.
func TableOfPeople(name string, columns []string) *Table {
	t := &Table{Name: name}
	for _, c := range columns {
		t.Columns = append(t.Columns, Column{Name: c, Kind: Person})
	}
	return t
}
