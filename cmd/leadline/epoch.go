package main

import (
	"fmt"
	"os"
	"strconv"
	"time"
)

// lastEpoch is the last second of the year 9999, beyond which dates have more digits than
// any reader of them expects.
const lastEpoch = 253402300799

// builtAt is when the site is built, as SOURCE_DATE_EPOCH says it: the seconds since 1970 by
// which reproducible builds are told a time instead of looking at the clock
// (reproducible-builds.org/specs/source-date-epoch, version 1.1). Zero: nothing is said.
func builtAt() (time.Time, error) {
	text := os.Getenv("SOURCE_DATE_EPOCH")
	if text == "" {
		return time.Time{}, nil
	}
	seconds, err := strconv.ParseUint(text, 10, 63)
	if err != nil || seconds > lastEpoch {
		return time.Time{}, usageError{fmt.Errorf("SOURCE_DATE_EPOCH is %.40q; expected whole seconds since 1970-01-01 UTC, such as 1793491200; unset it, and no build date is printed", text)}
	}
	return time.Unix(int64(seconds), 0).UTC(), nil
}
