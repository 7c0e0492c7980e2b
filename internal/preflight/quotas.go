package preflight

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/servicequotas"
	"github.com/aws/aws-sdk-go-v2/service/servicequotas/types"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/quota"
)

// Quotas are the rows of the quotas of a region that an environment takes something
// of, asked of that region alone.
func Quotas(ctx context.Context, region aws.Config, env envs.Environment) []Row {
	s := &subject{
		Options: Options{Stack: env.Name, Environments: []envs.Environment{env}, AWS: region},
		env:     &env, enabled: []string{env.Region},
	}
	var rows []Row
	for _, check := range s.quotas() {
		rows = append(rows, check(ctx)...)
	}
	return rows
}

// quotas are a check each, in each region that the environment takes something
// of them in, and of what its standby takes in the second one.
func (s *subject) quotas() []func(context.Context) []Row {
	checks := s.quotasOf(*s.env)
	if standby, ok := s.env.InSecondRegion(); ok {
		for _, check := range s.quotasOf(standby) {
			checks = append(checks, func(ctx context.Context) []Row { return later(check(ctx)) })
		}
	}
	return checks
}

func (s *subject) quotasOf(env envs.Environment) []func(context.Context) []Row {
	of := *s
	of.env = &env
	var checks []func(context.Context) []Row
	for _, region := range s.enabled {
		for _, q := range quota.All {
			if q.Needed(region, env) != (quota.Amount{}) {
				checks = append(checks, func(ctx context.Context) []Row { return []Row{of.quota(ctx, region, q)} })
			}
		}
	}
	return checks
}

// later are rows of what a standby would want: they are in the way of a failover,
// and not of the environment's apply.
func later(rows []Row) []Row {
	rows = slices.Clone(rows)
	for i := range rows {
		if rows[i].Verdict == Blocks {
			rows[i].Verdict, rows[i].Do = Warns, "a failover would fail: "+rows[i].Do
		}
	}
	return rows
}

// quota holds what the environment takes, beside what is taken already, against
// what the account has.
func (s *subject) quota(ctx context.Context, region string, q quota.Quota) Row {
	need, together := q.Needed(region, *s.env), q.Needed(region, s.Environments...)
	what := q.Name + ", " + region
	needed := amount(need)
	limit, from, err := s.limit(ctx, region, q)
	if err != nil {
		return unseen(what, needed, "servicequotas:GetServiceQuota and servicequotas:GetAWSDefaultServiceQuota", err)
	}
	found := number(limit) + from
	taken, permission, err := s.taken(ctx, region, q.Code)
	if err != nil {
		row := unseen(what, needed, permission, err)
		row.Found = found + ", and what is taken: " + row.Found
		if limit < need.Start {
			row.Verdict, row.Do = Blocks, raise(region, q, together.Most)
		}
		return row
	}
	if permission != "" {
		found += fmt.Sprintf(", %d taken by others", taken.others)
	}
	row := Row{OK, what, needed, found, ""}
	// What others of the environments have is theirs; what they have not yet
	// must find room beside it.
	switch ask := together.Most + float64(taken.strangers); {
	case limit-float64(taken.others) < need.Start:
		row.Verdict, row.Do = Blocks, raise(region, q, max(ask, need.Most+float64(taken.others)))
	case limit < ask:
		row.Verdict = Warns
		row.Do = fmt.Sprintf("all environments take up to %s: %s", number(ask), raise(region, q, ask))
	}
	return row
}

// limit is what the account has of a quota, and how that is known: Service
// Quotas answers NoSuchResourceException for what nobody ever changed.
func (s *subject) limit(ctx context.Context, region string, q quota.Quota) (limit float64, from string, err error) {
	client := servicequotas.NewFromConfig(s.in(region))
	applied, err := client.GetServiceQuota(ctx, &servicequotas.GetServiceQuotaInput{ServiceCode: &q.Service, QuotaCode: &q.Code})
	if err == nil && applied.Quota != nil && applied.Quota.Value != nil {
		return *applied.Quota.Value, "", nil
	}
	var none *types.NoSuchResourceException
	if err != nil && !errors.As(err, &none) {
		return 0, "", err
	}
	byDefault, err := client.GetAWSDefaultServiceQuota(ctx, &servicequotas.GetAWSDefaultServiceQuotaInput{ServiceCode: &q.Service, QuotaCode: &q.Code})
	if err == nil && byDefault.Quota != nil && byDefault.Quota.Value != nil {
		return *byDefault.Quota.Value, " (AWS's default)", nil
	}
	if err != nil && !errors.As(err, &none) {
		return 0, "", err
	}
	return q.Default, " (as AWS documents)", nil
}

// raise is how one asks for more. AWS takes whole numbers.
func raise(region string, q quota.Quota, to float64) string {
	return fmt.Sprintf("aws service-quotas request-service-quota-increase --region %s --service-code %s --quota-code %s --desired-value %d",
		region, q.Service, q.Code, int(math.Ceil(to)))
}

// amount says how much, and when more.
func amount(a quota.Amount) string {
	if a.Start == a.Most {
		return number(a.Start)
	}
	return fmt.Sprintf("%s, %s in a roll-out, %s scaled out", number(a.Start), number(a.Rollout), number(a.Most))
}

func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
