package preflight

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/example/predictive-maintenance/envs"
)

// linkedRole is a role that a service makes for itself, once an account.
type linkedRole struct {
	service, name string
	// by is the call at which the service makes it, for whoever may call
	// iam:CreateServiceLinkedRole.
	by string
	// late says that the call that makes it may fail, because the role is not
	// known everywhere yet.
	late bool
}

// Roles that AWS documents as made by the service ("Using service-linked roles"
// in each guide).
var (
	ofEnvironment = []linkedRole{
		// "Unable to assume the service linked role" is what the first cluster of
		// an account with capacity providers may end with.
		{"ecs.amazonaws.com", "AWSServiceRoleForECS", "CreateCluster", true},
		{"elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing", "CreateLoadBalancer", false},
		{"ecs.application-autoscaling.amazonaws.com", "AWSServiceRoleForApplicationAutoScaling_ECSService", "RegisterScalableTarget", false},
		{"backup.amazonaws.com", "AWSServiceRoleForBackup", "the first backup", false},
	}
	ofAccount = []linkedRole{
		{"access-analyzer.amazonaws.com", "AWSServiceRoleForAccessAnalyzer", "CreateAnalyzer", false},
	}
)

func (s *subject) linkedRoles(ctx context.Context) (rows []Row) {
	roles := ofAccount
	if s.env != nil {
		roles = ofEnvironment
	}
	client := iam.NewFromConfig(s.home())
	for _, role := range roles {
		const needed = "there, or made by AWS"
		_, err := client.GetRole(ctx, &iam.GetRoleInput{RoleName: &role.name})
		switch {
		case err == nil:
			rows = append(rows, Row{OK, role.name, needed, "there", ""})
		case !missing(err):
			rows = append(rows, unseen(role.name, needed, "iam:GetRole", err))
		case role.late:
			rows = append(rows, Row{Warns, role.name, needed, "none; " + role.by + " makes it, and may be too early to use it",
				"aws iam create-service-linked-role --aws-service-name " + role.service})
		default:
			rows = append(rows, Row{OK, role.name, needed, "none; " + role.by + " makes it", ""})
		}
	}
	return rows
}

// boundary is what the roles of an environment carry. The account's stack makes
// it.
func (s *subject) boundary(ctx context.Context) []Row {
	name := s.env.Origin().Label().Boundary()
	what, needed := "policy "+name, "there"
	policy := fmt.Sprintf("arn:%s:iam::%s:policy%s%s", s.partition, s.number, envs.DeliveryPath, name)
	_, err := iam.NewFromConfig(s.home()).GetPolicy(ctx, &iam.GetPolicyInput{PolicyArn: &policy})
	switch {
	case err == nil:
		return []Row{{OK, what, needed, "there", ""}}
	case missing(err):
		return []Row{{Blocks, what, needed, "none", "make apply ENV=" + s.Account.Stack() + ", which makes it, first"}}
	}
	return []Row{unseen(what, needed, "iam:GetPolicy", err)}
}

// identityProviders are those of the account's stack: an account has one a host.
func (s *subject) identityProviders(ctx context.Context) (rows []Row) {
	hosts := []string{envs.GitHubIssuer}
	for _, env := range s.Environments {
		if state, ok := env.State.(envs.CloudState); ok && !strings.Contains(state.Host(), ":") && !slices.Contains(hosts, state.Host()) {
			hosts = append(hosts, state.Host())
		}
	}
	client := iam.NewFromConfig(s.home())
	answer, err := client.ListOpenIDConnectProviders(ctx, &iam.ListOpenIDConnectProvidersInput{})
	for _, host := range hosts {
		what, needed := "identity provider "+host, "none, or made by this stack"
		if err != nil {
			rows = append(rows, unseen(what, needed, "iam:ListOpenIDConnectProviders", err))
			continue
		}
		there := slices.ContainsFunc(answer.OpenIDConnectProviderList, func(p types.OpenIDConnectProviderListEntry) bool {
			return strings.HasSuffix(aws.ToString(p.Arn), "/"+host)
		})
		if !there {
			rows = append(rows, Row{OK, what, needed, "none", ""})
			continue
		}
		rows = append(rows, s.foreignProvider(ctx, client, what, needed))
	}
	return rows
}

// foreignProvider tells one that an earlier apply made from one that was there
// before, by a role that the same apply makes.
func (s *subject) foreignProvider(ctx context.Context, client *iam.Client, what, needed string) Row {
	role := s.Account.PlanRole()
	_, err := client.GetRole(ctx, &iam.GetRoleInput{RoleName: &role})
	switch {
	case err == nil:
		return Row{OK, what, needed, "there, as is " + role, ""}
	case missing(err):
		return Row{Blocks, what, needed, "there, and " + role + " is not",
			"import it (docs/account.md#the-order-of-first-applies), or make adopt ENV=" + s.Account.Stack()}
	}
	return unseen(what, needed, "iam:GetRole", err)
}

func missing(err error) bool {
	var none *types.NoSuchEntityException
	return errors.As(err, &none)
}
