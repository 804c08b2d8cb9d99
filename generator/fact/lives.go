package fact

import (
	"leadline/generator/period"
)

// life is when something existed: closed-open, 0 for an end that is not recorded.
type life struct{ from, to period.Seconds }

// lifeOf is that of a service; of one that nothing is recorded of, all of time.
func (u *Units) lifeOf(service string) life {
	if s, ok := u.services[service]; ok {
		return u.serviceLife[s]
	}
	return life{}
}
