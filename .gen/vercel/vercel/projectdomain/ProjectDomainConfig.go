package projectdomain

import (
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

type ProjectDomainConfig struct {
	// Experimental.
	Connection interface{} `field:"optional" json:"connection" yaml:"connection"`
	// Experimental.
	Count interface{} `field:"optional" json:"count" yaml:"count"`
	// Experimental.
	DependsOn *[]cdktf.ITerraformDependable `field:"optional" json:"dependsOn" yaml:"dependsOn"`
	// Experimental.
	ForEach cdktf.ITerraformIterator `field:"optional" json:"forEach" yaml:"forEach"`
	// Experimental.
	Lifecycle *cdktf.TerraformResourceLifecycle `field:"optional" json:"lifecycle" yaml:"lifecycle"`
	// Experimental.
	Provider cdktf.TerraformProvider `field:"optional" json:"provider" yaml:"provider"`
	// Experimental.
	Provisioners *[]interface{} `field:"optional" json:"provisioners" yaml:"provisioners"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project_domain#domain ProjectDomain#domain}.
	Domain *string `field:"required" json:"domain" yaml:"domain"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project_domain#project_id ProjectDomain#project_id}.
	ProjectId *string `field:"required" json:"projectId" yaml:"projectId"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project_domain#git_branch ProjectDomain#git_branch}.
	GitBranch *string `field:"optional" json:"gitBranch" yaml:"gitBranch"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project_domain#redirect ProjectDomain#redirect}.
	Redirect *string `field:"optional" json:"redirect" yaml:"redirect"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project_domain#redirect_status_code ProjectDomain#redirect_status_code}.
	RedirectStatusCode *float64 `field:"optional" json:"redirectStatusCode" yaml:"redirectStatusCode"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project_domain#team_id ProjectDomain#team_id}.
	TeamId *string `field:"optional" json:"teamId" yaml:"teamId"`
}

