package pipeline

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// Nobody is called at night because dev sleeps; by day, or where an API answers
// all the same, the test is what it always is.
func TestSmokeKnowsTheSchedule(t *testing.T) {
	night := time.Date(2026, time.November, 29, 3, 0, 0, 0, time.UTC)
	day := time.Date(2026, time.November, 30, 17, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		stack  string
		now    time.Time
		status int
		say    string
		fails  bool
	}{
		{"dev", night, http.StatusServiceUnavailable, "dev: off hours, its services are stopped until 07:00 (America/New_York)", false},
		{"dev", night, http.StatusOK, "answers", false},
		{"dev", day, http.StatusServiceUnavailable, "", true},
		{"production", night, http.StatusServiceUnavailable, "", true},
	} {
		api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(test.status) }))
		var said bytes.Buffer
		d := &Delivery{Folder: t.TempDir(), Stdout: &said}
		if err := d.writeSummary(Summary{Stack: test.stack, Services: []string{"aws_ecs_service.compute_api-gateway[0]"}}); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		err := d.Smoke(ctx, test.stack, api.URL, test.now)
		cancel()
		api.Close()
		if (err != nil) != test.fails || !strings.Contains(said.String(), test.say) {
			t.Errorf("%s at %s, status %d: %q, %v", test.stack, test.now, test.status, said.String(), err)
		}
	}
}

// Each public service that is deployed is asked, at its own name, and no other.
func TestProbesAreOfWhatIsDeployed(t *testing.T) {
	api := []probe{{"https://api.pdm-dev.company.com/health", false}}
	for _, test := range []struct {
		deployed []string
		want     []probe
	}{
		{[]string{"aws_ecs_service.compute_api-gateway[0]", "aws_ecs_service.compute_ml-service[0]"}, api},
		{[]string{"aws_ecs_service.compute_api-gateway"}, api},
		{[]string{"aws_ecs_service.compute_ml-service[0]", "aws_ecs_service.compute_api-gateway-two[0]"}, nil},
	} {
		if got := probes("dev", test.deployed); !slices.Equal(got, test.want) {
			t.Errorf("%v: %v", test.deployed, got)
		}
	}
}

// A service that speaks gRPC answers 200 to everything; its own status counts.
func TestSmokeAsksInGRPC(t *testing.T) {
	for status, healthy := range map[string]bool{"0": true, "12": false, "": false} {
		api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			message, _ := io.ReadAll(r.Body)
			if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/grpc" || len(message) != 5 {
				t.Errorf("%s %s with %d bytes", r.Method, r.Header.Get("Content-Type"), len(message))
			}
			w.Header().Set("Trailer", "Grpc-Status")
			_, _ = w.Write(make([]byte, 5))
			w.Header().Set("Grpc-Status", status)
		}))
		if err := (probe{api.URL, true}).ask(t.Context()); (err == nil) != healthy {
			t.Errorf("status %q: %v", status, err)
		}
		api.Close()
	}
}
