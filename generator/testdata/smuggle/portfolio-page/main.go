// The portfolio's page has no place for a team's report.
package main

import (
	"leadline/generator/level"
	"leadline/generator/page"
)

func main() {
	var team page.Report[level.Team]
	_ = page.Portfolio{Report: team} // want "cannot use"
}
