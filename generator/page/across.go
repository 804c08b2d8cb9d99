package page

import (
	"fmt"
	"slices"

	"leadline/generator/finding"
	"leadline/generator/level"
	"leadline/generator/period"
	"leadline/generator/unit"
)

// Across is what several teams or services have in common, in numbers. It has no field for a
// unit's name: see finding.Spread.
type Across struct {
	Rows   []AcrossRow // by title
	Looked string      // "Patterns were looked for in 17 teams and 49 services."
	Local  string      // what stays on the pages of units; "" for nothing
}

// AcrossRow is one pattern.
type AcrossRow struct {
	Pattern  Link
	Teams    string // "4 of 21", "fewer than 3"
	Services string
}

// across is the portfolio's section on what is systemic and what is local.
func (b *book) across(m period.Month) *Across {
	spreads := b.site.Across[m]
	if len(spreads) == 0 {
		return nil
	}
	a := &Across{}
	var looked, local []string
	for _, s := range spreads {
		noun := string(s.Level)
		if s.Few {
			looked = append(looked, fmt.Sprintf("too few %ss to say", noun))
			continue
		}
		looked = append(looked, unit.Plural(s.Units, noun))
		if s.Local > 0 {
			local = append(local, fmt.Sprintf("%s in one or two %ss", unit.Plural(s.Local, "pattern"), noun))
		}
		for _, h := range s.Shared {
			a.put(b, s, h)
		}
	}
	a.Looked = "Patterns were looked for in " + andOf(looked) + "."
	if len(local) > 0 {
		a.Local = "There are " + andOf(local) + "; they stay on those pages."
	}
	slices.SortFunc(a.Rows, func(x, y AcrossRow) int { return byName(x.Pattern.Text, y.Pattern.Text) })
	return a
}

// put adds what holds in units of one level to its pattern's row.
func (a *Across) put(b *book, s finding.Spread, h finding.Held) {
	link := Link{Text: h.Title, Href: patternAddress(h.ID)}
	i := slices.IndexFunc(a.Rows, func(r AcrossRow) bool { return r.Pattern == link })
	if i < 0 {
		i, a.Rows = len(a.Rows), append(a.Rows, b.emptyRow(h.ID, link))
	}
	count := fmt.Sprintf("%d of %d", h.Units, s.Units)
	if h.NearlyAll {
		count = fmt.Sprintf("over nine in ten of %d", s.Units)
	}
	if s.Level == level.TeamName {
		a.Rows[i].Teams = count
	} else {
		a.Rows[i].Services = count
	}
}

// emptyRow says of both levels that the pattern is not shared, or never looked for.
func (b *book) emptyRow(id string, link Link) AcrossRow {
	row := AcrossRow{link, "not looked for", "not looked for"}
	for _, p := range b.site.Patterns {
		if p.ID == id && p.At(level.TeamName) {
			row.Teams = "fewer than 3"
		}
		if p.ID == id && p.At(level.ServiceName) {
			row.Services = "fewer than 3"
		}
	}
	return row
}

func andOf(parts []string) string {
	if len(parts) == 2 {
		return parts[0] + " and " + parts[1]
	}
	return parts[0]
}
