package stacks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
)

// Stack is a stack that can be synthesized.
type Stack struct {
	// Name is the stack's name, its folder below cdktf.out/stacks and what the
	// command line calls it.
	Name string
	// Account is the account that the stack is in.
	Account envs.Account
	// Declare adds the stack to the app.
	Declare func(app cdktf.App) error
}

// All are the stacks of the given accounts and environments, in the order in which
// they are first applied.
func All(accounts []envs.Account, environments []envs.Environment) []Stack {
	var all []Stack
	for _, account := range accounts {
		all = append(all,
			Stack{account.BootstrapStack(), account, func(app cdktf.App) error { return newBootstrap(app, account, environments) }},
			Stack{account.Stack(), account, func(app cdktf.App) error { return newAccount(app, account, accounts, environments) }})
	}
	for _, env := range envs.WithStandbys(environments) {
		account := envs.AccountOf(accounts, environments, env.Name)
		all = append(all, Stack{env.Name, account, func(app cdktf.App) error { return newEnvironment(app, account, env) }})
	}
	return all
}

// Choose returns the named stacks in their own order, or all where none is
// named. It fails for a name that no stack has, and says which there are.
func Choose(all []Stack, names []string) ([]Stack, error) {
	if len(names) == 0 {
		return all, nil
	}
	var known, unknown []string
	for _, s := range all {
		known = append(known, s.Name)
	}
	for _, name := range names {
		if !slices.Contains(known, name) {
			unknown = append(unknown, fmt.Sprintf("%q", name))
		}
	}
	if len(unknown) > 0 {
		return nil, fmt.Errorf("no stack is named %s; there are %s", strings.Join(unknown, ", "), strings.Join(known, ", "))
	}
	var chosen []Stack
	for _, s := range all {
		if slices.Contains(names, s.Name) {
			chosen = append(chosen, s)
		}
	}
	return chosen, nil
}
