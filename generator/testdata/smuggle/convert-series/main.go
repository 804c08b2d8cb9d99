// A team's series cannot be called a portfolio's by conversion.
package main

import (
	"leadline/generator/level"
	"leadline/generator/metric"
)

func main() {
	var team metric.Series[level.Team]
	_ = metric.Series[level.Portfolio](team) // want "cannot convert"
}
