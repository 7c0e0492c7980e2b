package database

import (
	_ "embed"
	"strconv"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-null-go/null/v10/resource"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/text"
)

// recoveryScript turns point-in-time recovery on. It has no braces behind a
// dollar or percent sign, which Terraform would take for its own, and no
// backslash, which cdktf writes into HCL as it is.
//
//go:embed recovery.sh
var recoveryScript string

// newRecovery does what the provider cannot: it books the add-on by which the
// database can be restored to any second (plan, line 1427). It runs again where
// the project or the number of days is another; run twice, it changes nothing.
func newRecovery(m address.Module, props Props, ref *string, settings cdktf.ITerraformDependable) {
	days := props.Supabase.PointInTimeRecoveryDays
	if days == 0 {
		return
	}
	variant := jsii.String("pitr_" + strconv.Itoa(days))
	resource.NewResource(m.Stack, m.ID("supabase_setup"), &resource.ResourceConfig{
		Triggers: &map[string]*string{"project": ref, "variant": variant},
		Provisioners: &[]any{&cdktf.LocalExecProvisioner{
			Type:    jsii.String("local-exec"),
			Command: text.Lines(recoveryScript),
			Environment: &map[string]*string{
				"SUPABASE_ENDPOINT":     props.Endpoint,
				"SUPABASE_ACCESS_TOKEN": props.AccessToken,
				"SUPABASE_PROJECT":      ref,
				"SUPABASE_VARIANT":      variant,
			},
		}},
		// Supabase refuses an add-on while it applies settings.
		DependsOn: &[]cdktf.ITerraformDependable{settings},
	})
}
