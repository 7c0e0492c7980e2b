// Package backend says where Terraform keeps state: it gives a stack the
// backend that its environment chose, and creates the bucket, the table and
// the key that the S3 backend needs.
package backend

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
)

// Configure gives the stack the backend for its state, which takes credentials of
// the pinned accounts alone; of any, where that is nil. It fails for a state of an
// unknown kind.
func Configure(stack cdktf.TerraformStack, state envs.State, pinned *[]*string) error {
	switch s := state.(type) {
	case envs.S3State:
		cdktf.NewS3Backend(stack, &cdktf.S3BackendConfig{
			Bucket:        jsii.String(s.Bucket),
			Key:           jsii.String(s.Key),
			Region:        jsii.String(s.Region),
			Encrypt:       jsii.Bool(true),
			KmsKeyId:      jsii.String(s.KeyAlias),
			DynamodbTable: jsii.String(s.Table),

			AllowedAccountIds: pinned,
		})
		// The binding is older than S3's own lock.
		stack.AddOverride(jsii.String("terraform.backend.s3.use_lockfile"), true)
	case envs.CloudState:
		config := &cdktf.CloudBackendConfig{
			Organization: jsii.String(s.Organization),
			Workspaces:   cdktf.NewNamedCloudWorkspace(jsii.String(s.Workspace), nil),
		}
		if s.Hostname != "" {
			config.Hostname = jsii.String(s.Hostname)
		}
		cdktf.NewCloudBackend(stack, config)
	case envs.LocalState:
		cdktf.NewLocalBackend(stack, &cdktf.LocalBackendConfig{Path: jsii.String(s.Path)})
	default:
		return fmt.Errorf("configure backend: unknown kind of state %T", state)
	}
	return nil
}
