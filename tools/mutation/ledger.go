package mutation

import "github.com/example/predictive-maintenance/envs"

// Row is a fault of the implementation plan's own HCL, and what would catch it
// if somebody made it again. Exactly one kind of catch is set.
type Row struct {
	// Lines are the plan's, or its part.
	Lines string
	// Fault says what was wrong.
	Fault string
	// Rules are the policies that speak: "id", or "id/name of the mutation".
	Rules []string
	// Break breaks production so that `terraform validate` says Says.
	Break func(v *View)
	// Environment breaks an environment so that its validation says Says.
	Environment func(env *envs.Environment)
	// Says is what the refusal says.
	Says string
	// Test is the test that catches it: "package.TestName".
	Test string
}

func rules(lines, fault string, rules ...string) Row {
	return Row{Lines: lines, Fault: fault, Rules: rules}
}

func refused(lines, fault, says string, change func(v *View)) Row {
	return Row{Lines: lines, Fault: fault, Says: says, Break: change}
}

func tested(lines, fault, test string) Row { return Row{Lines: lines, Fault: fault, Test: test} }

func argument(kind, name, argument string, value any) func(v *View) {
	return func(v *View) { v.Each(kind, name, func(values Object) { values[argument] = value }) }
}

// Ledger are the faults of the plan, in its order: first those that stop
// Terraform, then those that it doesn't see.
var Ledger = []Row{
	refused("118, 123, 172", "variables that nobody declares", "Reference to undeclared input variable",
		argument("aws_vpc", "", "tags", Object{"Name": "${var.project}"})),
	refused("131", "the Supabase provider's token as api_key", `Extraneous JSON object property`, func(v *View) {
		provider := v.root["provider"].(Object)["supabase"].([]any)[0].(Object)
		provider["api_key"] = provider["access_token"]
		delete(provider, "access_token")
	}),
	refused("455", "a secret that nobody declares", "Reference to undeclared resource",
		argument("aws_sns_topic", "", "display_name", "${aws_secretsmanager_secret_version.supabase_key.arn}")),
	rules("455", "a whole secret in a variable", "secrets-by-key"),
	refused("491", "a block deployment_configuration", "Extraneous JSON object property",
		argument("aws_ecs_service", "compute_api-gateway", "deployment_configuration", Object{"maximum_percent": 200})),
	refused("545", "a certificate that nobody declares", "Reference to undeclared resource",
		argument("aws_lb_listener", "compute_https", "certificate_arn", "${aws_acm_certificate.main.arn}")),
	refused("655", "aws_s3_bucket_encryption, which there isn't", "Invalid resource type",
		func(v *View) { v.Add("aws_s3_bucket_encryption", "added", Object{"bucket": "b"}) }),
	rules("665", "a lifecycle rule without a filter", "bucket-lifecycle/no filter"),
	refused("698, 910, 965", "data sources that nobody declares", "Reference to undeclared resource",
		argument("aws_sns_topic", "", "display_name", "${data.aws_elb_service_account.main.arn}")),
	refused("774, 793", "a password that nobody declares", "Reference to undeclared resource",
		argument("supabase_project", "", "database_password", "${random_password.supabase_db.result}")),
	refused("994", "a web ACL without visibility_config", "Insufficient visibility_config blocks", func(v *View) {
		v.Each("aws_wafv2_web_acl", "", func(values Object) { delete(values, "visibility_config") })
	}),
	rules("504, 521", "names of load balancers above 32 characters", "names/33 characters"),
	rules("355", "a route through a NAT gateway that there isn't", "routes-lead-somewhere"),
	rules("414, 521, 714, 750, 1090, 1095", "names without the environment", "names/another environment's name"),
	tested("pipeline", "TF_WORKSPACE and workspaces, which fail from the second run on", "workflows_test.TestNoWorkspaces"),

	rules("349", "private route tables that no subnet has", "subnets-routed"),
	rules("network", "security group rules inline", "security-group-rules-apart"),
	rules("network", "name_prefix without create_before_destroy", "security-groups-replaced-first"),
	rules("network", "no descriptions", "security-groups-described"),
	rules("280", "gRPC from whatever shares a security group", "grpc-from-other-groups/from itself", "grpc-from-other-groups/from anybody in the VPC"),
	rules("network", "the default security group left open", "default-security-group-closed"),
	rules("295", "SageMaker's security group attached to nothing", "security-groups-used"),
	rules("295", "no interface endpoints, and none for S3", "production-endpoints", "vpc-endpoint-ecr-api", "vpc-endpoint-ecr-dkr"),
	rules("network", "no flow logs", "vpc-flow-logs"),
	{Lines: "network", Fault: "NAT gateways in one way only", Says: "nat", Environment: func(env *envs.Environment) { env.Network.NAT = "two" }},
	rules("182", "public subnets that give out public addresses", "no-public-addresses"),

	rules("443", "the ML service on the API's own host", "services-apart"),
	rules("443", "no scaling of the ML service", "services-scale"),
	rules("435", "NODE_ENV set to the environment's name", "node-mode"),
	rules("424", "latest, in a repository whose tags move", "images-told", "images-immutable"),
	rules("476", "applies that fight the scaling", "scaling-decides"),
	{Lines: "476", Fault: "fewer tasks wanted than the scaling allows", Says: "desired", Environment: func(env *envs.Environment) {
		env.Services[0].MinCount = env.Services[0].DesiredCount + 1
	}},
	rules("compute", "no circuit breaker, no rollback by alarm", "deployments-roll-back/no way back", "deployments-roll-back/no alarms"),
	rules("compute", "no grace period", "tasks-may-start-up"),
	rules("544", "a TLS policy of 2017", "tls-policy"),
	rules("compute", "invalid headers passed on", "invalid-headers-dropped"),
	rules("compute", "no DNS record for the API", "load-balancer-named"),
	rules("515", "a load balancer before its log bucket's policy", "load-balancer-after-its-logs"),

	rules("storage", "buckets without public access block, ownership or TLS", "bucket-not-public", "bucket-without-acls", "bucket-tls-only"),
	rules("643, 685", "names of buckets without the account", "bucket-names-unique"),
	rules("701", "log bucket: an encryption with which no log arrives, a grant on the whole bucket", "load-balancer-logs-arrive/a key of the stack",
		"load-balancer-logs-arrive/the whole bucket"),
	rules("storage", "buckets without lifecycle", "bucket-lifecycle/no lifecycle"),
	rules("660", "AES256 where there is a key", "bucket-encrypted"),
	rules("storage", "old versions for ever", "bucket-versions-end"),
	rules("storage", "an archive for models that are in use", "archive-what-is-named"),
	rules("736", "images without a tag for ever", "images-without-tag-expire"),
	rules("749", "the ML repository without lifecycle or encryption", "images-expire/every image of the ML service",
		"encrypted-with-own-key/AWS's key for images"),

	rules("764", "a token on a command line", "commands-hold-no-values"),
	rules("supabase", "a service key in the state", "secrets-not-in-state"),

	rules("849", "an execution role that decrypts nothing", "secrets-can-be-read"),
	rules("iam", "one task role for all services", "task-roles-apart"),
	rules("919", "every SageMaker endpoint", "own-endpoints"),
	rules("937", "AmazonSageMakerFullAccess", "no-full-access"),
	rules("iam", "roles that a service assumes for any account", "trust-is-narrow/a service of any account"),
	rules("iam", "a hard-coded partition", "partition-told"),
	rules("kms", "a key that logs and alarms cannot use", "key-serves/no logs", "key-serves/no alarms"),
	rules("kms", "services that use the key for any account", "key-services-told"),
	rules("waf", "no known bad inputs, no addresses' reputation", "firewall-groups/known bad inputs", "firewall-groups/bad addresses"),
	rules("waf", "no logs, or logs that are not written", "firewall-logs", "firewall-log-named"),

	rules("1086", "log groups without the key", "encrypted-with-own-key/a log without a key"),
	rules("1109", "metrics without dimensions on the dashboard", "dashboard-draws"),
	rules("1142", "no topic policy", "topic-takes-alarms"),
	rules("monitoring", "alarms that leave silence open, and never end", "alarms-without-data", "alarms-end"),
	rules("monitoring", "no alarms on memory, latency, the load balancer's errors", "alarms-on-what-users-feel/memory",
		"alarms-on-what-users-feel/latency", "alarms-on-what-users-feel/the load balancer's errors"),
	rules("1503", "no budget", "budget"),
	rules("1426", "no backups", "production-backed-up"),
	tested("9", "no Terraform Cloud", "stacks_test.TestCloudBackend"),
	tested("11", "no Datadog", "stacks_test.TestAgentRunsBesideEachService"),

	rules("state", "the state's bucket without KMS, open, over plain HTTP", "bucket-encrypted/the state with a key of Amazon S3's",
		"bucket-not-public/the state for everybody", "bucket-tls-only/the state over plain HTTP"),
	tested("state", "a bootstrap that works once", "terraform_test.TestBootstrapMovesItsStateIntoTheBucket"),
	rules("state", "a lock table without recovery or protection", "tables-recover", "tables-protected"),
	rules("state", "encrypt without a key", "state-with-own-key/no key"),

	tested("pipeline", "static keys", "workflows_test.TestNobodyHoldsAKey"),
	tested("pipeline", "Terraform before 1.11, which knows no write-only arguments", "stacks_test.TestVersionsAreConstraints"),
	tested("pipeline", "production that is never planned in review", "pipeline.TestJobsAreTheEnvironmentsMeant"),
	tested("pipeline", "another plan applied than the one reviewed", "workflows_test.TestAppliesWaitForReviewers"),
	tested("pipeline", "no permissions", "workflows_test.TestJobsHaveThePermissionsTheyNeed"),
	tested("pipeline", "no concurrency", "workflows_test.TestReleasesWaitForEachOther"),
	tested("pipeline", "changes that no run tests, for want of their path in a filter", "workflows_test.TestEveryChangeIsTested"),
	tested("pipeline", "no pins, and artifact actions that no longer run", "workflows_test.TestActionsArePinned"),
	tested("pipeline", "no drift detection, no rollback", "workflows_test.TestThereIsAWorkflowForEachPromise"),
	tested("1437-1453", "runbooks for things that the code never makes", "docs_test.TestRunbooksNameWhatExists"),
}
