package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/example/predictive-maintenance/internal/cmd/cli"
	"github.com/example/predictive-maintenance/internal/pipeline"
)

func environmentsCmd() *cobra.Command {
	var at at
	var branch, commit, state, from, image string
	cmd := cli.Command("environments", "Print what a pipeline delivers, as the JSON of its jobs", func(ctx context.Context, root string) error {
		jobs, err := jobs(pipeline.Where{Branch: branch, Name: at.stack}, state)
		if err != nil {
			return err
		}
		if from != "" {
			if err := pipeline.Promotable(from, at.stack, image); err != nil {
				return err
			}
		}
		if commit != "" && state != review {
			if jobs, err = pipeline.At(ctx, root, jobs, commit); err != nil {
				return err
			}
		}
		matrix, err := pipeline.Matrix(jobs)
		if err != nil {
			return err
		}
		fmt.Println(matrix)
		return nil
	})
	at.stackFlag(cmd)
	cmd.Flags().StringVar(&branch, "branch", "", "those that pushes of this branch deploy")
	cmd.Flags().StringVar(&commit, "commit", "", "deploy this commit of the branch")
	cmd.Flags().StringVar(&from, "from", "", "refuse, if the image cannot be promoted from this environment to the stack")
	cmd.Flags().StringVar(&image, "image", "", "the image: service=tag")
	cmd.Flags().StringVar(&state, "state", "", "those with their state in s3, or in cloud; review is what a pull request has planned")
	completed(cmd, "state", "s3", "cloud", review)
	return cmd
}

// review is the state of environments that are planned for a pull request.
const review = "review"

func jobs(where pipeline.Where, state string) ([]pipeline.Job, error) {
	switch state {
	case review:
		return pipeline.ReviewJobs(), nil
	case "":
	case "s3", "cloud":
		cloud := state == "cloud"
		where.Cloud = &cloud
	default:
		return nil, fmt.Errorf("the state %q is neither s3 nor cloud", state)
	}
	return pipeline.Jobs(where)
}

func protectionCmd() *cobra.Command {
	var jobs string
	cmd := cli.Command("protection", "Refuse jobs whose GitHub environments are missing, or ask nobody before production is applied",
		func(ctx context.Context, _ string) error {
			g, err := pipeline.NewGitHub()
			if err != nil {
				return err
			}
			return pipeline.RequireProtection(ctx, g, jobs)
		})
	cmd.Flags().StringVar(&jobs, "jobs", "", "what environments printed")
	return cmd
}

func commentCmd() *cobra.Command {
	var pullRequest int
	cmd := step("comment", "Write what the folder has about a stack into a pull request", func(ctx context.Context, d *pipeline.Delivery, stack string) error {
		g, err := pipeline.NewGitHub()
		if err != nil {
			return err
		}
		return d.Comment(ctx, g, stack, pullRequest)
	})
	cmd.Flags().IntVar(&pullRequest, "pull-request", 0, "its number; 0 for the one that brought the commit")
	return cmd
}

func driftIssueCmd() *cobra.Command {
	return step("drift-issue", "Open, update or close the issue about drift", func(ctx context.Context, d *pipeline.Delivery, stack string) error {
		g, err := pipeline.NewGitHub()
		if err != nil {
			return err
		}
		return d.Issues(ctx, g, stack)
	})
}
