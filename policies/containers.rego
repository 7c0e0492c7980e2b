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
