package page

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"leadline/generator/metric"
)

// eightCharts is a site of ten teams and ten services whose pages have eight metrics each,
// four of them with two lines.
func eightCharts(b *testing.B) *Site {
	const pooled = "[levels]\nteam = \"pooled\"\nservice = \"pooled\"\nportfolio = \"none\"\n[reasons]\nportfolio = \"It is a benchmark.\""
	var list []*metric.Definition
	for i := range 8 {
		measure := "kind = \"rate\"\nof = \"deployment\"\nat = \"finished_at\"\nper = \"week\""
		if i%2 == 0 {
			measure = "kind = \"duration\"\nof = \"deployment\"\nfrom = \"started_at\"\nto = \"finished_at\"\nshow = [\"p50\", \"p85\"]\nopen = \"counted\""
		}
		list = append(list, definition(b, fmt.Sprintf("metric-%d", i), fmt.Sprintf("Metric %d", i), "flow", fmt.Sprintf("metric-%d", (i+1)%8), pooled, measure))
	}
	return measured(b, strings.Fields("a b c d e f g h i j"), nil, list)
}

// benchmarkMonths counts the pages of months that one worker makes a second, "pages/s"; on a
// machine that does nothing else that is a second of one processor.
func benchmarkMonths(b *testing.B, site *Site) {
	templates := os.DirFS("../../templates")
	var pages atomic.Int64
	keep := site.Keep
	site.Keep = func(path string, from [sha256.Size]byte) (bool, error) {
		if strings.HasPrefix(path, "teams/") || strings.HasPrefix(path, "services/") {
			pages.Add(1)
		}
		if keep == nil {
			return false, nil
		}
		return keep(path, from)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := Render(context.Background(), templates, site, 1, func(string, []byte) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(pages.Load())/b.Elapsed().Seconds(), "pages/s")
}

func BenchmarkEightCharts(b *testing.B) { benchmarkMonths(b, eightCharts(b)) }

// Pages that nothing was changed of.
func BenchmarkEightChartsKept(b *testing.B) {
	site := eightCharts(b)
	site.Keep = func(string, [sha256.Size]byte) (bool, error) { return true, nil }
	benchmarkMonths(b, site)
}
