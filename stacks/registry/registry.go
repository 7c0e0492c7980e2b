// Package registry holds what a registry of images has once: where its images are
// replicated to.
package registry

import (
	"slices"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ecrreplicationconfiguration"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
)

// Props are what the module needs.
type Props struct {
	// AccountID is the AWS account, as a token.
	AccountID string
	// Environments are the account's; of those with a standby, images are
	// replicated.
	Environments []envs.Environment
	// Provider is that of a region; nil for the stack's own.
	Provider func(region string) cdktf.TerraformProvider
}

// New has images replicated to where environments have standbys, as they are
// pushed; what was pushed before is not. It belongs to the account, because a
// registry, which is an account's in a region, has one such configuration for all
// its repositories (Amazon ECR, private image replication).
func New(m address.Module, props Props) {
	for _, region := range sources(props.Environments) {
		var rules []*ecrreplicationconfiguration.EcrReplicationConfigurationReplicationConfigurationRule
		for _, destination := range destinations(props.Environments, region) {
			var filters []*ecrreplicationconfiguration.EcrReplicationConfigurationReplicationConfigurationRuleRepositoryFilter
			for _, env := range props.Environments {
				if standby, ok := env.InSecondRegion(); ok && env.Region == region && standby.Region == destination {
					filters = append(filters, &ecrreplicationconfiguration.EcrReplicationConfigurationReplicationConfigurationRuleRepositoryFilter{
						Filter: jsii.String(env.Label().Repository("")), FilterType: jsii.String("PREFIX_MATCH"),
					})
				}
			}
			rules = append(rules, &ecrreplicationconfiguration.EcrReplicationConfigurationReplicationConfigurationRule{
				Destination: &[]*ecrreplicationconfiguration.EcrReplicationConfigurationReplicationConfigurationRuleDestination{{
					Region: jsii.String(destination), RegistryId: jsii.String(props.AccountID),
				}},
				RepositoryFilter: &filters,
			})
		}
		ecrreplicationconfiguration.NewEcrReplicationConfiguration(m.Stack, m.ID("replication_"+region),
			&ecrreplicationconfiguration.EcrReplicationConfigurationConfig{
				Provider:                 props.Provider(region),
				ReplicationConfiguration: &ecrreplicationconfiguration.EcrReplicationConfigurationReplicationConfiguration{Rule: &rules},
			})
	}
}

// sources are the regions of environments that have a standby elsewhere.
func sources(all []envs.Environment) (regions []string) {
	for _, env := range all {
		if _, ok := env.InSecondRegion(); ok && !slices.Contains(regions, env.Region) {
			regions = append(regions, env.Region)
		}
	}
	return regions
}

// destinations are the regions of the standbys of a region's environments.
func destinations(all []envs.Environment, source string) (regions []string) {
	for _, env := range all {
		if standby, ok := env.InSecondRegion(); ok && env.Region == source && !slices.Contains(regions, standby.Region) {
			regions = append(regions, standby.Region)
		}
	}
	return regions
}
