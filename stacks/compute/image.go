package compute

import (
	"fmt"
	"strings"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

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
		Description: "Release of " + s.Name + ", a tag of its repository or a digest; empty before the first is pushed",
		Default:     jsii.String(s.ImageTag),
		Condition: fmt.Sprintf(`${var.%s == "" || (var.%s != "%s" && can(regex("^(%s|%s)$", var.%s)))}`,
			name, name, envs.MovingTag, envs.ImageTagForm, envs.ImageDigestForm, name),
		Message: "Must be the tag of a release, such as v1.4.2, or a digest, sha256:…, and not latest: tags never move in this registry.",
	})
	// Neither form has the other's separator. A value of its own, because an
	// expression with quotes cannot stand in the JSON of a container.
	reference := cdktf.NewTerraformLocal(m.Stack, m.ID(s.Name+"_image"),
		fmt.Sprintf(`%s${startswith(var.%s, "sha256:") ? "@" : ":"}${var.%s}`, *repositoryURL, name, name))
	return image{variable: name, reference: *reference.AsString()}
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
