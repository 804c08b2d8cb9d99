package config

import (
	"net/url"
	"regexp"
	"strings"
)

// hostName is a host with an optional port, in ASCII: what a name in other letters is in DNS
// is for the site's owner to write, because two readings of one name are two addresses.
var hostName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:[0-9]{1,5})?$`)

// folderPath is a path of plain folder names.
var folderPath = regexp.MustCompile(`^(/[A-Za-z0-9._~-]+)*$`)

// baseURL is the address as pages put it together: with a slash at its end, "" if none is given.
func (r *resolver) baseURL(text string) string {
	if !r.index.Has("site", "base_url") {
		return ""
	}
	u, err := url.Parse(text)
	fault := ""
	switch {
	case err != nil || text == "":
		fault = "the address where the site is published, such as https://example.org/report/"
	case u.Scheme != "https":
		fault = "an address that begins with https://"
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(text, "#"):
		fault = "https://, a host and a path, and nothing else"
	case !hostName.MatchString(u.Host):
		fault = "a host in lower-case ASCII letters, digits, hyphens and dots"
	case !folderPath.MatchString(strings.TrimSuffix(u.Path, "/")) || strings.Contains(u.Path+"/", "/./") || strings.Contains(u.Path+"/", "/../"):
		fault = "a path of letters, digits, hyphens, dots and underscores"
	default:
		return "https://" + u.Host + strings.TrimSuffix(u.Path, "/") + "/"
	}
	r.fail([]any{"site", "base_url"}, "site.base_url is "+clip(text), fault, "leave it out where the address is not known")
	return ""
}
