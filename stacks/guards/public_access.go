package guards

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3accountpublicaccessblock"

	"github.com/example/predictive-maintenance/internal/resource/address"
)

// newPublicAccessBlock keeps every bucket of the account private, also one
// that was made by hand (control S3.1).
func newPublicAccessBlock(m address.Module) {
	s3accountpublicaccessblock.NewS3AccountPublicAccessBlock(m.Stack, m.ID("buckets"),
		&s3accountpublicaccessblock.S3AccountPublicAccessBlockConfig{
			BlockPublicAcls:       jsii.Bool(true),
			BlockPublicPolicy:     jsii.Bool(true),
			IgnorePublicAcls:      jsii.Bool(true),
			RestrictPublicBuckets: jsii.Bool(true),
		})
}
