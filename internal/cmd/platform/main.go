// Command platform is everything that is done with the synthesized stacks: the
// Makefile's targets are names for its subcommands. `platform plan --stack dev`.
package main

import (
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/example/predictive-maintenance/internal/cmd/cli"
)

func main() { os.Exit(cli.Main(root())) }

// root is the program with all its subcommands, in the groups of `make help`.
func root() *cobra.Command {
	cobra.EnableCommandSorting = false
	root := &cobra.Command{Use: "platform", Short: "Check, try, deploy and operate the stacks that synth wrote"}
	for _, group := range []struct {
		title    string
		commands []*cobra.Command
	}{
		{"Write", []*cobra.Command{initCmd(), cli.Setup(), cli.Doctor(), lockCmd(), pricesCmd()}},
		{"Check", []*cobra.Command{policyCmd(), costCmd(), validateCmd(), scanCmd()}},
		{"Try", []*cobra.Command{emulatorCmd()}},
		{"Deploy", []*cobra.Command{preflightCmd(), bootstrapCmd(), planCmd(), applyCmd(), destroyCmd(),
			environmentsCmd(), protectionCmd(), promoteCmd(), reviewCmd(), savePlanCmd(), applyPlanCmd(), rolloutCmd(), smokeCmd(), recordCmd(), commentCmd()}},
		{"Operate", []*cobra.Command{standbyCheckCmd(), failoverCmd(), failbackCmd(), drillCmd(), adoptCmd(), driftCmd(), driftIssueCmd(), migrateStateCmd(), openStateCmd()}},
	} {
		id := strings.ToLower(group.title)
		root.AddGroup(&cobra.Group{ID: id, Title: group.title})
		for _, cmd := range group.commands {
			cmd.GroupID = id
			root.AddCommand(cmd)
		}
	}
	return root
}
