package generator

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// lighthouse is what .ci/package.json pins.
const lighthouse = "../.ci/node_modules/lighthouse/cli/index.js"

// What Lighthouse has to say of a page on a middling telephone, out of 100.
const (
	quickEnough = 98
	forEveryone = 100
)

// marks are what Lighthouse says of a page, and of what it took points off.
type marks struct {
	quick, everyone int
	why             []string
}

// TestLighthouse holds the pages that most readers begin with to what Lighthouse says. It
// measures time, so it runs by itself, and only for those who require it.
func TestLighthouse(t *testing.T) {
	if !required("lighthouse") {
		t.Skip("measures time: LEADLINE_REQUIRE=lighthouse go test -run Lighthouse ./generator")
	}
	if _, err := os.Stat(lighthouse); err != nil {
		t.Fatal("no Lighthouse here; npm ci --prefix .ci")
	}
	program, site := chromium(t), lookAt(t)
	server := httptest.NewServer(&host{files: site.files, packed: &sync.Map{}})
	t.Cleanup(server.Close)
	for _, path := range []string{"index.html", site.largest(t, "teams/*/"+site.month+"/index.html"), "portfolio/" + site.month + "/index.html"} {
		m := judged(t, program, server.URL+below+path)
		t.Logf("%s: %d, and %d for accessibility", path, m.quick, m.everyone)
		if m.quick < quickEnough || m.everyone < forEveryone {
			t.Errorf("%s: %d, and %d for accessibility; expected %d and %d\n\t%s", path, m.quick, m.everyone, quickEnough, forEveryone, strings.Join(m.why, "\n\t"))
		}
	}
}

// judged asks once, and where that is not enough twice more, because a machine may be busy; of
// three the middle one counts.
func judged(t *testing.T, program, address string) marks {
	t.Helper()
	asked := []marks{ask(t, program, address)}
	if asked[0].quick < quickEnough {
		asked = append(asked, ask(t, program, address), ask(t, program, address))
	}
	slices.SortFunc(asked, func(a, b marks) int { return a.quick - b.quick })
	return asked[len(asked)/2]
}

func ask(t *testing.T, program, address string) marks {
	t.Helper()
	name := filepath.Join(t.TempDir(), "report.json")
	run := exec.Command("node", lighthouse, address, "--quiet", "--output=json", "--output-path="+name, "--no-enable-error-reporting",
		"--only-categories=performance,accessibility", "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage")
	run.Env = append(os.Environ(), "CHROME_PATH="+program)
	out, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %.2000s", err, out)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return readMarks(t, data)
}

func readMarks(t *testing.T, data []byte) (m marks) {
	t.Helper()
	var report struct {
		Categories map[string]struct {
			Score     *float64
			AuditRefs []struct {
				ID     string
				Weight float64
			}
		}
		Audits map[string]struct {
			Title, DisplayValue string
			Score               *float64
		}
	}
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatal(err)
	}
	of := func(name string) int {
		c := report.Categories[name]
		for _, ref := range c.AuditRefs {
			if a := report.Audits[ref.ID]; ref.Weight > 0 && a.Score != nil && *a.Score < 1 {
				m.why = append(m.why, fmt.Sprintf("%s: %s (%.2f of 1)", a.Title, a.DisplayValue, *a.Score))
			}
		}
		if c.Score == nil {
			t.Fatalf("no %s in the report", name)
		}
		return int(*c.Score*100 + 0.5)
	}
	m.quick, m.everyone = of("performance"), of("accessibility")
	return m
}
