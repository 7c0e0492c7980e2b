// Command program is a stand-in for one of the providers, the one that it is
// named after (terraform-provider-vercel_v0.16.0). Under any other name it
// installs itself as all of them:
//
//	program <folder>
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/example/predictive-maintenance/tools/standin"
	"github.com/example/predictive-maintenance/tools/standin/provider"
)

func main() {
	if err := run(filepath.Base(os.Args[0]), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(name string, args []string) error {
	all, err := provider.All()
	if err != nil {
		return err
	}
	for _, id := range all {
		if id.Program() != name {
			continue
		}
		server, err := provider.New(id)
		if err != nil {
			return err
		}
		go endWith(os.Getppid())
		return tf6server.Serve(id.Address, func() tfprotov6.ProviderServer { return server })
	}
	if len(args) != 1 {
		return errors.New("usage: program <folder>")
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return standin.Install(self, args[0])
}

// endWith ends the process once its parent has ended: a Terraform that was
// killed leaves its providers behind, and they would listen for ever.
func endWith(parent int) {
	for os.Getppid() == parent {
		time.Sleep(time.Second)
	}
	os.Exit(1)
}
