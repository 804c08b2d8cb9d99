package generator

import (
	"runtime"
	"testing"

	"leadline/generator/metric"
)

// A site may have one definition alone: what is read for the sake of another entity then lacks
// columns that nobody asked for. One definition of each entity stands for all of it.
func TestOneDefinitionAlone(t *testing.T) {
	tried := map[string]bool{}
	all, err := open(Options{Config: "../site.toml", Workers: runtime.GOMAXPROCS(0), Progress: silent{}})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all.definitions {
		if tried[d.Measure.Entity()] {
			continue
		}
		tried[d.Measure.Entity()] = true
		t.Run(d.Measure.Entity(), func(t *testing.T) {
			in := all.input()
			in.definitions = []*metric.Definition{d}
			out, err := compute(t.Context(), in)
			if err != nil || len(out.portfolio) != 1 {
				t.Errorf("%s: %d series, %v", d.ID, len(out.portfolio), err)
			}
		})
	}
	if len(tried) < 10 {
		t.Errorf("only %d entities are measured", len(tried))
	}
}
