package provider


type VercelProviderConfig struct {
	// Alias name.
	//
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs#alias VercelProvider#alias}
	Alias *string `field:"optional" json:"alias" yaml:"alias"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs#api_token VercelProvider#api_token}.
	ApiToken *string `field:"optional" json:"apiToken" yaml:"apiToken"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/vercel/vercel/latest/docs#team VercelProvider#team}.
	Team *string `field:"optional" json:"team" yaml:"team"`
}

