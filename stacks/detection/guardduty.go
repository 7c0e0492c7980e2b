package detection

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/guarddutydetector"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/guarddutydetectorfeature"

	"github.com/example/predictive-maintenance/internal/resource/address"
)

// features are those of a detector that matter here. The rest stays as AWS has it,
// and costs nothing where there is nothing to look at.
var features = []struct{ id, name, status string }{
	// Objects are what somebody would be after.
	{"objects", "S3_DATA_EVENTS", "ENABLED"},
	// There is no Kubernetes.
	{"kubernetes", "EKS_AUDIT_LOGS", "DISABLED"},
}

// newDetectors declares GuardDuty for each region.
func newDetectors(m address.Module, props Props) {
	for _, region := range props.Regions {
		detector := guarddutydetector.NewGuarddutyDetector(m.Stack, m.ID("detector_"+region.Name), &guarddutydetector.GuarddutyDetectorConfig{
			Provider: region.Provider,
			Enable:   jsii.Bool(true),
			// How soon a finding that occurs again is told again.
			FindingPublishingFrequency: jsii.String("FIFTEEN_MINUTES"),
			Tags:                       address.NameTag(props.Account.Label().Name(region.Name)),
		}).Id()
		for _, f := range features {
			guarddutydetectorfeature.NewGuarddutyDetectorFeature(m.Stack, m.ID("detector_"+f.id+"_"+region.Name),
				&guarddutydetectorfeature.GuarddutyDetectorFeatureConfig{
					Provider:   region.Provider,
					DetectorId: detector,
					Name:       jsii.String(f.name),
					Status:     jsii.String(f.status),
				})
		}
	}
}
