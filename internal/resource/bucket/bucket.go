// Package bucket declares S3 buckets the one way that this project has them:
// private, owned by the account, encrypted, reached with TLS only, and with a
// lifecycle.
package bucket

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucket"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketownershipcontrols"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketpolicy"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketpublicaccessblock"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketserversideencryptionconfiguration"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketversioning"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// Options are what differs between buckets.
type Options struct {
	// Name is the bucket's name, global among all accounts.
	Name string
	// KeyARN is the KMS key that encrypts the objects. Nil stands for S3's own
	// key, for what is written by services that can use no other.
	KeyARN *string
	// ForceDestroy lets a destroy take the objects along.
	ForceDestroy bool
	// PreventDestroy makes Terraform refuse to destroy the bucket.
	PreventDestroy bool
	// Lifecycle says how long what is kept; it always ends uploads that were
	// never finished.
	Lifecycle []Rule
	// Tags are the bucket's own, beside the default tags.
	Tags map[string]string
	// Provider is the provider of the bucket's region; nil for the stack's own.
	Provider cdktf.TerraformProvider
	// Allow are the statements of the bucket's policy beside the refusal of
	// plain HTTP, given the bucket's ARN.
	Allow func(arn string) []iam.Statement
}

// Bucket is a declared bucket.
type Bucket struct {
	// Name is the bucket's name, as a reference.
	Name *string
	// ARN is the bucket's ARN.
	ARN *string
	// Policy is the bucket's policy, for what writes by its leave.
	Policy cdktf.ITerraformDependable
	// Versioning is what turns the bucket's versioning on, for what AWS refuses
	// without it.
	Versioning cdktf.ITerraformDependable
	// Lifecycle is how long what is kept, for a replica that keeps the same: S3
	// replicates objects, never what a lifecycle does to them.
	Lifecycle []Rule
}

// New declares the bucket with the given role, and what belongs to it with
// roles that begin with it.
func New(m address.Module, role string, o Options) *Bucket {
	config := &s3bucket.S3BucketConfig{Provider: o.Provider, Bucket: jsii.String(o.Name)}
	if len(o.Tags) > 0 {
		tags := make(map[string]*string, len(o.Tags))
		for key, value := range o.Tags {
			tags[key] = jsii.String(value)
		}
		config.Tags = &tags
	}
	if o.ForceDestroy {
		config.ForceDestroy = jsii.Bool(true)
	}
	if o.PreventDestroy {
		config.Lifecycle = &cdktf.TerraformResourceLifecycle{PreventDestroy: jsii.Bool(true)}
	}
	s3bucket.NewS3Bucket(m.Stack, m.ID(role), config)
	id, arn := m.Ref("aws_s3_bucket", role, "id"), m.Ref("aws_s3_bucket", role, "arn")

	versioning := s3bucketversioning.NewS3BucketVersioningA(m.Stack, m.ID(role+"_versioning"), &s3bucketversioning.S3BucketVersioningAConfig{
		Provider: o.Provider,
		Bucket:   id,
		VersioningConfiguration: &s3bucketversioning.S3BucketVersioningVersioningConfiguration{
			Status: jsii.String("Enabled"),
		},
	})
	encrypt(m, role, id, o)
	block := s3bucketpublicaccessblock.NewS3BucketPublicAccessBlock(m.Stack, m.ID(role+"_public_access"),
		&s3bucketpublicaccessblock.S3BucketPublicAccessBlockConfig{
			Provider:              o.Provider,
			Bucket:                id,
			BlockPublicAcls:       jsii.Bool(true),
			BlockPublicPolicy:     jsii.Bool(true),
			IgnorePublicAcls:      jsii.Bool(true),
			RestrictPublicBuckets: jsii.Bool(true),
		})
	s3bucketownershipcontrols.NewS3BucketOwnershipControls(m.Stack, m.ID(role+"_ownership"),
		&s3bucketownershipcontrols.S3BucketOwnershipControlsConfig{
			Provider: o.Provider,
			Bucket:   id,
			Rule:     &s3bucketownershipcontrols.S3BucketOwnershipControlsRule{ObjectOwnership: jsii.String("BucketOwnerEnforced")},
		})

	statements := []iam.Statement{iam.TLSOnly("s3:*", *arn, *arn+"/*")}
	if o.Allow != nil {
		statements = append(statements, o.Allow(*arn)...)
	}
	policy := s3bucketpolicy.NewS3BucketPolicy(m.Stack, m.ID(role+"_policy"), &s3bucketpolicy.S3BucketPolicyConfig{
		Provider: o.Provider,
		Bucket:   id,
		Policy:   iam.Document(m, role+"_policy_document", statements...),
		// S3 refuses two changes of a bucket's access at the same time.
		DependsOn: &[]cdktf.ITerraformDependable{block},
	})
	keep(m, role, id, o, versioning)
	return &Bucket{Name: id, ARN: arn, Policy: policy, Versioning: versioning, Lifecycle: o.Lifecycle}
}

func encrypt(m address.Module, role string, id *string, o Options) {
	rule := &s3bucketserversideencryptionconfiguration.S3BucketServerSideEncryptionConfigurationRuleA{
		ApplyServerSideEncryptionByDefault: &s3bucketserversideencryptionconfiguration.S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA{
			SseAlgorithm: jsii.String("AES256"),
		},
	}
	if o.KeyARN != nil {
		rule.ApplyServerSideEncryptionByDefault.SseAlgorithm = jsii.String("aws:kms")
		rule.ApplyServerSideEncryptionByDefault.KmsMasterKeyId = o.KeyARN
		// One data key a bucket for a while, instead of a request to KMS for
		// each object.
		rule.BucketKeyEnabled = jsii.Bool(true)
	}
	s3bucketserversideencryptionconfiguration.NewS3BucketServerSideEncryptionConfigurationA(m.Stack, m.ID(role+"_encryption"),
		&s3bucketserversideencryptionconfiguration.S3BucketServerSideEncryptionConfigurationAConfig{
			Provider: o.Provider,
			Bucket:   id,
			Rule:     &[]*s3bucketserversideencryptionconfiguration.S3BucketServerSideEncryptionConfigurationRuleA{rule},
		})
}
