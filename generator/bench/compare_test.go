package bench

import (
	"reflect"
	"strings"
	"testing"
)

func number(v float64) *float64 { return &v }

// Whatever differs is found, in either direction, and what is hidden is not looked at.
func TestCompareFindsDifferences(t *testing.T) {
	at := func(month int, stat string) cell { return cell{"m", "team", "red", month, stat, ""} }
	lead := func(month int, stat string, value *float64, n, part int, absence string) figure {
		return figure{at(month, stat), value, n, part, absence}
	}
	theirs := func(month int, stat string, n, part int, value *float64) answer {
		a := answer{cell: at(month, stat), N: n, Value: value}
		if stat == "share" {
			a.Part = &part
		}
		return a
	}
	floors := func(a answer) answer { a.Floors = true; return a }
	computes := map[string][]string{"m": {"p50", "share", "events"}}
	for _, c := range []struct {
		name    string
		figures []figure
		answers []answer
		want    string // ours | theirs; "" for equal
	}{
		{"equal", []figure{lead(1, "p50", number(2.5), 7, 0, "")}, []answer{theirs(1, "p50", 7, 0, number(2.5))}, ""},
		{"last digit", []figure{lead(1, "p50", number(2.5), 7, 0, "")}, []answer{theirs(1, "p50", 7, 0, number(2.5000000001))}, ""},
		{"another value", []figure{lead(1, "p50", number(2.5), 7, 0, "")}, []answer{theirs(1, "p50", 7, 0, number(2.50001))}, "2.5, n 7 | 2.5000100000000001, n 7"},
		{"another n", []figure{lead(1, "p50", number(2.5), 7, 0, "")}, []answer{theirs(1, "p50", 8, 0, number(2.5))}, "2.5, n 7 | 2.5, n 8"},
		{"theirs missing", []figure{lead(1, "p50", number(2.5), 7, 0, "")}, nil, "2.5, n 7 | no answer"},
		{"ours missing", []figure{lead(2, "p50", nil, 0, 0, "no-data")}, []answer{theirs(1, "p50", 7, 0, number(2.5))}, "no figure | 7"},
		{"not defined by the site", nil, []answer{theirs(1, "p50", 7, 0, number(2.5))}, ""},
		{"two answers", []figure{lead(1, "events", number(7), 7, 0, "")}, []answer{theirs(1, "events", 7, 0, number(7)), theirs(1, "events", 7, 0, number(7))}, "one figure | several answers"},
		{"too few", []figure{lead(1, "p50", nil, 3, 0, "too-few")}, []answer{theirs(1, "p50", 3, 0, number(1))}, ""},
		{"too few, another n", []figure{lead(1, "p50", nil, 3, 0, "too-few")}, []answer{theirs(1, "p50", 4, 0, number(1))}, "n 3 | n 4"},
		{"not reached in either", []figure{lead(1, "p50", nil, 7, 0, "too-few")}, []answer{floors(theirs(1, "p50", 7, 0, nil))}, ""},
		{"not reached in ours", []figure{lead(1, "p50", nil, 7, 0, "too-few")}, []answer{floors(theirs(1, "p50", 7, 0, number(1)))}, "no value, n 7 | 1, n 7"},
		{"not reached in theirs", []figure{lead(1, "p50", number(2), 7, 0, "")}, []answer{floors(theirs(1, "p50", 7, 0, nil))}, "2, n 7 | no value, n 7"},
		{"no data", []figure{lead(1, "p50", nil, 0, 0, "no-data")}, nil, ""},
		{"no data, but there is", []figure{lead(1, "p50", nil, 0, 0, "no-data")}, []answer{theirs(1, "p50", 4, 0, number(1))}, "n 0 | n 4"},
		{"withheld", []figure{lead(1, "p50", nil, 0, 0, "withheld")}, []answer{theirs(1, "p50", 4, 0, number(1))}, ""},
		{"share", []figure{lead(1, "share", number(0.5), 4, 2, "")}, []answer{theirs(1, "share", 4, 2, nil)}, ""},
		{"another share", []figure{lead(1, "share", number(0.5), 4, 2, "")}, []answer{theirs(1, "share", 8, 4, nil)}, "2 of 4 | 4 of 8"},
		{"zero events", []figure{lead(1, "events", number(0), 0, 0, "")}, nil, ""},
		{"events", []figure{lead(1, "events", number(3), 3, 0, "")}, []answer{theirs(1, "events", 4, 0, number(4))}, "3, n 3 | 4, n 4"},
		{"not computed by both", []figure{lead(1, "quiet_weeks", number(3), 3, 0, "")}, nil, ""},
	} {
		var got []string
		for _, d := range compare(c.figures, answers{computes, c.answers}).Different {
			got = append(got, d.Ours+" | "+d.Theirs)
		}
		if text := strings.Join(got, "; "); text != c.want {
			t.Errorf("%s: %q, want %q", c.name, text, c.want)
		}
	}
}

func TestComparisonPrints(t *testing.T) {
	c := comparison{Metrics: []tally{{"a", 1200, 3, 0}, {"b", 0, 0, 9}}}
	var equal, different strings.Builder
	printComparison(&equal, full, c)
	want := `
  values  without  hidden  figures against oracle-full
   1,200        3       0  a
       0        0       9  b
   1,200        3       9  all are equal
`
	if got := "\n" + equal.String(); got != want {
		t.Errorf("got%swant%s", got, want)
	}
	for month := range 25 {
		c.Different = append(c.Different, difference{cell{"a", "team", "red\x1b", month, "p50", ""}, "1, n 5", "2, n 5"})
	}
	printComparison(&different, full, c)
	for _, part := range []string{"25 DIFFER", `a, team "red\x1b", month 19, p50: leadline 1, n 5; oracle 2, n 5`, "… and 5 more"} {
		if !strings.Contains(different.String(), part) {
			t.Errorf("%q is missing in\n%s", part, &different)
		}
	}
	if strings.Contains(different.String(), "month 20,") {
		t.Error("more than twenty differences are printed")
	}
}

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		of   []float64
		want float64
	}{{nil, 0}, {[]float64{3}, 3}, {[]float64{9, 1, 2}, 2}, {[]float64{4, 1, 9, 2}, 3}} {
		var runs []run
		for _, v := range c.of {
			runs = append(runs, run{Seconds: v})
		}
		if got := medianOf(runs, func(r run) float64 { return r.Seconds }); !reflect.DeepEqual(got, c.want) {
			t.Errorf("median of %v is %v", c.of, got)
		}
	}
}
