package project


type ProjectEnvironment struct {
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#key Project#key}.
	Key *string `field:"required" json:"key" yaml:"key"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#target Project#target}.
	Target *[]*string `field:"required" json:"target" yaml:"target"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#value Project#value}.
	Value *string `field:"required" json:"value" yaml:"value"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#git_branch Project#git_branch}.
	GitBranch *string `field:"optional" json:"gitBranch" yaml:"gitBranch"`
}

