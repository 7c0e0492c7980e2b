package stacks_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

// services runs a test for each service of each environment.
func services(t *testing.T, test func(t *testing.T, env envs.Environment, s stack, service envs.Service)) {
	t.Helper()
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		require.Len(t, s.Resource["aws_ecs_service"], len(env.Services))
		require.Len(t, s.Resource["aws_ecs_task_definition"], len(env.Services))
		for _, service := range env.Services {
			t.Run(service.Name, func(t *testing.T) { test(t, env, s, service) })
		}
	})
}

// service is a service's ECS service.
func (s stack) service(name string) object { return s.Resource["aws_ecs_service"]["compute_"+name] }

// container is the service's own container in its task definition.
func (s stack) container(t *testing.T, name string) object {
	t.Helper()
	own := s.containers(t, name)[0]
	require.Equal(t, name, own["name"])
	return own
}

// containers are those of a service's task definition.
func (s stack) containers(t *testing.T, name string) []object {
	t.Helper()
	var containers []object
	definition := s.Resource["aws_ecs_task_definition"]["compute_"+name+"_task"]
	require.NoError(t, json.Unmarshal([]byte(definition["container_definitions"].(string)), &containers))
	require.NotEmpty(t, containers)
	return containers
}

// environment is a container's environment by name.
func environment(t *testing.T, container object) map[string]string {
	t.Helper()
	variables := map[string]string{}
	for _, v := range blocks(container["environment"]) {
		name := v["name"].(string)
		require.NotContains(t, variables, name)
		variables[name] = v["value"].(string)
	}
	return variables
}

func dependsOn(r object) []string {
	var all []string
	for _, each := range r["depends_on"].([]any) {
		all = append(all, each.(string))
	}
	return all
}

func TestCluster(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		cluster := s.only(t, "aws_ecs_cluster")
		assert.Equal(t, "pdm-"+env.Name+"-cluster", cluster["name"])
		assert.Equal(t, object{"name": "containerInsights", "value": "enabled"}, block(t, cluster["setting"]), "plan, line 395")

		configuration := block(t, cluster["configuration"])
		key := ref("aws_kms_key", "security_main", "arn")
		exec := block(t, configuration["execute_command_configuration"])
		assert.Equal(t, "OVERRIDE", exec["logging"])
		assert.Equal(t, key, exec["kms_key_id"])
		logging := block(t, exec["log_configuration"])
		assert.Equal(t, true, logging["cloud_watch_encryption_enabled"])
		assert.Equal(t, ref("aws_cloudwatch_log_group", "monitoring_exec_log", "name"), logging["cloud_watch_log_group_name"])
		assert.Equal(t, key, block(t, configuration["managed_storage_configuration"])["fargate_ephemeral_storage_kms_key_id"])

		providers := s.only(t, "aws_ecs_cluster_capacity_providers")
		assert.Equal(t, []any{"FARGATE", "FARGATE_SPOT"}, providers["capacity_providers"])
		assertStrategy(t, env.Capacity, providers["default_capacity_provider_strategy"])
	})
}

func assertStrategy(t *testing.T, c envs.Capacity, strategy any) {
	t.Helper()
	var want []object
	if c.OnDemand > 0 {
		want = append(want, object{"capacity_provider": "FARGATE", "weight": float64(c.OnDemand), "base": float64(c.Base)})
	}
	if c.Spot > 0 {
		want = append(want, object{"capacity_provider": "FARGATE_SPOT", "weight": float64(c.Spot), "base": 0.0})
	}
	require.NotEmpty(t, want)
	assert.Equal(t, want, blocks(strategy))
}

func TestTasksAreHardened(t *testing.T) {
	services(t, func(t *testing.T, env envs.Environment, s stack, service envs.Service) {
		container := s.container(t, service.Name)
		assert.Equal(t, service.Name, container["name"])
		assert.Equal(t, true, container["essential"])
		assert.Equal(t, true, container["readonlyRootFilesystem"], "control ECS.5")
		assert.Equal(t, service.User, container["user"])
		assert.NotContains(t, container, "privileged", "control ECS.4")
		assert.Equal(t, true, container["linuxParameters"].(object)["initProcessEnabled"])

		health := container["healthCheck"].(object)
		assert.Equal(t, len(service.HealthCheck), len(health["command"].([]any)))
		assert.EqualValues(t, 60, health["startPeriod"])

		logging := container["logConfiguration"].(object)
		assert.Equal(t, "awslogs", logging["logDriver"], "control ECS.9")
		options := logging["options"].(object)
		assert.Equal(t, ref("aws_cloudwatch_log_group", "monitoring_"+service.Name+"_log", "name"), options["awslogs-group"])
		assert.Equal(t, env.Region, options["awslogs-region"])
		assert.Equal(t, "non-blocking", options["mode"])

		definition := s.Resource["aws_ecs_task_definition"]["compute_"+service.Name+"_task"]
		assert.Equal(t, "awsvpc", definition["network_mode"])
		assert.NotContains(t, definition, "pid_mode", "control ECS.3")
		assert.Equal(t, fmt.Sprint(service.CPU), definition["cpu"])
		assert.Equal(t, fmt.Sprint(service.Memory), definition["memory"])
		assert.Equal(t, ref("aws_iam_role", "security_execution", "arn"), definition["execution_role_arn"])
		assert.Equal(t, ref("aws_iam_role", "security_"+service.Name+"_task", "arn"), definition["task_role_arn"], "a role a service")
		assert.Equal(t, true, definition["skip_destroy"], "a rollback needs the revision before")
		assert.Equal(t, "pdm-"+env.Name+"-"+service.Name, definition["family"], "correction of line 414")
	})
}

// What a container with a read-only root file system may write to is a volume
// each; the agent of ECS Exec only where shells are allowed.
func TestWritablePlaces(t *testing.T) {
	services(t, func(t *testing.T, env envs.Environment, s stack, service envs.Service) {
		want := []string{"/tmp"}
		if env.Exec {
			want = append(want, "/var/lib/amazon", "/var/log/amazon")
		}
		var volumes, mounted, paths []string
		for _, v := range blocks(s.Resource["aws_ecs_task_definition"]["compute_"+service.Name+"_task"]["volume"]) {
			volumes = append(volumes, v["name"].(string))
		}
		for _, m := range blocks(s.container(t, service.Name)["mountPoints"]) {
			mounted = append(mounted, m["sourceVolume"].(string))
			paths = append(paths, m["containerPath"].(string))
		}
		assert.Equal(t, want, paths)
		assert.Equal(t, volumes, mounted)
		assert.Equal(t, env.Exec, s.service(service.Name)["enable_execute_command"])
	})
	assert.False(t, fixture.Production().Exec)
}

// Correction of line 435: NODE_ENV is Node's, the environment's name has its
// own variable.
func TestNodeEnvironment(t *testing.T) {
	services(t, func(t *testing.T, env envs.Environment, s stack, service envs.Service) {
		variables := environment(t, s.container(t, service.Name))
		assert.Equal(t, env.Name, variables["APP_ENV"])
		assert.Equal(t, fmt.Sprint(service.Port), variables["PORT"])
		if service.Name == "api-gateway" {
			assert.Contains(t, []string{"production", "development"}, variables["NODE_ENV"])
		} else {
			assert.NotContains(t, variables, "NODE_ENV", "not every service is a Node.js program")
		}
	})
	assert.Equal(t, "production", environment(t, load(t, "staging").container(t, "api-gateway"))["NODE_ENV"])
}

// Correction of line 443: the ML service is a service of its own, which callers
// find by its name, through Service Connect and not on localhost.
func TestServicesFindEachOther(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		variables := environment(t, s.container(t, "api-gateway"))
		assert.Equal(t, "ml-service", variables["ML_SERVICE_HOST"])
		assert.Equal(t, "50051", variables["ML_SERVICE_PORT"])

		namespace := ref("aws_service_discovery_http_namespace", "compute_namespace", "arn")
		server := block(t, s.service("ml-service")["service_connect_configuration"])
		assert.Equal(t, true, server["enabled"])
		assert.Equal(t, namespace, server["namespace"])
		endpoint := block(t, server["service"])
		assert.Equal(t, "ml-service", endpoint["discovery_name"])
		assert.Equal(t, object{"dns_name": "ml-service", "port": 50051.0}, block(t, endpoint["client_alias"]))

		mapping := block(t, s.container(t, "ml-service")["portMappings"])
		assert.Equal(t, endpoint["port_name"], mapping["name"], "Service Connect finds the port by its name")
		assert.Equal(t, "grpc", mapping["appProtocol"], "calls are balanced one by one, not connections")
		assert.EqualValues(t, 50051, mapping["containerPort"])

		client := block(t, s.service("api-gateway")["service_connect_configuration"])
		assert.Equal(t, true, client["enabled"])
		assert.Equal(t, namespace, client["namespace"])
		assert.NotContains(t, client, "service", "nobody calls the API through Service Connect")
		assert.Contains(t, dependsOn(s.service("api-gateway")), "aws_ecs_service.compute_ml-service",
			"a client knows the services that were there when it started")

		registry := s.Resource["aws_service_discovery_service"]["compute_ml-service_dns"]
		assert.Equal(t, "ml-service", registry["name"])
		assert.Equal(t, ref("aws_service_discovery_service", "compute_ml-service_dns", "arn"),
			block(t, s.service("ml-service")["service_registries"])["registry_arn"])
		assert.Equal(t, "pdm-"+env.Name+".internal", s.only(t, "aws_service_discovery_private_dns_namespace")["name"])
		assert.Equal(t, ref("aws_vpc", "networking_main", "id"), s.only(t, "aws_service_discovery_private_dns_namespace")["vpc"])
		assert.Equal(t, object{
			"namespace_id": ref("aws_service_discovery_private_dns_namespace", "compute_private_zone", "id"),
			"dns_records":  []any{object{"type": "A", "ttl": float64(10)}},
		}, block(t, registry["dns_config"]))
		assert.Equal(t, object{"failure_threshold": 1.0}, block(t, registry["health_check_custom_config"]), "names lead to healthy tasks alone")
		assert.Equal(t, true, registry["force_destroy"], "what ECS registered goes with it")
	})
	assert.NotContains(t, load(t, moreOfBoth).service("reporting"), "service_connect_configuration", "neither calls nor is called")
}

// Correction of line 424: the tag is configuration, a variable overrides it,
// and what never moves has no "latest". It may be a digest, which a repository
// knows by another sign.
func TestImageTagIsConfiguration(t *testing.T) {
	services(t, func(t *testing.T, _ envs.Environment, s stack, service envs.Service) {
		name := strings.ReplaceAll(service.Name, "-", "_") + "_image_tag"
		assert.Equal(t, "${local.compute_"+service.Name+"_image}", s.container(t, service.Name)["image"])
		assert.Equal(t, "${aws_ecr_repository.storage_"+service.Name+".repository_url}${startswith(var."+name+`, "sha256:") ? "@" : ":"}${var.`+name+"}",
			s.Locals["compute_"+service.Name+"_image"])
		variable := s.Variable[name]
		assert.Equal(t, service.ImageTag, variable["default"])
		assert.Equal(t, false, variable["nullable"])
		assert.Contains(t, block(t, variable["validation"])["condition"], `!= "latest"`)
	})
	assert.Equal(t, "v1.4.2", load(t, moreOfBoth).Variable["api_gateway_image_tag"]["default"])
}

// Before its first image a service does not exist, and nothing else waits for
// it; from then on a tag changes the task definition and the service alone.
func TestServicesWaitForTheirFirstImage(t *testing.T) {
	services(t, func(t *testing.T, _ envs.Environment, s stack, service envs.Service) {
		variable := "var." + strings.ReplaceAll(service.Name, "-", "_") + "_image_tag"
		says := regexp.MustCompile(regexp.QuoteMeta(variable) + `|local\.compute_` + service.Name + "_image")
		count := "${" + variable + ` == "" ? 0 : 1}`
		var speaks []string
		for kind, byName := range s.Resource {
			for name, r := range byName {
				address := kind + "." + name
				switch {
				case r["count"] == count:
					delete(r, "count")
					if says.MatchString(toJSON(t, r)) {
						speaks = append(speaks, address)
					}
				case strings.HasPrefix(kind, "aws_ecs_service"), strings.HasPrefix(kind, "aws_appautoscaling"), kind == "aws_ecs_task_definition":
					assert.NotContains(t, name, "compute_"+service.Name, "%s waits for no image", address)
				default:
					assert.NotRegexp(t, says, toJSON(t, r), "%s changes with the image", address)
				}
			}
		}
		assert.Equal(t, []string{"aws_ecs_task_definition.compute_" + service.Name + "_task"}, speaks)
		assert.Equal(t, "${aws_ecs_task_definition.compute_"+service.Name+"_task[0].arn}", s.service(service.Name)["task_definition"])
	})
}

func TestDeployments(t *testing.T) {
	services(t, func(t *testing.T, env envs.Environment, s stack, service envs.Service) {
		r := s.service(service.Name)
		assert.Equal(t, "pdm-"+env.Name+"-"+service.Name, r["name"])
		assert.NotContains(t, r, "deployment_configuration", "correction of line 491")
		assert.EqualValues(t, 200, r["deployment_maximum_percent"])
		assert.EqualValues(t, 100, r["deployment_minimum_healthy_percent"])
		assert.Equal(t, object{"enable": true, "rollback": true}, block(t, r["deployment_circuit_breaker"]))
		assert.EqualValues(t, service.DesiredCount, r["desired_count"])

		lifecycle := block(t, r["lifecycle"])
		assert.Equal(t, []any{"desired_count"}, lifecycle["ignore_changes"], "correction of line 476: the autoscaler decides")
		assert.Equal(t, env.DeletionProtection, lifecycle["prevent_destroy"] == true,
			"a run that forgets the tag must not take production's service away")

		assert.NotContains(t, r, "launch_type", "excludes a capacity provider strategy")
		assertStrategy(t, env.Capacity, r["capacity_provider_strategy"])
		assert.Equal(t, true, r["force_new_deployment"])
		assert.Contains(t, dependsOn(r), "aws_ecs_cluster_capacity_providers.compute_cluster_capacity")

		network := block(t, r["network_configuration"])
		assert.Equal(t, false, network["assign_public_ip"], "control ECS.2")
		assert.Equal(t, []any{ref("aws_security_group", "networking_"+service.Name, "id")}, network["security_groups"])
		assert.Len(t, network["subnets"], len(env.Network.AvailabilityZones))
		for _, subnet := range network["subnets"].([]any) {
			assert.Contains(t, subnet, "networking_private_")
		}
		assert.Equal(t, "SERVICE", r["propagate_tags"])
		for address, policies := range map[string]map[string]object{
			"aws_iam_role_policy":            s.Resource["aws_iam_role_policy"],
			"aws_iam_role_policy_attachment": s.Resource["aws_iam_role_policy_attachment"],
		} {
			for name := range policies {
				if strings.HasPrefix(name, "security_execution") || name == "security_"+service.Name+"_task_policy" {
					assert.Contains(t, dependsOn(r), address+"."+name, "a task starts before it may")
				}
			}
		}
		if service.Public {
			balancer := block(t, r["load_balancer"])
			assert.Equal(t, service.Name, balancer["container_name"])
			assert.EqualValues(t, service.Port, balancer["container_port"])
			assert.EqualValues(t, 60, r["health_check_grace_period_seconds"])
			leads := "aws_lb_listener.compute_https"
			if !service.Default() {
				leads = "aws_lb_listener_rule.compute_" + service.Name + "_rule"
			}
			assert.Contains(t, dependsOn(r), leads, "ECS refuses a target group without a listener")
		} else {
			assert.NotContains(t, r, "load_balancer")
			assert.NotContains(t, r, "health_check_grace_period_seconds", "only a load balancer's checks know a grace period")
		}
	})
}

func TestScaling(t *testing.T) {
	services(t, func(t *testing.T, env envs.Environment, s stack, service envs.Service) {
		role := "compute_" + service.Name + "_scaling"
		resource := "service/pdm-" + env.Name + "-cluster/pdm-" + env.Name + "-" + service.Name
		target := s.Resource["aws_appautoscaling_target"][role]
		assert.EqualValues(t, service.MinCount, target["min_capacity"])
		assert.EqualValues(t, service.MaxCount, target["max_capacity"])
		assert.Equal(t, resource, target["resource_id"])
		assert.Contains(t, dependsOn(target), "aws_ecs_service.compute_"+service.Name)

		for suffix, want := range map[string]struct {
			metric string
			value  int
		}{
			"_cpu":    {"ECSServiceAverageCPUUtilization", 70},
			"_memory": {"ECSServiceAverageMemoryUtilization", 80},
		} {
			policy := s.Resource["aws_appautoscaling_policy"][role+suffix]
			assert.Equal(t, "TargetTrackingScaling", policy["policy_type"])
			assert.Equal(t, resource, policy["resource_id"])
			tracking := block(t, policy["target_tracking_scaling_policy_configuration"])
			assert.EqualValues(t, want.value, tracking["target_value"], "plan, lines 588 and 604")
			assert.Equal(t, want.metric, block(t, tracking["predefined_metric_specification"])["predefined_metric_type"])
			assert.EqualValues(t, 300, tracking["scale_in_cooldown"])
			assert.EqualValues(t, 60, tracking["scale_out_cooldown"])
		}

		stop := s.Resource["aws_appautoscaling_scheduled_action"]["compute_"+service.Name+"_stop"]
		start := s.Resource["aws_appautoscaling_scheduled_action"]["compute_"+service.Name+"_start"]
		if env.OffHours == nil {
			assert.Nil(t, stop)
			assert.Nil(t, start)
			assert.NotContains(t, target, "lifecycle")
			return
		}
		assert.Equal(t, object{"min_capacity": "0", "max_capacity": "0"}, block(t, stop["scalable_target_action"]))
		assert.Equal(t, object{"min_capacity": fmt.Sprint(service.MinCount), "max_capacity": fmt.Sprint(service.MaxCount)},
			block(t, start["scalable_target_action"]))
		assert.Equal(t, "cron(0 20 ? * MON-FRI *)", stop["schedule"])
		assert.Equal(t, "cron(0 7 ? * MON-FRI *)", start["schedule"])
		assert.Equal(t, env.OffHours.TimeZone, start["timezone"])
		assert.ElementsMatch(t, []any{"min_capacity", "max_capacity"}, block(t, target["lifecycle"])["ignore_changes"],
			"an apply at night must not wake what sleeps")
	})
	assert.NotNil(t, fixture.Dev().OffHours)
}

func TestLoadBalancer(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		balancer := s.only(t, "aws_lb")
		assert.Equal(t, "pdm-"+env.Name+"-alb", balancer["name"])
		assert.Equal(t, false, balancer["internal"])
		assert.Equal(t, env.DeletionProtection, balancer["enable_deletion_protection"])
		assert.Equal(t, true, balancer["enable_http2"])
		assert.Equal(t, true, balancer["enable_cross_zone_load_balancing"])
		assert.Equal(t, true, balancer["drop_invalid_header_fields"], "control ELB.4")
		assert.Equal(t, "defensive", balancer["desync_mitigation_mode"], "control ELB.12")
		assert.Len(t, balancer["subnets"], len(env.Network.AvailabilityZones), "control ELB.13")
		for _, subnet := range balancer["subnets"].([]any) {
			assert.Contains(t, subnet, "networking_public_")
		}
		logs := block(t, balancer["access_logs"])
		assert.Equal(t, true, logs["enabled"], "control ELB.5")
		assert.NotContains(t, logs, "prefix", "the bucket's policy allows none")
		assert.Equal(t, ref("aws_s3_bucket", "storage_alb_logs", "id"), logs["bucket"])
		assert.Equal(t, []string{"aws_s3_bucket_policy.storage_alb_logs_policy"}, dependsOn(balancer), "correction of line 515")

		group := s.Resource["aws_lb_target_group"]["compute_targets"]
		assert.EqualValues(t, 3000, group["port"])
		assert.Equal(t, "ip", group["target_type"])
		assert.Equal(t, "30", group["deregistration_delay"])
		assert.Equal(t, true, block(t, group["lifecycle"])["create_before_destroy"])
		assert.Contains(t, group["name"], "3000", "else its successor would have its name")
		assert.Equal(t, object{
			"enabled": true, "healthy_threshold": 2.0, "unhealthy_threshold": 2.0, "timeout": 5.0, "interval": 30.0,
			"path": "/health", "matcher": "200",
		}, block(t, group["health_check"]), "plan, lines 524-533")
	})
}

func TestListeners(t *testing.T) {
	environments(t, func(t *testing.T, _ envs.Environment, s stack) {
		require.Len(t, s.Resource["aws_lb_listener"], 2)
		http := s.Resource["aws_lb_listener"]["compute_http"]
		assert.EqualValues(t, 80, http["port"])
		redirect := block(t, http["default_action"])
		assert.Equal(t, "redirect", redirect["type"], "control ELB.1")
		assert.Equal(t, object{"port": "443", "protocol": "HTTPS", "status_code": "HTTP_301"}, block(t, redirect["redirect"]))

		https := s.Resource["aws_lb_listener"]["compute_https"]
		assert.EqualValues(t, 443, https["port"])
		assert.Equal(t, "HTTPS", https["protocol"])
		assert.Contains(t, https["ssl_policy"], "TLS13-1-2", "correction of line 544, control ELB.17")
		assert.Equal(t, ref("aws_acm_certificate_validation", "compute_certificate_validation", "certificate_arn"), https["certificate_arn"],
			"correction of line 545: a certificate that is issued")
		forward := block(t, https["default_action"])
		assert.Equal(t, "forward", forward["type"])
		assert.Equal(t, ref("aws_lb_target_group", "compute_targets", "arn"), forward["target_group_arn"])
	})
}

func TestDomain(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		zone := ref("aws_route53_zone", "compute_zone", "zone_id")
		if env.Domain.Existing {
			assert.Empty(t, s.Resource["aws_route53_zone"])
			assert.NotContains(t, s.Output, "name_servers")
			assert.Equal(t, env.Domain.Zone, s.Data["aws_route53_zone"]["compute_zone"]["name"])
			zone = "${data.aws_route53_zone.compute_zone.zone_id}"
		} else {
			assert.Equal(t, env.Domain.Zone, s.only(t, "aws_route53_zone")["name"])
			assert.Contains(t, s.Output, "name_servers")
		}
		record := s.Resource["aws_route53_record"]["compute_api"]
		assert.Equal(t, zone, record["zone_id"])
		assert.Equal(t, env.Domain.API, record["name"])
		assert.Equal(t, ref("aws_lb", "compute_alb", "dns_name"), block(t, record["alias"])["name"])

		certificate := s.only(t, "aws_acm_certificate")
		assert.Equal(t, env.Domain.API, certificate["domain_name"])
		assert.Equal(t, "DNS", certificate["validation_method"])
		assert.Equal(t, true, block(t, certificate["lifecycle"])["create_before_destroy"])

		validation := s.only(t, "aws_acm_certificate_validation")
		proof := s.Resource["aws_route53_record"]["compute_certificate_validation_record"]
		if env.Domain.Validated {
			assert.Nil(t, proof, "it is another certificate's, which needs it as long as it lives")
			assert.NotContains(t, validation, "validation_record_fqdns")
			return
		}
		assert.Equal(t, true, proof["allow_overwrite"], "every certificate for a name has the same record")
		assert.Equal(t, zone, proof["zone_id"])
		for _, attribute := range []string{"name", "type"} {
			assert.Contains(t, proof[attribute], "aws_acm_certificate.compute_certificate.domain_validation_options")
		}
		assert.Contains(t, validation["validation_record_fqdns"], ref("aws_route53_record", "compute_certificate_validation_record", "fqdn"))
		assert.Len(t, validation["validation_record_fqdns"], len(env.Hosts()))
	})
}

// A zone below the environment's is reached by what its stack writes, from the
// values, and by nobody else's stack.
func TestDelegations(t *testing.T) {
	delegated := 0
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		zone := ref("aws_route53_zone", "compute_zone", "zone_id")
		if env.Domain.Existing {
			zone = "${data.aws_route53_zone.compute_zone.zone_id}"
		}
		want, got := map[any]any{}, map[any]any{}
		for _, d := range env.Domain.Delegations {
			delegated++
			var servers []any
			for _, server := range d.NameServers {
				servers = append(servers, server)
			}
			want[d.Zone] = servers
		}
		for address, record := range s.Resource["aws_route53_record"] {
			if record["type"] == "NS" {
				assert.Equal(t, zone, record["zone_id"])
				assert.Equal(t, "compute_"+strings.ReplaceAll(record["name"].(string), ".", "-")+"_delegation", address)
				assert.Equal(t, float64(3600), record["ttl"])
				got[record["name"]] = record["records"]
			}
		}
		assert.Equal(t, want, got)
	})
	require.Equal(t, 3, delegated)
}

// A service is added by a value: everything that the others have, it has.
func TestServiceIsAValue(t *testing.T) {
	s := load(t, moreOfBoth)
	kinds := func(service string) []string {
		var all []string
		for _, address := range s.addresses() {
			if strings.Contains(address, "_"+service) {
				kind, name, _ := strings.Cut(address, ".")
				all = append(all, kind+" "+strings.Replace(name, service, "", 1))
			}
		}
		return all
	}
	// What comes with being called.
	own := []string{
		"aws_service_discovery_service compute__dns",
		"aws_vpc_security_group_ingress_rule networking__from_api-gateway",
		"aws_vpc_security_group_egress_rule networking_api-gateway_to_",
	}
	granted := []string{"aws_iam_role_policy security__task_policy", "data security__task_document"}
	for _, kind := range kinds("ml-service") {
		if slices.Contains(own, kind) || slices.Contains(granted, kind) || strings.Contains(kind, "task_document") {
			continue
		}
		assert.Contains(t, kinds("reporting"), kind)
	}
}

func TestTasksRunOnFargate(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		for _, service := range env.Services {
			declared := s.service(service.Name)
			assert.Equal(t, ref("aws_ecs_cluster", "compute_cluster", "arn"), declared["cluster"])
			assert.Equal(t, "ENABLED", declared["availability_zone_rebalancing"])
			assert.Equal(t, true, declared["enable_ecs_managed_tags"])
			if service.Public {
				assert.Equal(t, ref("aws_lb_target_group", targetsOf(service), "arn"), block(t, declared["load_balancer"])["target_group_arn"])
			} else {
				assert.NotContains(t, declared, "load_balancer")
			}

			definition := s.Resource["aws_ecs_task_definition"]["compute_"+service.Name+"_task"]
			assert.Equal(t, []any{"FARGATE"}, definition["requires_compatibilities"])
			assert.Equal(t, object{"cpu_architecture": "X86_64", "operating_system_family": "LINUX"}, block(t, definition["runtime_platform"]))

			if declared["service_connect_configuration"] == nil {
				continue
			}
			assert.Equal(t, object{
				"log_driver": "awslogs",
				"options": object{
					"awslogs-group":         ref("aws_cloudwatch_log_group", "monitoring_service-connect_log", "name"),
					"awslogs-region":        env.Region,
					"awslogs-stream-prefix": service.Name,
				},
			}, block(t, block(t, declared["service_connect_configuration"])["log_configuration"]))
		}
	})
}

// A task that starts without a route, a permission or a callee fails, and the
// circuit breaker takes its release back.
func TestServicesStartWhenTheyCan(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		ready := []any{"aws_ecs_cluster_capacity_providers.compute_cluster_capacity", "aws_iam_role_policy_attachment.security_execution_managed"}
		for address, route := range s.Resource["aws_route"] {
			if route["nat_gateway_id"] != nil {
				ready = append(ready, "aws_route."+address)
			}
		}
		for address := range s.Resource["aws_vpc_endpoint"] {
			if env.Network.NAT == envs.NATNone {
				ready = append(ready, "aws_vpc_endpoint."+address)
			}
		}
		for address, policy := range s.Resource["aws_iam_role_policy"] {
			if policy["role"] == ref("aws_iam_role", "security_execution", "id") || strings.HasSuffix(address, "_task_policy") {
				ready = append(ready, "aws_iam_role_policy."+address)
			}
		}
		for _, service := range env.Services {
			want := slices.Clone(ready)
			switch {
			case service.Default():
				want = append(want, "aws_lb_listener.compute_https")
			case service.Public:
				want = append(want, "aws_lb_listener_rule.compute_"+service.Name+"_rule")
			}
			for _, callee := range service.Calls {
				want = append(want, "aws_ecs_service.compute_"+callee)
			}
			assert.ElementsMatch(t, want, s.service(service.Name)["depends_on"], service.Name)
		}
	})
}

// The alarms that roll a release back are those that page somebody.
func TestReleasesAreRolledBackByAlarms(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		for _, service := range env.Services {
			roles := []string{"errors"}
			if byStatus(service) {
				roles = []string{"5xx"}
			}
			if service.Public {
				roles = append(roles, "latency")
			}
			var want []any
			for _, role := range roles {
				want = append(want, ref("aws_cloudwatch_metric_alarm", "monitoring_"+service.Name+"_"+role, "alarm_name"))
			}
			alarms := block(t, s.service(service.Name)["alarms"])
			assert.Equal(t, object{"alarm_names": want, "enable": true, "rollback": true}, alarms)
		}
	})
}

// A policy acts on its own target, in the one dimension that ECS has.
func TestScalingActsOnItsService(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		for _, kind := range []string{"aws_appautoscaling_policy", "aws_appautoscaling_scheduled_action"} {
			for address, r := range s.Resource[kind] {
				assert.Equal(t, "ecs:service:DesiredCount", r["scalable_dimension"], "%s.%s", kind, address)
				assert.Equal(t, "ecs", r["service_namespace"], "%s.%s", kind, address)
				found := false
				for _, service := range env.Services {
					found = found || strings.HasPrefix(address, "compute_"+service.Name+"_")
				}
				assert.True(t, found, address)
			}
		}
	})
}
