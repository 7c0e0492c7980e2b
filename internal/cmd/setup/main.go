// Command setup is what platform does before anything else, as a program of its
// own: a first synth compiles this, which takes seconds, and neither the AWS SDK
// nor the policies' engine, which take minutes.
package main

import (
	"os"

	"github.com/example/predictive-maintenance/internal/cmd/cli"
)

func main() {
	root := cli.Setup()
	root.AddCommand(cli.Doctor())
	root.CompletionOptions.DisableDefaultCmd = true
	os.Exit(cli.Main(root))
}
