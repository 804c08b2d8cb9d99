package chart

import (
	"math"
	"time"

	"leadline/generator/period"
	"leadline/generator/unit"
)

var nan = math.NaN()

func months(n int) []period.Month {
	first := period.MonthOf(2025, time.April)
	out := make([]period.Month, n)
	for i := range out {
		out[i] = first + period.Month(i)
	}
	return out
}

// values makes present points; a NaN becomes a point with no data.
func values(vs ...float64) []Point {
	out := make([]Point, len(vs))
	for i, v := range vs {
		out[i] = Point{Value: v, Low: nan, High: nan, N: 20 + i, State: Present}
		if math.IsNaN(v) {
			out[i] = Point{}
		}
	}
	return out
}

func scaled(by float64, points []Point) []Point {
	for i := range points {
		points[i].Value *= by
	}
	return points
}

func spread(by float64, points []Point) []Point {
	for i := range points {
		if points[i].State.Shown() {
			points[i].Low, points[i].High = points[i].Value/by, points[i].Value*by
		}
	}
	return points
}

func with(points []Point, i int, s State) []Point {
	points[i].State = s
	return points
}

const hostile = `</script><img src=x onerror="alert('1')"> & "quotes" ` + "\u202eevil\u0000\x1b" + ` __f__(window.P=2)__f__`

// examples are the figures of the golden files, by name.
func examples() map[string]Figure {
	lead := with(with(with(spread(1.3, scaled(86400, values(4.2, 5.1, 3.9, nan, 4.4, 6.2, 4.8, 5.5, 3.1, 2.8, 3.0, 2.6))), 5, TooFew), 7, Withheld), 11, Provisional)
	slow := with(spread(1.2, scaled(86400, values(9.1, 11, 8.8, nan, 9.4, 10.2, 12.8, 11.5, 8.1, 6.8, 7.0, 6.6))), 11, Provisional)
	return map[string]Figure{
		"line": {
			ID: "lead-time", Title: "Changes reach production sooner since December 2025", Subtitle: "Change lead time, median and 85th percentile, April 2025 to March 2026",
			Kind: Line, Unit: unit.Seconds, Axis: "First commit to production", Months: months(12),
			Series: []Series{{"Median", lead}, {"85th percentile", slow}},
			Notes:  []Note{{At: months(12)[4], Number: 1, Break: true, Text: "Deployments are read from the new pipeline"}, {At: months(12)[8], Number: 2, Text: "Review rota began"}},
		},
		"limits": {
			ID: "throughput", Title: "Throughput changed in November 2025", Subtitle: "Work items finished a week", Kind: Line, Unit: unit.PerWeek, Axis: "Work items finished",
			Months: months(24), Series: []Series{{"Work items a week", ringed(values(5, 6, 4, 5, 7, 5, 6, 4, 5, 6, 5, 4, 6, 5, 7, 6, 9, 5, 6, 5, 12, 11, 12, 11), 16, 20)}},
			Limits: []Limits{
				{From: months(24)[0], To: months(24)[19], Centre: 5.5, Lower: 2.2, Upper: 8.8},
				{From: months(24)[20], To: months(24)[23], Centre: 11.5, Lower: 9.8, Upper: 13.2, Trial: true},
			},
			Notes: []Note{{At: months(24)[20], Number: 1, Break: true, Text: "limits set anew"}},
		},
		"share": {
			ID: "fail-rate", Title: "No detectable change in failed deployments", Subtitle: "Share of deployments that failed", Kind: Share, Unit: unit.Share, Axis: "Deployments that failed",
			Months: months(13), Series: []Series{{"Change fail rate", with(spread(1.8, values(.12, .2, .08, .15, nan, 0.01, .3, .22, .18, .12, .1, .25, .11)), 6, TooFew)}},
		},
		"stacked": {
			ID: "signals", Title: "7 of 12 services stayed within their usual range", Subtitle: "Services by signal state", Kind: Stacked, Unit: unit.Units, Axis: "Services",
			Months: months(12), Series: []Series{
				{"Within usual range", with(values(7, 7, 6, 7, 8, 7, 7, 5, 6, 7, 7, 7), 11, Provisional)},
				{"Unusually high", with(values(1, 1, 2, 1, 0, 1, 1, 2, 2, 1, 1, 1), 11, Provisional)},
				{"Unusually low", with(values(0, 1, 1, 1, 1, 1, 2, 2, 1, 1, 2, 1), 11, Provisional)},
				{"Too early to judge", with(values(2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), 11, Provisional)},
				{"Too few to say", with(values(1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 0, 1), 11, Provisional)},
				{"No data", with(values(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), 11, Provisional)},
			},
		},
		"dots": {
			ID: "ageing", Title: "Nine items have been open for longer than most finished ones took", Subtitle: "Age of open work items by state", Kind: Dots, Unit: unit.Seconds, Axis: "Age",
			Columns: []string{"In progress", "Waiting for review", "In review", "Waiting for release approval board"}, Dots: ages(),
			Levels: []Level{{"85 % of finished items took less", 14 * 86400}, {"50 % of finished items took less", 5 * 86400}},
		},
		"dots-log": {
			ID: "ageing-log", Title: "Open findings by age", Subtitle: "Age of open findings", Kind: Dots, Unit: unit.Seconds, Axis: "Age", Columns: []string{"Critical", "High"}, Dots: spreadAges(), Log: true,
		},
		"single": {
			ID: "single", Title: "One month is known so far", Subtitle: "Change lead time", Kind: Line, Unit: unit.Seconds, Axis: "First commit to production",
			Months: months(1), Series: []Series{{"Median", scaled(3600, values(30))}},
		},
		"absent": {
			ID: "absent", Title: "Too few changes to say", Subtitle: "Change lead time", Kind: Line, Unit: unit.Seconds, Axis: "First commit to production",
			Months: months(12), Series: []Series{{"Median", with(with(values(nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan), 3, TooFew), 4, Withheld)}},
		},
		"outlier": {
			ID: "outlier", Title: "One month was far above all others", Subtitle: "Recovery time", Kind: Line, Unit: unit.Seconds, Axis: "Recovery time", Months: months(12),
			Series: []Series{{"Median", spread(4, scaled(3600, values(1, 2, 1, 3, 2, 2, 900, 1, 2, 3, 2, 1)))}},
		},
		"hostile": {
			ID: "hostile", Title: hostile, Subtitle: hostile, Kind: Line, Unit: unit.Items, Axis: hostile, Months: months(6),
			Series: []Series{{hostile, spread(1.5, values(1, 2, 3, 4, 5, 6))}, {"שלום \u202e" + hostile, values(3, 2, 3, 2, 3, 2)}},
			Notes:  []Note{{At: months(6)[2], Number: 1, Text: hostile}, {At: months(6)[2], Number: 1, Text: "~fmt:days"}, {At: months(6)[3], Number: 2, Text: "日本語のとても長い説明文がここに入りますのでどこかで切らなければなりませんよね、きっと"}},
		},
	}
}

func ringed(points []Point, at ...int) []Point {
	for _, i := range at {
		points[i].Signal = true
	}
	return points
}

func ages() []Dot {
	var out []Dot
	for i := range 64 {
		out = append(out, Dot{Column: i * i % 4 % 3, Value: 86400 * (0.5 + float64(i*i%97)/4)})
	}
	for i := range 5 {
		out = append(out, Dot{Column: 3, Value: 86400 * float64(3+i)})
	}
	return out
}

func spreadAges() []Dot {
	var out []Dot
	for i := range 40 {
		out = append(out, Dot{Column: i % 2, Value: 86400 * math.Pow(10, float64(i%9)/3)})
	}
	return out
}
