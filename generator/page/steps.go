package page

import (
	"slices"

	"leadline/generator/period"
)

// Steps are the ways to other months.
type Steps struct {
	Earlier *Link // the month before, if it has a page
	Later   *Link
	Months  []Link // all months that have a page, newest first; nil on the page of an older month
	Newest  *Link  // to the newest month's page under its own address; nil on that page
}

// steps are the ways from month m to the others under folder, e.g. "teams/payments/". Only the
// newest month's page lists all of them: a list on every page would change every page each
// month, and whoever wants another month is two steps from that list.
func (b *book) steps(folder string, m period.Month) (s Steps) {
	at, last := slices.Index(b.pages, m), len(b.pages)-1
	if at < 0 {
		return s
	}
	if at > 0 {
		s.Earlier = monthLink(folder, b.pages[at-1])
	}
	if at < last {
		s.Later = monthLink(folder, b.pages[at+1])
		s.Newest = &Link{Text: "Newest month", Href: folder + "index.html"}
		return s
	}
	for _, other := range slices.Backward(b.pages) {
		link := *monthLink(folder, other)
		link.Current = other == m
		s.Months = append(s.Months, link)
	}
	return s
}

func monthLink(folder string, m period.Month) *Link {
	return &Link{Text: m.Long(), Href: folder + m.String() + "/index.html"}
}
