package pipeline

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/example/predictive-maintenance/envs"
)

// route is the way of an image from one environment to a later one.
type route struct {
	from, to envs.Environment
	service  string
	// release is the tag that the image has, or its digest.
	release string
}

// newRoute reports every problem of the way at once. Images go in the order in
// which a change does, so that what runs in an environment was run before it.
func newRoute(from, to, image string) (route, error) {
	all := environments()
	var names []string
	for _, env := range all {
		names = append(names, env.Name)
	}
	start, end := slices.Index(names, from), slices.Index(names, to)
	var problems []error
	for _, name := range []string{from, to} {
		if !slices.Contains(names, name) {
			problems = append(problems, fmt.Errorf("no environment is named %q; there are %s", name, strings.Join(names, ", ")))
		}
	}
	switch {
	case start < 0 || end < 0:
	case start == end:
		problems = append(problems, fmt.Errorf("an image cannot be promoted from %s to itself", from))
	case start > end:
		problems = append(problems, fmt.Errorf("from %s to %s is backwards: images go from %s; to go back to an earlier release of %s, roll it back (docs/delivery.md, Rolling back)",
			from, to, strings.Join(names, " to "), to))
	case envs.Partition(all[start].Region) != envs.Partition(all[end].Region):
		problems = append(problems, fmt.Errorf("%s is in AWS's partition %s and %s in %s, and no role reaches from one into the other: copy the image by hand (crane copy keeps its digest), and deploy the digest",
			from, envs.Partition(all[start].Region), to, envs.Partition(all[end].Region)))
	}
	service, release, err := serviceAndRelease(image)
	if err != nil {
		return route{}, errors.Join(append(problems, err)...)
	}
	if problem := envs.ImageProblem(release); problem != "" {
		problems = append(problems, fmt.Errorf("the release %q: %s", release, problem))
	}
	for _, i := range []int{start, end} {
		if i >= 0 {
			problems = append(problems, knows(all[i], service))
		}
	}
	if err := errors.Join(problems...); err != nil {
		return route{}, err
	}
	return route{all[start], all[end], service, release}, nil
}

// serviceAndRelease are the two sides of "service=tag".
func serviceAndRelease(image string) (service, release string, err error) {
	service, release, ok := strings.Cut(image, "=")
	if !ok || release == "" {
		return "", "", fmt.Errorf("the image %q is not of the form service=tag, such as api-gateway=v1.4.2", image)
	}
	return service, release, nil
}

// knows fails for a service that the environment does not have.
func knows(env envs.Environment, service string) error {
	var names []string
	for _, s := range env.Services {
		names = append(names, s.Name)
	}
	if !slices.Contains(names, service) {
		return fmt.Errorf("%s has no service %q; there are %s", env.Name, service, strings.Join(names, ", "))
	}
	return nil
}

// ImageVariable is the Terraform variable with the release of a service.
func ImageVariable(service string) string {
	return strings.ReplaceAll(service, "-", "_") + "_image_tag"
}
