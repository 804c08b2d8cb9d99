// Package level names the three levels at which a figure may be shown, as types,
// so that a portfolio page that reaches for a team's figure does not compile.
//
// Whether a metric may be shown at a level is written in its definition and decided
// in metric.Evaluate; this package only gives the levels their identity.
package level

// Team, Service and Portfolio are the levels; they hold nothing.
type (
	Team      struct{}
	Service   struct{}
	Portfolio struct{}
)

// Level is any one of them.
type Level interface{ Team | Service | Portfolio }

// Name is a level as written in definitions, workbooks and addresses.
type Name string

// The names, in the order of a definition's [levels] table.
const (
	TeamName      Name = "team"
	ServiceName   Name = "service"
	PortfolioName Name = "portfolio"
)

// NameOf returns the written name of L.
func NameOf[L Level]() Name {
	switch any(*new(L)).(type) {
	case Team:
		return TeamName
	case Service:
		return ServiceName
	default:
		return PortfolioName
	}
}
