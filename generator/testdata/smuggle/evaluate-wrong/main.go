// Evaluate gives a series of the set's own level and no other.
package main

import (
	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/metric"
)

func main() {
	var m *metric.Measured
	var team fact.Set[level.Team]
	var s metric.Series[level.Portfolio] = metric.Evaluate(m, team) // want "cannot use"
	_ = s
}
