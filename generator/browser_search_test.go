package generator

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// typed puts text into the field as a reader does, waits until typing rests, and returns the
// names that are left, with what is said of their number before them.
const typed = `async text => {
	const query = document.getElementById('query');
	query.focus();
	query.value = text;
	query.dispatchEvent(new Event('input', {bubbles: true}));
	await new Promise(r => setTimeout(r, 400));
	return [document.getElementById('found').textContent,
		...[...document.querySelectorAll('.entries a')].filter(a => a.checkVisibility()).map(a => a.textContent)];
}`

// The list is narrowed down in its own order, by the beginnings of words, without regard to
// accents; from a folder, too.
func (r *rig) testSearch(t *testing.T) {
	tab := r.open(t, "file://"+filepath.ToSlash(filepath.Join(r.dir, "search", "index.html")), 1280, 900)
	find := func(text string) (said string, names []string) {
		got := evaluate[[]string](tab, "("+typed+")('"+text+"')")
		return got[0], got[1:]
	}
	said, all := find("")
	if !strings.Contains(said, "21 teams") || len(all) < 200 {
		t.Errorf("%d names, and it says %q", len(all), said)
	}
	for text, want := range map[string]string{"fahrd": "Fjord – Fährdienst Müller", "Chang lea": "Change lead time", "deploymnet freq": "Deployment frequency"} {
		if _, names := find(text); !slices.Contains(names, want) || len(names) > 40 {
			t.Errorf("%q finds %q", text, names)
		}
	}
	if said, names := find("xyzzyqwv"); len(names) > 0 || !strings.HasPrefix(said, "Nothing") {
		t.Errorf("what is not there is found as %q (%s)", names, said)
	}
	if said, again := find(""); !slices.Equal(again, all) || !strings.Contains(said, "21 teams") {
		t.Error("an emptied field does not bring back the list")
	}
	tab.quiet()
}
