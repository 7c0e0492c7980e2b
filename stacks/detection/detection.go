// Package detection holds what tells that somebody tampers with an AWS account:
// what records calls and settings, what looks for attacks in them, and the topic
// that says so.
package detection

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
)

// Props are what detection needs.
type Props struct {
	// Account says which parts there are, and who is told.
	Account envs.Account
	// AccountID is the AWS account, as a token.
	AccountID string
	// Partition is the AWS partition ("aws", "aws-us-gov"), as a token.
	Partition string
	// Regions are where something is deployed; the account's own comes first.
	Regions []Region
}

// Region is an AWS region with the provider that works there.
type Region struct {
	// Name is the region's name, "us-east-1".
	Name string
	// Provider is nil for the stack's own.
	Provider cdktf.TerraformProvider
}

// New declares the parts that are switched on.
func New(m address.Module, props Props) {
	d := props.Account.Detection
	newContacts(m, d)
	if !d.Topic() && !d.Records() {
		return
	}
	k := newKey(m, props)
	var kept audit
	if d.Records() {
		kept = newAudit(m, props, k)
	}
	if d.CloudTrail {
		newTrail(m, props, k, kept)
	}
	var recording map[string]cdktf.ITerraformDependable
	if d.Config {
		recording = newRecorders(m, props, k, kept)
	}
	if d.GuardDuty {
		newDetectors(m, props)
	}
	if d.SecurityHub {
		newHubs(m, props, recording)
	}
	if d.Topic() {
		newAlerts(m, props, k)
	}
}

// owned is the tag of what watches the account, where roles that deliver may use the
// whole service. They are denied what carries another environment's tag, but for what
// all share; no environment has this name.
func owned() *map[string]*string {
	return &map[string]*string{"Environment": jsii.String(envs.AccountName)}
}

// home is the account's region.
func (p Props) home() string { return p.Regions[0].Name }

// arn is the ARN of something in the account.
func (p Props) arn(service, region, resource string) string {
	return fmt.Sprintf("arn:%s:%s:%s:%s:%s", p.Partition, service, region, p.AccountID, resource)
}

// trailName and topicName are told before trail and topic are made, because the
// policies of what they need name their ARNs.
func (p Props) trailName() string { return p.Account.Label().Prefix() }
func (p Props) topicName() string { return p.Account.Label().Name("findings") }

func (p Props) trailARN() string { return p.arn("cloudtrail", p.home(), "trail/"+p.trailName()) }
func (p Props) topicARN() string { return p.arn("sns", p.home(), p.topicName()) }
