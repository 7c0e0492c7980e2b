package stacks_test

import (
	"io"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/synth"
	"github.com/example/predictive-maintenance/stacks"
)

// routes is an environment with three public services: the default, one by its
// host, which speaks gRPC and is called by another too, and one by its path.
const routes = "routes"

func withRoutes() envs.Environment {
	env := fixture.Dev()
	env.Name = routes
	env.Services[1].Public = true
	env.Services[1].Route = envs.Route{Priority: 20, Host: "ml.pdm-dev.company.com"}
	env.Services = append(env.Services, envs.Service{
		Name: "reports", Port: 8080, Protocol: envs.HTTP, User: "1000:1000", HealthCheck: []string{"CMD", "true"},
		Public: true, Route: envs.Route{Priority: 10, Paths: []string{"/reports", "/reports/*"}, HealthCheckPath: "/reports/health"},
		Deployment: envs.Deployment{CPU: 256, Memory: 512, DesiredCount: 1, MinCount: 1, MaxCount: 2},
	})
	return env
}

// targetsOf is the name of a public service's target group in the stack.
func targetsOf(service envs.Service) string {
	if service.Default() {
		return "compute_targets"
	}
	return "compute_" + service.Name + "_targets"
}

// byStatus says whether the load balancer counts a service's errors.
func byStatus(service envs.Service) bool { return service.Public && service.Protocol == envs.HTTP }

// Finding F14. A public service is a value: its rule, target group and names.
func TestRoutes(t *testing.T) {
	s := load(t, routes)
	rules := s.Resource["aws_lb_listener_rule"]
	require.Len(t, rules, 2)
	for name, rule := range rules {
		assert.Equal(t, ref("aws_lb_listener", "compute_https", "arn"), rule["listener_arn"], name)
		assert.Equal(t, "forward", block(t, rule["action"])["type"], name)
	}
	ml, reports := rules["compute_ml-service_rule"], rules["compute_reports_rule"]
	assert.Equal(t, ref("aws_lb_target_group", "compute_ml-service_targets", "arn"), block(t, ml["action"])["target_group_arn"])
	assert.Equal(t, ref("aws_lb_target_group", "compute_reports_targets", "arn"), block(t, reports["action"])["target_group_arn"])
	assert.Equal(t, []object{{"host_header": object{"values": []any{"ml.pdm-dev.company.com"}}}}, blocks(ml["condition"]))
	assert.Equal(t, []object{{"path_pattern": object{"values": []any{"/reports", "/reports/*"}}}}, blocks(reports["condition"]))
	assert.EqualValues(t, 20, ml["priority"])
	assert.EqualValues(t, 10, reports["priority"])

	type group struct{ name, version, path, matcher any }
	found := map[string]group{}
	for name, g := range s.Resource["aws_lb_target_group"] {
		health := block(t, g["health_check"])
		found[name] = group{g["name"], g["protocol_version"], health["path"], health["matcher"]}
		assert.Equal(t, "HTTP", g["protocol"], "%s: TLS ends at the load balancer", name)
	}
	assert.Equal(t, map[string]group{
		"compute_targets":            {"pdm-routes-alb-3000", nil, "/health", "200"},
		"compute_ml-service_targets": {"pdm-routes-grpc-50051", "GRPC", "/grpc.health.v1.Health/Check", "0"},
		"compute_reports_targets":    {"pdm-routes-http-8080", nil, "/reports/health", "200"},
	}, found)

	assert.Subset(t, s.rules(t), []string{
		"alb -> ml-service :50051", "ml-service <- alb :50051", "alb -> reports :8080", "reports <- alb :8080", "ml-service <- api-gateway :50051",
	})
	assert.Equal(t, object{"ml-service": "https://ml.pdm-dev.company.com", "reports": "https://api.pdm-dev.company.com"}, s.Output["service_urls"]["value"])
	assert.NotContains(t, load(t, "dev").Output, "service_urls")
}

// Every name has a record, is on the certificate, and proves itself by a record
// that is found by the name: the options are a set.
func TestHostsHaveRecordAndCertificate(t *testing.T) {
	s := load(t, routes)
	records := s.Resource["aws_route53_record"]
	host := records["compute_ml-pdm-dev-company-com_host"]
	assert.Equal(t, "ml.pdm-dev.company.com", host["name"])
	assert.Equal(t, records["compute_api"]["alias"], host["alias"])
	assert.Equal(t, []any{"ml.pdm-dev.company.com"}, s.only(t, "aws_acm_certificate")["subject_alternative_names"])
	proofs := map[string]string{
		"compute_certificate_validation_record":            "api.pdm-dev.company.com",
		"compute_ml-pdm-dev-company-com_validation_record": "ml.pdm-dev.company.com",
	}
	var names []any
	for role, name := range proofs {
		assert.Equal(t, `${one([for option in aws_acm_certificate.compute_certificate.domain_validation_options : option.resource_record_name if option.domain_name == "`+name+`"])}`,
			records[role]["name"])
		assert.Contains(t, onlyText(records[role]["records"]), "option.resource_record_value")
		names = append(names, ref("aws_route53_record", role, "fqdn"))
	}
	assert.ElementsMatch(t, names, s.only(t, "aws_acm_certificate_validation")["validation_record_fqdns"])
}

// onlyText is the only text of a list.
func onlyText(list any) string {
	all, _ := list.([]any)
	if len(all) != 1 {
		return ""
	}
	text, _ := all[0].(string)
	return text
}

// Where every service has a route, what none takes is not found; and where the
// API's own proof is another certificate's, the others wait for theirs.
func TestNoDefaultService(t *testing.T) {
	env := withRoutes()
	env.Name = "without-default"
	env.Services[0].Route = envs.Route{Priority: 30, Host: "api.pdm-dev.company.com"}
	env.Domain.Existing, env.Domain.Validated = true, true
	require.NoError(t, env.Validate())
	var all []stacks.Stack
	for _, s := range stacks.All(fixture.Accounts(), []envs.Environment{env}) {
		if s.Name == env.Name {
			all = append(all, s)
		}
	}
	dir := filepath.Join(t.TempDir(), "cdktf.out")
	require.NoError(t, synth.Run(dir, all, all, io.Discard))
	s := loadFrom(t, dir, env.Name)

	answer := block(t, s.Resource["aws_lb_listener"]["compute_https"]["default_action"])
	assert.Equal(t, "fixed-response", answer["type"])
	assert.Equal(t, "404", block(t, answer["fixed_response"])["status_code"])
	assert.Len(t, s.Resource["aws_lb_listener_rule"], 3)
	assert.NotContains(t, s.Resource["aws_lb_target_group"], "compute_targets")
	validation := s.only(t, "aws_acm_certificate_validation")
	assert.NotContains(t, validation, "validation_record_fqdns", "the provider would miss the API's")
	assert.Equal(t, []string{"aws_route53_record.compute_ml-pdm-dev-company-com_validation_record"}, dependsOn(validation))
	// The dashboard has no hole where the default service would be.
	width := 0
	for _, w := range s.dashboard(t) {
		width += w.Width
	}
	assert.Zero(t, width%24)
}
