// Package standby has an environment go on in its second region when its own is
// lost, and come back. While it does, it asks nothing of the lost region, nor of the
// control planes of IAM and Route 53, which may be lost with it.
package standby

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling/types"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/terraform"
)

// Operator works on an environment that has a standby.
type Operator struct {
	// Runner runs Terraform, as somebody who may deploy the environment.
	Runner *terraform.Runner
	// Stdout receives what is found and done.
	Stdout io.Writer
	// Confirm asks a question whose only consent is the given answer. Nil stands for
	// consent where nothing is in the way.
	Confirm func(question, consent string) bool

	env, standby envs.Environment
	// own and second are the configurations of clients in the two regions.
	own, second aws.Config
	// account is the account's number.
	account string
}

// patience is how long what is asked of the environment's own region may take: of a
// lost one there may be no answer at all.
const patience = 20 * time.Second

// Of is an operator for one of the environments, by name.
func Of(ctx context.Context, all []envs.Environment, name string, runner *terraform.Runner) (*Operator, error) {
	var with []string
	o := &Operator{Runner: runner, Stdout: runner.Stdout}
	for _, env := range all {
		standby, ok := env.InSecondRegion()
		if ok {
			with = append(with, env.Name)
		} else if env.Name == name {
			return nil, without(env)
		}
		if ok && env.Name == name {
			o.env, o.standby = env, standby
		}
	}
	switch {
	case len(with) == 0:
		return nil, fmt.Errorf("no environment has a standby; Standby in envs asks for one: %q", envs.StandbyPilotLight)
	case o.env.Name == "":
		return nil, fmt.Errorf("%q has no standby; say which: ENV=%s", name, strings.Join(with, ", ENV="))
	}
	var err error
	if o.own, err = runner.Target.Config(ctx, o.env.Region); err != nil {
		return nil, err
	}
	if o.second, err = runner.Target.Config(ctx, o.standby.Region); err != nil {
		return nil, err
	}
	o.own.RetryMaxAttempts = 1
	// Of the second region's own STS, as of everything else.
	caller, err := sts.NewFromConfig(o.second).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return nil, fmt.Errorf("ask AWS in %s whose credentials these are; sign in again, or set AWS_PROFILE: %w", o.standby.Region, err)
	}
	o.account = aws.ToString(caller.Account)
	return o, nil
}

// without says of an environment that has no standby how it gets one.
func without(env envs.Environment) error {
	region := ""
	if env.Backup.SecondRegion == "" {
		region = "Backup.SecondRegion (with Backup.CopyRetentionDays), and "
	}
	return fmt.Errorf("%[1]s has no standby. Its values in envs have to ask for one: %[2]sStandby: envs.StandbyPilotLight (%[3]q); "+
		"then apply what that needs in the order of docs/disaster-recovery.md, The order of first applies", env.Name, region, envs.StandbyPilotLight)
}

// service is a service as Amazon ECS has it; nil for one that is not there.
func service(ctx context.Context, cfg aws.Config, env envs.Environment, s envs.Service) (*ecstypes.Service, error) {
	out, err := ecs.NewFromConfig(cfg).DescribeServices(ctx, &ecs.DescribeServicesInput{
		Cluster: aws.String(env.Label().Name("cluster")), Services: []string{env.Label().Name(s.Name)},
	})
	var none *ecstypes.ClusterNotFoundException
	if errors.As(err, &none) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look at %s in %s: %w", s.Name, cfg.Region, err)
	}
	i := slices.IndexFunc(out.Services, func(found ecstypes.Service) bool { return aws.ToString(found.Status) == "ACTIVE" })
	if i < 0 {
		return nil, nil
	}
	return &out.Services[i], nil
}

// start has the services of the standby run as many tasks as their environment
// begins with, or more where they do already, under the same scaling.
func (o *Operator) start(ctx context.Context) error {
	for _, s := range o.standby.Services {
		found, err := service(ctx, o.second, o.standby, s)
		if err != nil {
			return err
		}
		if found == nil {
			fmt.Fprintf(o.Stdout, "%s: not there, and so not started\n", s.Name)
			continue
		}
		if err := o.scale(ctx, s, s.MinCount, s.MaxCount, max(int32(s.DesiredCount), found.DesiredCount)); err != nil {
			return err
		}
	}
	return nil
}

// stop leaves the services of the standby without tasks.
func (o *Operator) stop(ctx context.Context) error {
	for _, s := range o.standby.Services {
		found, err := service(ctx, o.second, o.standby, s)
		if err != nil {
			return err
		}
		if found == nil {
			continue
		}
		if err := o.scale(ctx, s, 0, 0, 0); err != nil {
			return err
		}
	}
	return nil
}

// scale moves the limits of a service first: its scaling would undo the rest.
func (o *Operator) scale(ctx context.Context, s envs.Service, least, most int, tasks int32) error {
	label := o.standby.Label()
	cluster, name := label.Name("cluster"), label.Name(s.Name)
	if _, err := applicationautoscaling.NewFromConfig(o.second).RegisterScalableTarget(ctx, &applicationautoscaling.RegisterScalableTargetInput{
		ResourceId:        aws.String("service/" + cluster + "/" + name),
		ScalableDimension: types.ScalableDimensionECSServiceDesiredCount,
		ServiceNamespace:  types.ServiceNamespaceEcs,
		MinCapacity:       aws.Int32(int32(least)),
		MaxCapacity:       aws.Int32(int32(most)),
	}); err != nil {
		return fmt.Errorf("set the limits of %s: %w", s.Name, err)
	}
	if _, err := ecs.NewFromConfig(o.second).UpdateService(ctx, &ecs.UpdateServiceInput{Cluster: &cluster, Service: &name, DesiredCount: &tasks}); err != nil {
		return fmt.Errorf("set the number of tasks of %s: %w", s.Name, err)
	}
	fmt.Fprintf(o.Stdout, "%s: %d tasks, %d to %d by its scaling\n", s.Name, tasks, least, most)
	return nil
}
