//go:build bindings

// The database module will need these bindings. Naming them here pins their
// version and their sums, which the checksum database does not have, before
// anything else is built on them.
package main

import _ "github.com/cdktf/cdktf-provider-random-go/random/v11/password"
