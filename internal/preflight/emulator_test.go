package preflight

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/emulator"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/terraform"
	"github.com/example/predictive-maintenance/internal/toolchain"
)

// On the emulator the questions go over the wire: to an account that is new, and
// again after somebody used it.
func TestOnTheEmulator(t *testing.T) {
	ctx := t.Context()
	python, err := toolchain.Python(ctx, "../..")
	if err != nil {
		t.Fatal(err)
	}
	server, err := emulator.Start(ctx, emulator.Options{Python: python, Log: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Stop() }()
	cfg, err := terraform.Target{Endpoint: server.Endpoint()}.Config(ctx, "us-east-1")
	if err != nil {
		t.Fatal(err)
	}
	about := func(stack string) map[string]Row {
		o := options(t, stack, ready())
		o.AWS, o.Emulator, o.Resolver, o.GitHub = cfg, true, nil, nil
		rows, _ := ask(t, o)
		return rows
	}

	expect(t, about(envs.BootstrapName), "bucket "+fixture.Store().Bucket, OK, "free")
	fresh := about(envs.AccountName)
	expect(t, fresh, "identity provider "+envs.GitHubIssuer, OK, "none")
	for _, what := range []string{"AWS Config's recorder, us-east-1", "Security Hub, us-west-2", "GuardDuty's detector, us-west-2", "AWSServiceRoleForConfig"} {
		expect(t, fresh, what, OK, "none")
	}
	rows := about("production")
	for what, want := range map[string]struct {
		verdict Verdict
		word    string
	}{
		"account":                                                 {OK, "123456789012"},
		"region us-west-2":                                        {OK, "enabled"},
		"bucket " + fixture.Store().Bucket:                        {Blocks, "make bootstrap"},
		"policy pdm-production-boundary":                          {Blocks, "make apply ENV=account"},
		"Fargate On-Demand vCPU resource count, us-east-1":        {Blocks, "6 (AWS's default)"},
		"EC2-VPC Elastic IPs, us-east-1":                          {OK, "5 (AWS's default), 0 taken by others"},
		"VPCs per Region, us-east-1":                              {OK, "5, 1 taken by others"},
		"NAT gateways per Availability Zone, us-east-1":           {OK, "5, 0 taken by others"},
		"Inbound or outbound rules per security group, us-east-1": {OK, "60"},
		"Application Load Balancers per Region, us-east-1":        {OK, "50 (AWS's default)"},
		"AWSServiceRoleForECS":                                    {Warns, "none"},
		"bucket pdm-production-ml-data-replica-123456789012":      {OK, "free"},
		"zone pdm.company.com":                                    {OK, "0 of that name"},
		"delegation of pdm.company.com":                           {NotSeen, "TARGET=aws"},
		"GitHub environment production":                           {NotSeen, "TARGET=aws"},
	} {
		expect(t, rows, what, want.verdict, want.word)
	}

	buckets := s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
	for _, name := range []string{fixture.Store().Bucket, "pdm-production-ml-data-123456789012"} {
		if _, err := buckets.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &name}); err != nil {
			t.Fatal(err)
		}
	}
	people := iam.NewFromConfig(cfg)
	if _, err := people.CreateOpenIDConnectProvider(ctx, &iam.CreateOpenIDConnectProviderInput{Url: aws.String("https://" + envs.GitHubIssuer)}); err != nil {
		t.Fatal(err)
	}
	// moto gives the roles of services names of its own.
	if _, err := people.CreateRole(ctx, &iam.CreateRoleInput{RoleName: aws.String("AWSServiceRoleForECS"), AssumeRolePolicyDocument: aws.String("{}")}); err != nil {
		t.Fatal(err)
	}
	if _, err := people.CreatePolicy(ctx, &iam.CreatePolicyInput{
		PolicyName: aws.String("pdm-production-boundary"), Path: aws.String(envs.DeliveryPath), PolicyDocument: aws.String(`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}]}`),
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := route53.NewFromConfig(cfg).CreateHostedZone(ctx, &route53.CreateHostedZoneInput{Name: aws.String("pdm.company.com"), CallerReference: aws.String("1")}); err != nil {
		t.Fatal(err)
	}
	network := ec2.NewFromConfig(cfg)
	for range 3 {
		if _, err := network.AllocateAddress(ctx, &ec2.AllocateAddressInput{}); err != nil {
			t.Fatal(err)
		}
	}
	for range 4 {
		if _, err := network.CreateVpc(ctx, &ec2.CreateVpcInput{CidrBlock: aws.String("10.9.0.0/16")}); err != nil {
			t.Fatal(err)
		}
	}
	subnets, err := network.DescribeSubnets(ctx, &ec2.DescribeSubnetsInput{})
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if _, err := network.CreateNatGateway(ctx, &ec2.CreateNatGatewayInput{SubnetId: subnets.Subnets[0].SubnetId, ConnectivityType: types.ConnectivityTypePrivate}); err != nil {
			t.Fatal(err)
		}
	}

	expect(t, about(envs.BootstrapName), "bucket "+fixture.Store().Bucket, OK, "goes on where it was")
	expect(t, about(envs.AccountName), "identity provider "+envs.GitHubIssuer, Blocks, "pdm-plan is not")
	rows = about("production")
	for what, want := range map[string]struct {
		verdict Verdict
		word    string
	}{
		"bucket " + fixture.Store().Bucket:              {OK, inThisAccount},
		"policy pdm-production-boundary":                {OK, "there"},
		"EC2-VPC Elastic IPs, us-east-1":                {Blocks, "3 taken by others"},
		"VPCs per Region, us-east-1":                    {Blocks, "5 taken by others"},
		"NAT gateways per Availability Zone, us-east-1": {Blocks, "5 taken by others"},
		"AWSServiceRoleForECS":                          {OK, "there"},
		"bucket pdm-production-ml-data-123456789012":    {Warns, "make adopt"},
		"zone pdm.company.com":                          {Warns, "1 of that name"},
	} {
		expect(t, rows, what, want.verdict, want.word)
	}
}

// Services say no in words of their own.
func TestDeniedOverTheWire(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Amz-Target") != "" { // Service Quotas speaks JSON
			w.Header().Set("Content-Type", "application/x-amz-json-1.1")
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(`{"__type": "com.amazonaws.servicequotas#AccessDeniedException", "Message": "not you"}`))
			return
		}
		_ = r.ParseForm()
		if r.Form.Get("Action") == "GetCallerIdentity" {
			_, _ = w.Write([]byte(`<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/ada</Arn><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`))
			return
		}
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte(`<ErrorResponse><Error><Code>AccessDenied</Code><Message>not you</Message></Error></ErrorResponse>`))
	}))
	defer server.Close()
	cfg, err := terraform.Target{Endpoint: server.URL}.Config(t.Context(), "us-east-1")
	if err != nil {
		t.Fatal(err)
	}
	o := options(t, "production", ready())
	o.AWS, o.Emulator = cfg, true
	rows, _ := ask(t, o)
	for what, permission := range map[string]string{
		"regions us-east-1, us-west-2":                     "ec2:DescribeRegions",
		"Fargate On-Demand vCPU resource count, us-east-1": "servicequotas:GetServiceQuota",
		"AWSServiceRoleForECS":                             "iam:GetRole",
		"zone pdm.company.com":                             "route53:ListHostedZonesByName",
		"bucket pdm-production-ml-data-111122223333":       "s3:ListBucket",
	} {
		expect(t, rows, what, NotSeen, "denied", permission)
	}
	expect(t, rows, "account", OK, "iam:ListAccountAliases")
}
