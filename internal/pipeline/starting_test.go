package pipeline

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/example/predictive-maintenance/internal/fixture"
)

// Tasks count once they run and are healthy; what did not stay is told, with why.
func TestStarting(t *testing.T) {
	began := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	task := func(status, health string) object {
		return object{"taskArn": "t/" + status, "lastStatus": status, "healthStatus": health}
	}
	var running []object
	wanted, stopped := 0, []object{}
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked struct {
			Services, Tasks []string
			DesiredStatus   string
		}
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			t.Error(err)
		}
		_, action, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
		answer := object{}
		of := map[string][]object{"RUNNING": running, "STOPPED": stopped}
		switch action {
		case "DescribeServices":
			answer = object{"services": []object{{"status": "ACTIVE", "desiredCount": wanted}}}
			if wanted < 0 {
				answer = object{"failures": []object{{"reason": "MISSING"}}}
			}
		case "ListTasks":
			arns := []string{}
			for range of[asked.DesiredStatus] {
				arns = append(arns, strings.ToLower(asked.DesiredStatus))
			}
			answer = object{"taskArns": arns}
		case "DescribeTasks":
			answer = object{"tasks": of[strings.ToUpper(asked.Tasks[0])]}
		default:
			t.Error("asked for", action)
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		if err := json.NewEncoder(w).Encode(answer); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(api.Close)
	env := fixture.Staging()
	env.Services = env.Services[:1]
	var said bytes.Buffer
	starting := NewStarting(env, aws.Config{
		Region: env.Region, BaseEndpoint: &api.URL, Credentials: credentials.NewStaticCredentialsProvider("key", "secret", ""),
	}, began, &said)
	look := func(want bool) {
		t.Helper()
		steady, err := starting.Look(t.Context())
		if err != nil || steady != want {
			t.Fatalf("steady is %v: %v", steady, err)
		}
	}
	tells := func(want string) {
		t.Helper()
		if err := starting.Err(); err == nil || err.Error() != want {
			t.Errorf("it says %v, not %s", err, want)
		}
	}
	wanted = -1
	look(false)
	tells("api-gateway: it is not there")
	wanted = 0
	look(false)
	tells("api-gateway: 0 of 0 tasks are healthy")
	wanted = 2
	running = []object{task("RUNNING", "HEALTHY"), task("PENDING", "UNKNOWN")}
	look(false)
	running = []object{task("RUNNING", "HEALTHY"), task("RUNNING", "UNKNOWN")}
	stopped = []object{{"taskArn": "tasks/stopped", "lastStatus": "STOPPED", "createdAt": began.Add(time.Minute).Unix(), "stopCode": "TaskFailedToStart",
		"stoppedReason": "CannotPullContainerError: pull image manifest has been retried: not found"}}
	look(false)
	tells("api-gateway: 1 of 2 tasks are healthy; the last task that stopped: its image was not found: push the image under that tag, or deploy a tag that is in the repository, and go on with docs/runbooks/service-rollback.md")
	running = []object{task("RUNNING", "HEALTHY"), task("RUNNING", "HEALTHY")}
	look(true)
	if err := starting.Err(); err != nil {
		t.Error(err)
	}
	for _, say := range []string{"staging: api-gateway: 2 of 2 tasks are healthy\n", "task stopped stopped: its image was not found"} {
		if !strings.Contains(said.String(), say) {
			t.Errorf("%q is not in %s", say, &said)
		}
	}
}
