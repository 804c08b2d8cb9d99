// A team's set cannot be evaluated as a portfolio's by conversion.
package main

import (
	"leadline/generator/fact"
	"leadline/generator/level"
)

func main() {
	var team fact.Set[level.Team]
	_ = fact.Set[level.Portfolio](team) // want "cannot convert"
}
