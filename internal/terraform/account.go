package terraform

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/emulator"
)

// AccountOf is the account that a stack of the project belongs to.
func AccountOf(stack string) envs.Account {
	return envs.AccountOf(envs.Accounts(), envs.All(), stack)
}

// In is the target as the administrator of an account sees it, where it is the
// emulator and nobody's credentials are shown; on AWS there are only those that
// the environment has.
func (t Target) In(account envs.Account) Target {
	if t.Endpoint != "" && t.Credentials.AccessKeyID == "" {
		t.Credentials = emulator.Administrator(account.ID)
	}
	return t
}

// Admit fails where the credentials are of another account than the one that the
// stack, as it is synthesized, is pinned to. It asks AWS for nothing but whose they
// are. Terraform would find out as well, but only after our own questions about the
// state. What runs on Terraform Cloud has its credentials there.
func (r *Runner) Admit(ctx context.Context, stack string) error {
	s, err := readStack(filepath.Join(r.Out, "stacks", stack))
	if err != nil || s.Terraform.Cloud != nil {
		return err
	}
	pinned, region := s.pinned()
	if pinned == "" {
		return nil
	}
	config, err := r.Target.Config(ctx, region)
	if err != nil {
		return err
	}
	who, err := sts.NewFromConfig(config).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return fmt.Errorf("ask AWS whose credentials these are; sign in again, or set AWS_PROFILE: %w", err)
	}
	return Admitted(r.accounts(), stack, pinned, aws.ToString(who.Account))
}

// Admitted fails where what was found is not the account that a stack is pinned to.
func Admitted(accounts []envs.Account, stack, pinned, found string) error {
	if found == pinned {
		return nil
	}
	return fmt.Errorf("%s belongs to %s, and the credentials are of %s: nothing was read or written; set AWS_PROFILE to a profile of the former",
		stack, called(accounts, pinned), called(accounts, found))
}

// called is an account by its id, and its name where it is one of the project's.
func called(accounts []envs.Account, id string) string {
	if i := slices.IndexFunc(accounts, func(a envs.Account) bool { return a.ID == id }); i >= 0 {
		return accounts[i].Called()
	}
	return "account " + id + ", which is none of envs.Accounts"
}

func (r *Runner) accounts() []envs.Account {
	if r.Accounts != nil {
		return r.Accounts
	}
	return envs.Accounts()
}
