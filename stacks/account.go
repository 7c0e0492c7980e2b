package stacks

import (
	"slices"

	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/stacks/delivery"
	"github.com/example/predictive-maintenance/stacks/detection"
	"github.com/example/predictive-maintenance/stacks/guards"
	"github.com/example/predictive-maintenance/stacks/registry"
)

// newAccount declares the stack of what exists once an account: the guards,
// and the roles that deliver its environments. A person applies it, with
// credentials of their own: what it says about the roles that deliver, they
// must not be able to change.
func newAccount(app cdktf.App, account envs.Account, accounts []envs.Account, all []envs.Environment) error {
	environments := account.Environments(all)
	name := account.Stack()
	s, err := newStack(app, account, name, account.Region, envs.DefaultTags(envs.SharedTag), account.Store.StateOf(name))
	if err != nil {
		return err
	}

	regions := s.regions(account, environments)
	guards.New(s.module("guards"), guards.Props{
		Project: account.Project,
		Regions: regions,
	})
	watched := make([]detection.Region, len(regions))
	for i, region := range regions {
		watched[i] = detection.Region(region)
	}
	detection.New(s.module("detection"), detection.Props{
		Account:   account,
		AccountID: *s.AccountID,
		Partition: *s.Partition,
		Regions:   watched,
	})

	registry.New(s.module("registry"), registry.Props{
		AccountID:    *s.AccountID,
		Environments: environments,
		Provider: func(region string) cdktf.TerraformProvider {
			return regions[slices.IndexFunc(regions, func(r guards.Region) bool { return r.Name == region })].Provider
		},
	})

	ids := map[string]string{account.Name: *s.AccountID}
	for _, other := range accounts {
		if other.Name != account.Name {
			ids[other.Name] = other.ID
		}
	}
	delivered := delivery.New(s.module("delivery"), delivery.Props{
		Account:      account,
		Partition:    *s.Partition,
		Environments: environments,
		All:          all,
		AccountIDs:   ids,
		Shared:       []envs.S3State{account.Store.StateOf(account.BootstrapStack()), account.Store.StateOf(name)},
	})

	s.output("plan_role_arn", "The role that plans every stack for review", delivered.PlanRoleARN)
	s.output("release_plan_role_arns", "The role that plans each environment before it is applied", delivered.ReleasePlanRoleARNs)
	s.output("deploy_role_arns", "The role that applies each environment", delivered.DeployRoleARNs)
	s.output("push_role_arns", "The role that pushes each environment's images", delivered.PushRoleARNs)
	return nil
}

// regions are those of the account and its environments, each with its
// provider: nil, the stack's own, for the first.
func (s *stack) regions(account envs.Account, environments []envs.Environment) []guards.Region {
	all := []guards.Region{{Name: account.Region}}
	for _, env := range environments {
		for _, region := range env.Regions() {
			if !slices.ContainsFunc(all, func(r guards.Region) bool { return r.Name == region }) {
				all = append(all, guards.Region{Name: region, Provider: s.in(region)})
			}
		}
	}
	return all
}
