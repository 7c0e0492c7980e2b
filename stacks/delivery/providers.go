package delivery

import (
	"strings"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamopenidconnectprovider"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
)

const (
	// githubAudience is what aws-actions/configure-aws-credentials asks for.
	githubAudience = "sts.amazonaws.com"
	// cloudAudience is what Terraform Cloud puts into its tokens for AWS,
	// unless a workspace sets another.
	cloudAudience = "aws.workload.identity"
)

// issuer is who vouches for a run. IAM names the claims of its tokens by host.
type issuer struct {
	arn, host, audience string
}

// issuers are all that this account believes.
type issuers struct {
	github issuer
	// clouds are Terraform Cloud and installations of Terraform Enterprise, by
	// host.
	clouds map[string]issuer
}

func newProviders(m address.Module, environments []envs.Environment) issuers {
	all := issuers{
		github: newProvider(m, "github", envs.GitHubIssuer, githubAudience),
		clouds: map[string]issuer{},
	}
	for _, env := range environments {
		state, ok := env.State.(envs.CloudState)
		// IAM takes no port in the URL of an identity provider: such an
		// installation needs credentials of its own.
		if !ok || strings.Contains(state.Host(), ":") {
			continue
		}
		if _, made := all.clouds[state.Host()]; !made {
			all.clouds[state.Host()] = newProvider(m, state.Host(), state.Host(), cloudAudience)
		}
	}
	return all
}

// newProvider leaves out the thumbprints of certificates: AWS verifies these
// hosts by its own list of authorities, and looks up the thumbprint of a host
// that no public authority vouches for.
func newProvider(m address.Module, role, host, audience string) issuer {
	provider := iamopenidconnectprovider.NewIamOpenidConnectProvider(m.Stack, m.ID(role),
		&iamopenidconnectprovider.IamOpenidConnectProviderConfig{
			Url:          jsii.String("https://" + host),
			ClientIdList: jsii.Strings(audience),
		})
	return issuer{arn: *provider.Arn(), host: host, audience: audience}
}
