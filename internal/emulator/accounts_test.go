package emulator

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Whoever is in one account reaches nothing of another, and is limited by the
// policies of the role that is held there: also where both have one of that name.
func TestAccountsAreApart(t *testing.T) {
	server := startServer(t, Options{Log: t.Output()})
	const one, two = "111122223333", "000012345678"
	query := func(key, service, version string, parameters map[string]string) (int, string) {
		form := url.Values{"Version": {version}}
		for name, value := range parameters {
			form.Set(name, value)
		}
		return request{service: service, form: form, accessKey: key}.send(t, server.Endpoint())
	}
	must := func(status int, answer string) string {
		t.Helper()
		if status >= http.StatusBadRequest {
			t.Fatalf("status %d: %s", status, answer)
		}
		return answer
	}
	keys := map[string]string{}
	for id, allowed := range map[string]string{one: "s3:*", two: "iam:ListRoles"} {
		administrator := Administrator(id).AccessKeyID
		iam := func(parameters map[string]string) {
			t.Helper()
			must(query(administrator, "iam", "2010-05-08", parameters))
		}
		iam(map[string]string{"Action": "CreateOpenIDConnectProvider", "Url": "https://" + issuerHost, "ClientIDList.member.1": "sts.amazonaws.com"})
		iam(map[string]string{"Action": "CreateRole", "RoleName": "deploy", "AssumeRolePolicyDocument": statements(allow("Trust",
			`"Action":"sts:AssumeRoleWithWebIdentity","Principal":{"Federated":"arn:aws:iam::`+id+`:oidc-provider/`+issuerHost+`"}`))})
		iam(map[string]string{"Action": "PutRolePolicy", "RoleName": "deploy", "PolicyName": "own", "PolicyDocument": statements(allow("Own", `"Action":"`+allowed+`","Resource":"*"`))})
		must(request{service: "s3", method: "PUT", path: "/bucket-" + id, accessKey: administrator}.send(t, server.Endpoint()))

		_, after, _ := strings.Cut(must(query("", "sts", "2011-06-15", map[string]string{
			"Action": "AssumeRoleWithWebIdentity", "RoleArn": "arn:aws:iam::" + id + ":role/deploy", "RoleSessionName": "apply",
			"WebIdentityToken": token(t, map[string]any{"iss": "https://" + issuerHost, "aud": "sts.amazonaws.com", "sub": "s"}),
		})), "<AccessKeyId>")
		keys[id], _, _ = strings.Cut(after, "<")
		for _, key := range []string{administrator, keys[id]} {
			if who := must(query(key, "sts", "2011-06-15", map[string]string{"Action": "GetCallerIdentity"})); !strings.Contains(who, "<Account>"+id+"<") {
				t.Errorf("%s is of %s", key, who)
			}
		}
	}
	for _, test := range []struct {
		key, bucket string
		want        int
	}{
		{keys[one], one, http.StatusOK}, {keys[one], two, http.StatusForbidden}, {keys[two], two, http.StatusForbidden},
		{Administrator(one).AccessKeyID, two, http.StatusForbidden}, {Administrator("").AccessKeyID, one, http.StatusForbidden},
	} {
		if status, answer := (request{service: "s3", method: "GET", path: "/bucket-" + test.bucket + "?versioning", accessKey: test.key}).send(t, server.Endpoint()); status != test.want {
			t.Errorf("%s reads the bucket of %s: %d, want %d: %s", test.key, test.bucket, status, test.want, answer)
		}
	}
	for id, want := range map[string]int{one: http.StatusForbidden, two: http.StatusOK} {
		if status, _ := query(keys[id], "iam", "2010-05-08", map[string]string{"Action": "ListRoles"}); status != want {
			t.Errorf("the role of %s lists roles: %d, want %d", id, status, want)
		}
	}
	if Administrator("") != administrator || Administrator(one) == (aws.Credentials{}) {
		t.Error("an account without a number is not the emulator's own")
	}
}

// A person who runs Terraform in the folder of a pinned stack is its account's
// administrator.
func TestPinnedStacksShowTheirAdministrator(t *testing.T) {
	for stack, want := range map[string]string{
		`{"provider": {"aws": [{"region": "us-east-1", "allowed_account_ids": ["000012345678"]}]}}`: "EMULATOR000012345678",
		`{"provider": {"aws": [{"region": "us-east-1"}]}}`:                                          "test",
		`{"provider": {"aws": {"region": "us-east-1"}}}`:                                            "test",
	} {
		if got := Administrator(pinned([]byte(stack))).AccessKeyID; got != want {
			t.Errorf("%s shows %s", stack, got)
		}
	}
}
