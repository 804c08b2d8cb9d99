package main

import (
	"errors"
	"testing"
	"time"
)

func TestBuiltAt(t *testing.T) {
	for text, want := range map[string]string{
		"": "0001-01-01T00:00:00Z", "0": "1970-01-01T00:00:00Z", "1793491200": "2026-11-01T00:00:00Z", "253402300799": "9999-12-31T23:59:59Z",
		"253402300800": "", "-1": "", "+1": "", "1.5": "", " 1": "", "today": "", "18446744073709551616": "",
	} {
		t.Setenv("SOURCE_DATE_EPOCH", text)
		got, err := builtAt()
		var usage usageError
		if want == "" && !errors.As(err, &usage) || want != "" && (err != nil || got.Format(time.RFC3339) != want) {
			t.Errorf("%q: %v, %v; want %q", text, got, err, want)
		}
	}
}
