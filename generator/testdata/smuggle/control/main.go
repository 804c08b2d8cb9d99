// Control: what the levels do permit. It must compile, or the other cases prove nothing.
package main

import (
	"leadline/generator/fact"
	"leadline/generator/level"
	"leadline/generator/metric"
	"leadline/generator/page"
)

func main() {
	var m *metric.Measured
	var u *fact.Units
	var team metric.Series[level.Team] = metric.Evaluate(m, u.TeamSets()[0])
	var services []fact.Set[level.Service] = fact.Services(u.Portfolio())
	_ = page.Subject[level.Team]{Series: []metric.Series[level.Team]{team}}
	_, _ = services, team.Results()
}
