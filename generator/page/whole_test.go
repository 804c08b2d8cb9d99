package page

import "testing"

func TestWhole(t *testing.T) {
	for text, want := range map[string]string{
		"7 of 28 (25 %, 13–43 %)":   "7 of 28 (25\u00a0%, 13–43\u00a0%)",
		"3.2 days, 1.6 a week":      "3.2\u00a0days, 1.6\u00a0a week",
		"over 6 months":             "over 6 months",
		"May 2026 a day":            "May 2026 a day",
		"8":                         "8",
		"5 ":                        "5 ",
		"":                          "",
		"too few to say: 3 minutes": "too few to say: 3\u00a0minutes",
	} {
		if got := whole(text); got != want {
			t.Errorf("whole(%q) = %q, want %q", text, got, want)
		}
	}
}
