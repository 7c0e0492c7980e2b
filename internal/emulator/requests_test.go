package emulator

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// versions are the dates of the query protocols' APIs.
var versions = map[string]string{"iam": "2010-05-08", "ec2": "2016-11-15", "elasticloadbalancing": "2015-12-01", "sns": "2010-03-31", "monitoring": "2010-08-01"}

// query is a call of a query protocol; parameters are pairs of name and value.
func query(service, action string, parameters ...string) request {
	form := url.Values{"Action": {action}, "Version": {versions[service]}}
	for i := 0; i < len(parameters); i += 2 {
		form.Set(parameters[i], parameters[i+1])
	}
	return request{service: service, form: form}
}

func target(service, target, body string) request {
	return request{service: service, target: target, body: body}
}

func rest(service, method, path, body string) request {
	return request{service: service, method: method, path: path, body: body}
}

const (
	trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
	key   = "11111111-1111-1111-1111-111111111111"
)

func role(parameters ...string) request {
	return query("iam", "CreateRole", append([]string{"RoleName", "r", "AssumeRolePolicyDocument", trust}, parameters...)...)
}

func deletion(window string) request {
	return target("kms", "TrentService.ScheduleKeyDeletion", `{"KeyId":"`+key+`","PendingWindowInDays":`+window+`}`)
}

func analyzer(body string) request {
	return rest("access-analyzer", "PUT", "/analyzer", body)
}

func versioning(body string) request {
	return rest("s3", "PUT", "/bucket?versioning", body)
}

// brokenRequests break one kind of constraint each, in each protocol that can
// break it, with what AWS answers.
var brokenRequests = map[string]struct {
	request
	code, message string
}{
	"required, query": {
		query("iam", "CreateRole", "RoleName", "r"), "<Code>ValidationError</Code>",
		"1 validation error detected: Value null at 'assumeRolePolicyDocument' failed to satisfy constraint: Member must not be null (iam:CreateRole)",
	},
	"required, in a list": {
		role("Tags.member.1.Key", "A"), "<Code>ValidationError</Code>", "Value null at 'tags.1.member.value' failed",
	},
	"required, EC2":       {query("ec2", "CreateVpcEndpoint"), "<Code>MissingParameter</Code>", "Value null at 'vpcId' failed"},
	"required, JSON":      {target("kms", "TrentService.DescribeKey", `{}`), "ValidationException", "Value null at 'keyId' failed"},
	"required, REST JSON": {analyzer(`{"analyzerName":"a"}`), "ValidationException", "Value null at 'type' failed"},
	"required, REST XML": {
		rest("s3", "PUT", "/bucket?lifecycle", `<LifecycleConfiguration><Rule><ID>i</ID></Rule></LifecycleConfiguration>`), "<Code>MalformedXML</Code>",
		"Value null at 'lifecycleConfiguration.rules.1.member.status' failed",
	},

	"unknown, query":      {role("Colour", "red"), "<Code>ValidationError</Code>", "Value at 'colour' failed to satisfy constraint: Member must be one that CreateRole knows"},
	"unknown, in a list":  {role("Tags.member.1.Key", "A", "Tags.member.1.Value", "1", "Tags.member.1.Hue", "2"), "<Code>ValidationError</Code>", "'tags.1.member.hue'"},
	"unknown, EC2":        {query("ec2", "DescribeVpcs", "Vpcs.1", "vpc-1"), "<Code>UnknownParameter</Code>", "'vpcs'"},
	"unknown, JSON":       {target("kms", "TrentService.DescribeKey", `{"KeyId":"`+key+`","Key":"1"}`), "ValidationException", "'key'"},
	"unknown, REST JSON":  {analyzer(`{"analyzerName":"a","type":"ACCOUNT","kind":"ACCOUNT"}`), "ValidationException", "'kind'"},
	"unknown, REST XML":   {versioning(`<VersioningConfiguration><State>Enabled</State></VersioningConfiguration>`), "<Code>MalformedXML</Code>", "'versioningConfiguration.state'"},
	"unknown, document":   {versioning(`<Versioning/>`), "<Code>MalformedXML</Code>", "'versioningConfiguration.versioning'"},
	"unknown, in a query": {rest("backup", "GET", "/backup-vaults/?colour=red", ""), "ValidationException", "'colour'"},
	"unknown, in S3's":    {rest("s3", "PUT", "/bucket?uploads=", ""), "<Error><Code>InvalidArgument</Code>", "at 'uploads' failed to satisfy constraint: Member must be one that CreateBucket knows"},

	"type, query":     {query("elasticloadbalancing", "CreateTargetGroup", "Name", "a", "Port", "eighty"), "<Code>MalformedInput</Code>", "Value 'eighty' at 'port' failed to satisfy constraint: Member must be of type integer"},
	"type, EC2":       {query("ec2", "CreateVpc", "CidrBlock", "10.0.0.0/16", "DryRun", "perhaps"), "<Code>InvalidParameterValue</Code>", "must be of type boolean"},
	"type, JSON":      {deletion(`"seven"`), "SerializationException", "must be of type integer"},
	"type, REST JSON": {analyzer(`{"analyzerName":"a","type":"ACCOUNT","tags":["A"]}`), "SerializationException", "must be of type map"},
	"type, REST XML":  {versioning(`<VersioningConfiguration><Status><A/></Status></VersioningConfiguration>`), "<Code>MalformedXML</Code>", "at 'versioningConfiguration.status' failed"},
	"type, a list": {
		target("ecs", "AmazonEC2ContainerServiceV20141113.DescribeClusters", `{"clusters":"all"}`), "SerializationException", "must be of type list",
	},
	"type, a time": {
		target("logs", "Logs_20140328.GetLogEvents", `{"logStreamName":"s","startTime":"today"}`), "SerializationException", "must be of type long",
	},
	"type, bytes": {
		target("kms", "TrentService.Encrypt", `{"KeyId":"`+key+`","Plaintext":"%%%"}`), "SerializationException", "at 'plaintext' failed to satisfy constraint: Member must be of type blob",
	},

	"enumeration, query":     {query("elasticloadbalancing", "CreateTargetGroup", "Name", "a", "Protocol", "GOPHER"), "<Code>ValidationError</Code>", "Value 'GOPHER' at 'protocol' failed to satisfy constraint: Member must satisfy enum value set: [HTTP, HTTPS,"},
	"enumeration, EC2":       {query("ec2", "CreateVpc", "CidrBlock", "10.0.0.0/16", "InstanceTenancy", "shared"), "<Code>InvalidParameterValue</Code>", "enum value set: [default, dedicated, host]"},
	"enumeration, JSON":      {target("ecs", "AmazonEC2ContainerServiceV20141113.CreateService", `{"serviceName":"s","launchType":"MOON"}`), "ValidationException", "Value 'MOON' at 'launchType'"},
	"enumeration, REST JSON": {analyzer(`{"analyzerName":"a","type":"PLANET"}`), "ValidationException", "Value 'PLANET' at 'type'"},
	"enumeration, REST XML":  {versioning(`<VersioningConfiguration><Status>On</Status></VersioningConfiguration>`), "<Code>MalformedXML</Code>", "enum value set: [Enabled, Suspended]"},

	"longer":          {query("iam", "CreateRole", "RoleName", strings.Repeat("r", 65), "AssumeRolePolicyDocument", trust), "<Code>ValidationError</Code>", "at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64"},
	"shorter":         {target("kms", "TrentService.DescribeKey", `{"KeyId":""}`), "ValidationException", "Value '' at 'keyId' failed to satisfy constraint: Member must have length greater than or equal to 1"},
	"shorter, a list": {target("wafv2", "AWSWAF_20190729.PutLoggingConfiguration", `{"LoggingConfiguration":{"ResourceArn":"arn:aws:wafv2:us-east-1:123456789012:regional/webacl/a/b","LogDestinationConfigs":[]}}`), "ValidationException", "greater than or equal to 1"},
	"larger":          {deletion("400"), "ValidationException", "Value '400' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value less than or equal to 365"},
	"smaller":         {query("elasticloadbalancing", "CreateTargetGroup", "Name", "a", "HealthCheckIntervalSeconds", "4"), "<Code>ValidationError</Code>", "Member must have value greater than or equal to 5"},
	"pattern":         {query("iam", "CreateRole", "RoleName", "a role", "AssumeRolePolicyDocument", trust), "<Code>ValidationError</Code>", `Value 'a role' at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+`},
	"union":           {analyzer(`{"analyzerName":"a","type":"ACCOUNT","configuration":{}}`), "ValidationException", "Member must have one of [unusedAccess, internalAccess]"},
	"several": {
		query("iam", "CreateRole", "RoleName", "a role"), "<Code>ValidationError</Code>",
		"2 validation errors detected: Value null at 'assumeRolePolicyDocument' failed to satisfy constraint: Member must not be null; Value 'a role' at 'roleName' failed",
	},

	"operation, JSON":    {target("kms", "TrentService.MakeKey", `{}`), "UnknownOperationException", "TrentService.MakeKey is no operation of kms"},
	"operation, query":   {query("iam", "MakeRole"), "<Code>InvalidAction</Code>", "MakeRole is no operation of iam"},
	"operation, REST":    {rest("backup", "GET", "/attic", ""), "UnknownOperationException", "GET /attic is no operation of backup"},
	"version of the API": {request{service: "iam", form: url.Values{"Action": {"ListRoles"}, "Version": {"1999-01-01"}}}, "<Code>InvalidAction</Code>", "ListRoles is no operation of iam"},
	"operation, S3":      {rest("s3", "PATCH", "/bucket", ""), "<Error><Code>UnknownOperationException</Code>", "PATCH /bucket is no operation of s3"},
	"service":            {target("teapot", "Teapot.Brew", `{}`), "UnknownOperationException", "Teapot.Brew is no operation of teapot"},
	"body, JSON":         {target("kms", "TrentService.DescribeKey", `{"KeyId":`), "SerializationException", "the body does not parse"},
	"body, REST JSON":    {analyzer(`[]`), "SerializationException", "the body does not parse: it is no structure"},
	"body, a list":       {target("kms", "TrentService.DescribeKey", `[]`), "SerializationException", "Member must be of type structure"},
	"body, REST XML":     {versioning(`<VersioningConfiguration>`), "<Code>MalformedXML</Code>", "the body does not parse"},
}

// refused sends a request that AWS would refuse, and looks at the answer. Clients
// try none of status 400 again.
func refused(t *testing.T, endpoint string, r request, parts ...string) {
	t.Helper()
	status, answer := r.send(t, endpoint)
	if status != http.StatusBadRequest {
		t.Errorf("status %d: %s", status, answer)
	}
	answer = strings.NewReplacer(`\\`, `\`, "&gt;", ">", "&lt;", "<", "&amp;", "&").Replace(answer)
	for _, part := range parts {
		if !strings.Contains(answer, part) {
			t.Errorf("no %s in: %s", part, answer)
		}
	}
}

func TestRequestsAreHeldAgainstModels(t *testing.T) {
	server := startServer(t, Options{Log: t.Output()})
	for name, test := range brokenRequests {
		t.Run(name, func(t *testing.T) {
			refused(t, server.Endpoint(), test.request, test.code, test.message)
		})
	}
	report, err := Requests(context.Background(), server.Endpoint())
	if err != nil {
		t.Fatal(err)
	}
	if found := len(report.Violations); found != len(brokenRequests) {
		t.Errorf("%d violations of %d are reported", found, len(brokenRequests))
	}

	// What is right reaches moto, in every protocol that moto speaks.
	for name, r := range map[string]request{
		"query":     role("Tags.member.1.Key", "A", "Tags.member.1.Value", "ü 1"),
		"EC2":       query("ec2", "CreateVpc", "CidrBlock", "10.0.0.0/16", "TagSpecification.1.ResourceType", "vpc", "TagSpecification.1.Tag.1.Key", "A", "TagSpecification.1.Tag.1.Value", "1"),
		"JSON":      target("kms", "TrentService.CreateKey", `{"Tags":[{"TagKey":"A","TagValue":"1"}],"Description":null}`),
		"REST JSON": analyzer(`{"analyzerName":"b","type":"ACCOUNT","tags":{"A":"1"}}`),
		"REST XML":  rest("s3", "PUT", "/bucket", `<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>`),
	} {
		if status, answer := r.send(t, server.Endpoint()); status != http.StatusOK {
			t.Errorf("%s: status %d: %s", name, status, answer)
		}
	}
	after, err := Requests(context.Background(), server.Endpoint())
	if err != nil {
		t.Fatal(err)
	}
	if len(after.Violations) != len(report.Violations) || after.Requests != report.Requests+5 || after.Operations["kms:CreateKey"] != 1 {
		t.Errorf("after five requests more: %+v", after)
	}
	for _, kind := range []string{"required", "unknown", "type", "length", "range", "enum", "pattern", "union", "limit"} {
		if after.Constraints[kind] == 0 {
			t.Errorf("no constraint of the kind %s was asked", kind)
		}
	}
}

// A value that AWS keeps to itself is in no answer, report or log.
func TestSensitiveValuesAreLeftOut(t *testing.T) {
	var log strings.Builder
	server := startServer(t, Options{Log: &log, LogRequests: true})
	secret := strings.Repeat("hunter2", 10000)
	r := target("secretsmanager", "secretsmanager.CreateSecret", `{"Name":"s","SecretString":"`+secret+`"}`)
	refused(t, server.Endpoint(), r, "Value at 'secretString' failed to satisfy constraint: Member must have length less than or equal to 65536 (secretsmanager:CreateSecret)")
	_, answer := r.send(t, server.Endpoint())
	report, err := Requests(context.Background(), server.Endpoint())
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
	for where, text := range map[string]string{"answer": answer, "report": fmt.Sprint(report), "log": log.String()} {
		if strings.Contains(text, "hunter2") {
			t.Errorf("the secret is in the %s", where)
		}
	}
}

// What nobody signed is no call of AWS's API, and the emulator's own is none.
func TestOwnRequestsAreNoCalls(t *testing.T) {
	server := startServer(t, Options{Log: t.Output()})
	if response, err := http.Post(server.Endpoint()+"/moto-api/reset", "", nil); err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("a reset: %v, %v", response, err)
	}
	report, err := Requests(context.Background(), server.Endpoint())
	if err != nil {
		t.Fatal(err)
	}
	if report.Requests != 0 || len(report.Violations) != 0 {
		t.Errorf("%+v", report)
	}
	if _, err := Requests(context.Background(), "http://example.com:80"); err == nil {
		t.Error("it asks an address that is no loopback")
	}
}
