// A result cannot be made by hand: its fields are closed.
package main

import (
	"leadline/generator/level"
	"leadline/generator/metric"
)

func main() {
	var stolen []metric.Figure
	_ = metric.Result[level.Portfolio]{figures: stolen} // want "cannot refer to unexported field figures"
}
