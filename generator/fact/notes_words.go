package fact

import (
	"fmt"
	"strings"

	"leadline/generator/level"
)

// Words are the note as a page or a sentence says it: what people wrote, or what ownership
// tells, in one short sentence and no more. It is hostile text.
func (n Note[L]) Words() string {
	what, others := "This team", "other units"
	switch any(n).(type) {
	case Note[level.Service]:
		what = "This service"
	case Note[level.Portfolio]:
		others = "units"
	}
	switch n.Kind {
	case Came:
		return listed(n.Services) + " came to this team."
	case Left:
		return listed(n.Services) + " left this team."
	case Moved:
		return "This service moved to another team."
	case Began:
		return what + " is recorded from this day on."
	case Ended:
		return what + " is recorded up to this day."
	}
	switch {
	case n.Silent && n.Kind == Rebased:
		return "A new baseline was recorded; its text is shown on internal sites only."
	case n.Silent:
		return "A note was recorded; its text is shown on internal sites only."
	case !n.Unsaid:
		return n.Text
	case n.Kind == Rebased:
		return "A new baseline, in words that name " + others + " and are left out here."
	default:
		return "In words that name " + others + " and are left out here."
	}
}

// listedServices is how many services a note names; it is one line.
const listedServices = 5

// listed is "one", "one and another", "one, another and 4 more".
func listed(names []string) string {
	if more := len(names) - listedServices; more > 1 {
		names = append(names[:listedServices:listedServices], fmt.Sprintf("%d more", more))
	}
	last := len(names) - 1
	if last <= 0 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
