// A portfolio's card cannot hold a team's series.
package main

import (
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/page"
)

func main() {
	var team metric.Series[level.Team]
	_ = page.Card[level.Portfolio]{Series: team} // want "cannot use"
}
