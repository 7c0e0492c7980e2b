package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/spf13/cobra"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/cmd/cli"
	"github.com/example/predictive-maintenance/internal/pipeline"
	"github.com/example/predictive-maintenance/internal/terraform"
)

// step is a step of a pipeline, about a stack.
func step(name, short string, work func(ctx context.Context, d *pipeline.Delivery, stack string) error) *cobra.Command {
	var at at
	var folder string
	cmd := cli.Command(name, short, func(ctx context.Context, root string) error {
		if err := terraform.Known(at.stack); err != nil {
			return err
		}
		runner, err := at.runner(ctx, root)
		if err != nil {
			return err
		}
		return work(ctx, &pipeline.Delivery{Runner: runner, Root: root, Folder: folder, Run: runURL(), Stdout: os.Stdout}, at.stack)
	})
	at.stackFlag(cmd)
	at.targetFlags(cmd)
	cmd.Flags().StringVar(&folder, "folder", "plans", "where steps leave what later ones need")
	return cmd
}

func reviewCmd() *cobra.Command {
	var base string
	cmd := step("review", "Plan for people to read, without refresh", func(ctx context.Context, d *pipeline.Delivery, stack string) error {
		return d.Plan(ctx, stack, pipeline.PlanOptions{Base: base})
	})
	cmd.Flags().StringVar(&base, "base", "", "the commit to compare the synthesized JSON with")
	return cmd
}

// standbyFlag says what becomes of an environment's standby.
func standbyFlag(cmd *cobra.Command, said *string) {
	cmd.Flags().StringVar(said, "standby", deliver, "deliver, or skip to leave the environment's standby out")
	completed(cmd, "standby", deliver, skip)
}

// What becomes of a standby.
const (
	deliver = "deliver"
	skip    = "skip"
)

func skips(said string) (bool, error) {
	if said != "" && said != deliver && said != skip {
		return false, fmt.Errorf("a standby is not to %q: STANDBY=%s or STANDBY=%s", said, deliver, skip)
	}
	return said == skip, nil
}

func savePlanCmd() *cobra.Command {
	var image, standby string
	cmd := step("save-plan", "Plan into the folder, sealed; of an environment with a standby, both", func(ctx context.Context, d *pipeline.Delivery, stack string) error {
		skip, err := skips(standby)
		if err != nil {
			return err
		}
		if image != "" {
			variable, tag, err := pipeline.Image(stack, image)
			if err != nil {
				return err
			}
			if d.Runner.Variables == nil {
				d.Runner.Variables = map[string]string{}
			}
			d.Runner.Variables[variable] = tag
		}
		return d.Timed(stack, pipeline.PlanStep, time.Now, func() error { return d.PlanAll(ctx, stack, skip) })
	})
	cmd.Flags().StringVar(&image, "image", "", "service=tag, in place of what the environment says")
	standbyFlag(cmd, &standby)
	return cmd
}

func applyPlanCmd() *cobra.Command {
	var standby string
	cmd := step("apply-plan", "Apply exactly the plan in the folder, a standby's first", func(ctx context.Context, d *pipeline.Delivery, stack string) error {
		skip, err := skips(standby)
		if err != nil {
			return err
		}
		watch := pipeline.Watch{AWS: credentials(d), Limit: pipeline.ReplicationLimit, Now: time.Now, Pause: pipeline.RolloutPause}
		return d.Timed(stack, pipeline.ApplyStep, time.Now, func() error { return d.ApplyAll(ctx, stack, skip, watch) })
	})
	standbyFlag(cmd, &standby)
	return cmd
}

func driftCmd() *cobra.Command {
	return step("drift", "Write what differs from the code to the folder", func(ctx context.Context, d *pipeline.Delivery, stack string) error {
		return d.DriftAll(ctx, stack)
	})
}

func rolloutCmd() *cobra.Command {
	var limit time.Duration
	cmd := step("rollout", "Follow the deployments on Amazon ECS until they are steady or rolled back", func(ctx context.Context, d *pipeline.Delivery, stack string) error {
		watch := pipeline.Watch{AWS: credentials(d), Limit: limit, Now: time.Now, Pause: pipeline.RolloutPause}
		return d.Timed(stack, pipeline.RolloutStep, time.Now, func() error { return d.Rollout(ctx, stack, watch) })
	})
	// Three tasks that start one after the other and fail, and as long for the way back.
	const patience = 30 * time.Minute
	cmd.Flags().DurationVar(&limit, "limit", patience, "how long to follow them, such as 45m")
	return cmd
}

func smokeCmd() *cobra.Command {
	var url string
	cmd := step("smoke", "Ask the public services, as the plan in the folder left them, for their health", func(ctx context.Context, d *pipeline.Delivery, stack string) error {
		return d.Timed(stack, pipeline.SmokeStep, time.Now, func() error { return d.Smoke(ctx, stack, url, time.Now()) })
	})
	cmd.Flags().StringVar(&url, "url", "", "what to ask for /health in place of the environment's public services")
	return cmd
}

func recordCmd() *cobra.Command {
	return step("record", "Say how long the delivery took, and have CloudWatch count it", func(ctx context.Context, d *pipeline.Delivery, stack string) error {
		return d.Record(ctx, stack, credentials(d))
	})
}

// credentials are those of the target for an environment.
func credentials(d *pipeline.Delivery) func(ctx context.Context, env envs.Environment) (aws.Config, error) {
	return func(ctx context.Context, env envs.Environment) (aws.Config, error) {
		return d.Runner.Target.Config(ctx, env.Region)
	}
}

// runURL is the address of the run, from GitHub's variables.
func runURL() string {
	server, repository, id := os.Getenv("GITHUB_SERVER_URL"), os.Getenv("GITHUB_REPOSITORY"), os.Getenv("GITHUB_RUN_ID")
	if slices.Contains([]string{server, repository, id}, "") {
		return ""
	}
	return strings.Join([]string{server, repository, "actions/runs", id}, "/")
}
