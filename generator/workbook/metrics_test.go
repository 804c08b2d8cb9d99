package workbook

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"testing"

	"leadline/generator/metric"
	"leadline/generator/unit"
)

// The expectations are written from the figures themselves, not from the sheet's columns.
func TestEveryFigureReadsBack(t *testing.T) {
	b := book()
	lines := read(t, opened(t, written(t, b)), "Metrics")
	if len(lines) != len(recorded().Rows) {
		t.Fatalf("%d rows read back, %d written", len(lines), len(recorded().Rows))
	}
	for i, r := range recorded().Rows {
		line, f := lines[i], r.Figure
		for head, want := range map[string]string{
			"Level": string(r.Level), "Unit id": r.Subject, "Metric": r.Metric, "Version": r.Version, "Stat": f.Stat,
			"Words": r.Label, "Absence": f.Absence.Code(), "As on the site": f.Text(),
		} {
			if line[head] != want {
				t.Errorf("row %d, %s: read %q, want %q", i, head, line[head], want)
			}
		}
		scale := 1.0
		if f.Unit == unit.Seconds {
			scale = daySeconds
			same(t, i, "Seconds", line["Seconds"], f.Value, 1)
		} else if line["Seconds"] != "" || line["Unit"] != f.Unit.Name() {
			t.Errorf("row %d: unit %q, seconds %q", i, line["Unit"], line["Seconds"])
		}
		if f.Unit == unit.Share && f.N < 10 {
			for _, head := range []string{"Value", "Low", "High"} {
				if line[head] != "" {
					t.Errorf("row %d: %s is %q, but the site prints no percentage of %d", i, head, line[head], f.N)
				}
			}
			continue
		}
		same(t, i, "Value", line["Value"], f.Value, scale)
		same(t, i, "Low", line["Low"], f.Low, scale)
		same(t, i, "High", line["High"], f.High, scale)
	}
}

// same compares a cell with a figure's number; one without a finite value must be empty.
func same(t *testing.T, row int, head, got string, want, scale float64) {
	t.Helper()
	if math.IsNaN(want) || math.IsInf(want, 0) {
		if got != "" {
			t.Errorf("row %d, %s: read %q, want an empty cell", row, head, got)
		}
		return
	}
	if x, err := strconv.ParseFloat(got, 64); err != nil || x != want/scale {
		t.Errorf("row %d, %s: read %q, want %v", row, head, got, want/scale)
	}
}

func TestCountsAndPartsReadBack(t *testing.T) {
	want := map[metric.Absence]string{metric.Present: "28", metric.TooFew: "4", metric.NoData: "", metric.Withheld: "", metric.NotApplicable: ""}
	for why, n := range want {
		f := missing(why, 4)
		if why == metric.Present {
			f = figure("share", unit.Share, 0.25, 0.13, 0.43, 28)
			f.Part = 7
		}
		line := read(t, opened(t, written(t, figuresAlone(row("a", f)))), "Metrics")[0]
		if line["N"] != n {
			t.Errorf("%q: N is %q, want %q", why.Code(), line["N"], n)
		}
		if got := line["Part"]; (got == "7") != (why == metric.Present) || (got != "7" && got != "") {
			t.Errorf("%q: Part is %q", why.Code(), got)
		}
	}
}

// A withheld figure that by mistake still holds its numbers must not let one through.
func TestWithheldHoldsNoNumber(t *testing.T) {
	f := metric.Figure{Stat: "share", Unit: unit.Share, Value: 0.777, Low: 0.666, High: 0.888, N: 4711, Part: 3660, Absence: metric.Withheld, Reason: "the group is too small"}
	r := row("a", f)
	r.State = metric.UnusualLow
	line := read(t, opened(t, written(t, figuresAlone(r))), "Metrics")[0]
	for head, value := range line {
		for _, secret := range []string{"0.777", "0.666", "0.888", "4711", "3660", "unusual"} {
			if strings.Contains(value, secret) {
				t.Errorf("%s shows %q", head, value)
			}
		}
	}
	for _, head := range []string{"Value", "Low", "High", "Seconds", "N", "Part"} {
		if line[head] != "" {
			t.Errorf("%s is %q, want an empty cell", head, line[head])
		}
	}
	if line["Absence"] != "withheld" {
		t.Errorf("absence is %q", line["Absence"])
	}
}

func TestPresentButNotANumberIsAnError(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		var out bytes.Buffer
		err := Write(&out, figuresAlone(row("a", figure("p50", unit.Seconds, bad, 0, 1, 9))))
		if err == nil || !strings.Contains(err.Error(), "Metrics!J2") || !strings.Contains(err.Error(), "change-lead-time p50 (team a, 2026-03)") {
			t.Errorf("%v: error is %v", bad, err)
		}
		if out.Len() > 0 {
			t.Errorf("%v: %d bytes were written beside the error", bad, out.Len())
		}
	}
}
