package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"leadline/generator/diag"
)

// maxListed is how many problems a terminal is given; more would push the first ones away.
const maxListed = 20

// printedError is an error whose text was already printed.
type printedError struct{ error }

// list prints problems, sorted, twenty at most unless all are wanted; the file holds the rest.
func list(to io.Writer, problems diag.Problems, all bool, file string) {
	problems.Sort()
	for i, p := range problems {
		if i == maxListed && !all {
			rest := thousands(int64(len(problems) - i))
			if file != "" {
				fmt.Fprintf(to, "and %s more, all in %s\n", rest, file)
			} else {
				fmt.Fprintf(to, "and %s more; --verbose lists all\n", rest)
			}
			return
		}
		fmt.Fprintln(to, oneLine(p.Error()))
	}
}

// oneLine takes out what could move a terminal's cursor: messages quote hostile input.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// counted is "1 page" or "2,014 pages".
func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return thousands(int64(n)) + " " + what
}

// thousands groups digits by three: 2,014.
func thousands(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
