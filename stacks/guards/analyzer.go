package guards

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/accessanalyzeranalyzer"

	"github.com/example/predictive-maintenance/internal/resource/address"
)

// newAccessAnalyzer finds what the region's policies let anyone outside the
// account reach (control IAM.28). It costs nothing, unlike analyzers of unused
// access.
func newAccessAnalyzer(m address.Module, props Props, region Region) {
	accessanalyzeranalyzer.NewAccessanalyzerAnalyzer(m.Stack, m.ID("access_"+region.Name),
		&accessanalyzeranalyzer.AccessanalyzerAnalyzerConfig{
			Provider:     region.Provider,
			AnalyzerName: jsii.String(props.Project + "-external-access"),
			Type:         jsii.String("ACCOUNT"),
		})
}
