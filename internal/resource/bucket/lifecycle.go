package bucket

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketlifecycleconfiguration"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
)

// Rule is one rule of a bucket's lifecycle. Days are counted from an object's
// creation; zero leaves a part of the rule out.
type Rule struct {
	// ID names the rule.
	ID string
	// Prefix is what the keys of its objects begin with; empty for all.
	Prefix string
	// Transitions move objects to cheaper storage classes, in this order.
	Transitions []Transition
	// ExpireDays ends the current version.
	ExpireDays int
	// ExpireOldDays ends versions so many days after they were superseded.
	ExpireOldDays int
	// KeepOld superseded versions stay even after that; S3 takes at most 100.
	KeepOld int
}

// Transition moves objects to a storage class.
type Transition struct {
	// Days is their age.
	Days int
	// Class is the storage class, "STANDARD_IA".
	Class string
}

// unfinishedDays ends uploads that nobody finished, which are paid for but
// never listed.
const unfinishedDays = 7

func keep(m address.Module, role string, id *string, o Options, versioning cdktf.ITerraformDependable) {
	all := Rule{ID: "abort-unfinished-uploads"}
	rendered := []*s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRule{all.render()}
	rendered[0].AbortIncompleteMultipartUpload = &[]*s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload{{
		DaysAfterInitiation: jsii.Number(unfinishedDays),
	}}
	for _, r := range o.Lifecycle {
		rendered = append(rendered, r.render())
	}
	s3bucketlifecycleconfiguration.NewS3BucketLifecycleConfiguration(m.Stack, m.ID(role+"_lifecycle"),
		&s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationConfig{
			Provider: o.Provider,
			Bucket:   id,
			Rule:     &rendered,
			// Rules on superseded versions need versioning to be on.
			DependsOn: &[]cdktf.ITerraformDependable{versioning},
		})
}

func (r Rule) render() *s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRule {
	out := &s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRule{
		Id:     jsii.String(r.ID),
		Status: jsii.String("Enabled"),
		// A rule without a filter is refused; the empty prefix is every object.
		Filter: &[]*s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRuleFilter{{Prefix: jsii.String(r.Prefix)}},
	}
	if len(r.Transitions) > 0 {
		transitions := make([]*s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRuleTransition, len(r.Transitions))
		for i, t := range r.Transitions {
			transitions[i] = &s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRuleTransition{
				Days: jsii.Number(t.Days), StorageClass: jsii.String(t.Class),
			}
		}
		out.Transition = &transitions
	}
	if r.ExpireDays > 0 {
		out.Expiration = &[]*s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRuleExpiration{{Days: jsii.Number(r.ExpireDays)}}
	}
	if r.ExpireOldDays > 0 {
		expiration := &s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration{
			NoncurrentDays: jsii.Number(r.ExpireOldDays),
		}
		if r.KeepOld > 0 {
			expiration.NewerNoncurrentVersions = jsii.Number(r.KeepOld)
		}
		out.NoncurrentVersionExpiration = &[]*s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration{expiration}
	}
	return out
}
