package terraform

import (
	"maps"
	"testing"
)

func TestVariablesOfTheEmulator(t *testing.T) {
	got := VariablesFrom([]string{
		"TF_VAR_api_gateway_image_tag=v1=2", "TF_VAR_empty=", "TF_VAR_supabase_access_token=real", "TF_VAR_vercel_api_token=real",
		"TF_VAR_supabase_endpoint=https://elsewhere", "TF_VAR", "PATH=/bin",
	})
	if want := map[string]string{"api_gateway_image_tag": "v1=2", "empty": ""}; !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
