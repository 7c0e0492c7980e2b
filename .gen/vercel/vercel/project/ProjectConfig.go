package project

import (
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

type ProjectConfig struct {
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
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#name Project#name}.
	Name *string `field:"required" json:"name" yaml:"name"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#build_command Project#build_command}.
	BuildCommand *string `field:"optional" json:"buildCommand" yaml:"buildCommand"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#dev_command Project#dev_command}.
	DevCommand *string `field:"optional" json:"devCommand" yaml:"devCommand"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#environment Project#environment}.
	Environment interface{} `field:"optional" json:"environment" yaml:"environment"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#framework Project#framework}.
	Framework *string `field:"optional" json:"framework" yaml:"framework"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#git_repository Project#git_repository}.
	GitRepository *ProjectGitRepository `field:"optional" json:"gitRepository" yaml:"gitRepository"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#ignore_command Project#ignore_command}.
	IgnoreCommand *string `field:"optional" json:"ignoreCommand" yaml:"ignoreCommand"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#install_command Project#install_command}.
	InstallCommand *string `field:"optional" json:"installCommand" yaml:"installCommand"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#output_directory Project#output_directory}.
	OutputDirectory *string `field:"optional" json:"outputDirectory" yaml:"outputDirectory"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#password_protection Project#password_protection}.
	PasswordProtection *ProjectPasswordProtection `field:"optional" json:"passwordProtection" yaml:"passwordProtection"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#protection_bypass_for_automation Project#protection_bypass_for_automation}.
	ProtectionBypassForAutomation interface{} `field:"optional" json:"protectionBypassForAutomation" yaml:"protectionBypassForAutomation"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#public_source Project#public_source}.
	PublicSource interface{} `field:"optional" json:"publicSource" yaml:"publicSource"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#root_directory Project#root_directory}.
	RootDirectory *string `field:"optional" json:"rootDirectory" yaml:"rootDirectory"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#serverless_function_region Project#serverless_function_region}.
	ServerlessFunctionRegion *string `field:"optional" json:"serverlessFunctionRegion" yaml:"serverlessFunctionRegion"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#team_id Project#team_id}.
	TeamId *string `field:"optional" json:"teamId" yaml:"teamId"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#vercel_authentication Project#vercel_authentication}.
	VercelAuthentication *ProjectVercelAuthentication `field:"optional" json:"vercelAuthentication" yaml:"vercelAuthentication"`
}

