package generator

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// lint is what is wrong with a sentence as English and as a statement. It knows nothing of
// what the sentence says: that is held by the patterns' worked examples and by the stories.
func lint(sentence string) (problems []string) {
	fail := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	if first := []rune(sentence + " ")[0]; !unicode.IsUpper(first) && !unicode.IsDigit(first) {
		fail("it begins with %q", first)
	}
	if !strings.HasSuffix(sentence, ".") || strings.Contains(strings.TrimSuffix(sentence, "."), ". ") {
		fail("it does not end with its only full stop")
	}
	for _, rule := range refusedIn {
		if at := rule.what.FindString(sentence); at != "" {
			fail("%q: %s", at, rule.why)
		}
	}
	if deep, left := brackets(sentence); deep > 1 || left != 0 {
		fail("brackets %d deep, %d not closed", deep, left)
	}
	problems = append(problems, lintNumbers(sentence)...)
	problems = append(problems, lintDates(sentence)...)
	if many := disagreeing.FindString(ofMany.ReplaceAllString(sentence, "")); many != "" {
		fail("%q: a verb that does not agree", many)
	}
	return append(problems, lintWords(sentence)...)
}

// A verb agrees with its subject and not with what stands before it in "the share of defects was".
var (
	ofMany      = regexp.MustCompile(`\b(of|in|on|for|to|with|from|by|under|than|against) ([a-z]+ )?[a-z]+s\b`)
	disagreeing = regexp.MustCompile(`\b(patterns|reruns|defects|exceptions|causes|points|deployments|changes|incidents|items|findings|decisions|reviews) (was|is|has|shows)\b`)
)

// brackets is how deep brackets stand in each other, and how many are not closed.
func brackets(sentence string) (deepest, depth int) {
	for _, r := range sentence {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		}
		deepest = max(deepest, depth)
	}
	return deepest, depth
}

// refusedIn are the texts that no sentence has.
var refusedIn = []struct {
	what *regexp.Regexp
	why  string
}{
	{refused, "a word that judges"},
	{regexp.MustCompile(`(?i)\b(best|benchmarks?|health\w*|blame\w*|fault of|should have|fail(s|ed)? to)\b`), "a word that judges"},
	{regexp.MustCompile(`(?i)\b(good|bad|better|worse|poor\w*|excellent|impressive|dramatic\w*|alarming\w*|worrying\w*|significant\w*|strong\w*|weak(er|est|ly)?|disappointing|unfortunately|successful(ly)?|obvious\w*|clearly)\b`), "a judgement"},
	{regexp.MustCompile(`\bNaN\b|\bInf\b|∞|%!|[{}_<>]|\bnil\b|map\[|\[\]`), "not for people"},
	{regexp.MustCompile(`  | [.,;:)]|\( |[.,;:]{2}|\(\)|\(\(|^ | $|\n|\t`), "punctuation or space"},
	{regexp.MustCompile(`\) \(`), "two brackets in a row"},
	{regexp.MustCompile(`\d%`), "a percent sign without its space"},
	{regexp.MustCompile(`(^|[\s(])-\d`), "a hyphen for a minus sign"},
	{regexp.MustCompile(`\d-\d`), "a hyphen in a range"},
	{regexp.MustCompile(`\b[Aa] (8|11|18)\b|\b[Aa]n ([0-79]|1[02-79])\b`), "a or an"},
	{regexp.MustCompile(`\bcame ([\d,.]+) times what it was\b`), "what came is no it: times as often"},
	{regexp.MustCompile(`, and \d+ more\b`), "a comma before the last of a list"},
	{regexp.MustCompile(`\b0 (percentage points|items) (lower|higher|fewer|more)\b`), "what is 0 is neither more nor less"},
	{regexp.MustCompile(`\brange the range\b|\bat too few\b|\bat no data\b|\bat withheld\b`), "words that do not fit together"},
	{regexp.MustCompile(`\bof 1 metrics?\b`), "of one there is no choice"},
}

// numbered is a number and the word after it.
var (
	numbered = regexp.MustCompile(`(^|[\s(+−–])(\d(?:[\d,.]*\d)?) ([a-z]+)`)
	singular = []string{"item", "metric", "change", "incident", "service", "team", "day", "hour", "minute", "second", "week", "month", "year", "deployment",
		"defect", "finding", "exception", "request", "run", "decision", "review", "row", "person", "point", "failure", "question", "answer", "repository", "time"}
	plurals = []string{"metrics", "people", "persons", "repositories"}
)

// lintNumbers holds nouns to their numbers: 1 item, 2 items, 0.5 items.
func lintNumbers(sentence string) (problems []string) {
	for _, m := range numbered.FindAllStringSubmatch(sentence, -1) {
		v, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimRight(m[2], ".,"), ",", ""), 64)
		one := slices.Contains(singular, m[3])
		many := slices.Contains(plurals, m[3]) || slices.Contains(singular, strings.TrimSuffix(m[3], "s")) && !one
		if err != nil || m[3] == "times" || one && v != 1 || many && v == 1 && m[1] != "–" {
			if m[3] != "times" || err != nil {
				problems = append(problems, fmt.Sprintf("%q: number and noun", m[0]))
			}
		}
	}
	return problems
}

var (
	monthName = regexp.MustCompile(`\b(January|February|March|April|May|June|July|August|September|October|November|December)\b`)
	dated     = regexp.MustCompile(`^( \d{4}\b|–(January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b)`)
	otherDate = regexp.MustCompile(`\b\d{4}-\d{2}|\b\d{1,2}/\d{1,2}|\b\d+(st|nd|rd)\b|\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b|Z\b|\bUTC\b`)
)

// lintDates: a month has its year, "May 2026" or "May–October 2026".
func lintDates(sentence string) (problems []string) {
	for _, at := range monthName.FindAllStringIndex(sentence, -1) {
		if !dated.MatchString(sentence[at[1]:]) {
			problems = append(problems, fmt.Sprintf("%q: a month without its year", sentence[at[0]:min(len(sentence), at[1]+8)]))
		}
	}
	if at := otherDate.FindString(sentence); at != "" {
		problems = append(problems, fmt.Sprintf("%q: not a date as people write it", at))
	}
	return problems
}

var (
	// sized are adjectives and adverbs of size; comparatives count, too.
	sized = regexp.MustCompile(`(?i)\b(big(ger|gest)?|large[rst]*|huge|small(er|est)?|tiny|slow(er|est|ly)?|fast(er|est)?|quick(er|est|ly)?|high(er|est|ly)?|low(er|est)?|long(er|est)?|short(er|est)?|many|few|several|much|mostly|often|rarely|heavy|heavily|considerabl[ey]|substantial(ly)?|slight(ly)?|marked(ly)?|sharp(ly)?|steep(ly)?)\b`)
	// fixed are terms of the field and of this report that have such a word and make no claim.
	fixed  = regexp.MustCompile(`(?i)\b(unusually (high|low)|as (long|often|many|few|much) as|no longer|too few|too early|how (often|long|many|much|large|small)|change lead time|high severity|so far|as soon|as before)\b`)
	figure = regexp.MustCompile(`\d`)
)

// lintAdjectives: what is large or small is so by a number in the same sentence.
func lintAdjectives(sentence string) (problems []string) {
	if at := sized.FindString(fixed.ReplaceAllString(sentence, "")); at != "" && !figure.MatchString(sentence) {
		problems = append(problems, fmt.Sprintf("%q: an adjective without a number", at))
	}
	return problems
}

// lintWords finds a word that is there twice in a row.
func lintWords(sentence string) (problems []string) {
	fields := strings.Fields(sentence)
	for i := 1; i < len(fields); i++ {
		if w := fields[i]; w == fields[i-1] && unicode.IsLetter([]rune(w)[0]) {
			problems = append(problems, fmt.Sprintf("%q twice", w))
		}
	}
	return problems
}

// founded reports whether a sentence has a figure or a reason.
func founded(sentence string) bool {
	return figure.MatchString(sentence) || reasoned.MatchString(sentence)
}

var reasoned = regexp.MustCompile(`\([^)]+\)|: .|\b(because|so that|so)\b`)
