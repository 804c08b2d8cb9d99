// Package assets holds the files that a site's pages load: stylesheets, the script that
// starts the interactive charts, and the ECharts bundle with its licences.
//
// It only embeds them. Which are copied under which name is said by generator; a site's
// own assets folder is laid over these, file by file.
package assets

import "embed"

//go:generate go run ./internal/bundle

// Files are all published assets, at the root of the file system.
//
//go:embed *.css *.js *.svg *.LICENSE *.NOTICE *.VERSION
var Files embed.FS
