package delivery

import (
	"fmt"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// trust lets runs assume a role whose tokens are meant for AWS and name one of
// the subjects. It tests audience and subject, not aws:SourceAccount, which is
// about services that act on behalf of an account.
func (i issuer) trust(test string, subjects ...string) iam.Statement {
	return iam.Statement{
		Actions:    []string{"sts:AssumeRoleWithWebIdentity"},
		Principals: []iam.Principal{{Type: "Federated", Identifiers: []string{i.arn}}},
		Conditions: []iam.Condition{
			{Test: "StringEquals", Variable: i.host + ":aud", Values: []string{i.audience}},
			{Test: test, Variable: i.host + ":sub", Values: subjects},
		},
	}
}

// planTrust admits any branch and pull request of the repository.
func (p Props) planTrust(from issuers) []iam.Statement {
	return []iam.Statement{from.github.trust("StringLike", p.Account.Subject()+":*")}
}

// releasePlanTrust admits the branches that deploy the environment: its own
// and, for what is started by hand or by schedule, the default one; any branch
// where none is named. On Terraform Cloud it admits the plan phase of the
// environment's workspace.
func (p Props) releasePlanTrust(env envs.Environment, from issuers) []iam.Statement {
	test, refs := "StringEquals", p.refs(env)
	if refs == nil {
		test, refs = "StringLike", []string{branchRef + "*"}
	}
	subjects := make([]string, len(refs))
	for i, ref := range refs {
		subjects[i] = p.Account.Subject() + ":ref:" + ref
	}
	return append([]iam.Statement{from.github.trust(test, subjects...)}, from.cloudTrust(env, "plan")...)
}

// branchRef is what Git puts before the name of a branch.
const branchRef = "refs/heads/"

// refs are the branches that deploy the environment; nil for any.
func (p Props) refs(env envs.Environment) []string {
	switch env.Branch {
	case "":
		return nil
	case p.Account.Branch:
		return []string{branchRef + env.Branch}
	}
	return []string{branchRef + p.Account.Branch, branchRef + env.Branch}
}

// deployTrust admits what may release to the environment, and the apply phase of
// the environment's workspace.
func (p Props) deployTrust(env envs.Environment, from issuers) []iam.Statement {
	return append(p.releaseTrust(env, from), from.cloudTrust(env, "apply")...)
}

// releaseTrust admits the environment of that name on GitHub, which asks its
// reviewers first. For an environment with a branch it tests the claim "ref" too,
// so that no other branch releases where GitHub's environment lets every branch
// in; AWS knows that claim of GitHub's since February 2026 (AWS STS, "validation
// of select identity provider specific claims"), in its commercial regions: tested
// elsewhere, it would be missing, and everybody refused.
func (p Props) releaseTrust(env envs.Environment, from issuers) []iam.Statement {
	trusted := p.environmentTrust(env, from)
	if refs := p.refs(env); refs != nil && envs.Claims(env.Region) {
		trusted[0].Conditions = append(trusted[0].Conditions, iam.Condition{Test: "StringEquals", Variable: envs.GitHubIssuer + ":ref", Values: refs})
	}
	return trusted
}

func (p Props) environmentTrust(env envs.Environment, from issuers) []iam.Statement {
	return []iam.Statement{from.github.trust("StringEquals", p.Account.Subject()+":environment:"+env.Name)}
}

// cloudTrust admits one phase of the runs of the environment's workspace, and
// is empty where the environment has none that could be trusted. Whichever
// project of the organization has the workspace, no other has one of that
// name, and no name has a colon.
func (i issuers) cloudTrust(env envs.Environment, phase string) []iam.Statement {
	state, ok := env.State.(envs.CloudState)
	if !ok {
		return nil
	}
	cloud, ok := i.clouds[state.Host()]
	if !ok {
		return nil
	}
	return []iam.Statement{cloud.trust("StringLike",
		fmt.Sprintf("organization:%s:project:*:workspace:%s:run_phase:%s", state.Organization, state.Workspace, phase))}
}
