package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"
)

// remembered is how long Amazon ECS remembers a deployment.
const remembered = 90 * 24 * time.Hour

// rollout is the last deployment of a service, as far as it was seen.
type rollout struct {
	place
	stdout io.Writer
	// said are the events, tasks and alarms that were told, by what tells them
	// apart, and progress is the last line about how far it is.
	said     map[string]bool
	progress string
	// advice is about the task that stopped last, if one did.
	advice stop
	// over says that nothing more will come, failed that it did not end well, and
	// end how it did, in our words alone.
	over, failed bool
	end          string
}

func newRollout(p place, stdout io.Writer) *rollout {
	return &rollout{place: p, stdout: stdout, said: map[string]bool{}}
}

func (r *rollout) say(format string, values ...any) {
	fmt.Fprintf(r.stdout, "%s: %s: %s\n", r.env.Name, r.service, fmt.Sprintf(format, values...))
}

// once says something that stays so, the first time alone.
func (r *rollout) once(key, format string, values ...any) {
	if !r.said[key] {
		r.said[key] = true
		r.say(format, values...)
	}
}

func (r *rollout) finish(failed bool, format string, values ...any) {
	r.over, r.failed, r.end = true, failed, fmt.Sprintf(format, values...)
	if failed && r.advice == (stop{}) {
		r.advice = stop{do: "see what Amazon ECS says", runbook: rollbackRunbook}
	}
	r.say("%s", r.end)
}

// giveUp ends what is not over.
func (r *rollout) giveUp(limit time.Duration) {
	if r.over {
		return
	}
	why := ""
	if r.advice.why != "" {
		why = "; the last task that stopped: " + r.advice.why
	}
	r.advice = stop{do: "it goes on by itself: follow it again with make rollout, or deploy the earlier release", runbook: rollbackRunbook}
	r.finish(true, "not over after %s%s", limit, why)
}

// look asks Amazon ECS how far it is.
func (r *rollout) look(ctx context.Context, now time.Time) error {
	service, err := r.find(ctx)
	if err != nil {
		return err
	}
	if service == nil {
		r.finish(false, "not deployed yet")
		return nil
	}
	last, err := r.last(ctx)
	if err != nil {
		return err
	}
	if last == nil {
		// A deployment that was just made may take a moment to be listed.
		if now.Sub(aws.ToTime(service.CreatedAt)) >= remembered {
			r.finish(false, "not deployed in the 90 days that Amazon ECS remembers; %d of %d tasks run", service.RunningCount, service.DesiredCount)
		}
		return nil
	}
	began := aws.ToTime(last.CreatedAt)
	for _, event := range slices.Backward(service.Events) {
		if !aws.ToTime(event.CreatedAt).Before(began) {
			r.once(aws.ToString(event.Id), "%s", aws.ToString(event.Message))
		}
	}
	if err := r.stopped(ctx, began); err != nil {
		return err
	}
	var alarms []string
	if last.Alarms != nil {
		alarms = last.Alarms.TriggeredAlarmNames
	}
	for _, alarm := range alarms {
		r.once("alarm "+alarm, "the alarm %s went off", alarm)
	}
	r.judge(last, alarms)
	return nil
}

// judge says how far a deployment is, and whether it is over.
func (r *rollout) judge(last *ecstypes.ServiceDeployment, alarms []string) {
	var target ecstypes.ServiceRevisionSummary
	if last.TargetServiceRevision != nil {
		target = *last.TargetServiceRevision
	}
	tasks := fmt.Sprintf("%d of %d tasks run", target.RunningTaskCount, target.RequestedTaskCount)
	because := ""
	switch {
	case len(alarms) > 0:
		because = ", because of the alarm " + strings.Join(alarms, ", ")
		r.advice = stop{do: "see in the log of the release what goes wrong", runbook: logsRunbook}
	case r.advice.why != "":
		because = ", because a task stopped: " + r.advice.why
	}
	switch last.Status {
	case ecstypes.ServiceDeploymentStatusSuccessful:
		took := aws.ToTime(last.FinishedAt).Sub(aws.ToTime(last.CreatedAt)).Round(time.Second)
		r.finish(false, "steady after %s, %s", took, tasks)
		return
	case ecstypes.ServiceDeploymentStatusRollbackSuccessful:
		r.words(last)
		r.finish(true, "rolled back%s; the release before it runs", because)
		return
	case ecstypes.ServiceDeploymentStatusRollbackFailed:
		r.words(last)
		r.finish(true, "rolled back in vain%s; what runs is neither release for certain", because)
		return
	case ecstypes.ServiceDeploymentStatusStopped:
		r.words(last)
		r.finish(true, "stopped%s", because)
		return
	}
	line := tasks
	if target.PendingTaskCount > 0 {
		line += fmt.Sprintf(", %d pending", target.PendingTaskCount)
	}
	if breaker := last.DeploymentCircuitBreaker; breaker != nil && breaker.FailureCount > 0 {
		line += fmt.Sprintf(", %d failed of the %d that end it", breaker.FailureCount, breaker.Threshold)
	}
	switch last.Status {
	case ecstypes.ServiceDeploymentStatusPending:
		line = "waits to begin, " + line
	case ecstypes.ServiceDeploymentStatusStopRequested:
		line = "is being stopped, " + line
	case ecstypes.ServiceDeploymentStatusRollbackRequested, ecstypes.ServiceDeploymentStatusRollbackInProgress:
		line = "is being rolled back, " + line
	}
	if line != r.progress {
		r.progress = line
		r.say("%s", line)
	}
}

// words says why a deployment failed, as Amazon ECS puts it.
func (r *rollout) words(last *ecstypes.ServiceDeployment) {
	words := aws.ToString(last.StatusReason)
	if last.Rollback != nil && last.Rollback.Reason != nil {
		words = *last.Rollback.Reason
	}
	if words != "" {
		r.say("Amazon ECS says: %s", words)
	}
}

// find is the service as it is; nil where it was never made, or is deleted.
func (r *rollout) find(ctx context.Context) (*ecstypes.Service, error) {
	out, err := r.runs.DescribeServices(ctx, &ecs.DescribeServicesInput{
		Cluster: r.cluster(), Services: []string{r.name()},
	})
	var noCluster *ecstypes.ClusterNotFoundException
	if errors.As(err, &noCluster) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("ask about %s: %w", r.service, err)
	}
	for _, failure := range out.Failures {
		if reason := aws.ToString(failure.Reason); reason != "MISSING" {
			return nil, fmt.Errorf("ask about %s: %s", r.service, reason)
		}
	}
	if len(out.Services) == 0 || aws.ToString(out.Services[0].Status) == "INACTIVE" {
		return nil, nil
	}
	return &out.Services[0], nil
}

// last is the deployment that was made last; nil where none is remembered.
func (r *rollout) last(ctx context.Context) (*ecstypes.ServiceDeployment, error) {
	var newest ecstypes.ServiceDeploymentBrief
	list := ecs.ListServiceDeploymentsInput{Cluster: r.cluster(), Service: aws.String(r.name())}
	for {
		out, err := r.runs.ListServiceDeployments(ctx, &list)
		if err != nil {
			return nil, fmt.Errorf("list the deployments of %s: %w", r.service, err)
		}
		// Amazon ECS does not say in which order it lists them.
		for _, d := range out.ServiceDeployments {
			if newest.ServiceDeploymentArn == nil || aws.ToTime(d.CreatedAt).After(aws.ToTime(newest.CreatedAt)) {
				newest = d
			}
		}
		if list.NextToken = out.NextToken; list.NextToken == nil {
			break
		}
	}
	if newest.ServiceDeploymentArn == nil {
		return nil, nil
	}
	out, err := r.runs.DescribeServiceDeployments(ctx, &ecs.DescribeServiceDeploymentsInput{ServiceDeploymentArns: []string{*newest.ServiceDeploymentArn}})
	if err != nil {
		return nil, fmt.Errorf("ask about the deployment of %s: %w", r.service, err)
	}
	if len(out.ServiceDeployments) == 0 {
		return nil, fmt.Errorf("ask about the deployment of %s: Amazon ECS does not know %s", r.service, *newest.ServiceDeploymentArn)
	}
	return &out.ServiceDeployments[0], nil
}

// stopped tells each task that was started by the deployment and did not stay.
// Amazon ECS keeps them for an hour, a hundred at most at once.
func (r *rollout) stopped(ctx context.Context, began time.Time) error {
	listed, err := r.runs.ListTasks(ctx, &ecs.ListTasksInput{
		Cluster: r.cluster(), ServiceName: aws.String(r.name()), DesiredStatus: ecstypes.DesiredStatusStopped,
	})
	if err != nil {
		return fmt.Errorf("list the stopped tasks of %s: %w", r.service, err)
	}
	unseen := slices.DeleteFunc(listed.TaskArns, func(arn string) bool { return r.said[arn] })
	if len(unseen) == 0 {
		return nil
	}
	out, err := r.runs.DescribeTasks(ctx, &ecs.DescribeTasksInput{Cluster: r.cluster(), Tasks: unseen})
	if err != nil {
		return fmt.Errorf("ask about the stopped tasks of %s: %w", r.service, err)
	}
	slices.SortFunc(out.Tasks, func(a, b ecstypes.Task) int { return aws.ToTime(a.CreatedAt).Compare(aws.ToTime(b.CreatedAt)) })
	for _, task := range out.Tasks {
		arn := aws.ToString(task.TaskArn)
		// Of one that is about to stop, the containers' reasons may be missing still.
		if aws.ToString(task.LastStatus) != "STOPPED" {
			continue
		}
		if replaced(task) || aws.ToTime(task.CreatedAt).Before(began) {
			r.said[arn] = true
			continue
		}
		why, words := whyStopped(task)
		r.advice = why
		r.once(arn, "task %s stopped: %s (%s)", arn[strings.LastIndex(arn, "/")+1:], why.why, words)
	}
	return nil
}
