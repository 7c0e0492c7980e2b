//go:build bindings

// The database and front-end modules will need these bindings. Naming them here
// pins their versions and sums before anything else is built on them; of
// random, the checksum database has no sum.
package main

import (
	_ "github.com/cdktf/cdktf-provider-null-go/null/v10/resource"
	_ "github.com/cdktf/cdktf-provider-random-go/random/v11/password"
)
