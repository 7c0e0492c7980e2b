package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"github.com/example/predictive-maintenance/envs"
)

type object = map[string]any

// fakeECS is Amazon ECS as it answers from one look to the next.
type fakeECS struct {
	t   *testing.T
	api *httptest.Server
	// looks are what a service is at each look; the last one stays.
	looks map[string][]look
	// now is the time, a look further with each pause.
	now    time.Time
	number int
	asked  map[string]bool
	// account is what the credentials are of.
	account string
	// clusters are those that may be asked about, by what their names begin with.
	clusters []string
}

// look is a service and its last deployment at one moment.
type look struct {
	status           string
	running, pending int
	failures         int
	alarms           []string
	reason           string
	events           []string
	tasks            []object
}

var began = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

const tick = 10 * time.Second

func newFakeECS(t *testing.T, looks map[string][]look) *fakeECS {
	t.Helper()
	f := &fakeECS{t: t, looks: looks, now: began.Add(time.Minute), asked: map[string]bool{}, account: "111122223333", clusters: []string{"pdm-dev-"}}
	f.api = httptest.NewServer(http.HandlerFunc(f.answer))
	t.Cleanup(f.api.Close)
	return f
}

// watch has the fake's credentials and its clock.
func (f *fakeECS) watch(limit time.Duration) Watch {
	return Watch{
		AWS: func(_ context.Context, env envs.Environment) (aws.Config, error) {
			return aws.Config{
				Region: env.Region, BaseEndpoint: &f.api.URL,
				Credentials: credentials.NewStaticCredentialsProvider("key", "secret", ""),
			}, nil
		},
		Limit: limit,
		Now:   func() time.Time { return f.now },
		Pause: func(ctx context.Context) error {
			f.now, f.number = f.now.Add(tick), f.number+1
			return ctx.Err()
		},
	}
}

// at is what the service of a cluster is now.
func (f *fakeECS) at(service string) (l look, found bool) {
	for _, prefix := range f.clusters {
		service = strings.TrimPrefix(service, prefix)
	}
	all, found := f.looks[service]
	if !found {
		return l, false
	}
	return all[min(f.number, len(all)-1)], true
}

func (f *fakeECS) answer(w http.ResponseWriter, r *http.Request) {
	content, err := io.ReadAll(r.Body)
	if err != nil {
		f.t.Error(err)
	}
	_, action, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	if action == "" {
		fmt.Fprintf(w, "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>%s</Account></GetCallerIdentityResult></GetCallerIdentityResponse>", f.account)
		return
	}
	f.asked[action] = true
	var asked struct {
		Cluster, Service, ServiceName string
		Services, Tasks               []string
		Deployments                   []string `json:"serviceDeploymentArns"`
		DesiredStatus                 string
	}
	if err := json.Unmarshal(content, &asked); err != nil {
		f.t.Errorf("%s: %v", action, err)
	}
	if action != "DescribeServiceDeployments" && !slices.Contains(f.clusters, strings.TrimSuffix(asked.Cluster, "cluster")) {
		f.t.Errorf("%s is asked of the cluster %q", action, asked.Cluster)
	}
	answer := func(what object) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		if err := json.NewEncoder(w).Encode(what); err != nil {
			f.t.Error(err)
		}
	}
	switch action {
	case "DescribeServices":
		l, found := f.at(asked.Services[0])
		if !found {
			answer(object{"failures": []object{{"arn": asked.Services[0], "reason": "MISSING"}}})
			return
		}
		// The newest first, as Amazon ECS has them, and one of an earlier deployment.
		events := []object{{"id": "old", "message": "(service s) is of last week.", "createdAt": began.Add(-time.Hour).Unix()}}
		for i, message := range l.events {
			events = slices.Insert(events, 0, object{"id": fmt.Sprint(i), "message": message, "createdAt": began.Add(time.Duration(i) * time.Second).Unix()})
		}
		answer(object{"services": []object{{"status": "ACTIVE", "createdAt": began.Add(-time.Hour).Unix(), "desiredCount": 2, "runningCount": l.running, "events": events}}})
	case "ListServiceDeployments":
		l, _ := f.at(asked.Service)
		list := []object{}
		if l.status != "" {
			list = append(list, object{"serviceDeploymentArn": "earlier", "createdAt": began.Add(-time.Hour).Unix()},
				object{"serviceDeploymentArn": asked.Service + "/last", "createdAt": began.Unix()})
		}
		answer(object{"serviceDeployments": list})
	case "DescribeServiceDeployments":
		service, last, _ := strings.Cut(asked.Deployments[0], "/")
		l, _ := f.at(service)
		if last != "last" {
			f.t.Errorf("an earlier deployment is followed: %q", asked.Deployments)
		}
		d := object{
			"status": l.status, "createdAt": began.Unix(), "finishedAt": began.Add(100 * time.Second).Unix(), "statusReason": l.reason,
			"targetServiceRevision":    object{"requestedTaskCount": 2, "runningTaskCount": l.running, "pendingTaskCount": l.pending},
			"deploymentCircuitBreaker": object{"failureCount": l.failures, "threshold": 3},
			"alarms":                   object{"triggeredAlarmNames": l.alarms},
		}
		answer(object{"serviceDeployments": []object{d}})
	case "ListTasks":
		if asked.DesiredStatus != "STOPPED" {
			f.t.Errorf("tasks are listed that are %q", asked.DesiredStatus)
		}
		l, _ := f.at(asked.ServiceName)
		arns := []string{}
		for _, task := range l.tasks {
			arns = append(arns, task["taskArn"].(string))
		}
		answer(object{"taskArns": arns})
	case "DescribeTasks":
		tasks := []object{}
		for service := range f.looks {
			l, _ := f.at(service)
			for _, task := range l.tasks {
				if slices.Contains(asked.Tasks, task["taskArn"].(string)) {
					tasks = append(tasks, task)
				}
			}
		}
		answer(object{"tasks": tasks})
	default:
		f.t.Errorf("AWS is asked for %q", action)
	}
}

// stoppedTask is a task that the deployment started, and that stopped.
func stoppedTask(id, code, reason string, containers ...object) object {
	return object{
		"taskArn": "task/pdm-dev-cluster/" + id, "lastStatus": "STOPPED", "createdAt": began.Add(time.Second).Unix(),
		"stopCode": code, "stoppedReason": reason, "containers": containers,
	}
}

// follow follows the roll-out of dev after an apply, and returns what was said and
// what the comment has.
func follow(t *testing.T, f *fakeECS, limit time.Duration) (said, comment string, err error) {
	t.Helper()
	var out bytes.Buffer
	d := &Delivery{Folder: t.TempDir(), Stdout: &out}
	if err := d.write("dev", applySuffix, "### dev: applied\n"); err != nil {
		t.Fatal(err)
	}
	err = d.Rollout(t.Context(), "dev", f.watch(limit))
	written, readErr := os.ReadFile(d.file("dev", applySuffix))
	if readErr != nil {
		t.Fatal(readErr)
	}
	return out.String(), string(written), err
}

// Each thing is said once, in its order; what a deployment replaces is no failure.
func TestRolloutIsFollowedUntilItIsSteady(t *testing.T) {
	scaledIn := stoppedTask("old", "ServiceSchedulerInitiated", "Scaling activity initiated by (deployment ecs-svc/1)")
	scaledIn["createdAt"] = began.Add(-time.Hour).Unix()
	events := []string{"(service s) has started 1 tasks.", "(service s) has reached a steady state."}
	f := newFakeECS(t, map[string][]look{"api-gateway": {
		{}, // made, and not listed yet
		{status: "PENDING"},
		{status: "IN_PROGRESS", pending: 1, events: events[:1]},
		{status: "IN_PROGRESS", pending: 1, events: events[:1]},
		{status: "IN_PROGRESS", running: 1, pending: 1, events: events[:1], tasks: []object{scaledIn}},
		{status: "SUCCESSFUL", running: 2, events: events, tasks: []object{scaledIn}},
	}})
	said, comment, err := follow(t, f, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	want := `dev: ml-service: not deployed yet
dev: api-gateway: waits to begin, 0 of 2 tasks run
dev: api-gateway: (service s) has started 1 tasks.
dev: api-gateway: 0 of 2 tasks run, 1 pending
dev: api-gateway: 1 of 2 tasks run, 1 pending
dev: api-gateway: (service s) has reached a steady state.
dev: api-gateway: steady after 1m40s, 2 of 2 tasks run
`
	if said != want {
		t.Errorf("said:\n%s", said)
	}
	for _, line := range []string{"### dev: applied\n", "\n- api-gateway: steady after 1m40s, 2 of 2 tasks run\n", "\n- ml-service: not deployed yet\n"} {
		if !strings.Contains(comment, line) {
			t.Errorf("the comment lacks %q:\n%s", line, comment)
		}
	}
}

// A roll-out that fails says why in plain words, what to do and where to read on;
// Amazon ECS's own words stay in the log.
func TestRolloutThatFailsIsExplained(t *testing.T) {
	missing := stoppedTask("one", "TaskFailedToStart",
		"CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref 111122223333.dkr.ecr/pdm-dev/api-gateway:v9: not found")
	for name, test := range map[string]struct {
		looks         []look
		limit         time.Duration
		said          []string
		want, comment string
	}{
		"rolled back": {
			[]look{
				{status: "IN_PROGRESS", pending: 1},
				{status: "IN_PROGRESS", pending: 1, failures: 1, tasks: []object{missing}},
				{status: "ROLLBACK_IN_PROGRESS", failures: 3, tasks: []object{missing}},
				{status: "ROLLBACK_SUCCESSFUL", failures: 3, tasks: []object{missing}, reason: "Service deployment rolled back because the circuit breaker threshold was exceeded."},
			}, time.Hour,
			[]string{
				"task one stopped: its image was not found (TaskFailedToStart: CannotPullContainerError", "0 of 2 tasks run, 1 pending, 1 failed of the 3 that end it\n",
				"is being rolled back, ", "Amazon ECS says: Service deployment rolled back because",
			},
			"roll-out of dev: api-gateway: rolled back, because a task stopped: its image was not found; the release before it runs: " +
				"push the image under that tag, or deploy a tag that is in the repository, and go on with docs/runbooks/service-rollback.md",
			"- **api-gateway: rolled back, because a task stopped: its image was not found; the release before it runs.** Push the image",
		},
		"alarm": {
			[]look{{status: "ROLLBACK_SUCCESSFUL", alarms: []string{"pdm-dev-api-gateway-5xx"}}}, time.Hour,
			[]string{"the alarm pdm-dev-api-gateway-5xx went off\n"},
			"rolled back, because of the alarm pdm-dev-api-gateway-5xx; the release before it runs: see in the log of the release what goes wrong, and go on with docs/runbooks/logs.md",
			"because of the alarm pdm-dev-api-gateway-5xx",
		},
		"no way back": {
			[]look{{status: "ROLLBACK_FAILED", reason: "no earlier revision"}}, time.Hour, []string{"Amazon ECS says: no earlier revision\n"},
			"rolled back in vain; what runs is neither release for certain: see what Amazon ECS says", "rolled back in vain",
		},
		"stopped": {[]look{{status: "STOPPED"}}, time.Hour, nil, "roll-out of dev: api-gateway: stopped: see", "**api-gateway: stopped.**"},
		"too long": {
			[]look{{status: "IN_PROGRESS", pending: 2, tasks: []object{missing}}}, time.Minute, []string{"0 of 2 tasks run, 2 pending\n"},
			"not over after 1m0s; the last task that stopped: its image was not found: it goes on by itself: follow it again with make rollout", "not over after 1m0s",
		},
		"never listed": {[]look{{}}, time.Minute, nil, "not over after 1m0s: it goes on by itself", "not over after 1m0s"},
	} {
		f := newFakeECS(t, map[string][]look{"api-gateway": test.looks})
		said, comment, err := follow(t, f, test.limit)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
		for _, part := range test.said {
			if strings.Count(said, part) != 1 {
				t.Errorf("%s: not once %q in:\n%s", name, part, said)
			}
		}
		if waited := time.Duration(f.number) * tick; strings.HasPrefix(test.want, "not over") && waited != test.limit {
			t.Errorf("%s: it waited for %s", name, waited)
		}
		if !strings.Contains(comment, test.comment) || !strings.Contains(comment, "[What to do](https://github.com/") || strings.Contains(comment, "CannotPull") {
			t.Errorf("%s: the comment is:\n%s", name, comment)
		}
	}
}

// What cannot be followed is said at once, and nothing is taken for steady.
func TestRolloutIsOfAnEnvironmentInItsAccount(t *testing.T) {
	f := newFakeECS(t, nil)
	d := &Delivery{Folder: t.TempDir(), Stdout: io.Discard}
	if err := d.Rollout(t.Context(), "account", f.watch(time.Hour)); err == nil || !strings.Contains(err.Error(), `no environment is named "account"; there are dev, `) {
		t.Error(err)
	}
	pinned := accounts
	t.Cleanup(func() { accounts = pinned })
	accounts = func() []envs.Account {
		all := pinned()
		all[0].ID = "444455556666"
		return all
	}
	if err := d.Rollout(t.Context(), "dev", f.watch(time.Hour)); err == nil || !strings.Contains(err.Error(), "the credentials are of account 111122223333") {
		t.Error(err)
	}
	if len(f.asked) > 0 {
		t.Errorf("Amazon ECS was asked for %v", f.asked)
	}
}

func TestRolloutEndsWhenItIsInterrupted(t *testing.T) {
	f := newFakeECS(t, map[string][]look{"api-gateway": {{status: "IN_PROGRESS"}}})
	ctx, cancel := context.WithCancel(t.Context())
	w := f.watch(time.Hour)
	w.Pause = func(ctx context.Context) error {
		cancel()
		return ctx.Err()
	}
	d := &Delivery{Folder: t.TempDir(), Stdout: io.Discard}
	if err := d.Rollout(ctx, "dev", w); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// Texts as Amazon ECS writes them, by AWS's documentation and re:Post.
func TestStopsInPlainWords(t *testing.T) {
	const secrets = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: "
	for text, want := range map[string]string{
		"CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref docker.io/x:1: not found":                                       "its image was not found",
		"CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'":                                                           "its image is for another kind of CPU",
		"CannotPullContainerError: ref pull has been retried 1 time(s): failed to resolve reference: unexpected status code 403 Forbidden":                               "it may not read its image",
		"CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to do request: Head \"https://r/v2\": dial tcp 34.205.13.154:443: i/o timeout": "it could not reach the registry of its image",
		"CannotPullContainerError: something new": "its image could not be pulled",
		secrets + "service call has been retried 1 time(s): AccessDeniedException: User is not authorized to perform: secretsmanager:GetSecretValue":                             "it may not read one of its secrets",
		secrets + "ResourceNotFoundException: Secrets Manager can't find the specified secret.":                                                                                  "one of its secrets is missing, or lacks the key that is asked for",
		secrets + "retrieved secret from Secrets Manager did not contain json key db_url":                                                                                        "one of its secrets is missing, or lacks the key that is asked for",
		secrets + "service call has been retried 5 time(s): RequestCanceled: context deadline exceeded":                                                                          "it could not reach AWS to read its secrets or to log in to the registry",
		"ResourceInitializationError: unable to pull secrets or registry auth: pull command failed: : signal: killed":                                                            "it could not read its secrets or log in to the registry",
		"ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException": "its log group is missing, or it may not write to it",
		"ResourceInitializationError: something new":                                                                                                                             "what it needs could not be made ready",
		"OutOfMemoryError: container killed due to memory usage":                                                                                                                 "it ran out of memory",
		"Task failed ELB health checks in (target-group arn:partition:elasticloadbalancing:r:1:targetgroup/t/1)":                                                                 "the load balancer got no healthy answer from it",
		"Task failed container health checks":                                                                                                                                    "its own health check failed",
		"SpotInterruption":                                                                                                                                                       "AWS took its Fargate Spot capacity back",
		"Your Spot Task was interrupted.":                                                                                                                                        "AWS took its Fargate Spot capacity back",
		"Capacity is unavailable at this time. Please try again later or in a different availability zone":                                                                       "AWS has no capacity for it at the moment",
		"CannotStartContainerError: failed to get container status":                                                                                                              "its container could not be started",
		"ContainerRuntimeTimeoutError: Could not transition to running; timed out after waiting 1m":                                                                              "its container took too long to start or to stop",
		"Timeout waiting for network interface provisioning to complete.":                                                                                                        "AWS failed to make it",
		"Essential container in task exited":                                                                                                                                     "one of its containers ended",
		"something that is new":                                                                                                                                                  "for a reason that is not known here",
	} {
		if got, _ := whyStopped(ecstypes.Task{StoppedReason: &text}); got.why != want {
			t.Errorf("%s: %q, want %q", text, got.why, want)
		}
	}
	// What a container says counts before the task's own words.
	task := ecstypes.Task{
		StopCode: ecstypes.TaskStopCodeEssentialContainerExited, StoppedReason: aws.String("Essential container in task exited"),
		Containers: []ecstypes.Container{{Name: aws.String("api-gateway"), Reason: aws.String("OutOfMemoryError: Container killed due to memory usage"), ExitCode: aws.Int32(137)}},
	}
	why, words := whyStopped(task)
	if why.why != "it ran out of memory (api-gateway with exit code 137)" || !strings.HasPrefix(words, "EssentialContainerExited: Essential container in task exited; api-gateway: OutOfMemoryError") {
		t.Errorf("%q, %q", why.why, words)
	}
}

// Whoever is sent to a runbook finds it.
func TestStopsLeadToRunbooks(t *testing.T) {
	for _, row := range append(slices.Clone(stops), struct {
		text *regexp.Regexp
		stop
	}{nil, unknownStop}) {
		if _, err := os.Stat(filepath.Join("..", "..", "docs", "runbooks", row.runbook)); err != nil {
			t.Errorf("%s: %v", row.why, err)
		}
	}
}
