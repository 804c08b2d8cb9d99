// Package content holds the built-in documents: one definition for every metric, with its
// executable measure and its worked example, and the guide to the framework. A site's own
// content folder is laid over it, file by file.
//
// It only embeds them. What a definition must hold is checked by generator/metric; that its
// worked example is true, and that texts link to each other, by generator; what a document
// of the guide must hold, by generator/narrative.
package content

import "embed"

// Files are all documents: definitions lie below metrics, what they mean together below
// patterns, review questions below questions, the framework itself below guide.
//
//go:embed metrics/*.md patterns/*.md questions/*.md guide/*.md
var Files embed.FS
