package envs

import "slices"

// Protocol is what a service speaks on its port, in the terms of ECS Service
// Connect.
type Protocol string

const (
	// HTTP is HTTP/1.1.
	HTTP Protocol = "http"
	// GRPC is gRPC over HTTP/2 without TLS inside the VPC.
	GRPC Protocol = "grpc"
)

// Grant is something of the environment that a service's tasks may use.
type Grant string

const (
	// ReadMLData reads models and training data.
	ReadMLData Grant = "read-ml-data"
	// WriteMLData stores models, results and training data.
	WriteMLData Grant = "write-ml-data"
	// InvokeSageMaker calls the SageMaker endpoints of the environment, which
	// are those whose names begin with the environment's prefix.
	InvokeSageMaker Grant = "invoke-sagemaker"
)

// Service is one container image that runs as an ECS Fargate service.
type Service struct {
	// Name is the service's role, image repository and discovery name:
	// "api-gateway". Lower case letters, digits and hyphens.
	Name string

	// Port is the TCP port that the container listens on, 1024 or above: lower
	// ones are for root, which no container runs as. Each service has its own.
	Port int

	// Protocol is what it speaks there.
	Protocol Protocol

	// Public puts the service behind the load balancer.
	Public bool

	// Route says which requests go to it, if it is public; one service may have
	// none, and answers what the routes of the others leave. Where every one has,
	// the load balancer answers the rest with 404.
	Route Route

	// Calls names the services that this one calls; only they admit it, and
	// they start before it. It finds each under its name and port, and both in
	// the variables <NAME>_HOST and <NAME>_PORT.
	Calls []string

	// User is the numeric user and group that the container runs as,
	// "1000:1000". Not root.
	User string

	// HealthCheck is the command by which ECS asks the container for its
	// health, beginning with CMD or CMD-SHELL as Docker has it. What it runs
	// must be in the image.
	HealthCheck []string

	// Grants are what its tasks may use.
	Grants []Grant

	// Owner is the team that this service's alarms name; that of the
	// environment where it is empty.
	Owner string

	// Supabase gives the container the URL of the Supabase project and, out of
	// Secrets Manager, its keys.
	Supabase bool

	Deployment
}

// Deployment is what of a service differs between environments.
type Deployment struct {
	// ImageTag is the release that runs: a tag of the service's repository such
	// as "v1.4.2", or the digest of an image there, "sha256:…". Empty until the
	// first image is pushed: the service is not created before. The Terraform
	// variable <name>_image_tag overrides it for one run.
	ImageTag string

	// Variables are the container's environment variables, beside those that
	// the platform sets.
	Variables map[string]string

	// CPU is the task's size in CPU units, 1024 being one vCPU. Fargate
	// accepts only certain pairs of CPU and memory.
	CPU int

	// Memory is the task's memory in MiB.
	Memory int

	// DesiredCount is the number of tasks at the first deployment; from then
	// on the autoscaler decides between MinCount and MaxCount.
	DesiredCount int

	// MinCount is the least number of tasks that the autoscaler keeps.
	MinCount int

	// MaxCount is the most number of tasks that the autoscaler starts.
	MaxCount int

	// Objective is what users of a public service are promised; nil for no promise,
	// as where it is stopped off hours.
	Objective *Objective
}

// CalledBy says whether any of the services calls this one.
func (s Service) CalledBy(services []Service) bool {
	return slices.ContainsFunc(services, func(other Service) bool { return slices.Contains(other.Calls, s.Name) })
}

// APIGateway is the public REST API (plan, lines 407-470), a Node.js program.
func APIGateway(d Deployment) Service {
	return Service{
		Name: "api-gateway", Port: 3000, Protocol: HTTP, Public: true, Calls: []string{"ml-service"},
		// The user "node" of the official Node.js images.
		User:        "1000:1000",
		HealthCheck: []string{"CMD-SHELL", "wget -q -O /dev/null http://127.0.0.1:3000/health || exit 1"},
		Supabase:    true,
		Deployment:  d,
	}
}

// MLService is the inference service that the API calls over gRPC.
func MLService(d Deployment) Service {
	return Service{
		Name: "ml-service", Port: 50051, Protocol: GRPC,
		User:        "1000:1000",
		HealthCheck: []string{"CMD", "grpc_health_probe", "-addr=127.0.0.1:50051"},
		Grants:      []Grant{ReadMLData, WriteMLData, InvokeSageMaker},
		Deployment:  d,
	}
}

// Capacity shares tasks out between Fargate and Fargate Spot, which costs up to
// 70 % less and may take a task back with two minutes' notice.
type Capacity struct {
	// Base is the number of tasks a service that are never on Spot.
	Base int
	// OnDemand and Spot are the weights by which tasks beyond Base are shared
	// out, 0 to 1000 each.
	OnDemand, Spot int
}
