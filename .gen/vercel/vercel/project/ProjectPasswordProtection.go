package project


type ProjectPasswordProtection struct {
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#password Project#password}.
	Password *string `field:"required" json:"password" yaml:"password"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#protect_production Project#protect_production}.
	ProtectProduction interface{} `field:"optional" json:"protectProduction" yaml:"protectProduction"`
}

