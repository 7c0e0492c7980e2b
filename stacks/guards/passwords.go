package guards

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamaccountpasswordpolicy"

	"github.com/example/predictive-maintenance/internal/resource/address"
)

const (
	// minPasswordLength is that of CIS AWS Foundations 1.8 (control IAM.15).
	minPasswordLength = 14
	// passwordsRemembered is the number of last passwords that cannot be used
	// again: CIS AWS Foundations 1.9 (control IAM.16), and the most that IAM
	// remembers.
	passwordsRemembered = 24
	// maxPasswordDays is the age of control IAM.7.
	maxPasswordDays = 90
)

// newPasswordPolicy is for people who were given an IAM user all the same;
// nothing of this project has one.
func newPasswordPolicy(m address.Module) {
	iamaccountpasswordpolicy.NewIamAccountPasswordPolicy(m.Stack, m.ID("passwords"),
		&iamaccountpasswordpolicy.IamAccountPasswordPolicyConfig{
			AllowUsersToChangePassword: jsii.Bool(true),
			MaxPasswordAge:             jsii.Number(maxPasswordDays),
			MinimumPasswordLength:      jsii.Number(minPasswordLength),
			PasswordReusePrevention:    jsii.Number(passwordsRemembered),
			RequireLowercaseCharacters: jsii.Bool(true),
			RequireNumbers:             jsii.Bool(true),
			RequireSymbols:             jsii.Bool(true),
			RequireUppercaseCharacters: jsii.Bool(true),
		})
}
