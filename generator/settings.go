package generator

import (
	"fmt"
	"slices"
	"strings"

	"leadline/generator/event"
	"leadline/generator/fact"
)

// settingsFit warns where a setting of [site] names nothing that the event files hold. No row
// is wrong then and nothing stops a build, but every figure behind the setting would be "no
// data", or a zero that is none: the commonest mistake of a new site.
//
// It must come before rows are linked, which uses them up.
func (c *computing) settingsFit(rows *event.Rows, column, setting string, words []string) {
	if rows == nil || rows.Len() == 0 {
		return
	}
	k := rows.Index(column)
	if k < 0 || rows.Dicts[k] == nil {
		return
	}
	var found []string
	for code := 1; code < rows.Dicts[k].Len(); code++ {
		found = append(found, rows.Dicts[k].Text(uint32(code)))
	}
	switch {
	case len(found) == 0:
		c.doubt("%s: no row says its %s; map the column under [source.columns], or give the one of every row under [source.constants]", rows.Table.Name, column)
	case !slices.ContainsFunc(found, func(text string) bool { return slices.Contains(words, text) }):
		slices.Sort(found) // readers meet them in any order
		c.doubt("%s: %s is never %s; the files have %s; name those that are meant, if any: %s = [%q] below [site]",
			rows.Table.Name, column, quotedList(words, " or "), quotedList(found, ", "), setting, likeliest(found, words))
	}
}

// mainIsKnown is settingsFit for branches, of which only hashes are read.
func (c *computing) mainIsKnown(runs *fact.Table, table string) {
	k := runs.Index("on_main")
	if k < 0 || runs.Len() == 0 {
		return
	}
	for _, chunk := range runs.Chunks {
		if slices.Contains(chunk.Values[k].Bytes[:chunk.Rows], event.FlagTrue) {
			return
		}
	}
	c.doubt("%s: no row is of branch %s; name the branches that are released from: main_branches = [\"trunk\"] below [site], for example",
		table, quotedList(c.in.rules.MainBranches, " or "))
}

// teamsKnown warns of a site without any team.
func (c *computing) teamsKnown() {
	if c.units != nil && len(c.units.Teams) == 0 {
		c.doubt("there are no teams, so that only services and the portfolio have pages; the table ownership says which service is whose, and teams how teams are called")
	}
}

func (c *computing) doubt(format string, values ...any) {
	c.out.doubts = append(c.out.doubts, fmt.Sprintf(format, values...))
}

// likeliest is the word of found that begins most like one of words: "prod" for "production".
// Where none begins alike, nothing is proposed.
func likeliest(found, words []string) string {
	best, most := "…", 0
	for _, f := range found {
		for _, w := range words {
			if n := common(strings.ToLower(f), strings.ToLower(w)); n > most {
				best, most = f, n
			}
		}
	}
	return beginning(best)
}

// common is the number of bytes with which both begin.
func common(a, b string) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

// quotedList is `"a", "b" and 3 more`, of words that may be hostile.
func quotedList(words []string, join string) string {
	var out []string
	for i, w := range words {
		if i == doubts {
			return strings.Join(out, join) + fmt.Sprintf(" and %d more", len(words)-doubts)
		}
		out = append(out, fmt.Sprintf("%q", beginning(w)))
	}
	return strings.Join(out, join)
}
