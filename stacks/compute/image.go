package compute

import (
	"fmt"
	"strings"

	"github.com/aws/jsii-runtime-go"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/input"
)

// image is the release of a service: the environment's choice, which the
// Terraform variable <service>_image_tag overrides.
type image struct {
	variable string
	// reference is what ECS pulls.
	reference string
}

// ImageVariable is the name of the Terraform variable with a service's image
// tag: "api_gateway_image_tag".
func ImageVariable(service string) string {
	return strings.ReplaceAll(service, "-", "_") + "_image_tag"
}

func newImage(m address.Module, s envs.Service, repositoryURL *string) image {
	name := ImageVariable(s.Name)
	input.Variable(m.Stack, input.Options{
		Name:        name,
		Description: "Release of " + s.Name + ", a tag of its repository; empty before the first is pushed",
		Default:     jsii.String(s.ImageTag),
		Condition: fmt.Sprintf(`${var.%s == "" || (var.%s != "latest" && can(regex("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$", var.%s)))}`,
			name, name, name),
		Message: "Must be the tag of a release, such as v1.4.2, and not latest: tags never move in this registry.",
	})
	return image{variable: name, reference: fmt.Sprintf("%s:${var.%s}", *repositoryURL, name)}
}

// overridable is a resource whose JSON can be amended.
type overridable interface {
	AddOverride(path *string, value interface{})
}

// whenReleased declares a resource only once the service has an image: before,
// the repository is empty, and ECS would try in vain to start tasks. The
// bindings take no expression for count.
func (i image) whenReleased(r overridable) {
	r.AddOverride(jsii.String("count"), fmt.Sprintf(`${var.%s == "" ? 0 : 1}`, i.variable))
}
