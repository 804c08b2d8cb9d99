// A set cannot be made by hand from another set's cells.
package main

import (
	"leadline/generator/fact"
	"leadline/generator/level"
)

func main() {
	var team fact.Set[level.Team]
	_ = fact.Set[level.Portfolio]{cells: team.Cells()} // want "cannot refer to unexported field cells"
}
