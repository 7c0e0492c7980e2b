// Package bindings holds the schemas of the providers that have no published
// bindings, or none that can be had everywhere, and generate.js, which makes
// .gen out of them. The tests' stand-ins for the providers serve the same
// schemas, and random's, whose bindings are published.
package bindings

import "embed"

// Schemas holds a file for each provider, schemas/<name>-<version>.json, in the
// format of `terraform providers schema -json`.
//
//go:embed schemas/*.json
var Schemas embed.FS
