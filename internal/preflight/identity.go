package preflight

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/example/predictive-maintenance/internal/terraform"
)

// identity is whose account it is. Everything else hangs on it.
func (s *subject) identity(ctx context.Context) (Row, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	who, err := sts.NewFromConfig(s.home()).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return Row{}, fmt.Errorf("ask AWS whose credentials these are; sign in again, or set AWS_PROFILE: %w", err)
	}
	s.number, s.partition = aws.ToString(who.Account), "aws"
	needed := "the one you mean"
	if s.Account.ID != "" {
		if err := terraform.Admitted(s.Accounts, s.Stack, s.Account.ID, s.number); err != nil {
			return Row{}, err
		}
		needed = s.Account.ID
	}
	if parsed, err := arn.Parse(aws.ToString(who.Arn)); err == nil {
		s.partition = parsed.Partition
	}
	name := s.number
	aliases, err := iam.NewFromConfig(s.home()).ListAccountAliases(ctx, &iam.ListAccountAliasesInput{})
	switch {
	case err != nil && denied(err):
		name += " (its alias needs iam:ListAccountAliases)"
	case err == nil && len(aliases.AccountAliases) > 0:
		name += " (" + strings.Join(aliases.AccountAliases, ", ") + ")"
	}
	return Row{OK, "account", needed, name + ", as " + aws.ToString(who.Arn), ""}, nil
}

// regions are switched on, or can be.
func (s *subject) regions(ctx context.Context) []Row {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	regions := s.inUse()
	const needed = "enabled"
	answer, err := ec2.NewFromConfig(s.home()).DescribeRegions(ctx, &ec2.DescribeRegionsInput{AllRegions: aws.Bool(true)})
	if err != nil {
		s.enabled = regions
		return []Row{unseen("regions "+strings.Join(regions, ", "), needed, "ec2:DescribeRegions", err)}
	}
	known := map[string]types.Region{}
	for _, region := range answer.Regions {
		known[aws.ToString(region.RegionName)] = region
	}
	var rows []Row
	for _, name := range regions {
		what := "region " + name
		region, ok := known[name]
		switch optIn := aws.ToString(region.OptInStatus); {
		case !ok:
			rows = append(rows, Row{Blocks, what, needed, "AWS has none of that name", "choose another in envs"})
		case optIn == "not-opted-in":
			rows = append(rows, Row{Blocks, what, needed, "disabled in this account",
				"aws account enable-region --region-name " + name + ", which takes up to some hours"})
		default:
			s.enabled = append(s.enabled, name)
			rows = append(rows, Row{OK, what, needed, "enabled", ""})
		}
	}
	return rows
}
