// A portfolio's set has no method that leads to teams or services by name.
package main

import "leadline/generator/fact"

func main() {
	var u *fact.Units
	_ = u.Portfolio().Teams() // want "Teams undefined"
}
