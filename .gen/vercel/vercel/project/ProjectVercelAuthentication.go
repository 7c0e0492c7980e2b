package project


type ProjectVercelAuthentication struct {
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs/resources/project#protect_production Project#protect_production}.
	ProtectProduction interface{} `field:"optional" json:"protectProduction" yaml:"protectProduction"`
}

