package policies.topics.containers

import rego.v1

import data.lib

tasks contains {"address": r.address, "task": r, "container": c} if {
	some r in lib.of("aws_ecs_task_definition")
	is_string(r.values.container_definitions)
	some c in json.unmarshal(r.values.container_definitions)
}

rule contains {"id": "task-network", "title": "Tasks have a network interface of their own", "controls": ["ECS.1"]}

violation contains lib.found("task-network", r.address, "shares the host's network") if {
	some r in lib.of("aws_ecs_task_definition")
	object.get(r.values, "network_mode", "bridge") != "awsvpc"
}

rule contains {"id": "service-without-public-address", "title": "Services have no public addresses", "controls": ["ECS.2"]}

violation contains lib.found("service-without-public-address", r.address, "gives its tasks public addresses") if {
	some r in lib.of("aws_ecs_service")
	some b in lib.block(r.values, "network_configuration")
	object.get(b, "assign_public_ip", false) == true
}

rule contains {"id": "task-processes", "title": "Tasks don't see the host's processes", "controls": ["ECS.3"]}

violation contains lib.found("task-processes", r.address, "sees the host's processes") if {
	some r in lib.of("aws_ecs_task_definition")
	object.get(r.values, "pid_mode", "") == "host"
}

rule contains {"id": "container-unprivileged", "title": "Containers are not privileged", "controls": ["ECS.4"]}

violation contains of_container("container-unprivileged", t, "is privileged") if {
	some t in tasks
	object.get(t.container, "privileged", false) == true
}

rule contains {"id": "container-read-only", "title": "Containers cannot write to their root file system", "controls": ["ECS.5"]}

violation contains of_container("container-read-only", t, "can write to its root file system") if {
	some t in tasks
	object.get(t.container, "readonlyRootFilesystem", false) != true
}

rule contains {"id": "container-secrets", "title": "Secrets are not environment variables of a task definition", "controls": ["ECS.8"]}

violation contains of_container("container-secrets", t, sprintf("has %s in clear", [e.name])) if {
	some t in tasks
	some e in object.get(t.container, "environment", [])
	regex.match(`(?i)(SECRET|PASSWORD|PASSWD|TOKEN|CREDENTIAL|PRIVATE|(^|_)KEY(_ID)?$)`, e.name)
}

rule contains {"id": "container-logs", "title": "Containers log", "controls": ["ECS.9"]}

violation contains of_container("container-logs", t, "logs nowhere") if {
	some t in tasks
	object.get(object.get(t.container, "logConfiguration", {}), "logDriver", "none") == "none"
}

rule contains {"id": "platform-version", "title": "Services run on Fargate's latest platform", "controls": ["ECS.10"]}

violation contains lib.found("platform-version", r.address, "is held at an old platform version") if {
	some r in lib.of("aws_ecs_service")
	not object.get(r.values, "platform_version", null) in {null, "", "LATEST"}
}

rule contains {"id": "container-insights", "title": "Clusters have Container Insights", "controls": ["ECS.12"]}

violation contains lib.found("container-insights", r.address, "has no Container Insights") if {
	some r in lib.of("aws_ecs_cluster")
	on := {s | some s in lib.block(r.values, "setting"); s.name == "containerInsights"; s.value in {"enabled", "enhanced"}}
	count(on) == 0
}

rule contains {"id": "images-scanned", "title": "Images are scanned when they are pushed", "controls": ["ECR.1"]}

violation contains lib.found("images-scanned", r.address, "scans no image") if {
	some r in lib.of("aws_ecr_repository")
	scanned := {b | some b in lib.block(r.values, "image_scanning_configuration"); b.scan_on_push == true}
	count(scanned) == 0
}

rule contains {"id": "images-immutable", "title": "Tags of images don't move", "controls": ["ECR.2"]}

violation contains lib.found("images-immutable", r.address, "lets tags move") if {
	some r in lib.of("aws_ecr_repository")
	object.get(r.values, "image_tag_mutability", "MUTABLE") != "IMMUTABLE"
}

rule contains {"id": "images-expire", "title": "Repositories say which images they keep", "controls": ["ECR.3"]}

violation contains lib.found("images-expire", r.address, "keeps every image") if {
	some r in lib.of("aws_ecr_repository")
	count(lib.belongs("aws_ecr_lifecycle_policy", "repository", r)) == 0
}

of_container(id, t, message) := lib.found(id, sprintf("%s/%s", [t.address, t.container.name]), message)

rule contains {"id": "images-without-tag-expire", "title": "Repositories don't keep images that have no tag", "controls": ["ECR.3", "pdm"]}

violation contains lib.found("images-without-tag-expire", r.address, "keeps images without a tag") if {
	some r in lib.of("aws_ecr_lifecycle_policy")
	is_string(r.values.policy)
	expiring := {rule |
		some rule in json.unmarshal(r.values.policy).rules
		rule.action.type == "expire"
		rule.selection.tagStatus in {"any", "untagged"}
	}
	count(expiring) == 0
}

rule contains {"id": "images-told", "title": "Containers run images whose tag says which", "controls": ["pdm"]}

violation contains of_container("images-told", t, sprintf("runs %s", [image(t.container)])) if {
	some t in tasks
	not regex.match(`(:[^:/]+|@sha256:[0-9a-f]{64})$`, image(t.container))
}

violation contains of_container("images-told", t, "runs whatever is latest") if {
	some t in tasks
	endswith(image(t.container), ":latest")
}

# A stack has a name of its own for an image, which is told by a tag or a digest.
image(container) := input.locals[name] if {
	name := regex.find_all_string_submatch_n(`^\$\{local\.([^}]+)\}$`, container.image, 1)[0][1]
} else := container.image

rule contains {"id": "secrets-by-key", "title": "Containers get single values of secrets", "controls": ["pdm"]}

violation contains of_container("secrets-by-key", t, sprintf("gets the whole secret as %s", [s.name])) if {
	some t in tasks
	some s in object.get(t.container, "secrets", [])
	not names_key(s.valueFrom)
}

# An ARN has seven parts; a reference to one has none that shows.
names_key(reference) if {
	parts := split(reference, ":")
	key := {"arn": 7, "ref": 1}[kind_of(parts)]
	count(parts) == key + 3
	parts[key] != ""
}

kind_of(parts) := "arn" if parts[0] == "arn"

kind_of(parts) := "ref" if parts[0] != "arn"

rule contains {"id": "services-apart", "title": "Services find each other by name, not on their own host", "controls": ["pdm"]}

# The agent is another container of the same task.
violation contains of_container("services-apart", t, sprintf("looks for %s on its own host", [e.name])) if {
	some t in tasks
	some e in object.get(t.container, "environment", [])
	endswith(e.name, "_HOST")
	e.name != "DD_AGENT_HOST"
	regex.match(`^(localhost$|127\.|\[?::1\]?$)`, e.value)
}

rule contains {"id": "node-mode", "title": "NODE_ENV says how Node.js runs, not where", "controls": ["pdm"]}

violation contains of_container("node-mode", t, sprintf("has NODE_ENV=%s", [e.value])) if {
	some t in tasks
	some e in object.get(t.container, "environment", [])
	e.name == "NODE_ENV"
	not e.value in {"development", "production", "test"}
}

rule contains {"id": "task-roles-apart", "title": "No two services share a role", "controls": ["pdm"]}

violation contains lib.found("task-roles-apart", r.address, sprintf("has the role of %s", [other.address])) if {
	some r in lib.of("aws_ecs_task_definition")
	some other in lib.of("aws_ecs_task_definition")
	r.base < other.base
	shared_role(r, other)
}

shared_role(r, other) if {
	count(lib.references(r, "task_role_arn") & lib.references(other, "task_role_arn")) > 0
}

shared_role(r, other) if {
	is_string(r.values.task_role_arn)
	r.values.task_role_arn == other.values.task_role_arn
}

rule contains {"id": "secrets-can-be-read", "title": "Whoever starts a task with secrets can decrypt them", "controls": ["pdm"]}

violation contains lib.found("secrets-can-be-read", r.address, "has secrets that its execution role cannot decrypt") if {
	some r in lib.of("aws_ecs_task_definition")
	some t in tasks
	t.address == r.address
	count(object.get(t.container, "secrets", [])) > 0
	decrypting := {s |
		some role in lib.of("aws_iam_role")
		lib.refers(r, "execution_role_arn", role)
		some p in lib.belongs("aws_iam_role_policy", "role", role)
		some d in lib.documents_of(p, "policy")
		some s in d.statements
		s.effect == "Allow"
		"kms:Decrypt" in s.actions
	}
	count(decrypting) == 0
}

rule contains {"id": "deployments-roll-back", "title": "Deployments that fail are taken back", "controls": ["pdm"]}

violation contains lib.found("deployments-roll-back", r.address, sprintf("%s takes no deployment back", [name])) if {
	some r in lib.of("aws_ecs_service")
	some name in ["deployment_circuit_breaker", "alarms"]
	on := {b | some b in lib.block(r.values, name); b.enable == true; b.rollback == true}
	count(on) == 0
}

rule contains {"id": "tasks-may-start-up", "title": "Tasks behind a load balancer have time to start", "controls": ["pdm"]}

violation contains lib.found("tasks-may-start-up", r.address, "has no grace period for health checks") if {
	some r in lib.of("aws_ecs_service")
	count(lib.block(r.values, "load_balancer")) > 0
	object.get(r.values, "health_check_grace_period_seconds", 0) in {null, 0}
}

rule contains {"id": "services-scale", "title": "Every service scales", "controls": ["pdm"]}

violation contains lib.found("services-scale", r.address, "does not scale") if {
	some r in lib.of("aws_ecs_service")
	scaled := {s | some s in lib.of("aws_appautoscaling_target"); endswith(s.values.resource_id, concat("", ["/", r.values.name]))}
	count(scaled) == 0
}

rule contains {"id": "scaling-decides", "title": "An apply leaves the count of tasks to what scales it", "controls": ["pdm"]}

# A plan shows no lifecycle.
violation contains lib.found("scaling-decides", r.address, "sets back the count of tasks") if {
	not lib.is_plan
	some r in lib.of("aws_ecs_service")
	left := {l | some l in lib.block(r.values, "lifecycle"); "desired_count" in object.get(l, "ignore_changes", [])}
	count(left) == 0
}

rule contains {"id": "container-not-root", "title": "Containers name a user that is not root", "controls": ["ECS.20", "ECS.21"]}

violation contains of_container("container-not-root", t, "runs as root, or as whom its image says") if {
	some t in tasks
	user := object.get(t.container, "user", "")
	regex.match(`^(|0|root|Administrator|ContainerAdministrator)(:|$)`, user)
}
