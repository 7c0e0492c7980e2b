package stacks

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dataawscalleridentity"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dataawspartition"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/provider"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/backend"
	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/address"
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
}

// module is the stack as the named module sees it.
func (s *stack) module(name string) address.Module {
	return address.Module{Stack: s.TerraformStack, Name: name}
}

// newStack declares a stack with its provider, its tags and its backend.
func newStack(app cdktf.App, name, region string, tags map[string]string, state envs.State) (*stack, error) {
	s := &stack{TerraformStack: cdktf.NewTerraformStack(app, jsii.String(name))}

	if err := backend.Configure(s.TerraformStack, state); err != nil {
		return nil, fmt.Errorf("stack %s: %w", name, err)
	}
	s.AddOverride(jsii.String("terraform.required_version"), RequiredTerraform)

	provider.NewAwsProvider(s.TerraformStack, jsii.String("aws"), &provider.AwsProviderConfig{
		Region:      jsii.String(region),
		DefaultTags: defaultTags(tags),
	})
	s.AddOverride(jsii.String("terraform.required_providers.aws.version"), requiredAWS)

	s.AccountID = dataawscalleridentity.NewDataAwsCallerIdentity(s.TerraformStack, jsii.String("current"), nil).AccountId()
	s.Partition = dataawspartition.NewDataAwsPartition(s.TerraformStack, jsii.String("partition"), nil).Partition()
	return s, nil
}

// secondRegion configures the provider a second time, for what lies outside the
// stack's own region; nil where there is no second one.
func (s *stack) secondRegion(region string, tags map[string]string) cdktf.TerraformProvider {
	if region == "" {
		return nil
	}
	return provider.NewAwsProvider(s.TerraformStack, jsii.String("aws_second"), &provider.AwsProviderConfig{
		Alias:       jsii.String("second"),
		Region:      jsii.String(region),
		DefaultTags: defaultTags(tags),
	})
}

func defaultTags(tags map[string]string) *[]*provider.AwsProviderDefaultTags {
	return &[]*provider.AwsProviderDefaultTags{{Tags: pointers(tags)}}
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
