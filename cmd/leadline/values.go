package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// amount is a count of events, 100000 or 1e5.
type amount int64

// UnmarshalText accepts whole numbers in either form, with _ between digits.
func (a *amount) UnmarshalText(text []byte) error {
	f, err := strconv.ParseFloat(strings.ReplaceAll(string(text), "_", ""), 64)
	if err != nil || f != math.Trunc(f) || f < 1 || f > 1e12 {
		return fmt.Errorf("is %q; expected a whole number such as 100000 or 1e5", text)
	}
	*a = amount(f)
	return nil
}
