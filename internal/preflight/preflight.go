// Package preflight asks an account, reading only, what would stop the first
// apply of a stack: what Terraform finds out one failed resource at a time, and
// AWS sometimes after an hour.
package preflight

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"golang.org/x/sync/errgroup"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/progress"
	"github.com/example/predictive-maintenance/internal/toolchain"
)

// Options say what is asked, and whom.
type Options struct {
	// Stack is the one that is to be applied.
	Stack string
	// Account is the one that the stack belongs to, and Environments are those in it:
	// what is one environment's must leave room for the others. Accounts are all of
	// the project's, for messages to name.
	Account      envs.Account
	Environments []envs.Environment
	Accounts     []envs.Account

	// AWS has the credentials. Its region is replaced by the one that is asked.
	AWS aws.Config
	// Emulator says that the account is one of the emulator, which has no public
	// DNS and no GitHub.
	Emulator bool
	// Resolver asks the public DNS; nil where there is none.
	Resolver Resolver
	// GitHub says what protects the repository's environments; nil where there
	// is no token to ask with.
	GitHub GitHub
	// Tools are the programs of this machine.
	Tools []toolchain.Version
	// Lock is the stack's lock file of providers.
	Lock string
}

const (
	// parallel is how many questions are out at once: AWS throttles the more.
	parallel = 6
	// patience is how long one check may take, repetitions by the SDK included.
	patience = 45 * time.Second
)

// subject is the stack, and the account that it goes to.
type subject struct {
	Options
	// env is the environment that the stack is; nil for the stacks that are none.
	env *envs.Environment
	// number and partition are the account's.
	number, partition string
	// enabled are the regions in use that the account has switched on.
	enabled []string
}

// Run asks everything. It fails only where there is nobody to ask, or somebody else:
// what is denied, or does not answer, is a row.
func Run(ctx context.Context, options Options) (Report, error) {
	s := &subject{Options: options}
	if i := slices.IndexFunc(s.Environments, func(e envs.Environment) bool { return e.Name == s.Stack }); i >= 0 {
		s.env = &s.Environments[i]
	}
	report := Report{Stack: s.Stack}
	who, err := s.identity(ctx)
	if err != nil {
		return report, err
	}
	report.Rows = append(append(report.Rows, who), s.regions(ctx)...)

	checks := s.checks()
	found := make([][]Row, len(checks))
	done := progress.Step("asking the account: %d checks", len(checks))
	var group errgroup.Group
	group.SetLimit(parallel)
	for i, check := range checks {
		group.Go(func() error {
			ctx, cancel := context.WithTimeout(ctx, patience)
			defer cancel()
			found[i] = check(ctx)
			return nil
		})
	}
	_ = group.Wait()
	done()
	for _, rows := range found {
		report.Rows = append(report.Rows, rows...)
	}
	return report, ctx.Err()
}

// checks are those that mean something to the stack, in the order of the table.
func (s *subject) checks() []func(context.Context) []Row {
	var all []func(context.Context) []Row
	switch {
	case s.env != nil:
		all = append(all, s.stateBucket, s.boundary)
		all = append(all, s.quotas()...)
		all = append(all, s.linkedRoles, s.buckets, s.domain, s.protection)
	case s.Stack == s.Account.Stack():
		all = append(all, s.stateBucket, s.identityProviders, s.linkedRoles, s.detection)
	default:
		all = append(all, s.newStateBucket)
	}
	return append(all, s.tools, s.providers)
}

// inUse are the regions that the stack works in, its own first.
func (s *subject) inUse() []string {
	var all []string
	add := func(region string) {
		if region != "" && !slices.Contains(all, region) {
			all = append(all, region)
		}
	}
	switch {
	case s.env != nil:
		add(s.env.Region)
		add(s.env.Backup.SecondRegion)
		if state, ok := s.env.State.(envs.S3State); ok {
			add(state.Region)
		}
	case s.Stack == s.Account.Stack():
		add(s.Account.Region)
		for _, env := range s.Environments {
			add(env.Region)
			add(env.Backup.SecondRegion)
		}
	default:
		add(s.Account.Store.Region)
	}
	return all
}

// in is the configuration of clients that ask in a region.
func (s *subject) in(region string) aws.Config {
	cfg := s.AWS.Copy()
	cfg.Region = region
	return cfg
}

// home is the configuration of clients that ask about the whole account, in a
// region that cannot be switched off.
func (s *subject) home() aws.Config {
	const always = "us-east-1"
	region := s.inUse()[0]
	if strings.HasPrefix(region, "cn-") || strings.HasPrefix(region, "us-gov-") {
		return s.in(region)
	}
	return s.in(always)
}
