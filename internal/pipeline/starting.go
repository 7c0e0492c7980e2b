package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"github.com/example/predictive-maintenance/envs"
)

// Starting are the services of an environment that were told to run more tasks than
// before. Amazon ECS makes no deployment of that, so a roll-out tells nothing of it
// (Amazon ECS, UpdateService, desiredCount).
type Starting struct {
	services []*rollout
	checked  map[string]bool
	began    time.Time
}

// NewStarting are the services of an environment, in a region that the credentials
// are for, since they were told.
func NewStarting(env envs.Environment, cfg aws.Config, began time.Time, stdout io.Writer) *Starting {
	s := &Starting{began: began, checked: map[string]bool{}}
	for _, service := range env.Services {
		s.services = append(s.services, newRollout(newPlace(env, service.Name, cfg), stdout))
		s.checked[service.Name] = len(service.HealthCheck) > 0
	}
	return s
}

// Look says whether each service runs as many tasks as are wanted, all of them
// healthy by their own health checks. It tells of each task that did not stay, why.
func (s *Starting) Look(ctx context.Context) (steady bool, err error) {
	for _, r := range s.services {
		if r.over {
			continue
		}
		if err := r.start(ctx, s.began, s.checked[r.service]); err != nil {
			return false, fmt.Errorf("follow the tasks of %s: %w", r.env.Name, err)
		}
	}
	return !slices.ContainsFunc(s.services, func(r *rollout) bool { return !r.over }), nil
}

// Err says what is not steady, and what is known of why.
func (s *Starting) Err() error {
	var problems []error
	for _, r := range s.services {
		switch {
		case r.over && !r.failed:
		case r.advice == (stop{}):
			problems = append(problems, fmt.Errorf("%s: %s", r.service, r.progress))
		default:
			problems = append(problems, fmt.Errorf("%s: %s; the last task that stopped: %s: %s, and go on with docs/runbooks/%s",
				r.service, r.progress, r.advice.why, r.advice.do, r.advice.runbook))
		}
	}
	return errors.Join(problems...)
}

// start looks how many of a service's tasks run.
func (r *rollout) start(ctx context.Context, began time.Time, checked bool) error {
	service, err := r.find(ctx)
	if err != nil {
		return err
	}
	if service == nil {
		r.progress = "it is not there"
		return nil
	}
	if err := r.stopped(ctx, began); err != nil {
		return err
	}
	healthy, err := r.healthy(ctx, checked)
	if err != nil {
		return err
	}
	line := fmt.Sprintf("%d of %d tasks are healthy", healthy, service.DesiredCount)
	if line != r.progress {
		r.progress = line
		r.say("%s", line)
	}
	r.over = service.DesiredCount > 0 && healthy >= int(service.DesiredCount)
	return nil
}

// healthy counts the tasks that run, and are healthy where that is checked.
func (r *rollout) healthy(ctx context.Context, checked bool) (n int, err error) {
	pages := ecs.NewListTasksPaginator(r.runs, &ecs.ListTasksInput{
		Cluster: r.cluster(), ServiceName: aws.String(r.name()), DesiredStatus: ecstypes.DesiredStatusRunning,
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return 0, fmt.Errorf("list the tasks of %s: %w", r.service, err)
		}
		if len(page.TaskArns) == 0 {
			continue
		}
		out, err := r.runs.DescribeTasks(ctx, &ecs.DescribeTasksInput{Cluster: r.cluster(), Tasks: page.TaskArns})
		if err != nil {
			return 0, fmt.Errorf("ask about the tasks of %s: %w", r.service, err)
		}
		for _, task := range out.Tasks {
			if aws.ToString(task.LastStatus) == "RUNNING" && (!checked || task.HealthStatus == ecstypes.HealthStatusHealthy) {
				n++
			}
		}
	}
	return n, nil
}
