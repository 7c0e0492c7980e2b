package settings


type SettingsTimeouts struct {
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/supabase/supabase/latest/docs/resources/settings#create Settings#create}.
	Create *string `field:"optional" json:"create" yaml:"create"`
	// Docs at Terraform Registry: {@link https://registry.terraform.io/providers/supabase/supabase/latest/docs/resources/settings#update Settings#update}.
	Update *string `field:"optional" json:"update" yaml:"update"`
}

