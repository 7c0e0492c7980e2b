package emulator

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// Account is the number of the emulator's account for all who name no other.
const Account = "123456789012"

// administrator is who may do everything on the emulator.
var administrator = aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}

// Administrator is who may do everything in an account of the emulator, by the
// account's number, which is in the access key; an empty one stands for [Account].
func Administrator(account string) aws.Credentials {
	if account == "" {
		return administrator
	}
	return aws.Credentials{AccessKeyID: "EMULATOR" + account, SecretAccessKey: administrator.SecretAccessKey}
}

// OrAdministrator are the credentials, or the administrator's in place of the
// zero value.
func OrAdministrator(credentials aws.Credentials) aws.Credentials {
	if credentials.AccessKeyID == "" {
		return administrator
	}
	return credentials
}

// Shown are the credentials in an environment of the form of os.Environ, if it
// is already one of this emulator's (Environ makes one). Those of any other are
// not for the emulator to see.
func Shown(environ []string, endpoint string) (credentials aws.Credentials) {
	var of string
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		switch name {
		case "AWS_ENDPOINT_URL":
			of = value
		case "AWS_ACCESS_KEY_ID":
			credentials.AccessKeyID = value
		case "AWS_SECRET_ACCESS_KEY":
			credentials.SecretAccessKey = value
		case "AWS_SESSION_TOKEN":
			credentials.SessionToken = value
		}
	}
	if of != endpoint {
		return aws.Credentials{}
	}
	return credentials
}

// Assumption is how a run gets a role.
type Assumption struct {
	// Role is the role's ARN.
	Role string
	// Session names what the role is used for, in AWS's logs.
	Session string
	// Duration is how long; zero for the hour that AWS takes for granted.
	Duration time.Duration
	// Claims are what the identity provider says of the run in its token: iss,
	// aud and sub at least.
	Claims map[string]any
}

// Assume assumes a role by the token of an identity provider, which nobody
// signed: the emulator decides by what it claims.
func Assume(ctx context.Context, endpoint string, a Assumption) (credentials aws.Credentials, err error) {
	config, err := Config(endpoint, "us-east-1", credentials)
	if err != nil {
		return credentials, err
	}
	claims, err := json.Marshal(a.Claims)
	if err != nil {
		return credentials, fmt.Errorf("assume %s on the emulator: %w", a.Role, err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	input := &sts.AssumeRoleWithWebIdentityInput{
		RoleArn: &a.Role, RoleSessionName: &a.Session,
		WebIdentityToken: aws.String(encode([]byte(`{"alg":"none"}`)) + "." + encode(claims) + "."),
	}
	if a.Duration > 0 {
		input.DurationSeconds = aws.Int32(int32(a.Duration.Seconds()))
	}
	lent, err := sts.NewFromConfig(config).AssumeRoleWithWebIdentity(ctx, input)
	if err != nil {
		return credentials, fmt.Errorf("assume %s on the emulator: %w", a.Role, err)
	}
	return aws.Credentials{
		AccessKeyID: *lent.Credentials.AccessKeyId, SecretAccessKey: *lent.Credentials.SecretAccessKey, SessionToken: *lent.Credentials.SessionToken,
	}, nil
}
