package emulator

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// RequestReport tells what a running emulator held against AWS's API models and
// the limits of AWS's documentation.
type RequestReport struct {
	// Requests were held against them; Unsigned were not, being no calls that
	// anybody signed.
	Requests, Unsigned int
	// Operations are how often each was called, by names like iam:CreateRole.
	Operations map[string]int
	// Constraints are how many were asked of each kind: required, type, length,
	// range, enum, pattern, union, and limit, which is the documentation's.
	Constraints map[string]int
	// Violations were answered as AWS does, and did not reach what stands in for
	// it.
	Violations []RequestViolation
}

// RequestViolation is a request that AWS would have refused.
type RequestViolation struct {
	// Operation is empty where the request was none.
	Operation string
	Message   string
}

// Requests asks the emulator at an endpoint what it held its requests against
// since it runs.
func Requests(ctx context.Context, endpoint string) (*RequestReport, error) {
	if err := CheckEndpoint(endpoint); err != nil {
		return nil, err
	}
	report := new(RequestReport)
	if err := read(ctx, endpoint+"/emulator/requests", report); err != nil {
		return nil, fmt.Errorf("asking the emulator what it held its requests against: %w", err)
	}
	return report, nil
}

func read(ctx context.Context, address string, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("it answers %s", response.Status)
	}
	return json.NewDecoder(response.Body).Decode(into)
}
