package page

import "leadline/generator/level"

// Index is the list of teams or of services, alphabetical.
type Index struct {
	Frame
	Heading string
	Noun    string // "team" or "service"
	Intro   string
	Count   int
	Groups  []IndexGroup
}

// IndexGroup is the units whose names begin with one letter.
type IndexGroup struct {
	Letter string
	Links  []Link
}

// Team is one team's page for one month.
type Team struct {
	Frame
	Name  string
	Stage *Stage      // nil where every metric is shown
	Sheet string      // its review sheet of the month; "" if it has none
	Data  *Foundation // instead of metrics, before the stage that brings the first; nil
	Report[level.Team]
}

// Service is one service's page for one month.
type Service struct {
	Frame
	Name string
	Report[level.Service]
}
