package emulator

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const (
	issuerHost = "token.actions.githubusercontent.com"
	account    = "123456789012"
)

// statements is the document of a policy.
func statements(all ...string) string {
	return `{"Version":"2012-10-17","Statement":[` + strings.Join(all, ",") + `]}`
}

func allow(sid, rest string) string {
	return fmt.Sprintf(`{"Sid":%q,"Effect":"Allow",%s}`, sid, rest)
}

func deny(sid, rest string) string {
	return fmt.Sprintf(`{"Sid":%q,"Effect":"Deny",%s}`, sid, rest)
}

const (
	anything   = `"Action":"*","Resource":"*"`
	ofEveryone = `"Principal":"*",`
)

// when is an allowing statement with one condition.
func when(operator, key, values string) string {
	return allow("When", anything+fmt.Sprintf(`,"Condition":{%q:{%q:%s}}`, operator, key, values))
}

// token is one of an identity provider that nobody signed.
func token(t *testing.T, claims map[string]any) string {
	t.Helper()
	content, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	return "e30." + base64.RawURLEncoding.EncodeToString(content) + "."
}

// arn is a role's.
func arn(role string) string { return "arn:aws:iam::" + account + ":role/delivery/" + role }

// world is an emulator with what the tests ask about.
type world struct {
	*Server
	t *testing.T
}

func (w world) do(r request) string {
	w.t.Helper()
	status, answer := r.send(w.t, w.Endpoint())
	if status >= http.StatusBadRequest {
		w.t.Fatalf("%+v: status %d: %s", r, status, answer)
	}
	return answer
}

func (w world) query(service, version string, parameters map[string]string) string {
	w.t.Helper()
	form := url.Values{"Version": {version}}
	for name, value := range parameters {
		form.Set(name, value)
	}
	return w.do(request{service: service, form: form})
}

func (w world) iam(parameters map[string]string) string {
	w.t.Helper()
	return w.query("iam", "2010-05-08", parameters)
}

// role makes a role by the statements of its policies; empty for no such policy.
func (w world) role(name, trust, identity, boundary string) {
	w.t.Helper()
	create := map[string]string{"Action": "CreateRole", "RoleName": name, "Path": "/delivery/", "AssumeRolePolicyDocument": statements(trust)}
	if boundary != "" {
		w.iam(map[string]string{"Action": "CreatePolicy", "PolicyName": name + "-boundary", "PolicyDocument": statements(boundary)})
		create["PermissionsBoundary"] = "arn:aws:iam::" + account + ":policy/" + name + "-boundary"
	}
	w.iam(create)
	if identity != "" {
		w.iam(map[string]string{"Action": "PutRolePolicy", "RoleName": name, "PolicyName": "own", "PolicyDocument": statements(identity)})
	}
}

// assume returns the access key of a session of a role that trusts the issuer,
// in the phase "apply" and with a policy of its own, if any.
func (w world) assume(role, session string) string {
	w.t.Helper()
	parameters := map[string]string{"Action": "AssumeRoleWithWebIdentity", "RoleArn": arn(role), "RoleSessionName": "apply",
		"WebIdentityToken": token(w.t, map[string]any{"iss": "https://" + issuerHost, "aud": "sts.amazonaws.com", "sub": "s"})}
	if session != "" {
		parameters["Policy"] = session
	}
	_, after, _ := strings.Cut(w.query("sts", "2011-06-15", parameters), "<AccessKeyId>")
	key, _, _ := strings.Cut(after, "<")
	return key
}

func (w world) json(service, target, body string) map[string]any {
	w.t.Helper()
	answer := map[string]any{}
	if err := json.Unmarshal([]byte(w.do(request{service: service, target: target, body: body})), &answer); err != nil {
		w.t.Fatal(err)
	}
	return answer
}

func (w world) key(policy, tags string) string {
	w.t.Helper()
	body := fmt.Sprintf(`{"Policy":%q,"Tags":%s}`, policy, tags)
	return w.json("kms", "TrentService.CreateKey", body)["KeyMetadata"].(map[string]any)["Arn"].(string)
}

// TestPermissionsAreEvaluated asks one question for each rule of IAM's.
func TestPermissionsAreEvaluated(t *testing.T) {
	w := world{startServer(t, Options{Log: t.Output()}), t}

	const delegated = `"Principal":{"AWS":"arn:aws:iam::` + account + `:root"},` + anything
	dev := w.key(statements(allow("Root", delegated)), `[{"TagKey":"Environment","TagValue":"dev"}]`)
	w.json("kms", "TrentService.CreateAlias", fmt.Sprintf(`{"AliasName":"alias/dev","TargetKeyId":%q}`, dev))
	closed := w.key(statements(allow("Somebody", `"Principal":{"AWS":"arn:aws:iam::`+account+`:user/somebody"},`+anything)), `[]`)
	opened := w.key(statements(allow("Direct", `"Principal":{"AWS":"`+arn("nothing")+`"},`+anything)), `[]`)
	w.do(request{service: "s3", method: "PUT", path: "/bucket"})
	w.do(request{service: "s3", method: "PUT", path: "/bucket?policy", body: statements(
		deny("TLS", ofEveryone+`"Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}`),
		deny("Keep", ofEveryone+`"Action":"s3:DeleteObject","Resource":"arn:aws:s3:::bucket/kept/*"`),
		allow("Direct", `"Principal":{"AWS":"`+arn("nothing")+`"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*"`),
		allow("Others", `"NotPrincipal":{"AWS":"`+arn("nothing")+`"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::bucket/*"`),
	)})

	w.do(request{service: "logs", target: "Logs_20140328.CreateLogGroup", body: `{"logGroupName":"group","tags":{"Environment":"dev"}}`})

	keep := func(action string) string {
		return statements(deny("Keep", ofEveryone+`"Action":"`+action+`","Resource":"*"`))
	}
	w.do(request{service: "backup", method: "PUT", path: "/backup-vaults/vault", body: "{}"})
	w.do(request{service: "backup", method: "PUT", path: "/backup-vaults/vault/access-policy", body: fmt.Sprintf(`{"Policy":%q}`, keep("backup:DeleteRecoveryPoint"))})
	w.query("sns", "2010-03-31", map[string]string{"Action": "CreateTopic", "Name": "kept", "Attributes.entry.1.key": "Policy", "Attributes.entry.1.value": keep("sns:Publish")})
	w.json("ecr", "AmazonEC2ContainerRegistry_V20150921.CreateRepository", `{"repositoryName":"kept"}`)
	w.json("ecr", "AmazonEC2ContainerRegistry_V20150921.SetRepositoryPolicy", fmt.Sprintf(`{"repositoryName":"kept","policyText":%q}`,
		statements(deny("Keep", ofEveryone+`"Action":"ecr:BatchDeleteImage"`))))
	secret := w.json("secretsmanager", "secretsmanager.CreateSecret", `{"Name":"kept"}`)["ARN"].(string)
	w.json("secretsmanager", "secretsmanager.PutResourcePolicy", fmt.Sprintf(`{"SecretId":"kept","ResourcePolicy":%q}`, keep("secretsmanager:DeleteSecret")))

	nobody := deny("Nobody", ofEveryone+`"Action":"sts:*"`)
	federated := fmt.Sprintf(`"Principal":{"Federated":"arn:aws:iam::%s:oidc-provider/%s"},"Action":"sts:AssumeRoleWithWebIdentity"`, account, issuerHost)
	w.iam(map[string]string{"Action": "CreateOpenIDConnectProvider", "Url": "https://" + issuerHost, "ClientIDList.member.1": "sts.amazonaws.com"})
	w.role("trusting", allow("Branch", federated+
		`,"Condition":{"StringEquals":{"`+issuerHost+`:aud":"sts.amazonaws.com"},"StringLike":{"`+issuerHost+`:sub":"repo:a/b:*"}}`), "", "")
	w.role("nothing", nobody, "", "")

	claims := map[string]any{"iss": "https://" + issuerHost, "aud": "sts.amazonaws.com", "sub": "repo:a/b:ref:refs/heads/main"}
	other := maps.Clone(claims)
	other["sub"] = "repo:a/c:ref:refs/heads/main"

	const (
		resourceDenies = "with an explicit deny in a resource-based policy"
		noIdentity     = "because no identity-based policy allows the "
		topic          = "arn:aws:sns:us-east-1:" + account + ":topic"
		logGroup       = "arn:aws:logs:us-east-1:" + account + ":log-group:group:log-stream:"
	)
	do := func(action, resource string) Question { return Question{Action: action, Resources: []string{resource}} }
	with := func(question Question, keys map[string]any) Question {
		question.Keys = keys
		return question
	}
	asks := func(question Question, role string) Question {
		question.Role = arn(role)
		return question
	}

	tests := []struct {
		name string
		// identity and boundary are statements of a role of the test's own,
		// which asks unless the question says who does.
		identity, boundary string
		ask                Question
		why, statement     string // why it is denied, empty if it is allowed
	}{
		{"allowed", allow("A", anything), "", do("sns:Publish", topic), "", "A of own"},
		{"not allowed", allow("A", `"Action":"sns:Subscribe","Resource":"*"`), "", do("sns:Publish", topic), noIdentity + "sns:Publish action", ""},
		{"an explicit denial wins", allow("A", anything) + "," + deny("D", `"Action":"sns:*","Resource":"*"`), "", do("sns:Publish", topic),
			"with an explicit deny in an identity-based policy", "D of own"},
		{"actions are told without case", allow("A", `"Action":"SNS:publ*","Resource":"*"`), "", do("sns:Publish", topic), "", "A of own"},
		{"one character", allow("A", `"Action":"sns:Publis?","Resource":"*"`), "", do("sns:Publish", topic), "", "A of own"},
		{"every action but", allow("A", `"NotAction":"sns:*","Resource":"*"`), "", do("sns:Publish", topic), noIdentity, ""},
		{"another resource", allow("A", `"Action":"*","Resource":"arn:aws:sns:us-west-2:*:topic"`), "", do("sns:Publish", topic), noIdentity, ""},
		{"resources are told by case", allow("A", `"Action":"*","Resource":"arn:aws:sns:*:*:Topic"`), "", do("sns:Publish", topic), noIdentity, ""},
		{"a wildcard stays in its segment", allow("A", `"Action":"*","Resource":"arn:aws:sns:us*2:topic"`), "", do("sns:Publish", topic), noIdentity, ""},
		{"but for one at a segment's end", allow("A", `"Action":"*","Resource":"arn:aws:sns:us*:topic"`), "", do("sns:Publish", topic), "", "A of own"},
		{"every resource but", allow("A", anything) + "," + deny("D", `"Action":"*","NotResource":"arn:aws:sns:*:*:other"`), "", do("sns:Publish", topic),
			"with an explicit deny in an identity-based policy", "D of own"},
		{"an action without a resource is not one that is left out", allow("A", anything) + "," + deny("D", `"Action":"*","NotResource":"`+topic+`"`), "",
			Question{Action: "sns:ListTopics"}, "with an explicit deny in an identity-based policy", "D of own"},
		{"a variable", allow("A", `"Action":"*","Resource":"arn:aws:sns:*:${aws:PrincipalAccount}:topic"`), "", do("sns:Publish", topic), "", "A of own"},
		{"a variable without a value", allow("A", `"Action":"*","Resource":"arn:aws:sns:*:*:${aws:PrincipalTag/none}*"`), "", do("sns:Publish", topic), noIdentity, ""},
		{"a variable's value has no wildcards", when("StringLike", "aws:SourceArn", `"${aws:RequestTag/a}"`), "",
			with(do("sns:Publish", topic), map[string]any{"aws:SourceArn": "x", "aws:RequestTag/a": "*"}), noIdentity, ""},

		{"outside the boundary", allow("A", anything), allow("B", `"Action":"sns:Subscribe","Resource":"*"`), do("sns:Publish", topic),
			"because no permissions boundary allows the sns:Publish action", ""},
		{"a boundary denies", allow("A", anything), allow("B", anything) + "," + deny("C", anything), do("sns:Publish", topic),
			"with an explicit deny in a permissions boundary", "C of arn:aws:iam::" + account + ":policy/"},
		{"a boundary allows nothing by itself", allow("A", `"Action":"sns:Subscribe","Resource":"*"`), allow("B", anything), do("sns:Publish", topic), noIdentity, ""},
		{"outside the session's policy", allow("A", anything), "", Question{Action: "sns:Publish", Resources: []string{topic}, Session: statements(allow("S", `"Action":"sns:Subscribe","Resource":"*"`))},
			"because no session policy allows the sns:Publish action", ""},

		{"the key's policy leaves it to IAM", allow("A", anything), "", do("kms:Decrypt", dev), "", "A of own"},
		{"the key's policy does not", allow("A", anything), "", do("kms:Decrypt", closed), "because no resource-based policy allows the kms:Decrypt action", ""},
		{"the key's policy names the role", "", "", asks(do("kms:Decrypt", opened), "nothing"), "", "Direct of the policy of"},
		{"a bucket's policy names the role", "", "", asks(do("s3:GetObject", "arn:aws:s3:::bucket/a"), "nothing"), "", "Direct of the policy of"},
		{"a bucket's policy means others", "", "", asks(do("s3:PutObject", "arn:aws:s3:::bucket/a"), "nothing"), noIdentity, ""},
		{"a bucket's policy denies", allow("A", anything), "", do("s3:DeleteObject", "arn:aws:s3:::bucket/kept/a"), resourceDenies, "Keep of the policy of"},
		{"a vault's policy denies", allow("A", anything), "", do("backup:DeleteRecoveryPoint", "arn:aws:backup:us-east-1:"+account+":backup-vault:vault"), resourceDenies, "Keep of"},
		{"a topic's policy denies", allow("A", anything), "", do("sns:Publish", "arn:aws:sns:us-east-1:"+account+":kept"), resourceDenies, "Keep of"},
		{"a repository's policy denies", allow("A", anything), "", do("ecr:BatchDeleteImage", "arn:aws:ecr:us-east-1:"+account+":repository/kept"), resourceDenies, "Keep of"},
		{"a secret's policy denies", allow("A", anything), "", do("secretsmanager:DeleteSecret", secret), resourceDenies, "Keep of"},
		{"requests have TLS", allow("A", anything), "", do("s3:DeleteObject", "arn:aws:s3:::bucket/a"), "", "A of own"},

		{"a token of the right branch", "", "", Question{Token: token(t, claims), Action: "sts:AssumeRoleWithWebIdentity", Resources: []string{arn("trusting")}}, "", "Branch of the policy of"},
		{"a token of another repository", "", "", Question{Token: token(t, other), Action: "sts:AssumeRoleWithWebIdentity", Resources: []string{arn("trusting")}}, "because no resource-based policy allows", ""},
		{"a role that trusts nobody", allow("A", anything), "", do("sts:AssumeRole", arn("nothing")), resourceDenies, "Nobody of"},
		{"a role that trusts somebody else", allow("A", anything), "", do("sts:AssumeRole", arn("trusting")), "because no resource-based policy allows", ""},

		{"a resource's tag", when("StringEquals", "aws:ResourceTag/Environment", `"dev"`), "", do("kms:Decrypt", dev), "", "When of own"},
		{"a log group's tag", when("StringEquals", "aws:ResourceTag/Environment", `"dev"`), "", do("logs:PutRetentionPolicy", logGroup), "", "When of own"},
		{"a log stream has no tags", when("StringEquals", "aws:ResourceTag/Environment", `"dev"`), "", do("logs:PutLogEvents", logGroup+"stream"), noIdentity, ""},
		{"another tag", when("StringEquals", "aws:ResourceTag/Environment", `"prod"`), "", do("kms:Decrypt", dev), noIdentity, ""},
		{"a key's alias", when("ForAnyValue:StringEquals", "kms:ResourceAliases", `["alias/a","alias/dev"]`), "", do("kms:Decrypt", dev), "", "When of own"},
	}
	for _, operator := range []struct {
		operator, key, wanted string
		given                 any // nil for none
		holds                 bool
	}{
		{"StringEquals", "iam:PassedToService", `["a","b"]`, "b", true},
		{"StringEquals", "iam:PassedToService", `"a"`, "A", false},
		{"StringEquals", "iam:PassedToService", `"a"`, nil, false},
		{"StringEqualsIfExists", "iam:PassedToService", `"a"`, nil, true},
		{"StringEqualsIgnoreCase", "iam:PassedToService", `"a"`, "A", true},
		{"StringNotEquals", "iam:PassedToService", `["a","b"]`, "b", false},
		{"StringNotEquals", "iam:PassedToService", `"a"`, nil, true},
		{"StringLike", "kms:ViaService", `"s3.*.amazonaws.com"`, "s3.us-west-2.amazonaws.com", true},
		{"StringNotLike", "kms:ViaService", `"s3.*"`, "s3.us-west-2", false},
		{"ArnLike", "aws:SourceArn", `"arn:aws:logs:*:1:*"`, "arn:aws:logs:us-east-1:1:log-group:a", true},
		{"ArnEquals", "aws:SourceArn", `"arn:aws:logs:us-east-1:1:*"`, "arn:aws:logs:us-west-2:1:a", false},
		{"ArnNotLike", "aws:SourceArn", `"arn:aws:logs:*:1:*"`, "arn:aws:sns:us-east-1:1:a", true},
		{"Bool", "kms:GrantIsForAWSResource", `true`, true, true},
		{"Bool", "kms:GrantIsForAWSResource", `"true"`, nil, false},
		{"Null", "aws:RequestTag/a", `"true"`, nil, true},
		{"Null", "aws:RequestTag/a", `"false"`, nil, false},
		{"NumericLessThan", "aws:EpochTime", `"10"`, 9, true},
		{"NumericGreaterThanEquals", "aws:EpochTime", `"10"`, 9, false},
		{"DateGreaterThan", "aws:CurrentTime", `"2026-01-01T00:00:00Z"`, "2026-01-02T00:00:00Z", true},
		{"DateLessThan", "aws:CurrentTime", `"2026-01-01"`, "2026-01-02T00:00:00Z", false},
		{"ForAllValues:StringLike", "dynamodb:LeadingKeys", `["a/*"]`, []string{"a/1", "a/2"}, true},
		{"ForAllValues:StringLike", "dynamodb:LeadingKeys", `["a/*"]`, []string{"a/1", "b/2"}, false},
		{"ForAllValues:StringLike", "dynamodb:LeadingKeys", `["a/*"]`, nil, true},
		{"ForAllValues:StringNotEquals", "aws:TagKeys", `["a"]`, []string{"b", "a"}, false},
		{"ForAnyValue:StringLike", "dynamodb:LeadingKeys", `["a/*"]`, []string{"b/1", "a/2"}, true},
		{"ForAnyValue:StringLike", "dynamodb:LeadingKeys", `["a/*"]`, nil, false},
		{"ForAnyValue:StringNotEquals", "aws:TagKeys", `["a"]`, []string{"a", "b"}, true},
	} {
		keys := map[string]any{}
		if operator.given != nil {
			keys[operator.key] = operator.given
		}
		test := tests[0]
		test.name = fmt.Sprint(operator.operator, " ", operator.wanted, " of ", operator.given)
		test.identity, test.ask, test.statement = when(operator.operator, operator.key, operator.wanted), with(test.ask, keys), "When of own"
		if !operator.holds {
			test.why, test.statement = noIdentity, ""
		}
		tests = append(tests, test)
	}

	for number, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := world{w.Server, t}
			if tt.ask.Role == "" && tt.ask.Token == "" {
				name := fmt.Sprint("role-", number)
				w.role(name, nobody, tt.identity, tt.boundary)
				tt.ask.Role = arn(name)
			}
			verdicts, err := Evaluate(t.Context(), w.Endpoint(), tt.ask)
			if err != nil {
				t.Fatal(err)
			}
			got := verdicts[0]
			statements := strings.Join(got.Statements, ", ")
			if got.Allowed != (tt.why == "") || !strings.HasPrefix(got.Why, tt.why) || !strings.HasPrefix(statements, tt.statement) {
				t.Errorf("got %+v, want %q by %q", got, tt.why, tt.statement)
			}
			if !got.Allowed && (!strings.Contains(got.Message, tt.ask.Action+" on resource: "+got.Resource+" "+tt.why) || !strings.Contains(got.Message, statements)) {
				t.Errorf("the message does not say which action is denied on what, why and by which statement: %s", got.Message)
			}
		})
	}

	t.Run("what is unknown is no answer", func(t *testing.T) {
		for what, statement := range map[string]string{
			"unknown condition key, aws:RequestTags/a":         when("StringEquals", "aws:RequestTags/a", `"b"`),
			"unknown condition key, " + issuerHost + ":run_id": when("StringEquals", issuerHost+":run_id", `"1"`),
			"unknown condition operator, StringIs":             when("StringIs", "aws:RequestTag/a", `"b"`),
			"unknown elements: Actions":                        allow("A", `"Actions":"*","Resource":"*"`),
		} {
			question := Question{Role: arn("nothing"), Session: statements(statement), Action: "sns:Publish"}
			if _, err := Evaluate(t.Context(), w.Endpoint(), question); err == nil || !strings.Contains(err.Error(), what) {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

// TestCallsAreDecided makes calls with a role's credentials: what each asks for
// is the table's, and the refusal is AWS's.
func TestCallsAreDecided(t *testing.T) {
	w := world{startServer(t, Options{Log: t.Output()}), t}

	w.iam(map[string]string{"Action": "CreateOpenIDConnectProvider", "Url": "https://" + issuerHost, "ClientIDList.member.1": "sts.amazonaws.com"})
	w.do(request{service: "s3", method: "PUT", path: "/bucket"})
	w.do(request{service: "s3", method: "PUT", path: "/bucket?versioning", body: `<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>`})
	key := w.json("kms", "TrentService.CreateKey", `{"Tags":[{"TagKey":"Environment","TagValue":"prod"}]}`)["KeyMetadata"].(map[string]any)["Arn"].(string)
	w.json("secretsmanager", "secretsmanager.CreateSecret", fmt.Sprintf(`{"Name":"secret","SecretString":"x","KmsKeyId":%q}`, key))
	w.json("dynamodb", "DynamoDB_20120810.CreateTable", `{"TableName":"locks","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"LockID","AttributeType":"S"}],"KeySchema":[{"AttributeName":"LockID","KeyType":"HASH"}]}`)

	role := "arn:aws:iam::" + account + ":role/made"
	ec2 := func(action string, rest ...string) request {
		form := url.Values{"Action": {action}, "Version": {"2016-11-15"}}
		for i := 0; i < len(rest); i += 2 {
			form.Set(rest[i], rest[i+1])
		}
		return request{service: "ec2", form: form}
	}
	iam := func(action string, rest ...string) request {
		r := ec2(action, rest...)
		r.service, r.form["Version"] = "iam", []string{"2010-05-08"}
		return r
	}
	kms := func(action, body string) request {
		return request{service: "kms", target: "TrentService." + action, body: body}
	}
	logs := func(action, body string) request {
		return request{service: "logs", target: "Logs_20140328." + action, body: body}
	}
	replication := request{service: "s3", method: "PUT", path: "/bucket?replication", body: `<ReplicationConfiguration><Role>` + role +
		`</Role><Rule><ID>i</ID><Status>Enabled</Status><Filter><Prefix/></Filter><Destination><Bucket>arn:aws:s3:::replica</Bucket></Destination></Rule></ReplicationConfiguration>`}
	lock := func(id string) request {
		return request{service: "dynamodb", target: "DynamoDB_20120810.PutItem", body: fmt.Sprintf(`{"TableName":"locks","Item":{"LockID":{"S":%q}}}`, id)}
	}
	everything := allow("Everything", anything)
	without := func(action string) string {
		return everything + "," + deny("Without", fmt.Sprintf(`"Action":%q,"Resource":"*"`, action))
	}
	only := func(operator, key, value, action string) string {
		return allow("Rest", fmt.Sprintf(`"NotAction":%q,"Resource":"*"`, action)) + "," +
			allow("Only", fmt.Sprintf(`"Action":%q,"Resource":"*","Condition":{%q:{%q:%q}}`, action, operator, key, value))
	}

	const byIdentity, explicit = "because no identity-based policy allows", "with an explicit deny in an identity-based policy (Without of own of "
	for number, tt := range []struct {
		name, identity string
		call           request
		status         int
		code           string
		// what is denied on which resource and why; empty if the call is allowed
		action, resource, why string
	}{
		{"everything", everything, ec2("CreateVpc", "CidrBlock", "10.0.0.0/16"), 200, "", "", "", ""},
		{"a dashboard, whose ARN names no region", everything, request{service: "monitoring", form: url.Values{"Action": {"PutDashboard"}, "Version": {"2010-08-01"}, "DashboardName": {"d"},
			"DashboardBody": {`{"widgets":[]}`}}}, 200, "", "", "", ""},
		{"ec2", without("ec2:CreateVpc"), ec2("CreateVpc", "CidrBlock", "10.0.0.0/16"), 403, "UnauthorizedOperation", "ec2:CreateVpc", ":vpc/*", explicit},
		{"query", without("iam:*"), iam("ListRoles"), 403, "AccessDenied", "iam:ListRoles", "*", explicit},
		{"json", without("kms:*"), kms("DescribeKey", fmt.Sprintf(`{"KeyId":%q}`, key)), 400, "AccessDeniedException", "kms:DescribeKey", key, explicit},
		{"rest-json", without("backup:*"), request{service: "backup", method: "GET", path: "/backup/plans/"}, 403, "AccessDeniedException", "backup:ListBackupPlans", "*", explicit},
		{"rest-xml", without("s3:*"), request{service: "s3", method: "GET", path: "/bucket?versioning"}, 403, "AccessDenied", "s3:GetBucketVersioning", "arn:aws:s3:::bucket", explicit},
		{"an action with another name", without("s3:GetReplicationConfiguration"), request{service: "s3", method: "GET", path: "/bucket?replication"}, 403, "AccessDenied", "s3:GetReplicationConfiguration", "arn:aws:s3:::bucket", explicit},
		{"a role that is passed", only("StringEquals", "iam:PassedToService", "ecs-tasks.amazonaws.com", "iam:PassRole"), replication, 403, "AccessDenied", "iam:PassRole", role, byIdentity},
		{"a role that may be", only("StringEquals", "iam:PassedToService", "s3.amazonaws.com", "iam:PassRole"), replication, 200, "", "", "", ""},
		{"a tag on create", without("logs:TagResource"), logs("CreateLogGroup", `{"logGroupName":"g","tags":{"A":"1"}}`), 400, "AccessDeniedException", "logs:TagResource", ":log-group:g", explicit},
		{"no tag on create", without("logs:TagResource"), logs("CreateLogGroup", `{"logGroupName":"untagged"}`), 200, "", "", "", ""},
		{"ec2's tag on create", only("StringEquals", "ec2:CreateAction", "CreateSubnet", "ec2:CreateTags"),
			ec2("CreateVpc", "CidrBlock", "10.1.0.0/16", "TagSpecification.1.ResourceType", "vpc", "TagSpecification.1.Tag.1.Key", "A", "TagSpecification.1.Tag.1.Value", "1"),
			403, "UnauthorizedOperation", "ec2:CreateTags", ":vpc/*", byIdentity},
		{"a tag of the request", only("StringEquals", "aws:RequestTag/Environment", "dev", "kms:CreateKey"), kms("CreateKey", `{"Tags":[{"TagKey":"Environment","TagValue":"prod"}]}`),
			400, "AccessDeniedException", "kms:CreateKey", "*", byIdentity},
		{"the tag of a resource", only("StringEquals", "aws:ResourceTag/Environment", "dev", "kms:EnableKeyRotation"), kms("EnableKeyRotation", fmt.Sprintf(`{"KeyId":%q}`, key)),
			400, "AccessDeniedException", "kms:EnableKeyRotation", key, byIdentity},
		{"the key behind a secret", without("kms:Decrypt"), request{service: "secretsmanager", target: "secretsmanager.GetSecretValue", body: `{"SecretId":"secret"}`},
			400, "AccessDeniedException", "kms:Decrypt", key, explicit},
		{"the service that asks for it", only("StringEquals", "kms:ViaService", "secretsmanager.us-east-1.amazonaws.com", "kms:Decrypt"),
			request{service: "secretsmanager", target: "secretsmanager.GetSecretValue", body: `{"SecretId":"secret"}`}, 200, "", "", "", ""},
		{"the boundary of a role that is made", only("StringEquals", "iam:PermissionsBoundary", "arn:aws:iam::"+account+":policy/b", "iam:CreateRole"),
			iam("CreateRole", "RoleName", "unbounded", "AssumeRolePolicyDocument", statements(everything)), 403, "AccessDenied", "iam:CreateRole", ":role/unbounded", byIdentity},
		{"another's lock", only("ForAllValues:StringLike", "dynamodb:LeadingKeys", "dev/*", "dynamodb:PutItem"), lock("prod/state"), 400, "AccessDeniedException", "dynamodb:PutItem", ":table/locks", byIdentity},
		{"its own lock", only("ForAllValues:StringLike", "dynamodb:LeadingKeys", "dev/*", "dynamodb:PutItem"), lock("dev/state"), 200, "", "", "", ""},
		{"who it is", without("*"), request{service: "sts", form: url.Values{"Action": {"GetCallerIdentity"}, "Version": {"2011-06-15"}}}, 200, "", "", "", ""},
		{"a call that no table has", everything, request{service: "s3", method: "GET", path: "/bucket?analytics&id=a"}, 400, "UndecidedByEmulator", "", "", "add it to the table of s3"},
		{"a service without a table", everything, request{service: "sqs", target: "AmazonSQS.ListQueues", body: "{}"}, 400, "UndecidedByEmulator", "", "", "knows no action of sqs"},
		{"a role for nobody knows whom", everything, request{service: "sns", form: url.Values{"Action": {"SetTopicAttributes"}, "Version": {"2010-03-31"}, "TopicArn": {"arn:aws:sns:us-east-1:" + account + ":t"},
			"AttributeName": {"a"}, "AttributeValue": {role}}}, 400, "UndecidedByEmulator", "", "", "does not know to which service"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := world{w.Server, t}
			name := fmt.Sprint("caller-", number)
			w.role(name, allow("Run", fmt.Sprintf(`"Principal":{"Federated":"arn:aws:iam::%s:oidc-provider/%s"},"Action":"sts:AssumeRoleWithWebIdentity"`, account, issuerHost)), tt.identity, "")
			tt.call.accessKey = w.assume(name, "")

			status, answer := tt.call.send(t, w.Endpoint())
			if status/100 != tt.status/100 || status >= 300 && status != tt.status {
				t.Fatalf("status %d: %s", status, answer)
			}
			if tt.code == "" {
				return
			}
			if !strings.Contains(answer, tt.code) || !strings.Contains(answer, tt.why) {
				t.Errorf("no %s with %q in: %s", tt.code, tt.why, answer)
			}
			if tt.action == "" {
				return
			}
			words := "User: arn:aws:sts::" + account + ":assumed-role/" + name + "/apply is not authorized to perform: " + tt.action + " on resource: "
			if _, rest, found := strings.Cut(answer, words); !found || !strings.Contains(strings.SplitN(rest, " ", 2)[0], tt.resource) {
				t.Errorf("%q does not say %q and %s", answer, words, tt.resource)
			}
			report, err := PermissionsOf(t.Context(), w.Endpoint())
			if err != nil {
				t.Fatal(err)
			}
			last := report.Denials[len(report.Denials)-1]
			if last.Role != arn(name) || last.Phase != "apply" || last.Action != tt.action || !strings.Contains(last.Resource, tt.resource) {
				t.Errorf("the report's last denial is %s", last)
			}
		})
	}

	narrowed := ec2("DescribeVpcs")
	narrowed.accessKey = w.assume("caller-0", statements(allow("Topics", `"Action":"sns:*","Resource":"*"`)))
	if status, answer := narrowed.send(t, w.Endpoint()); status != 403 || !strings.Contains(answer, "because no session policy allows the ec2:DescribeVpcs action") {
		t.Errorf("a session with a policy of its own: status %d: %s", status, answer)
	}

	report, err := PermissionsOf(t.Context(), w.Endpoint())
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Undecided) != 3 {
		t.Errorf("undecided: %v", report.Undecided)
	}
	used := map[string]bool{}
	for _, a := range report.Allowed {
		if a.Role == arn("caller-0") {
			used[a.Sid+" "+a.Pattern+" "+strings.Join(a.Actions, ",")] = true
		}
	}
	if !used["Everything * ec2:CreateVpc"] || len(used) != 1 {
		t.Errorf("what the first caller was allowed by: %v", used)
	}
}
