// There is no function from results to a result: averages cannot be averaged.
package main

import (
	"leadline/generator/level"
	"leadline/generator/metric"
)

func main() {
	var a, b metric.Result[level.Service]
	_ = metric.Merge(a, b) // want "undefined: metric.Merge"
}
