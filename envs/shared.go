package envs

// Project is the label that every name begins with. The plan leaves
// var.project without a value; three letters leave the most of the 32
// characters that a load balancer's name may have.
const Project = "pdm"

// ProductionName is the one environment with rules of its own: it must be
// protected and survive the loss of a zone.
const ProductionName = "production"

// RateLimit is how many requests one IP address may send in five minutes (plan,
// line 1008).
const RateLimit = 2000

// SupabaseOrganization is the slug of the organization that pays for the
// Supabase projects. A team that deploys for real names its own, here.
const SupabaseOrganization = "abcdefghijklmnopqrst"

// FrontendRepository is the GitHub repository of the web application. A team
// that deploys for real names its own, here.
const FrontendRepository = "example/predictive-maintenance-frontend"

// BootstrapName is the stack that exists once an account and holds the state
// of all others, its own included; that of an account with a name has the name
// behind it ([Account.BootstrapStack]).
const BootstrapName = "bootstrap"

// ExecLog, ServiceConnectLog and AgentLog are what writes logs beside the
// services: the sessions of ECS Exec, the proxies of Service Connect, and
// Datadog's agents, whose container has the same name.
const (
	ExecLog           = "exec"
	ServiceConnectLog = "service-connect"
	AgentLog          = "datadog-agent"
)

// AccountName is the stack of what exists once an account beside the state:
// the roles that deliver, and the account's guards. As above, [Account.Stack].
const AccountName = "account"

// SharedTag is the value of the tag Environment for what belongs to none.
const SharedTag = "shared"

// Accounts are the AWS accounts that environments are in. One is enough to begin
// with; how production moves into an account of its own, docs/account.md shows.
func Accounts() []Account { return []Account{Shared} }

// Shared is the AWS account of every environment that names no other. A team that
// delivers for real names its own repository, here, and its account's ID.
var Shared = Account{
	Project:    Project,
	Region:     "us-east-1",
	Repository: "example/predictive-maintenance",
	Branch:     "main",
	Store:      Store,
	Detection: Detection{
		CloudTrail:    true,
		ObjectEvents:  true,
		GuardDuty:     true,
		Config:        true,
		SecurityHub:   true,
		RetentionDays: 365,
		Email:         "security@example.com",
		Owner:         "Platform",
		Security: &Contact{
			Name:  "Security on call",
			Title: "Security",
			Email: "security@example.com",
			Phone: "+1 555 0100",
		},
	},
}

// Store is the S3 bucket and DynamoDB table of the plan (lines 35-41) that hold the
// state of every environment in [Shared]. S3 bucket names are global: a team that
// deploys for real chooses its own Bucket, here.
var Store = StateStore{
	Bucket:   "predictive-maintenance-terraform-state",
	Table:    "terraform-state-lock",
	KeyAlias: "alias/terraform-state",
	Region:   "us-east-1",
}
