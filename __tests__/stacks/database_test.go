package stacks_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

// withSupabase runs a test for every environment that has Supabase.
func withSupabase(t *testing.T, test func(t *testing.T, env envs.Environment, s stack)) {
	t.Helper()
	ran := 0
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		if env.Supabase != nil {
			ran++
			test(t, env, s)
		}
	})
	require.GreaterOrEqual(t, ran, 3)
}

const projectRef = "${supabase_project.database_project.id}"

// Plan, lines 764-780.
func TestSupabaseProject(t *testing.T) {
	withSupabase(t, func(t *testing.T, env envs.Environment, s stack) {
		project := s.only(t, "supabase_project")
		assert.Equal(t, "pdm-"+env.Name, project["name"])
		assert.Equal(t, env.Supabase.Organization, project["organization_id"])
		assert.Equal(t, env.Supabase.Region, project["region"])
		assert.Equal(t, env.Supabase.InstanceSize, project["instance_size"])
		assert.Equal(t, ref("random_password", "database_password", "result"), project["database_password"])
		assert.Equal(t, env.DeletionProtection, block(t, project["lifecycle"])["prevent_destroy"] == true)
		assert.Equal(t, "https://"+projectRef+".supabase.co", s.Output["supabase_url"]["value"])
	})
}

func TestSupabaseSettings(t *testing.T) {
	withSupabase(t, func(t *testing.T, env envs.Environment, s stack) {
		settings := s.only(t, "supabase_settings")
		assert.Equal(t, projectRef, settings["project_ref"])
		assert.Equal(t, true, settings["ssl_enforcement"])

		network := settings["network"].(string)
		for address := range s.Resource["aws_eip"] {
			assert.Contains(t, network, `"${aws_eip.`+address+`.public_ip}/32"`)
		}
		for _, cidr := range env.Supabase.DatabaseCIDRs {
			assert.Contains(t, network, `"`+cidr+`"`)
		}
		assert.Equal(t, len(s.Resource["aws_eip"])+len(env.Supabase.DatabaseCIDRs), strings.Count(network, "/"))

		auth := settings["auth"].(string)
		assert.Contains(t, auth, `"site_url" = "https://`+env.Frontend.Domain+`"`)
		assert.Contains(t, auth, `"uri_allow_list" = "https://`+env.Frontend.Domain+`/**"`)
	})
}

// The plan's curl (line 766) put token and password on a command line.
func TestPointInTimeRecoveryShowsNoToken(t *testing.T) {
	withSupabase(t, func(t *testing.T, env envs.Environment, s stack) {
		if env.Supabase.PointInTimeRecoveryDays == 0 {
			assert.Empty(t, s.Resource["null_resource"])
			return
		}
		setup := s.Resource["null_resource"]["database_supabase_setup"]
		assert.Equal(t, object{"project": projectRef, "variant": "pitr_7"}, setup["triggers"])
		local := block(t, block(t, setup["provisioner"])["local-exec"])
		environment := local["environment"].(object)
		assert.Equal(t, `${var.supabase_access_token == "" ? null : var.supabase_access_token}`, environment["SUPABASE_ACCESS_TOKEN"])
		assert.Equal(t, "pitr_7", environment["SUPABASE_VARIANT"])
		assert.Equal(t, projectRef, environment["SUPABASE_PROJECT"])

		command := local["command"].(string)
		assert.NotRegexp(t, `[$%]\{`, command, "Terraform would take it for its own")
		assert.NotContains(t, command, `\`, "cdktf would write it into HCL as it is")
		lines := regexp.MustCompile(`.*\$SUPABASE_ACCESS_TOKEN.*`).FindAllString(command, -1)
		require.Len(t, lines, 1)
		assert.True(t, strings.HasPrefix(lines[0], "  echo "), "only a builtin may have the token as an argument")
	})
}

// Plan, lines 783-795, and its correction: the value isn't in the state.
func TestSecretHoldsTheCredentials(t *testing.T) {
	withSupabase(t, func(t *testing.T, env envs.Environment, s stack) {
		secret := s.Resource["aws_secretsmanager_secret"]["database_secret"]
		assert.Equal(t, "pdm-"+env.Name+"-supabase", secret["name"])
		assert.Equal(t, ref("aws_kms_key", "security_main", "arn"), secret["kms_key_id"])
		window := float64(0)
		if env.DeletionProtection {
			window = 30
		}
		assert.Equal(t, window, secret["recovery_window_in_days"])

		version := s.Resource["aws_secretsmanager_secret_version"]["database_secret_version"]
		assert.NotContains(t, version, "secret_string")
		value := version["secret_string_wo"].(string)
		publicKey, secretKey := env.Supabase.Keys()
		keys := apiKeys(env)
		for key, from := range map[string]string{
			"url":         `"https://` + projectRef + `.supabase.co"`,
			"db_password": "random_password.database_password.result",
			publicKey:     keys[publicKey],
			secretKey:     keys[secretKey],
		} {
			assert.Contains(t, value, `"`+key+`" = `+from)
		}
		assert.Equal(t, 4, strings.Count(value, " = "))
		assert.Equal(t, "Supabase: "+strings.Join(slices.Sorted(slices.Values([]string{"db_password", "url", publicKey, secretKey})), ", "), secret["description"])
	})
}

func secretKeyName(env envs.Environment) string {
	if env.Supabase.SecretKeyName == "" {
		return "default"
	}
	return env.Supabase.SecretKeyName
}

// apiKeys are the expressions of the keys, by their names in the secret.
func apiKeys(env envs.Environment) map[string]string {
	const keys = "data.supabase_apikeys.database_keys."
	each := func(attribute string) string {
		return "[ for key, val in toset(" + keys + "secret_keys): val." + attribute + "]"
	}
	return map[string]string{
		"publishable_key": keys + "publishable_key",
		"secret_key":      "zipmap(" + each("name") + ", " + each("api_key") + ")." + secretKeyName(env),
		"anon_key":        keys + "anon_key",
		"service_key":     keys + "service_role_key",
	}
}

// A project that is older than its keys, or a token that may not see them, stops
// the apply with what to do, and no container starts with "null" for a key.
func TestKeysThatAreNotThereStopTheApply(t *testing.T) {
	withSupabase(t, func(t *testing.T, env envs.Environment, s stack) {
		after := block(t, block(t, s.Data["supabase_apikeys"]["database_keys"]["lifecycle"])["postcondition"])
		wanted := []string{"self.publishable_key != null", `"` + secretKeyName(env) + `"`, "key.api_key != null"}
		if env.Supabase.LegacyKeys {
			wanted = []string{"self.anon_key != null", "self.service_role_key != null"}
		}
		for _, part := range wanted {
			assert.Contains(t, after["condition"], part)
		}
		assert.Contains(t, after["error_message"], "in its dashboard (Settings, API Keys), and apply again")
		project := s.Resource["supabase_project"]["database_project"]
		if env.Supabase.LegacyKeys {
			assert.Equal(t, true, project["legacy_api_keys_enabled"])
		} else {
			assert.NotContains(t, project, "legacy_api_keys_enabled", "the provider deprecates it")
			assert.NotRegexp(t, "anon_key|service_role_key|service_key|ANON_KEY|SERVICE_KEY", toJSON(t, s))
		}
	})
}

// One number makes another password and writes every credential anew.
func TestOneNumberRotatesTheCredentials(t *testing.T) {
	withSupabase(t, func(t *testing.T, env envs.Environment, s stack) {
		revision := float64(env.Supabase.CredentialsRevision)
		assert.Equal(t, revision, s.Resource["aws_secretsmanager_secret_version"]["database_secret_version"]["secret_string_wo_version"])
		password := s.only(t, "random_password")
		assert.Equal(t, object{"revision": map[float64]string{1: "1", 3: "3"}[revision]}, password["keepers"])
		assert.Equal(t, float64(40), password["length"])
		assert.Equal(t, false, password["special"])
	})
}

// Correction of line 455: single keys, and for the services that want them.
func TestContainersGetSingleCredentials(t *testing.T) {
	const arn = "${aws_secretsmanager_secret_version.database_secret_version.arn}"
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		for _, service := range env.Services {
			var want []any
			if service.Supabase && env.Supabase != nil {
				want = []any{
					object{"name": "SUPABASE_PUBLISHABLE_KEY", "valueFrom": arn + ":publishable_key::"},
					object{"name": "SUPABASE_SECRET_KEY", "valueFrom": arn + ":secret_key::"},
				}
				if env.Supabase.LegacyKeys {
					want = []any{
						object{"name": "SUPABASE_ANON_KEY", "valueFrom": arn + ":anon_key::"},
						object{"name": "SUPABASE_SERVICE_KEY", "valueFrom": arn + ":service_key::"},
					}
				}
			}
			container := s.container(t, service.Name)
			if want == nil {
				assert.Nil(t, container["secrets"])
				assert.NotContains(t, toJSON(t, container), "SUPABASE")
				continue
			}
			assert.Equal(t, want, container["secrets"])
			assert.Contains(t, container["environment"], object{"name": "SUPABASE_URL", "value": "https://" + projectRef + ".supabase.co"})
		}
	})
}

func TestExecutionRoleReadsItsSecretsAlone(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		policy := s.Resource["aws_iam_role_policy"]["security_execution_secrets"]
		if env.Supabase == nil {
			assert.Nil(t, policy)
			return
		}
		for _, statement := range s.statements(t, policy["policy"]) {
			if statement["sid"] == "ReadSecrets" {
				secrets := []any{"${aws_secretsmanager_secret_version.database_secret_version.arn}"}
				if env.Datadog != nil {
					secrets = append(secrets, datadogSecret)
				}
				assert.Equal(t, secrets, statement["resources"])
				return
			}
		}
		assert.Fail(t, "the execution role reads no secret")
	})
}

// Tokens come from variables that are in no state and no plan, or from the
// providers' own environment.
func TestTokensAreEphemeral(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		for _, token := range []struct {
			name, service, argument string
			wanted                  bool
		}{
			{"supabase_access_token", "supabase", "access_token", env.Supabase != nil},
			{"vercel_api_token", "vercel", "api_token", env.Frontend != nil},
		} {
			variable, provider := s.Variable[token.name], s.Provider[token.service]
			if !token.wanted {
				assert.Nil(t, variable)
				assert.Nil(t, provider)
				assert.NotContains(t, s.Terraform["required_providers"], token.service)
				continue
			}
			assert.Equal(t, true, variable["ephemeral"])
			assert.Equal(t, true, variable["sensitive"])
			assert.Equal(t, "", variable["default"])
			require.Len(t, provider, 1)
			assert.Equal(t, `${var.`+token.name+` == "" ? null : var.`+token.name+`}`, provider[0][token.argument])
		}
	})
}

func TestProvidersAreConstrainedAsThePlanSays(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		want := object{"aws": object{"source": "aws", "version": "~> 5.99"}}
		if env.Supabase != nil {
			want["supabase"] = object{"source": "supabase/supabase", "version": "~> 1.0"}
			want["random"] = object{"source": "hashicorp/random", "version": "~> 3.7"}
			want["null"] = object{"source": "hashicorp/null", "version": "~> 3.2"}
		}
		if env.Frontend != nil {
			want["vercel"] = object{"source": "vercel/vercel", "version": "~> 0.15"}
		}
		assert.Equal(t, want, s.Terraform["required_providers"])
	})
}

// A token of another form is refused before a service sees it.
func TestTokensHaveAForm(t *testing.T) {
	hex := strings.Repeat("0123456789", 4)
	for name, tokens := range map[string]map[string]bool{
		"supabase_access_token": {
			"sbp_" + hex: true, "sbp_oauth_" + hex: true, "sbp_v0_" + hex: true, "sbp_" + hex[1:]: false, "sbp_" + hex + "0": false,
			"sbp_" + strings.ToUpper("a"+hex[1:]): false, hex: false, " sbp_" + hex: false, "eyJhbGciOiJIUzI1NiJ9": false,
		},
		"vercel_api_token": {
			hex[:24]: true, "AbCdEfGhIjKlMnOpQrStUvWx": true, hex[:23]: false, hex[:25]: false, hex[:23] + "-": false, hex[:24] + "\n": false,
			"vcp_" + hex[:24]: true, "vcp_" + hex + hex: true, "vci_" + hex: true, "vca_" + hex: true,
			"vcp_" + hex[:23]: false, "vcp_" + hex[:24] + "\n": false, "vcp_": false, " vcp_" + hex: false,
			// A key of the AI gateway, and what only fetches other tokens.
			"vck_" + hex: false, "vcr_" + hex: false,
		},
		"datadog_api_key": {
			hex[:32]: true, strings.Repeat("abcdef0123456789", 2): true, hex[:31]: false, hex[:33]: false, "": false,
			strings.ToUpper(strings.Repeat("abcdef0123456789", 2)): false, hex[:32] + "\n": false,
		},
	} {
		validation := block(t, load(t, "production").Variable[name]["validation"])
		condition := validation["condition"].(string)
		assert.Regexp(t, `^\$\{(var\.`+name+` == "" \|\| )?can\(regex\("\^`, condition)
		pattern := regexp.MustCompile(`regex\("(.*?)", var`).FindStringSubmatch(condition)
		require.Len(t, pattern, 2, condition)
		for token, good := range tokens {
			assert.Equal(t, good, regexp.MustCompile(pattern[1]).MatchString(token), "%s: %q", name, token)
		}
		assert.NotContains(t, validation["error_message"], "${", "the message must not show the token")
	}
}
