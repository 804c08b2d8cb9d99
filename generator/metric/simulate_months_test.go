package metric

import (
	"slices"
	"testing"
	"time"

	"leadline/generator/fact"
	"leadline/generator/period"
	"leadline/generator/stat"
)

func TestUnusualMonthsOfUnchangedSeries(t *testing.T) {
	if testing.Short() {
		t.Skip("a simulation")
	}
	rows := referenceRows(t, "xmr-false-alarm.csv")
	published := func(mode string) reference {
		return reference{cell(t, rowOf(t, rows, map[string]string{"mode": mode, "distribution": "median of 12, logn s=1, log"})["R1"]), 40000}
	}
	r := source(1)
	var whole12, whole24, newest, raw, rash int
	for range simulated {
		values := make([]float64, 24)
		for i := range values {
			values[i] = median(r, 12, 1)
		}
		months := series(values)
		spoke, hasty := false, false
		for i := 12; i < 24; i++ {
			states, _ := judgeXmRLog(months[:i+1], i+1)
			spoke = spoke || unusual(states[i])
			hasty = hasty || naive(months, i)
		}
		newest += one(spoke)
		rash += one(hasty)
		states, _ := judgeXmRLog(months[:12], 12)
		whole12 += one(slices.ContainsFunc(states, unusual))
		states, _ = judgeXmRLog(months, 24)
		whole24 += one(slices.ContainsFunc(states, unusual))
		states, _ = judgeXmR(months, 24, stat.XmR)
		raw += one(slices.ContainsFunc(states, unusual))
	}
	year := published("expanding, latest point, months 13-24")
	for _, c := range []struct {
		what string
		want reference
		hits int
	}{{"whole 12", published("whole 12"), whole12}, {"whole 24", published("whole 24"), whole24}, {"newest of a year", year, newest}} {
		if !c.want.holds(t, c.what, c.hits, simulated) {
			t.Errorf("%s is not what the reference measured", c.what)
		}
	}
	// The bound is one that other rules break.
	if year.holds(t, "±20 % on last month", rash, simulated) || published("whole 24").holds(t, "limits on the raw scale", raw, simulated) {
		t.Error("a naive rule passes as well: the bound shows nothing")
	}
}

// Limits of the times between rare events speak as seldom as those of months.
func TestRareEventsOfUnchangedSeries(t *testing.T) {
	if testing.Short() {
		t.Skip("a simulation")
	}
	calendar := period.NewCalendar(time.UTC, period.MonthOf(2024, 1), period.MonthOf(2025, 12))
	k := &rates{frame: Frame{Calendar: calendar, AsOf: calendar.End(23)}}
	r, newest, looks, counts := source(600), 0, 0, 0
	for range simulated {
		var times []period.Seconds
		months := make([][]Figure, 24)
		for m := range months {
			n := poissonDraw(r, 1)
			months[m] = []Figure{number("rate", 0, float64(n), n)}
			for range n {
				times = append(times, calendar.Start(m)+period.Seconds(r.Float64()*float64(calendar.End(m)-calendar.Start(m))))
			}
		}
		slices.Sort(times)
		k.instants = &instants{kept: []bool{true}, times: [][]period.Seconds{times}}
		states, _, ok := k.judgeRare(months, []fact.Cell{0}, segment{to: 24}, 0)
		if !ok || states[23] == NotJudged {
			continue // fewer than twelve times between events
		}
		looks++
		newest += one(unusual(states[23]))
		states, _ = judgeXmR(months, 24, stat.XmR)
		counts += one(unusual(states[23]))
	}
	got, xmr := float64(newest)/float64(looks), float64(counts)/float64(looks)
	t.Logf("%d looks: times between %.4f, counts %.4f", looks, got, xmr)
	if looks < simulated*9/10 || got > 0.012 {
		t.Errorf("%.4f of %d looks at unchanged rare events speak", got, looks)
	}
}
