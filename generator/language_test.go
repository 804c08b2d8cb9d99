package generator

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var monthPage = regexp.MustCompile(`^(?:(?:teams|services)/[^/]+|portfolio)/\d{4}-\d{2}/index\.html$`)

// Every sentence of every team, service and portfolio month of the sample site.
func TestLanguage(t *testing.T) {
	t.Parallel()
	files := sampleSite(t)
	pages, sentences := 0, 0
	faults := map[string][]string{} // by problem, where
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !monthPage.MatchString(name) {
			continue
		}
		r := readMonth(files[name])
		pages++
		for _, s := range slices.Concat(r.sentences, r.further) {
			sentences++
			for _, problem := range slices.Concat(lint(s.text), lintAdjectives(s.text), lintRead(&r, s)) {
				faults[problem] = append(faults[problem], name+": "+s.text+" "+s.caveat)
			}
		}
		if n := len(r.sentences); r.says() && (n < r.fewest() || n > 5) {
			faults["not three to five sentences"] = append(faults["not three to five sentences"], name+": "+strings.Join(texts(r.sentences), " "))
		}
	}
	if pages < 900 || sentences < 1500 {
		t.Errorf("only %d pages with %d sentences", pages, sentences)
	}
	for _, problem := range slices.Sorted(maps.Keys(faults)) {
		where := faults[problem]
		t.Errorf("%s, %d times, such as\n%s", problem, len(where), strings.Join(where[:min(3, len(where))], "\n"))
	}
}

// noted is how a sentence speaks of notes: their month and their words.
var noted = regexp.MustCompile(`\b[A-Z][a-z]+ \d{4}: \S`)

// lintRead is what is wrong with a sentence where it stands.
func lintRead(r *reading, s read) (problems []string) {
	if !founded(s.text) {
		problems = append(problems, "it has neither a figure nor a reason")
	}
	if refused.MatchString(s.title) {
		problems = append(problems, "title: a word that judges")
	}
	if s.caveat != "" {
		for _, problem := range lint(s.caveat) {
			problems = append(problems, "caveat: "+problem)
		}
	}
	for _, link := range s.links {
		if !r.anchors[link] {
			problems = append(problems, "it leads to #"+link+", which is not on the page")
		}
	}
	if len(s.links) == 0 && !noted.MatchString(s.text) {
		problems = append(problems, "it leads to no figure")
	}
	return problems
}

// fewest is how many sentences a month has at least: three, and two where nothing can be
// compared or judged, or counted: what is missing, and what there is all the same.
func (r *reading) fewest() int {
	if slices.ContainsFunc(r.sentences, func(s read) bool { return sparse.MatchString(s.text) }) {
		return 2
	}
	return 3
}

var sparse = regexp.MustCompile(`^It is too early to tell|there is nothing to count`)

// says reports whether a page has any figure.
func (r *reading) says() bool {
	for _, card := range r.cards {
		if presentFigure.MatchString(card) {
			return true
		}
	}
	return false
}

var presentFigure = regexp.MustCompile(`\? [\d,.]+( |$)`)

func texts(sentences []read) (out []string) {
	for _, s := range sentences {
		out = append(out, s.text)
	}
	return out
}

// The lint can fail, and lets pass what it must.
func TestLint(t *testing.T) {
	for _, wrong := range []string{
		"", "no detectable change in 1 metric.", "Two. Sentences with 2 figures.", "No full stop 1", "Throughput had the best 3 months.", "Its performance rose by 3 %.",
		"The team did worse by 3 days.", "Lead time was NaN days.", "It was 3 of 4 in checked_at.", "It was  3.", "It was 3 .", "It was (3.", "It was 3 of 4 (75 %) (usual range 2–3).",
		"It was 3%.", "It was -3 days.", "It was 3-4 days.", "It took a 8 days' wait.", "It was an 9 days' wait.", "Deployments came 2.10 times what it was.", "There were 1 items.",
		"There were 3 item more.", "There were 0.5 item fewer.", "It was 1 months.", "In May it was 3.", "On 2026-05-03 it was 3.", "On 3rd May 2026 it was 3.", "In Oct 2026 it was 3.",
		"Lead time is much longer.", "Batches are large.", "It was was 3.", "Incident patterns was unusually high at 4.", "It is one of a, b, and 3 more.", "It was +Inf.", "It was %!d(string=3).",
		"It has {x.change} and 3.", "It was 3 (usual range the range that varies).", "There are 1 services.", "It was 0 percentage points lower.", "Change fail rate (7 of 28 (25 %)) rose.",
	} {
		if len(lint(wrong))+len(lintAdjectives(wrong)) == 0 {
			t.Errorf("%q is let pass", wrong)
		}
	}
	for _, right := range []string{
		"Change lead time was 0.52 times what it was (95 % interval 0.41–0.66) over May–October 2026, against the 12 months before.",
		"In October 2026, work in progress was unusually high at 9 (usual range 0.91–8.8); over six months nothing points the same way.",
		"No detectable change in work in progress (1 item more, 95 % interval −1 to +3), cycle time (1.00 times what it was, 95 % interval 0.75–1.58) and 11 more.",
		"On 3 March 2026, 1 of 28 (3.6 %, 0.6–18 %) was over the 85th percentile.", "It is too early to say: throughput (it did not exist in this month).",
		"Over August 2025–January 2026, 1,200 items more were open.", "The share of escaped defects was 3 of 4.", "48 findings became visible in May 2026.",
	} {
		if problems := append(lint(right), lintAdjectives(right)...); len(problems) > 0 {
			t.Errorf("%q: %q", right, problems)
		}
	}
	if founded("Lead time rose.") || !founded("Lead time rose by 3 days.") || !founded("Lead time is unknown (no deployments).") {
		t.Error("founded takes a sentence for what it is not")
	}
}
