package emulator

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/smithy-go/logging"
)

// CheckEndpoint refuses an endpoint that is not plain HTTP on this machine's
// loopback interface, so that no mistake sends an emulator run elsewhere.
func CheckEndpoint(endpoint string) error {
	u, err := url.Parse(endpoint)
	if err != nil {
		return fmt.Errorf("reading the emulator's endpoint: %w", err)
	}
	if u.Scheme != "http" || u.Port() == "" || strings.Trim(u.Path, "/") != "" {
		return fmt.Errorf("emulator endpoint %q: want http://<loopback address>:<port>", endpoint)
	}
	// A name, even localhost, can be made to mean anything.
	if ip := net.ParseIP(u.Hostname()); ip == nil || !ip.IsLoopback() {
		return fmt.Errorf("emulator endpoint %q: %s is not a loopback address", endpoint, u.Hostname())
	}
	return nil
}

// Env returns the variables that send every AWS client to the emulator, with
// credentials of its own or, if they are the zero value, its administrator's:
// Terraform's provider and S3 backend, the aws command, the SDKs. They only
// hold beside an environment without settings of the user's own; Environ makes
// one.
func Env(endpoint string, credentials aws.Credentials) (map[string]string, error) {
	if err := CheckEndpoint(endpoint); err != nil {
		return nil, err
	}
	credentials = OrAdministrator(credentials)
	env := map[string]string{
		"AWS_ENDPOINT_URL":            endpoint,
		"AWS_ACCESS_KEY_ID":           credentials.AccessKeyID,
		"AWS_SECRET_ACCESS_KEY":       credentials.SecretAccessKey,
		"AWS_CONFIG_FILE":             os.DevNull,
		"AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
		"AWS_EC2_METADATA_DISABLED":   "true",
		// Clients of S3 Control put the account's id before the host, even
		// where that is an address; no resolver knows the name, so they ask the
		// emulator itself to pass the request on. Requests to the loopback
		// address take no proxy.
		"HTTP_PROXY": endpoint,
	}
	if credentials.SessionToken != "" {
		env["AWS_SESSION_TOKEN"] = credentials.SessionToken
	}
	return env, nil
}

// passed are the variables of a user's environment that an emulator run gets to
// see: how to find programs, certificates and room for temporary files, how to
// reach a registry of providers, and how to print. Whatever else configures
// Terraform, its providers or an AWS client stays behind, whether we know it or
// not.
var passed = []string{
	"PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "TZ", "LANG", "LANGUAGE", "TERM", "COLUMNS", "NO_COLOR",
	"SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy",
	"LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "GOGC", "GOMEMLIMIT", "GOMAXPROCS", "VIRTUAL_ENV",
}

// passedKinds are what the names of more such variables begin with: languages,
// the Python that has moto, and the managers of versions whose shims stand for
// Terraform, Python and the aws command. And the token of a Terraform Cloud on
// this machine, which can only be a stand-in.
var passedKinds = []string{"LC_", "PYTHON", "PYENV_", "ASDF_", "MISE_", "TENV_", "TFENV_", "NIX_", "TF_TOKEN_127_"}

// letThrough is what of an environment, in the form of os.Environ, an emulator
// run gets to see.
func letThrough(environ []string) []string {
	return slices.DeleteFunc(slices.Clone(environ), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return !slices.Contains(passed, name) &&
			!slices.ContainsFunc(passedKinds, func(kind string) bool { return strings.HasPrefix(name, kind) })
	})
}

// Environ returns what is let through of base, which has the form of os.Environ,
// with the variables of Env.
func Environ(base []string, endpoint string, credentials aws.Credentials) ([]string, error) {
	env, err := Env(endpoint, credentials)
	if err != nil {
		return nil, err
	}
	environ := withoutExceptions(letThrough(base), endpoint)
	for name, value := range env {
		environ = append(environ, name+"="+value)
	}
	slices.Sort(environ)
	return environ, nil
}

// withoutExceptions has everything of plain HTTP go through the proxy of Env,
// also what a user excepts from proxies. What is excepted of a registry stays
// so; whoever excepts everything has no proxy.
func withoutExceptions(environ []string, endpoint string) []string {
	host, port, _ := net.SplitHostPort(strings.TrimPrefix(endpoint, "http://"))
	everything := false
	for i, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if !strings.EqualFold(name, "NO_PROXY") {
			continue
		}
		var kept []string
		for exception := range strings.SplitSeq(value, ",") {
			exception = strings.TrimSpace(exception)
			everything = everything || exception == "*"
			// Of a name, the labels at the end suffice, with or without a dot
			// before them.
			suffix := strings.TrimSuffix(strings.TrimLeft(exception, "*."), ":"+port)
			if suffix != "" && !strings.HasSuffix("."+host, "."+suffix) {
				kept = append(kept, exception)
			}
		}
		environ[i] = name + "=" + strings.Join(kept, ",")
	}
	return slices.DeleteFunc(environ, func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return everything && strings.EqualFold(name, "HTTPS_PROXY")
	})
}

// Config is what clients of AWS in this process are made of to reach the
// emulator, and it alone, with credentials of its own or its administrator's.
// Nothing of it comes from the environment or from files.
func Config(endpoint, region string, shown aws.Credentials) (aws.Config, error) {
	if err := CheckEndpoint(endpoint); err != nil {
		return aws.Config{}, err
	}
	address, err := url.Parse(endpoint)
	if err != nil {
		return aws.Config{}, fmt.Errorf("reading the emulator's endpoint: %w", err)
	}
	return aws.Config{
		Region:       region,
		BaseEndpoint: &endpoint,
		Credentials:  aws.NewCredentialsCache(credentials.StaticCredentialsProvider{Value: OrAdministrator(shown)}),
		Logger:       logging.Nop{},
		// As with HTTP_PROXY of Env; a request to anywhere else ends here too.
		HTTPClient: awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
			t.Proxy = func(r *http.Request) (*url.URL, error) {
				if r.URL.Host == address.Host {
					return nil, nil
				}
				return address, nil
			}
		}),
	}, nil
}
