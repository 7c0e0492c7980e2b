// Package input declares Terraform's input variables the one way that this
// project has them: text, and never null.
package input

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

// Options are what differs between variables.
type Options struct {
	// Name is the variable's name.
	Name string
	// Description says what it is for.
	Description string
	// Default is what it has unless it is set; nil where it has to be.
	Default *string
	// Secret keeps it out of what Terraform prints (sensitive), and out of
	// states and saved plans (ephemeral).
	Secret bool
	// Condition is what a value must hold to, as an expression, and Message what
	// Terraform says where it doesn't.
	Condition, Message string
}

// Variable declares one in a stack.
func Variable(scope constructs.Construct, o Options) cdktf.TerraformVariable {
	config := &cdktf.TerraformVariableConfig{
		Type:        jsii.String("string"),
		Nullable:    jsii.Bool(false),
		Description: jsii.String(o.Description),
		Validation: &[]*cdktf.TerraformVariableValidationConfig{{
			Condition:    o.Condition,
			ErrorMessage: jsii.String(o.Message),
		}},
	}
	if o.Condition == "" {
		config.Validation = nil
	}
	if o.Default != nil {
		config.Default = *o.Default
	}
	if o.Secret {
		config.Sensitive = jsii.Bool(true)
	}
	variable := cdktf.NewTerraformVariable(scope, jsii.String(o.Name), config)
	if o.Secret {
		// TerraformVariable knows no ephemeral.
		variable.AddOverride(jsii.String("ephemeral"), true)
	}
	// Where cdktf writes HCL, it leaves out what is false or empty, unless it is
	// an override.
	variable.AddOverride(jsii.String("nullable"), false)
	if o.Default != nil {
		variable.AddOverride(jsii.String("default"), *o.Default)
	}
	return variable
}
