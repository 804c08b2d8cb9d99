// A team's card is not the portfolio's.
package main

import (
	"leadline/generator/level"
	"leadline/generator/page"
)

func main() {
	var team page.Card[level.Team]
	_ = page.Card[level.Portfolio](team) // want "cannot convert"
}
