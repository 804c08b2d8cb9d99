// Nobody can invent a level of their own.
package main

import "leadline/generator/metric"

type person struct{}

func main() {
	var s metric.Series[person] // want "does not satisfy level.Level"
	_ = s
}
