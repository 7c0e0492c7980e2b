package project


type ProjectGitRepository struct {
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#repo Project#repo}.
	Repo *string `field:"required" json:"repo" yaml:"repo"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#type Project#type}.
	Type *string `field:"required" json:"type" yaml:"type"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#production_branch Project#production_branch}.
	ProductionBranch *string `field:"optional" json:"productionBranch" yaml:"productionBranch"`
}

