// How a team's values lie cannot be called a portfolio's by conversion.
package main

import (
	"leadline/generator/level"
	"leadline/generator/metric"
)

func main() {
	var team metric.Shape[level.Team]
	_ = metric.Shape[level.Portfolio](team) // want "cannot convert"
}
