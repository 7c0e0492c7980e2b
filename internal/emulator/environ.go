package emulator

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"
)

// The credentials that Terraform shows the emulator, which accepts any.
const (
	accessKey = "test"
	secretKey = "test"
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

// Env returns the variables that send every AWS client to the emulator:
// Terraform's provider and S3 backend, the aws command, the SDKs. They only
// hold beside an environment without AWS settings of the user's own; Environ
// makes one.
func Env(endpoint string) (map[string]string, error) {
	if err := CheckEndpoint(endpoint); err != nil {
		return nil, err
	}
	return map[string]string{
		"AWS_ENDPOINT_URL":            endpoint,
		"AWS_ACCESS_KEY_ID":           accessKey,
		"AWS_SECRET_ACCESS_KEY":       secretKey,
		"AWS_CONFIG_FILE":             os.DevNull,
		"AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
		"AWS_EC2_METADATA_DISABLED":   "true",
		// Clients of S3 Control put the account's id before the host, even
		// where that is an address; no resolver knows the name, so they ask the
		// emulator itself to pass the request on. Requests to the loopback
		// address take no proxy.
		"HTTP_PROXY": endpoint,
	}, nil
}

// Environ returns base, which has the form of os.Environ, without anything that
// configures an AWS client (profiles, tokens, regions, endpoints of single
// services, a proxy for plain HTTP) and with the variables of Env.
func Environ(base []string, endpoint string) ([]string, error) {
	env, err := Env(endpoint)
	if err != nil {
		return nil, err
	}
	environ := withoutAWS(base)
	for name, value := range env {
		environ = append(environ, name+"="+value)
	}
	slices.Sort(environ)
	return environ, nil
}

func withoutAWS(environ []string) []string {
	return slices.DeleteFunc(slices.Clone(environ), func(entry string) bool {
		// The provider still knows TF_AWS_S3_ENDPOINT and its kind.
		return strings.HasPrefix(entry, "AWS_") || strings.HasPrefix(entry, "TF_AWS_") ||
			strings.HasPrefix(entry, "HTTP_PROXY=") || strings.HasPrefix(entry, "http_proxy=")
	})
}
