package terraform

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/emulator"
)

// As has the runner be somebody who holds a role of delivery in the account of a
// stack, by its name and on the emulator alone: it assumes the role by such a token
// as GitHub gives the run that the role is for.
func (r *Runner) As(ctx context.Context, stack, role string) error {
	if r.Target.Endpoint == "" {
		return errors.New("ROLE is for the emulator; on AWS, assume the role yourself, with a profile that has role_arn")
	}
	account := AccountOf(stack)
	subject, ok := subjects()[role]
	if !ok {
		return fmt.Errorf("no role of delivery is named %q; there are %s", role, strings.Join(Roles(), ", "))
	}
	credentials, err := emulator.Assume(ctx, r.Target.Endpoint, emulator.Assumption{
		Role: "arn:" + envs.Partition(account.Region) + ":iam::" + cmp.Or(account.ID, emulator.Account) + ":role" + envs.DeliveryPath + role, Session: "by-hand",
		Claims: map[string]any{"iss": "https://token.actions.githubusercontent.com", "aud": "sts.amazonaws.com", "sub": subject,
			"ref": "refs/heads/" + account.Branch},
	})
	if err != nil {
		return fmt.Errorf("%w\nThe account stack makes the roles: make apply ENV=%s TARGET=emulator", err, account.Stack())
	}
	r.Target.Credentials = credentials
	return nil
}

// Roles are the names of the roles of delivery.
func Roles() []string { return slices.Sorted(maps.Keys(subjects())) }

// subjects are what the tokens of runs say that each role of delivery is for.
func subjects() map[string]string {
	runs := map[string]string{}
	for _, account := range envs.Accounts() {
		runs[account.PlanRole()] = account.Subject() + ":pull_request"
	}
	for _, env := range envs.All() {
		account := AccountOf(env.Name)
		repository := account.Subject()
		runs[env.Label().PlanRole()] = repository + ":ref:refs/heads/" + account.Branch
		if len(env.Before(envs.All())) > 0 {
			runs[env.Label().PromoteRole()] = repository + ":environment:" + env.Name
		}
		runs[env.Label().DeployRole()] = repository + ":environment:" + env.Name
		runs[env.Label().PushRole()] = repository + ":environment:" + env.Name
	}
	return runs
}
