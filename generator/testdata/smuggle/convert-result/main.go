// A team's result cannot be called a portfolio's by conversion.
package main

import (
	"leadline/generator/level"
	"leadline/generator/metric"
)

func main() {
	var team metric.Result[level.Team]
	_ = metric.Result[level.Portfolio](team) // want "cannot convert"
}
