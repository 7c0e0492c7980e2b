package guards

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ebsencryptionbydefault"

	"github.com/example/predictive-maintenance/internal/resource/address"
)

// newEncryptedVolumes encrypts every new volume and snapshot copy of the
// region, asked or not (control EC2.7).
func newEncryptedVolumes(m address.Module, region Region) {
	ebsencryptionbydefault.NewEbsEncryptionByDefault(m.Stack, m.ID("volumes_"+region.Name),
		&ebsencryptionbydefault.EbsEncryptionByDefaultConfig{
			Provider: region.Provider,
			Enabled:  jsii.Bool(true),
		})
}
