package stacks_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

// withFrontend runs a test for every environment that has a front end.
func withFrontend(t *testing.T, test func(t *testing.T, env envs.Environment, s stack)) {
	t.Helper()
	ran := 0
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		if env.Frontend != nil {
			ran++
			test(t, env, s)
		}
	})
	require.GreaterOrEqual(t, ran, 3)
}

func TestFrontendProject(t *testing.T) {
	withFrontend(t, func(t *testing.T, env envs.Environment, s stack) {
		f, project := env.Frontend, s.only(t, "vercel_project")
		assert.Equal(t, f.Project, project["name"])
		assert.Equal(t, f.Framework, project["framework"])
		assert.Equal(t, object{"type": "github", "repo": f.Repository, "production_branch": f.Branch}, project["git_repository"])
		for argument, value := range map[string]string{
			"root_directory": f.RootDirectory, "install_command": f.InstallCommand, "build_command": f.BuildCommand,
			"output_directory": f.OutputDirectory,
		} {
			if value == "" {
				assert.NotContains(t, project, argument)
			} else {
				assert.Equal(t, value, project[argument])
			}
		}
		assert.Equal(t, object{"protect_production": false}, project["vercel_authentication"], "previews ask for a login")
		assert.Equal(t, env.DeletionProtection, block(t, project["lifecycle"])["prevent_destroy"] == true)
		if f.Previews {
			assert.NotContains(t, project, "ignore_command")
		} else {
			assert.Equal(t, `[ "$VERCEL_ENV" != production ]`, project["ignore_command"])
		}
		provider := s.Provider["vercel"][0]
		if f.Team == "" {
			assert.NotContains(t, provider, "team")
		} else {
			assert.Equal(t, f.Team, provider["team"])
		}
	})
}

// Browsers see the API's address and the public key, and the service key never
// leaves AWS.
func TestVercelGetsPublicValuesOnly(t *testing.T) {
	withFrontend(t, func(t *testing.T, env envs.Environment, s stack) {
		targets := []any{"production"}
		if env.Frontend.Previews {
			targets = append(targets, "preview", "development")
		}
		want := map[string]string{"API_URL": "https://" + env.Domain.API}
		if env.Supabase != nil {
			want["SUPABASE_URL"] = "https://" + projectRef + ".supabase.co"
			key, _ := env.Supabase.Keys()
			want[map[string]string{"publishable_key": "SUPABASE_PUBLISHABLE_KEY", "anon_key": "SUPABASE_ANON_KEY"}[key]] = "${" + apiKeys(env)[key] + "}"
		}
		prefix := map[string]string{"nextjs": "NEXT_PUBLIC_", "vite": "VITE_"}[env.Frontend.Framework]
		got := map[string]string{}
		for _, v := range s.Resource["vercel_project_environment_variable"] {
			got[v["key"].(string)] = v["value"].(string)
			assert.Equal(t, "${vercel_project.frontend_project.id}", v["project_id"])
			assert.ElementsMatch(t, targets, v["target"])
		}
		prefixed := map[string]string{}
		for name, value := range want {
			prefixed[prefix+name] = value
		}
		assert.Equal(t, prefixed, got)

		for kind, byName := range s.Resource {
			if kind == "vercel_project" || kind == "vercel_project_domain" || kind == "vercel_project_environment_variable" {
				assert.NotRegexp(t, `service_role|service_key|secret_key|random_password|secretsmanager|access_token`, toJSON(t, byName))
			}
		}
	})
}

func TestFrontendDomain(t *testing.T) {
	withFrontend(t, func(t *testing.T, env envs.Environment, s stack) {
		zone := ref("aws_route53_zone", "compute_zone", "zone_id")
		if env.Domain.Existing {
			zone = "${data.aws_route53_zone.compute_zone.zone_id}"
		}
		names := append([]string{env.Frontend.Domain}, env.Frontend.Redirects...)
		domains, records := map[string]object{}, map[string]object{}
		for _, d := range s.Resource["vercel_project_domain"] {
			domains[d["domain"].(string)] = d
		}
		for _, r := range s.Resource["aws_route53_record"] {
			if r["type"] == "CNAME" {
				records[r["name"].(string)] = r
			}
		}
		assert.Len(t, domains, len(names))
		assert.Len(t, records, len(names))
		for i, name := range names {
			require.NotNil(t, domains[name], name)
			require.NotNil(t, records[name], name)
			assert.Equal(t, []any{"cname.vercel-dns.com"}, records[name]["records"])
			assert.Equal(t, zone, records[name]["zone_id"])
			if i == 0 {
				assert.NotContains(t, domains[name], "redirect")
				continue
			}
			assert.Equal(t, "${vercel_project_domain.frontend_domain.domain}", domains[name]["redirect"])
			assert.Equal(t, float64(308), domains[name]["redirect_status_code"])
		}
	})
}
