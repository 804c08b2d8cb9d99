// Package templates holds the site's HTML templates, one a kind of page, beside those
// that pages share. What they may use is said by the structs of generator/page.
package templates

import "embed"

// Files are the templates.
//
//go:embed *.html
var Files embed.FS
