package sample

import "strconv"

// storyTeams are always there, in this order; stories.go says what happens to them.
// The last two succeed orchid. Display names hold what names really hold, and what an
// attacker would put there: no output may break on them or run them.
var storyTeams = []struct{ id, name, project string }{
	{"atlas", "Atlas", "ATL"},
	{"beacon", "Beacon's Watch", "BEA"},
	{"cobalt", "Cobalt & Copper", "COB"},
	{"delta", "Delta", "DEL"},
	{"ember", "Ember </script><script>alert(1)</script>", "EMB"},
	{"fjord", "Fjord – Fährdienst Müller", "FJO"},
	{"granite", "Granite \"Rock\" Team", "GRA"},
	{"harbour", "Harbour", "HAR"},
	{"iris", "عين (Iris)", "IRI"},
	{"lumen", "=Lumen", "LUM"},
	{"orchid-core", "Orchid Core", "OCO"},
	{"orchid-web", "Orchid Web", "ORW"},
}

// hostileServices replace the plain display names of the first services.
var hostileServices = map[int]string{
	1:  "O'Brien's Ledger",
	3:  "Søgning & Größe",
	5:  "</script><img src=x onerror=alert(1)>",
	8:  "דף הבית",
	12: "=HYPERLINK(\"x\")",
	17: "Price [\"Engine\"](javascript:alert(1))",
	21: "Ünïcode\u200bspace",
}

var serviceNouns = []string{
	"account", "basket", "catalogue", "delivery", "escrow", "freight", "gateway", "hotline", "invoice", "journal",
	"kiosk", "ledger", "market", "notice", "offer", "parcel", "quota", "refund", "search", "tariff",
	"upload", "voucher", "wallet", "xray", "yield", "zone", "archive", "billing", "contract", "discount",
	"events", "forecast", "guest", "history", "import", "joblog", "keyring", "loyalty", "messages", "network",
}

var serviceParts = []string{"", "-api", "-worker", "-ui", "-sync", "-store", "-rules", "-batch", "-edge", "-admin"}

// serviceName is the i-th service's identifier; the nouns come round with another part,
// then with a number.
func serviceName(i int) string {
	name := serviceNouns[i%len(serviceNouns)]
	i /= len(serviceNouns)
	name += serviceParts[i%len(serviceParts)]
	if i /= len(serviceParts); i > 0 {
		name += strconv.Itoa(i + 1)
	}
	return name
}

// teamName is the i-th team's identifier and project beyond the stories' teams.
func teamName(i int) (id, project string) {
	rocks := []string{"basalt", "chalk", "dune", "flint", "gneiss", "marl", "opal", "pumice", "quartz", "schist", "slate", "talc"}
	n := strconv.Itoa(i/len(rocks) + 1)
	rock := rocks[i%len(rocks)]
	return rock + "-" + n, "P" + strconv.Itoa(100+i)
}
