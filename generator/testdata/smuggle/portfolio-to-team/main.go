// There is no way from the portfolio to a team.
package main

import (
	"leadline/generator/fact"
	"leadline/generator/level"
)

func main() {
	var u *fact.Units
	var teams []fact.Set[level.Team] = fact.Services(u.Portfolio()) // want "cannot use"
	_ = teams
}
