package preflight

import (
	"context"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/guardduty"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/servicequotas"
	quotatypes "github.com/aws/aws-sdk-go-v2/service/servicequotas/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/pipeline"
	"github.com/example/predictive-maintenance/internal/toolchain"
)

const number12 = "111122223333"

// call is a request to the account, before it is sent.
type call struct {
	region string
	input  any
}

// account is one of AWS in memory: what it answers by action, "iam:GetRole".
type account struct {
	answers map[string]func(call) (any, error)
	mu      sync.Mutex
	asked   map[string]bool
}

func (a *account) config() aws.Config {
	services := map[string]string{"Config Service": "config", "GuardDuty": "guardduty", "SecurityHub": "securityhub", "EC2": "ec2", "IAM": "iam", "Route 53": "route53", "S3": "s3", "STS": "sts", "Service Quotas": "servicequotas"}
	answer := middleware.InitializeMiddlewareFunc("account", func(ctx context.Context, in middleware.InitializeInput, _ middleware.InitializeHandler) (
		out middleware.InitializeOutput, metadata middleware.Metadata, err error) {
		action := services[awsmiddleware.GetServiceID(ctx)] + ":" + awsmiddleware.GetOperationName(ctx)
		a.mu.Lock()
		defer a.mu.Unlock()
		a.asked[action] = true
		reply, ok := a.answers[action]
		if !ok {
			return out, metadata, fmt.Errorf("nothing answers %s", action)
		}
		out.Result, err = reply(call{awsmiddleware.GetRegion(ctx), in.Parameters})
		return out, metadata, err
	})
	return aws.Config{
		Region:      "us-east-1",
		Credentials: credentials.NewStaticCredentialsProvider("id", "secret", ""),
		APIOptions: []func(*middleware.Stack) error{func(stack *middleware.Stack) error {
			return stack.Initialize.Add(answer, middleware.After)
		}},
	}
}

func gives(answer any) func(call) (any, error) { return func(call) (any, error) { return answer, nil } }

func fails(err error) func(call) (any, error) { return func(call) (any, error) { return nil, err } }

func answers(status int) error {
	return &awshttp.ResponseError{ResponseError: &smithyhttp.ResponseError{
		Response: &smithyhttp.Response{Response: &http.Response{StatusCode: status}},
		Err:      fmt.Errorf("status %d", status),
	}}
}

var (
	accessDenied = &smithy.GenericAPIError{Code: "AccessDenied", Message: "not you"}
	noSuchEntity = &iamtypes.NoSuchEntityException{}
)

// buckets answers for those that are there, and 404 for all others.
func buckets(there ...string) func(call) (any, error) {
	return func(c call) (any, error) {
		if slices.Contains(there, *c.input.(*s3.HeadBucketInput).Bucket) {
			return &s3.HeadBucketOutput{}, nil
		}
		return nil, answers(http.StatusNotFound)
	}
}

func region(name, optIn string) ec2types.Region {
	return ec2types.Region{RegionName: &name, OptInStatus: &optIn}
}

// quotas answers with what an account has of each quota, and with plenty of all
// others.
func quotas(has map[string]float64) func(call) (any, error) {
	return func(c call) (any, error) {
		value, ok := has[*c.input.(*servicequotas.GetServiceQuotaInput).QuotaCode]
		if !ok {
			value = 1000
		}
		return &servicequotas.GetServiceQuotaOutput{Quota: &quotatypes.ServiceQuota{Value: &value}}, nil
	}
}

// ready is an account that lets every stack be applied.
func ready() *account {
	return &account{asked: map[string]bool{}, answers: map[string]func(call) (any, error){
		"sts:GetCallerIdentity":  gives(&sts.GetCallerIdentityOutput{Account: aws.String(number12), Arn: aws.String("arn:aws:iam::" + number12 + ":user/ada")}),
		"iam:ListAccountAliases": gives(&iam.ListAccountAliasesOutput{AccountAliases: []string{"acme"}}),
		"iam:GetRole": func(c call) (any, error) {
			if *c.input.(*iam.GetRoleInput).RoleName == "AWSServiceRoleForConfig" {
				return nil, noSuchEntity
			}
			return &iam.GetRoleOutput{}, nil
		},
		"config:DescribeConfigurationRecorders": gives(&configservice.DescribeConfigurationRecordersOutput{}),
		"guardduty:ListDetectors":               gives(&guardduty.ListDetectorsOutput{}),
		"guardduty:GetDetector":                 gives(&guardduty.GetDetectorOutput{}),
		"securityhub:DescribeHub":               fails(&smithy.GenericAPIError{Code: "InvalidAccessException", Message: "not subscribed"}),
		"iam:GetPolicy":                         gives(&iam.GetPolicyOutput{}),
		"iam:ListOpenIDConnectProviders":        gives(&iam.ListOpenIDConnectProvidersOutput{}),
		"ec2:DescribeRegions": gives(&ec2.DescribeRegionsOutput{Regions: []ec2types.Region{
			region("us-east-1", "opt-in-not-required"), region("us-west-2", "opted-in"),
		}}),
		"ec2:DescribeAddresses":         gives(&ec2.DescribeAddressesOutput{}),
		"ec2:DescribeVpcs":              gives(&ec2.DescribeVpcsOutput{}),
		"ec2:DescribeSubnets":           gives(&ec2.DescribeSubnetsOutput{}),
		"ec2:DescribeNatGateways":       gives(&ec2.DescribeNatGatewaysOutput{}),
		"servicequotas:GetServiceQuota": quotas(nil),
		"s3:HeadBucket":                 buckets(fixture.Store().Bucket),
		"route53:ListHostedZonesByName": gives(&route53.ListHostedZonesByNameOutput{}),
	}}
}

// resolver is the public DNS, by name.
type resolver map[string][]string

func (r resolver) LookupNS(_ context.Context, name string) ([]*net.NS, error) {
	servers, ok := r[name]
	if !ok {
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
	var found []*net.NS
	for _, server := range servers {
		found = append(found, &net.NS{Host: server})
	}
	return found, nil
}

// gitHub has an environment of each name.
type gitHub map[string]pipeline.Protection

func (g gitHub) Protection(_ context.Context, environment string) (pipeline.Protection, error) {
	return g[environment], nil
}

// unreachable fails at everything that it is asked.
type unreachable struct{}

func (unreachable) Protection(context.Context, string) (pipeline.Protection, error) {
	return pipeline.Protection{}, fmt.Errorf("status 401")
}

func (unreachable) LookupNS(_ context.Context, name string) ([]*net.NS, error) {
	return nil, &net.DNSError{Err: "i/o timeout", Name: name, IsTimeout: true}
}

// options ask an account about a stack of the project.
func options(t *testing.T, stack string, a *account) Options {
	t.Helper()
	return Options{
		Stack: stack, Environments: fixture.All(), Account: fixture.Account(), Accounts: fixture.Accounts(),
		AWS:      a.config(),
		Resolver: resolver{},
		GitHub:   gitHub{"production": {Exists: true, Reviewers: 2}, "staging": {Exists: true}, "dev": {Exists: true}},
		Tools:    []toolchain.Version{{Name: "terraform", Needed: "Terraform >= 1.11.0", Found: "1.11.4"}},
		Lock:     "../synth/lockfile/terraform.lock.hcl",
	}
}

// ask runs the pre-flight and returns its rows by what they are about.
func ask(t *testing.T, options Options) (map[string]Row, Report) {
	t.Helper()
	report, err := Run(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]Row{}
	for _, row := range report.Rows {
		if _, twice := rows[row.What]; twice {
			t.Errorf("two rows about %s", row.What)
		}
		if (row.Do == "") != (row.Verdict == OK) {
			t.Errorf("what is to be done does not go with the verdict: %+v", row)
		}
		rows[row.What] = row
	}
	return rows, report
}

// expect holds a row's verdict and words.
func expect(t *testing.T, rows map[string]Row, what string, verdict Verdict, words ...string) {
	t.Helper()
	row, ok := rows[what]
	if !ok {
		t.Fatalf("no row about %s; there are %v", what, slices.Sorted(maps.Keys(rows)))
	}
	if row.Verdict != verdict {
		t.Errorf("%s, not %s: %+v", row.Verdict, verdict, row)
	}
	text := strings.Join([]string{row.Needed, row.Found, row.Do}, " | ")
	for _, word := range words {
		if !strings.Contains(text, word) {
			t.Errorf("no %q in %q", word, text)
		}
	}
}
