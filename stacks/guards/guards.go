// Package guards holds what protects an AWS account as a whole, whatever is
// deployed into it.
package guards

import (
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
)

// Props are what the guards need.
type Props struct {
	// Project is the label that names begin with.
	Project string
	// Regions are where something is deployed; AWS keeps some guards in each
	// region.
	Regions []Region
}

// Region is an AWS region with the provider that works there.
type Region struct {
	// Name is the region's name, "us-east-1".
	Name string
	// Provider is nil for the stack's own.
	Provider cdktf.TerraformProvider
}

// New declares the guards.
func New(m address.Module, props Props) {
	newPublicAccessBlock(m)
	newPasswordPolicy(m)
	for _, region := range props.Regions {
		newEncryptedVolumes(m, region)
		newAccessAnalyzer(m, props, region)
	}
}
