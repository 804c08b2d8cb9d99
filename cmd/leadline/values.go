package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// asOf is a date or an instant on the command line.
type asOf struct{ time.Time }

// UnmarshalText accepts 2026-11-01 and 2026-11-01T06:00:00Z.
func (a *asOf) UnmarshalText(text []byte) (err error) {
	if a.Time, err = time.Parse(time.DateOnly, string(text)); err == nil {
		return nil
	}
	if a.Time, err = time.Parse(time.RFC3339, string(text)); err == nil {
		return nil
	}
	return fmt.Errorf("%q; expected a date such as 2026-11-01, or an instant such as 2026-11-01T06:00:00Z", text)
}

// amount is a count of events, 100000 or 1e5.
type amount int64

// UnmarshalText accepts whole numbers in either form, with _ between digits.
func (a *amount) UnmarshalText(text []byte) error {
	f, err := strconv.ParseFloat(strings.ReplaceAll(string(text), "_", ""), 64)
	if err != nil || f != math.Trunc(f) || f < 1 || f > 1e12 {
		return fmt.Errorf("%q; expected a whole number such as 100000 or 1e5", text)
	}
	*a = amount(f)
	return nil
}
