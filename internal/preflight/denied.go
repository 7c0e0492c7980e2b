package preflight

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
)

// Permissions are what the pre-flight is allowed at best. What is missing costs
// its own row alone. AWS gives sts:GetCallerIdentity to everybody.
var Permissions = []string{
	"config:DescribeConfigurationRecorders",
	"ec2:DescribeAddresses", "ec2:DescribeNatGateways", "ec2:DescribeRegions", "ec2:DescribeSubnets", "ec2:DescribeVpcs",
	"guardduty:GetDetector", "guardduty:ListDetectors",
	"iam:GetPolicy", "iam:GetRole", "iam:ListAccountAliases", "iam:ListOpenIDConnectProviders",
	"route53:GetHostedZone", "route53:ListHostedZonesByName",
	"s3:ListBucket",
	"securityhub:DescribeHub",
	"servicequotas:GetAWSDefaultServiceQuota", "servicequotas:GetServiceQuota",
}

// denials are the codes by which services say that somebody may not ask.
var denials = []string{"AccessDenied", "AccessDeniedException", "AuthorizationError", "Forbidden", "UnauthorizedOperation"}

func denied(err error) bool {
	return slices.Contains(denials, code(err)) || status(err) == http.StatusForbidden
}

// code is what the service calls the error; empty where it did not answer.
func code(err error) string {
	var answer smithy.APIError
	if errors.As(err, &answer) {
		return answer.ErrorCode()
	}
	return ""
}

func status(err error) int {
	var response *awshttp.ResponseError
	if errors.As(err, &response) {
		return response.HTTPStatusCode()
	}
	return 0
}

// unseen is the row of what could not be looked at.
func unseen(what, needed, permission string, err error) Row {
	if denied(err) {
		return Row{NotSeen, what, needed, "denied", "allow " + permission + ", then run this again"}
	}
	return Row{NotSeen, what, needed, "no answer", "run this again: " + strings.ReplaceAll(err.Error(), "\n", " ")}
}
