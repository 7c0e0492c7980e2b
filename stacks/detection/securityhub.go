package detection

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/securityhubaccount"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/securityhubfindingaggregator"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/securityhubstandardssubscription"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
)

// standards are those that the account is held to: docs/security.md has each of
// their controls.
var standards = []struct{ id, path string }{
	{"fsbp", "aws-foundational-security-best-practices/v/1.0.0"},
	{"cis", "cis-aws-foundations-benchmark/v/3.0.0"},
}

// newHubs declares Security Hub for each region, once AWS Config records there, and
// gathers what all of them find in the account's region: the events there tell of
// it too.
func newHubs(m address.Module, props Props, recording map[string]cdktf.ITerraformDependable) {
	var hubs []cdktf.ITerraformDependable
	var linked []string
	for _, region := range props.Regions {
		hub := securityhubaccount.NewSecurityhubAccount(m.Stack, m.ID("hub_"+region.Name), &securityhubaccount.SecurityhubAccountConfig{
			Provider: region.Provider,
			// AWS's default has the CIS benchmark of 2018.
			EnableDefaultStandards: jsii.Bool(false),
			DependsOn:              dependable(recording[region.Name]),
		})
		for _, s := range standards {
			securityhubstandardssubscription.NewSecurityhubStandardsSubscription(m.Stack, m.ID("hub_"+s.id+"_"+region.Name),
				&securityhubstandardssubscription.SecurityhubStandardsSubscriptionConfig{
					Provider:     region.Provider,
					StandardsArn: jsii.String(fmt.Sprintf("arn:%s:securityhub:%s::standards/%s", props.Partition, region.Name, s.path)),
					DependsOn:    dependable(hub),
				})
		}
		hubs = append(hubs, hub)
		if region.Name != props.home() {
			linked = append(linked, region.Name)
		}
	}
	if len(linked) > 0 {
		securityhubfindingaggregator.NewSecurityhubFindingAggregator(m.Stack, m.ID("hub_all"), &securityhubfindingaggregator.SecurityhubFindingAggregatorConfig{
			LinkingMode:      jsii.String("SPECIFIED_REGIONS"),
			SpecifiedRegions: jsii.Strings(linked...),
			DependsOn:        &hubs,
		})
	}
}
