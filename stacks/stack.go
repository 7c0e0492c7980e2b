package stacks

import (
	"fmt"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dataawscalleridentity"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dataawspartition"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrole"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/provider"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/backend"
	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
)

// RequiredTerraform is the constraint on Terraform's version. 1.11 is the first
// with write-only arguments and with S3's own state lock.
const RequiredTerraform = ">= 1.11.0"

// requiredAWS raises the plan's "~> 5.0" to what the bindings were generated
// from (5.99.1), and replaces the exact version that they pin.
const requiredAWS = "~> 5.99"

// stack is a Terraform stack with what its modules ask of every stack.
type stack struct {
	cdktf.TerraformStack

	// AccountID and Partition are read from the credentials in use.
	AccountID, Partition *string

	tags *[]*provider.AwsProviderDefaultTags

	// pinned is the one account that each provider takes credentials of; nil for
	// any.
	pinned *[]*string
}

// module is the stack as the named module sees it.
func (s *stack) module(name string) address.Module {
	return address.Module{Stack: s.TerraformStack, Name: name}
}

// newStack declares a stack of an account with its provider, its tags and its
// backend.
func newStack(app cdktf.App, account envs.Account, name, region string, tags map[string]string, state envs.State) (*stack, error) {
	s := &stack{TerraformStack: cdktf.NewTerraformStack(app, jsii.String(name))}

	if account.ID != "" {
		s.pinned = jsii.Strings(account.ID)
	}
	if err := backend.Configure(s.TerraformStack, state, s.pinned); err != nil {
		return nil, fmt.Errorf("stack %s: %w", name, err)
	}
	s.AddOverride(jsii.String("terraform.required_version"), RequiredTerraform)

	s.tags = &[]*provider.AwsProviderDefaultTags{{Tags: pointers(tags)}}
	provider.NewAwsProvider(s.TerraformStack, jsii.String("aws"), &provider.AwsProviderConfig{
		Region:            jsii.String(region),
		AllowedAccountIds: s.pinned,
		DefaultTags:       s.tags,
	})
	s.AddOverride(jsii.String("terraform.required_providers.aws.version"), requiredAWS)

	s.AccountID = dataawscalleridentity.NewDataAwsCallerIdentity(s.TerraformStack, jsii.String("current"), nil).AccountId()
	s.Partition = dataawspartition.NewDataAwsPartition(s.TerraformStack, jsii.String("partition"), nil).Partition()
	return s, nil
}

// in is a second provider, for what the stack has in another region.
func (s *stack) in(region string) cdktf.TerraformProvider {
	return provider.NewAwsProvider(s.TerraformStack, jsii.String("aws_"+region), &provider.AwsProviderConfig{
		Alias:             jsii.String(region),
		Region:            jsii.String(region),
		AllowedAccountIds: s.pinned,
		DefaultTags:       s.tags,
	})
}

// bound gives every role of the stack the named permissions boundary, which
// the account stack made: whoever delivers may make no role without it. One
// pass over the finished stack, because a module that forgot would be refused
// only by AWS.
func (s *stack) bound(policy string) {
	boundary := jsii.String(fmt.Sprintf("arn:%s:iam::%s:policy%s%s", *s.Partition, *s.AccountID, envs.DeliveryPath, policy))
	for _, construct := range *s.Node().FindAll(constructs.ConstructOrder_PREORDER) {
		if role, ok := construct.(iamrole.IamRole); ok {
			role.SetPermissionsBoundary(boundary)
		}
	}
}

// output declares a value that Terraform prints and other tools read.
func (s *stack) output(name, description string, value interface{}) {
	cdktf.NewTerraformOutput(s.TerraformStack, jsii.String(name), &cdktf.TerraformOutputConfig{
		Description: jsii.String(description),
		Value:       value,
	})
}

func pointers(values map[string]string) *map[string]*string {
	out := make(map[string]*string, len(values))
	for key, value := range values {
		out[key] = jsii.String(value)
	}
	return &out
}
