package generator

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"leadline/generator/finding"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/narrative"

	"pgregory.net/rapid"
)

// Whatever the numbers, a sentence reads as English: the worked examples of all patterns with
// their numbers exchanged for others, one and nought, the tiny, the huge and the endless.
func TestSentencesOfAnyNumbers(t *testing.T) {
	definitions := builtin(t)
	patterns := builtinPatterns(t)
	said := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		for range 8 {
			p := rapid.SampledFrom(patterns).Draw(t, "pattern")
			with := *p
			with.Body = otherNumbers(t, p.Body)
			cases, err := finding.ParseCases(&with, definitions)
			if err != nil {
				t.Fatalf("%s: %v", p.ID, err)
			}
			for _, c := range cases {
				for _, s := range allSaid(c) {
					said[p.ID] = true
					if problems := append(lint(s.Text()), lintAdjectives(s.Text())...); len(problems) > 0 || !founded(s.Text()) {
						t.Fatalf("%s says %q: %s", p.ID, s.Text(), strings.Join(problems, "; "))
					}
				}
			}
		}
	})
	t.Logf("%d of %d patterns spoke", len(said), len(patterns))
	if len(said)*3 < len(patterns)*2 {
		t.Errorf("only %d of %d patterns spoke", len(said), len(patterns))
	}
}

// builtinPatterns are those that come with the program.
func builtinPatterns(t *testing.T) []*finding.Pattern {
	t.Helper()
	s, err := open(Options{Config: "../site.toml", Out: t.TempDir(), Workers: 1, Progress: silent{}})
	if err != nil {
		t.Fatal(err)
	}
	return s.patterns
}

func allSaid(c finding.Case) []narrative.Sentence {
	switch c.Level {
	case level.TeamName:
		return sayAll(finding.Run[level.Team](c))
	case level.ServiceName:
		return sayAll(finding.Run[level.Service](c))
	default:
		return sayAll(finding.Run[level.Portfolio](c))
	}
}

func sayAll[L level.Level](found []finding.Finding[L]) (out []narrative.Sentence) {
	for _, f := range found {
		out = append(out, narrative.Say(f))
	}
	return out
}

var (
	exampleFence = regexp.MustCompile("(?s)```toml example\n.*?```")
	changeOf     = regexp.MustCompile(`estimate = (-?[\d.]+), interval = \[[^\]]*\]`)
	valueOf      = regexp.MustCompile(`(?m)^value = ([\d.]+)$`)
	countOf      = regexp.MustCompile(`(?m)^n = (\d+)$`)
	usualOf      = regexp.MustCompile(`(?m)^usual = \[[^\]]*\]$`)
	pairOf       = regexp.MustCompile(`(?m)^part = (\d+)\nn = (\d+)$`)
)

// otherNumbers exchanges the numbers of worked examples. A change keeps its direction, so that
// most conditions still hold.
func otherNumbers(t *rapid.T, body []byte) []byte {
	pick := func(of ...string) string { return rapid.SampledFrom(of).Draw(t, "number") }
	return exampleFence.ReplaceAllFunc(body, func(block []byte) []byte {
		block = changeOf.ReplaceAllFunc(block, func(was []byte) []byte {
			switch estimate := string(changeOf.FindSubmatch(was)[1]); {
			case strings.HasPrefix(estimate, "-0"):
				return []byte(pick("estimate = -0.001, interval = [-0.002, -0.0001]", "estimate = -0.01, interval = [-0.5, 0]", "estimate = -0.999, interval = [-1, -0.9]"))
			case strings.HasPrefix(estimate, "-"):
				return []byte(pick("estimate = -1, interval = [-1, -1]", "estimate = -0.5, interval = [-2, 0]", "estimate = -12345, interval = [-99999, -3]"))
			case strings.HasPrefix(estimate, "0"):
				return []byte(pick("estimate = 0.001, interval = [0.0001, 0.01]", "estimate = 0.01, interval = [0, 0.8]", "estimate = 0.5, interval = [0.2, 0.9]", "estimate = 0.999, interval = [0.9, 0.9999]"))
			default:
				return []byte(pick("estimate = 1, interval = [1, 1]", "estimate = 1.004, interval = [1.001, inf]", "estimate = 2, interval = [1.1, 12.3]", "estimate = 9.996, interval = [1.5, inf]", "estimate = 4321, interval = [99.6, 1000000]"))
			}
		})
		block = pairOf.ReplaceAllFunc(block, func([]byte) []byte {
			return []byte(pick("part = 0\nn = 1", "part = 1\nn = 1", "part = 1\nn = 9", "part = 0\nn = 40", "part = 40\nn = 40", "part = 8\nn = 11", "part = 1234\nn = 56789"))
		})
		block = valueOf.ReplaceAllFunc(block, func([]byte) []byte {
			return []byte("value = " + pick("0", "0.004", "1", "1.04", "59.99", "3600", "86399", "1234567", "0.5"))
		})
		block = countOf.ReplaceAllFunc(block, func(was []byte) []byte {
			if bytes.Equal(was, []byte("n = 0")) {
				return was
			}
			return []byte("n = " + pick("1", "2", "20", "12345"))
		})
		return usualOf.ReplaceAllFunc(block, func([]byte) []byte {
			return []byte("usual = " + pick("[0, 1]", "[0.5, 1]", "[1, 1]", "[3600, 1234567]", "[0, 0.001]"))
		})
	})
}

// A sentence keeps its rules for a pattern that a site adds, too: titles that are plural, and
// metrics of every unit, told as unusual months, as changes and as what is not known.
func TestSentencesOfAnyMetric(t *testing.T) {
	definitions := builtin(t)
	patterns := builtinPatterns(t)
	for _, id := range []string{"sustained-change", "unusual-month", "no-detectable-change", "cannot-be-said", "nothing-unusual", "not-enough-data", "figures-of-the-month"} {
		i := slices.IndexFunc(patterns, func(p *finding.Pattern) bool { return p.ID == id })
		if i < 0 {
			t.Errorf("there is no pattern %s", id)
			continue
		}
		for _, d := range definitions {
			if d.Policies[level.TeamName] == metric.None || d.Measure.Kind() == "answers" {
				continue
			}
			spoke := false
			for _, rest := range []string{
				"change = { estimate = 0.3, interval = [0.2, 0.4], p = 0.001 }",
				"state = \"high\"\nusual = [0, 0.2]\nchange = { scale = \"ratio\", estimate = 0.3, interval = [0.2, inf], p = 0.5 }",
				"state = \"unjudged\"\nchange = { absent = \"too-few\", reason = \"1 month so far; 18 are needed\" }",
				"change = { scale = \"ratio\", estimate = 0.99, interval = [0, 1.4], p = 0.5 }",
				"change = { scale = \"points\", estimate = 0, interval = [-1, 1], p = 1 }",
				"change = { scale = \"difference\", estimate = -1, interval = [-inf, 1], p = 0.5 }",
			} {
				with := *patterns[i]
				with.Body = []byte("```toml example\n[[case]]\nlevel = \"team\"\nmonth = \"2026-10\"\nsay = \"x\"\n[[case.signal]]\nmetric = \"" + d.ID + "\"\nvalue = 0.4\npart = 2\nn = 5\n" + rest + "\n[[case]]\nlevel = \"team\"\nmonth = \"2026-10\"\n```\n")
				cases, err := finding.ParseCases(&with, definitions)
				if err != nil {
					t.Fatalf("%s, %s: %v", id, d.ID, err)
				}
				for _, s := range allSaid(cases[0]) {
					spoke = true
					if problems := lint(s.Text()); len(problems) > 0 {
						t.Errorf("%s says %q: %s", id, s.Text(), strings.Join(problems, "; "))
					}
				}
			}
			if !spoke {
				t.Errorf("%s never speaks of %s", id, d.ID)
			}
		}
	}
}
