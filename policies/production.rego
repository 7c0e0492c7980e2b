package policies.topics.production

import rego.v1

import data.lib

rule contains {"id": "production-zones", "title": "Production spans three zones", "controls": ["pdm"]}

violation contains lib.found("production-zones", r.address, "has subnets in fewer than three zones") if {
	lib.production
	some r in lib.of("aws_vpc")
	zones := {s.values.availability_zone | some s in lib.belongs("aws_subnet", "vpc_id", r)}
	count(zones) < 3
}

rule contains {"id": "production-nat", "title": "No zone of production depends on another's NAT gateway", "controls": ["pdm"]}

violation contains lib.found("production-nat", "aws_nat_gateway", "there are fewer NAT gateways than zones") if {
	lib.production
	not waits
	zones := {s.values.availability_zone | some s in lib.of("aws_subnet")}
	count(lib.of("aws_nat_gateway")) < count(zones)
}

# A plan of a standby that waits makes none.
waits if {
	lib.standby
	lib.is_plan
	lib.plan.variables.serving.value == "false"
}

rule contains {"id": "production-tasks", "title": "Every service of production has two tasks or more", "controls": ["pdm"]}

violation contains lib.found("production-tasks", r.address, "may run a single task") if {
	lib.production
	not lib.standby
	some r in lib.of("aws_appautoscaling_target")
	r.values.min_capacity < 2
}

rule contains {"id": "production-on-demand", "title": "Production runs on nothing that AWS may take back", "controls": ["pdm"]}

violation contains lib.found("production-on-demand", r.address, "runs on Spot") if {
	lib.production
	some r in lib.of("aws_ecs_service")
	some b in lib.block(r.values, "capacity_provider_strategy")
	b.capacity_provider == "FARGATE_SPOT"
}

rule contains {"id": "nothing-forced", "title": "Nothing that holds data is destroyed with what it holds", "controls": ["pdm"]}

violation contains lib.found("nothing-forced", r.address, sprintf("has %s", [name])) if {
	lib.production
	some r in lib.resources
	r.type in stateful
	some name in ["force_destroy", "force_delete"]
	object.get(r.values, name, false) == true
}

rule contains {"id": "production-kept", "title": "Terraform refuses to destroy what production cannot make again", "controls": ["pdm"]}

kept := {"aws_ecs_service", "aws_kms_key", "supabase_project", "vercel_project"}

# A plan shows no lifecycle.
violation contains lib.found("production-kept", r.address, "can be destroyed") if {
	not lib.is_plan
	lib.production
	some r in lib.resources
	r.type in kept
	guarded := {l | some l in lib.block(r.values, "lifecycle"); l.prevent_destroy == true}
	count(guarded) == 0
}

rule contains {"id": "stateful-stays", "title": "Nothing that holds data, and no key, is destroyed or replaced", "controls": ["pdm", "KMS.3"]}

# A password is made anew on purpose (CredentialsRevision), and holds nothing.
stateful := {
	"aws_backup_vault", "aws_cloudwatch_log_group", "aws_dynamodb_table", "aws_ecr_repository", "aws_kms_key", "aws_route53_zone", "aws_s3_bucket",
	"aws_secretsmanager_secret", "supabase_project", "vercel_project",
}

violation contains lib.found("stateful-stays", change.address, "would be destroyed") if {
	some change in lib.plan.resource_changes
	change.mode == "managed"
	change.type in stateful
	"delete" in change.change.actions
}

rule contains {"id": "production-backed-up", "title": "Production is backed up, once more in another vault", "controls": ["pdm"]}

violation contains lib.found("production-backed-up", r.address, "is not backed up") if {
	lib.production
	not lib.standby
	some r in lib.of("aws_vpc")
	copied := {c |
		some p in lib.of("aws_backup_plan")
		some b in lib.block(p.values, "rule")
		some c in lib.block(b, "copy_action")
	}
	count(copied) == 0
}

rule contains {"id": "commands-hold-no-values", "title": "Commands get values through their environment, which nobody lists", "controls": ["pdm"]}

violation contains lib.found("commands-hold-no-values", sprintf("%s.%s", [type, name]), "writes values into a command") if {
	some type, by_name in input.resource
	some name, values in by_name
	some provisioner in lib.list(object.get(values, "provisioner", []))
	some command in [provisioner["local-exec"].command]
	regex.match(`(^|[^$])\$\{`, command)
}

violation contains lib.found("commands-hold-no-values", sprintf("%s.%s", [r.type, r.name]), "writes values into a command") if {
	some r in lib.plan.configuration.root_module.resources
	some provisioner in object.get(r, "provisioners", [])
	count(object.get(provisioner.expressions.command, "references", [])) > 0
}
