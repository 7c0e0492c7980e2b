package delivery

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
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
