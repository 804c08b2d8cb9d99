package page

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSlugs(t *testing.T) {
	for id, want := range map[string]string{
		"payments":                        "payments",
		"team-7":                          "team-7",
		"Größe":                           `^grosse-[0-9a-f]{10}$`,
		"Payments":                        `^payments-[0-9a-f]{10}$`,
		"":                                `^unnamed-[0-9a-f]{10}$`,
		"../../etc":                       `^etc-[0-9a-f]{10}$`,
		"con":                             `^con-[0-9a-f]{10}$`,
		"2026-03":                         `^2026-03-[0-9a-f]{10}$`,
		"日本語":                             `^unnamed-[0-9a-f]{10}$`,
		"index.html":                      `^index-html-[0-9a-f]{10}$`,
		strings.Repeat("long-", 50) + "x": `^(long-){8}[0-9a-f]{10}$`,
	} {
		if got := Slugs([]string{id})[id]; got != want && !regexp.MustCompile(want).MatchString(got) {
			t.Errorf("%q: got %q, want %s", id, got, want)
		}
	}
}

// TestSlugThatImitatesAHash: an id that is what another id's slug would be gets another.
func TestSlugThatImitatesAHash(t *testing.T) {
	made := Slugs([]string{"Payments"})["Payments"]
	both := Slugs([]string{"Payments", made})
	if both["Payments"] == both[made] || both["Payments"] != made {
		t.Errorf("got %v", both)
	}
}

var safe = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func TestSlugsProperties(t *testing.T) {
	nasty := rapid.SampledFrom(append([]string{"", "CON", "con", "Con", "a", "A", "a-", "a--b", "a-0123456789", "ſ", "K"}, hostile...))
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfDistinct(rapid.OneOf(nasty, rapid.String(), rapid.StringMatching(`[a-zA-Z0-9 ./-]{0,80}`)), rapid.ID[string]).Draw(t, "ids")
		slugs := Slugs(ids)
		seen := map[string]string{}
		for _, id := range ids {
			s := slugs[id]
			if !safe.MatchString(s) || len(s) > 80 || reserved.MatchString(s) {
				t.Fatalf("%q has the slug %q, which is not fit for a folder", id, s)
			}
			if other, taken := seen[s]; taken {
				t.Fatalf("%q and %q share the slug %q", id, other, s)
			}
			seen[s] = id
			if alone := Slugs([]string{id})[id]; alone != s {
				t.Fatalf("%q is %q alone and %q among others", id, alone, s)
			}
		}
		slices.Reverse(ids)
		if diff := cmp.Diff(slugs, Slugs(ids)); diff != "" {
			t.Fatalf("another order, other slugs:\n%s", diff)
		}
	})
}
