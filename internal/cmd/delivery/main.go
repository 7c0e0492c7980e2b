// Command delivery does a step of a pipeline; the Makefile calls it.
// `delivery plan -stack staging -folder plans`.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/example/predictive-maintenance/internal/pipeline"
	"github.com/example/predictive-maintenance/internal/terraform"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

var errUsage = errors.New("usage: delivery environments|protection|review|plan|apply|smoke|drift|comment|issue|migrate-state|open-state [options]; -h lists them")

type options struct {
	stack, target, role, folder, base, from, branch, commit, state, jobs, image, url, to string
	pullRequest                                                                          int
	overwrite                                                                            bool
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	var o options
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.StringVar(&o.stack, "stack", "", "the stack, by name")
	flags.StringVar(&o.target, "target", "aws", "where: aws, or emulator")
	flags.StringVar(&o.role, "role", "", "the role of delivery to run as, on the emulator")
	flags.StringVar(&o.folder, "folder", "plans", "where steps leave what later ones need")
	flags.StringVar(&o.base, "base", "", "review: the commit to compare the synthesized JSON with")
	flags.StringVar(&o.from, "from", "HEAD", "migrate-state: the commit that says where the state was")
	flags.StringVar(&o.branch, "branch", "", "environments: those that pushes of this branch deploy")
	flags.StringVar(&o.commit, "commit", "", "environments: deploy this commit of the branch")
	flags.StringVar(&o.state, "state", "", "environments: those with their state in s3, or in cloud")
	flags.StringVar(&o.jobs, "jobs", "", "protection: what environments printed")
	flags.StringVar(&o.image, "image", "", "plan: service=tag, in place of what the environment says")
	flags.StringVar(&o.url, "url", "", "smoke: what to ask for /health in place of the environment's public services")
	flags.StringVar(&o.to, "to", "", "open-state: the file to write")
	flags.BoolVar(&o.overwrite, "overwrite", false, "migrate-state: replace what is at the new place")
	flags.IntVar(&o.pullRequest, "pull-request", 0, "comment: its number; 0 for the one that brought the commit")
	if err := flags.Parse(args[1:]); err != nil || flags.NArg() > 0 {
		return errUsage
	}
	switch args[0] {
	case "environments":
		return environments(ctx, o)
	case "protection":
		return onGitHub(func(g *pipeline.GitHub) error { return pipeline.RequireProtection(ctx, g, o.jobs) })
	}
	step, ok := steps[args[0]]
	if !ok {
		return errUsage
	}
	d, err := newDelivery(ctx, o)
	if err != nil {
		return err
	}
	return step(ctx, d, o)
}

var steps = map[string]func(context.Context, *pipeline.Delivery, options) error{
	"review": func(ctx context.Context, d *pipeline.Delivery, o options) error {
		return d.Plan(ctx, o.stack, pipeline.PlanOptions{Base: o.base})
	},
	"plan": func(ctx context.Context, d *pipeline.Delivery, o options) error {
		return d.Plan(ctx, o.stack, pipeline.PlanOptions{Refresh: true})
	},
	"apply": func(ctx context.Context, d *pipeline.Delivery, o options) error { return d.Apply(ctx, o.stack) },
	"smoke": func(ctx context.Context, d *pipeline.Delivery, o options) error {
		return d.Smoke(ctx, o.stack, o.url, time.Now())
	},
	"drift": func(ctx context.Context, d *pipeline.Delivery, o options) error {
		_, err := d.Drift(ctx, o.stack)
		return err
	},
	"comment": func(ctx context.Context, d *pipeline.Delivery, o options) error {
		return onGitHub(func(g *pipeline.GitHub) error { return d.Comment(ctx, g, o.stack, o.pullRequest) })
	},
	"issue": func(ctx context.Context, d *pipeline.Delivery, o options) error {
		return onGitHub(func(g *pipeline.GitHub) error { return d.Issue(ctx, g, o.stack) })
	},
	"migrate-state": func(ctx context.Context, d *pipeline.Delivery, o options) error {
		return d.MigrateState(ctx, o.stack, o.from, o.overwrite)
	},
	"open-state": func(ctx context.Context, d *pipeline.Delivery, o options) error {
		if o.to == "" {
			return errors.New("say which file to write: TO=errored.tfstate")
		}
		return d.OpenState(ctx, o.stack, o.to)
	},
}

func onGitHub(write func(*pipeline.GitHub) error) error {
	g, err := pipeline.NewGitHub()
	if err != nil {
		return err
	}
	return write(g)
}

func newDelivery(ctx context.Context, o options) (*pipeline.Delivery, error) {
	root, err := os.Getwd()
	if err != nil {
		return nil, fmt.Errorf("find the project: %w", err)
	}
	runner, err := terraform.NewRunner(ctx, root, o.target)
	if err != nil {
		return nil, err
	}
	if o.role != "" {
		if err := runner.As(ctx, o.role); err != nil {
			return nil, err
		}
	}
	if err := terraform.Known(o.stack); err != nil {
		return nil, err
	}
	if o.image != "" {
		variable, tag, err := pipeline.Image(o.stack, o.image)
		if err != nil {
			return nil, err
		}
		if runner.Variables == nil {
			runner.Variables = map[string]string{}
		}
		runner.Variables[variable] = tag
	}
	return &pipeline.Delivery{Runner: runner, Root: root, Folder: o.folder, Run: runURL(), Stdout: os.Stdout}, nil
}

// runURL is the address of the run, from GitHub's variables.
func runURL() string {
	server, repository, id := os.Getenv("GITHUB_SERVER_URL"), os.Getenv("GITHUB_REPOSITORY"), os.Getenv("GITHUB_RUN_ID")
	if slices.Contains([]string{server, repository, id}, "") {
		return ""
	}
	return strings.Join([]string{server, repository, "actions/runs", id}, "/")
}

// environments prints the jobs of a pipeline, as JSON on one line.
func environments(ctx context.Context, o options) error {
	if o.state == "review" {
		return printJobs(os.Stdout, pipeline.ReviewJobs())
	}
	where := pipeline.Where{Branch: o.branch, Name: o.stack}
	switch o.state {
	case "":
	case "s3", "cloud":
		cloud := o.state == "cloud"
		where.Cloud = &cloud
	default:
		return fmt.Errorf("the state %q is neither s3 nor cloud", o.state)
	}
	jobs, err := pipeline.Jobs(where)
	if err != nil {
		return err
	}
	if o.commit != "" {
		root, err := os.Getwd()
		if err != nil {
			return fmt.Errorf("find the project: %w", err)
		}
		if jobs, err = pipeline.At(ctx, root, jobs, o.commit); err != nil {
			return err
		}
	}
	return printJobs(os.Stdout, jobs)
}

func printJobs(w io.Writer, jobs []pipeline.Job) error {
	matrix, err := pipeline.Matrix(jobs)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(w, matrix)
	return err
}
