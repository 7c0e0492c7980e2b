package provider

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// computed returns what a service would answer, for every computed attribute by
// its path without elements (environment.id). Of a resource it is given what is
// known at apply. Only at the top may a value be null.
type computed func(known object) (map[string]any, error)

// behaviour is what a resource's schema does not say. It was read in the
// providers' sources and documents, and is no more than that: where it matters
// what a provider really does, only the provider knows.
type behaviour struct {
	// complaints says what the provider refuses at validate.
	complaints func(config object) []*tfprotov6.Diagnostic
	// defaults are what attributes become that are not set, known at plan.
	defaults func(proposed object) map[string]any
	// replaces are the attributes whose change makes a new resource.
	replaces []string
	// fixed are the attributes whose change is planned as an update and fails
	// at apply.
	fixed    []string
	computed computed
}

// behaviours are those of the resources that the stand-ins imitate; all other
// resources of the schemas are refused at validate.
var behaviours = map[string]behaviour{
	"null_resource": {
		replaces: []string{"triggers"},
		computed: always(map[string]any{"id": digits}),
	},

	"random_password": {
		complaints: passwordComplaints,
		defaults:   passwordDefaults,
		replaces:   slices.Concat([]string{"keepers", "number"}, passwordArguments),
		computed:   passwordValues,
	},

	"supabase_project": {
		complaints: oneOf("instance_size", instanceSizes...),
		fixed:      []string{"organization_id", "region"},
		computed: always(map[string]any{
			"id":                      projectRef,
			"instance_size":           "micro",
			"legacy_api_keys_enabled": true,
		}),
	},
	"supabase_settings": {
		complaints: areJSON("api", "auth", "database", "network", "pooler", "storage"),
		computed: func(settings object) (map[string]any, error) {
			ref, _ := settings.text("project_ref")
			return map[string]any{"id": ref}, nil
		},
	},

	"vercel_project": {
		complaints: vercelProjectComplaints,
		replaces:   []string{"team_id"},
		computed: always(map[string]any{
			"id":                                       func() string { return "prj_" + letters(alphanumeric, 28) },
			"environment.id":                           vercelID,
			"git_repository.production_branch":         "main",
			"password_protection.protect_production":   false,
			"protection_bypass_for_automation_secret":  func() string { return letters(alphanumeric, 32) },
			"serverless_function_region":               "iad1",
			"team_id":                                  nil,
			"vercel_authentication":                    map[string]any{"protect_production": false},
			"vercel_authentication.protect_production": false,
		}),
	},
	"vercel_project_domain": {
		replaces: []string{"project_id", "team_id", "domain"},
		computed: func(domain object) (map[string]any, error) {
			name, _ := domain.text("domain")
			return map[string]any{"id": name, "team_id": nil}, nil
		},
	},
	"vercel_project_environment_variable": {
		replaces: []string{"project_id", "team_id", "key"},
		computed: always(map[string]any{"id": vercelID, "team_id": nil}),
	},
}

// dataSources are the data sources that the stand-ins imitate.
var dataSources = map[string]computed{
	"supabase_apikeys": func(keys object) (map[string]any, error) {
		ref, _ := keys.text("project_ref")
		// The same for a project each time, so that a second plan is empty.
		return map[string]any{
			"anon_key":         webToken(ref, "anon"),
			"service_role_key": webToken(ref, "service_role"),
			"publishable_key":  "sb_publishable_" + digest(ref, "publishable"),
			// The one that somebody made for a job of their own comes first.
			"secret_keys": []any{
				map[string]any{"name": "a_job", "api_key": "sb_secret_" + digest(ref, "job")},
				map[string]any{"name": "default", "api_key": "sb_secret_" + digest(ref, "secret")},
			},
		}, nil
	},
}

// ephemeralResources are the ephemeral resources that the stand-ins imitate.
var ephemeralResources = map[string]computed{
	"random_password": func(config object) (map[string]any, error) {
		values, err := passwordValues(config)
		if err != nil {
			return nil, err
		}
		maps.Copy(values, passwordDefaults(config))
		return values, nil
	},
}

// setups are the checks that providers make when they are configured.
var setups = map[string]func(config object) []*tfprotov6.Diagnostic{
	"supabase": func(config object) []*tfprotov6.Diagnostic {
		at := tftypes.NewAttributePath().WithAttributeName("access_token")
		if !config["access_token"].IsKnown() {
			return []*tfprotov6.Diagnostic{fault(at, "Unknown Supabase API Access Token", "The access token must be known at plan.")}
		}
		if token(config, "access_token", "SUPABASE_ACCESS_TOKEN") == "" {
			return []*tfprotov6.Diagnostic{fault(at, "Missing Supabase API Access Token", "Set access_token or SUPABASE_ACCESS_TOKEN.")}
		}
		return nil
	},
	"vercel": func(config object) []*tfprotov6.Diagnostic {
		at := tftypes.NewAttributePath().WithAttributeName("api_token")
		// The real provider goes on without a client here.
		if !config["api_token"].IsKnown() {
			return nil
		}
		// As the real provider has it: 24 such characters anywhere.
		if !regexp.MustCompile(`[0-9a-zA-Z]{24}`).MatchString(token(config, "api_token", "VERCEL_API_TOKEN")) {
			return []*tfprotov6.Diagnostic{fault(at, "Invalid api_token", "api_token (or VERCEL_API_TOKEN) must hold 24 letters and digits.")}
		}
		return nil
	},
}

func token(config object, name, env string) string {
	if text, ok := config.text(name); ok {
		return text
	}
	return os.Getenv(env)
}

func always(values map[string]any) computed {
	return func(object) (map[string]any, error) { return values, nil }
}

// instanceSizes are those that the provider's source lists.
var instanceSizes = []string{
	"pico", "nano", "micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge",
	"24xlarge", "24xlarge_high_memory", "24xlarge_optimized_cpu", "24xlarge_optimized_memory",
	"48xlarge", "48xlarge_high_memory", "48xlarge_optimized_cpu", "48xlarge_optimized_memory",
}

func oneOf(name string, allowed ...string) func(object) []*tfprotov6.Diagnostic {
	return func(config object) []*tfprotov6.Diagnostic {
		text, ok := config.text(name)
		if !ok || slices.Contains(allowed, text) {
			return nil
		}
		at := tftypes.NewAttributePath().WithAttributeName(name)
		return []*tfprotov6.Diagnostic{fault(at, "Invalid Attribute Value Match", "%q is none of %s.", text, strings.Join(allowed, ", "))}
	}
}

func areJSON(names ...string) func(object) []*tfprotov6.Diagnostic {
	return func(config object) (complaints []*tfprotov6.Diagnostic) {
		for _, name := range names {
			if text, ok := config.text(name); ok && !json.Valid([]byte(text)) {
				at := tftypes.NewAttributePath().WithAttributeName(name)
				complaints = append(complaints, fault(at, "Invalid JSON String Value", "%s is not valid JSON.", name))
			}
		}
		return complaints
	}
}

var vercelProjectName = regexp.MustCompile(`^[a-z0-9-]{1,100}$`)

func vercelProjectComplaints(config object) []*tfprotov6.Diagnostic {
	if name, ok := config.text("name"); ok && !vercelProjectName.MatchString(name) {
		at := tftypes.NewAttributePath().WithAttributeName("name")
		return []*tfprotov6.Diagnostic{fault(at, "Invalid value provided", "A project's name has up to 100 lower-case letters, digits and hyphens.")}
	}
	return nil
}

const (
	lowerCase    = "abcdefghijklmnopqrstuvwxyz"
	upperCase    = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	figures      = "0123456789"
	alphanumeric = lowerCase + upperCase + figures
)

// letters is a random text.
func letters(of string, length int) string {
	text := make([]byte, length)
	for i := range text {
		text[i] = of[below(len(of))]
	}
	return string(text)
}

func below(n int) int {
	i, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		// crypto/rand ends the program rather than return an error.
		panic(err)
	}
	return int(i.Int64())
}

func digits() string     { return letters("123456789", 1) + letters(figures, 17) }
func projectRef() string { return letters(lowerCase, 20) }
func vercelID() string   { return letters(alphanumeric, 16) }

func digest(parts ...string) string {
	sum := sha256.Sum256([]byte("stand-in " + strings.Join(parts, " ")))
	return hex.EncodeToString(sum[:16])
}

// webToken has the form of Supabase's keys, signed with nothing.
func webToken(ref, role string) string {
	encode := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	return strings.Join([]string{
		encode(`{"alg":"HS256","typ":"JWT"}`),
		encode(fmt.Sprintf(`{"iss":"stand-in","ref":%q,"role":%q}`, ref, role)),
		encode(digest(ref, role)),
	}, ".")
}
