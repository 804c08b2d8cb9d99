// A team's note cannot be the portfolio's by conversion.
package main

import (
	"leadline/generator/fact"
	"leadline/generator/level"
)

func main() {
	var team fact.Note[level.Team]
	_ = fact.Note[level.Portfolio](team) // want "cannot convert"
}
