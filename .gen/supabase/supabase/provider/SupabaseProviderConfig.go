package provider


type SupabaseProviderConfig struct {
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/supabase/supabase/latest/docs#access_token SupabaseProvider#access_token}.
	AccessToken *string `field:"optional" json:"accessToken" yaml:"accessToken"`
	// Alias name.
	//
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/supabase/supabase/latest/docs#alias SupabaseProvider#alias}
	Alias *string `field:"optional" json:"alias" yaml:"alias"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/supabase/supabase/latest/docs#endpoint SupabaseProvider#endpoint}.
	Endpoint *string `field:"optional" json:"endpoint" yaml:"endpoint"`
}

