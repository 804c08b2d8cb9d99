package preview

import (
	"errors"
	"strings"
	"testing"
)

// What is listed while another build is on its way may be mended already: the page says so.
func TestAProblemThatIsBuiltAgainSaysSo(t *testing.T) {
	for again, want := range map[bool]string{false: "reloaded when a file changes", true: "being built again"} {
		if page := string(noticeOf(moment{problem: errors.New("site.toml:1: wrong"), again: again}, "/")); !strings.Contains(page, want) || !strings.Contains(page, "site.toml:1: wrong") {
			t.Errorf("again %t: the page lacks %q:\n%s", again, want, page)
		}
	}
	s := newState()
	s.begin()
	if !s.now().again {
		t.Error("a build that began is not on its way")
	}
	if s.set(errors.New("wrong")); s.now().again {
		t.Error("a build that ended is on its way")
	}
}
