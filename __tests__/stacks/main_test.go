// Package stacks_test holds what the synthesized stacks must say: properties of
// fixed environments for intent, snapshots of the project's own for drift. All
// stacks are synthesized once; the fixtures' where a test asks for them, so that
// `make snapshots` does not wait for them.
package stacks_test

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/gkampitakis/go-snaps/snaps"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/synth"
	"github.com/example/predictive-maintenance/stacks"
)

var (
	// folder holds what is synthesized.
	folder string
	// live is the folder with the stacks of the project's own values.
	live string
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "synthesize for the tests:", err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "stacks-test-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	folder, live = dir, filepath.Join(dir, "live")
	synth.KeepKernel(dir)
	ours := stacks.All(envs.Accounts(), envs.All())
	if err := synth.Run(live, ours, ours, io.Discard); err != nil {
		return 0, err
	}
	code := m.Run()
	if _, err := snaps.Clean(m); err != nil {
		return 0, err
	}
	return code, nil
}

var synthesized = sync.OnceValues(func() (out string, err error) {
	all := stacks.All(fixture.Accounts(), fixture.All())
	for _, env := range variants() {
		if err := env.Validate(); err != nil {
			return "", err
		}
		// No account delivers the variants: its stack is that of the others.
		for _, s := range stacks.All(fixture.Accounts(), []envs.Environment{env}) {
			if s.Name == env.Name {
				all = append(all, s)
			}
		}
	}
	out = filepath.Join(folder, "fixtures")
	return out, synth.Run(out, all, all, io.Discard)
})

// fixtures is the folder with the stacks of the fixtures and of their variants.
func fixtures(t *testing.T) string {
	t.Helper()
	out, err := synthesized()
	require.NoError(t, err)
	return out
}

// Variants of the fixtures, to see choices that none of them makes.
const (
	withoutNAT = "without-nat"
	cloudState = "cloud-state"
	localState = "local-state"
	moreOfBoth = "more-of-both"
)

func variants() []envs.Environment {
	none := fixture.Dev()
	none.Name = withoutNAT
	none.Network.NAT = envs.NATNone
	none.Capacity = envs.Capacity{Base: 1, OnDemand: 1, Spot: 3}
	none.OffHours = nil
	none.Network.InterfaceEndpoints = []string{"ecr.api", "ecr.dkr", "kms", "logs", "secretsmanager", "ssmmessages"}
	none.MonthlyBudgetUSD, none.CostAnomalies = 200, false
	none.Supabase, none.Frontend = nil, nil
	for i := range none.Services {
		none.Services[i].MinCount = 0
	}

	cloud := fixture.Dev()
	cloud.Name = cloudState
	cloud.Domain = envs.Domain{Zone: "example.com", Existing: true, Validated: true, API: "example.com"}
	cloud.Domain.Delegations = []envs.Delegation{{Zone: "eu.example.com", NameServers: []string{"ns1.example.net", "ns2.example.net"}}}
	cloud.Frontend.Domain = "app.example.com"
	cloud.Supabase = nil
	cloud.State = envs.CloudState{Organization: "company", Workspace: "pdm-dev", Hostname: "terraform.company.com"}

	local := fixture.Dev()
	local.Name = localState
	local.State = envs.LocalState{Path: "../../../.terraform-state/dev.tfstate"}
	local.Supabase.LegacyKeys = true

	more := fixture.Production()
	more.Name = moreOfBoth
	more.Services[0].ImageTag = "v1.4.2"
	more.Probe = &envs.Probe{Path: "/health"}
	more.Domain.Delegations = []envs.Delegation{
		{Zone: "dev.pdm.company.com", NameServers: []string{"ns-1.awsdns-00.com", "ns-512.awsdns-01.net", "ns-1024.awsdns-02.org", "ns-1536.awsdns-03.co.uk"}},
		{Zone: "ml.eu.pdm.company.com", NameServers: []string{"ns1.example.net", "ns2.example.net"}},
	}
	more.Network.AvailabilityZones = append(more.Network.AvailabilityZones, "us-east-1d")
	more.Services = append(more.Services, envs.Service{
		Name: "reporting", Port: 8080, Protocol: envs.HTTP, User: "1000:1000", HealthCheck: []string{"CMD", "true"},
		Deployment: envs.Deployment{CPU: 256, Memory: 512, DesiredCount: 1, MinCount: 1, MaxCount: 2},
	})
	more.Supabase.DatabaseCIDRs = []string{"203.0.113.0/24", "198.51.100.7/32"}
	more.Supabase.CredentialsRevision = 3
	more.Supabase.SecretKeyName = "services_2"
	more.Datadog.ExternalID = "0123456789abcdef0123456789abcdef"
	more.Datadog.Site = "ap1.datadoghq.com"
	more.Datadog.KeyRevision = 2
	more.Frontend.Framework = "vite"
	more.Frontend.Team = "company"
	more.Frontend.Previews = true
	more.Frontend.RootDirectory = "apps/web"
	more.Frontend.InstallCommand = "pnpm install"
	more.Frontend.BuildCommand = "pnpm build"
	more.Frontend.OutputDirectory = "dist"
	more.AlertEndpoints = []envs.AlertEndpoint{
		{Name: "on-call", URL: "https://alerts.company.com/sns?team=ops&level=1"},
		{Name: "chat", URL: "https://chat.company.com/hooks/alerts"},
	}
	return []envs.Environment{none, cloud, local, more, withRoutes()}
}

// object is a block of Terraform JSON.
type object = map[string]any

// stack is a synthesized stack.
type stack struct {
	Terraform object                       `json:"terraform"`
	Provider  map[string][]object          `json:"provider"`
	Resource  map[string]map[string]object `json:"resource"`
	Data      map[string]map[string]object `json:"data"`
	Variable  map[string]object            `json:"variable"`
	Locals    object                       `json:"locals"`
	Output    map[string]object            `json:"output"`
}

func load(t *testing.T, name string) stack {
	t.Helper()
	return loadFrom(t, fixtures(t), name)
}

func loadFrom(t *testing.T, dir, name string) stack {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, "stacks", name, "cdk.tf.json"))
	require.NoError(t, err)
	var s stack
	require.NoError(t, json.Unmarshal(content, &s))
	return s
}

// environments runs a test for each environment and its stack.
func environments(t *testing.T, test func(t *testing.T, env envs.Environment, s stack)) {
	t.Helper()
	for _, env := range slices.Concat(fixture.All(), variants()) {
		t.Run(env.Name, func(t *testing.T) { test(t, env, load(t, env.Name)) })
	}
}

// addresses lists the addresses of all resources and data sources.
func (s stack) addresses() []string {
	var all []string
	for kind, byName := range s.Resource {
		for name := range byName {
			all = append(all, kind+"."+name)
		}
	}
	for kind, byName := range s.Data {
		for name := range byName {
			all = append(all, "data."+kind+"."+name)
		}
	}
	sort.Strings(all)
	return all
}

// only is the one resource of a type.
func (s stack) only(t *testing.T, kind string) object {
	t.Helper()
	require.Len(t, s.Resource[kind], 1, kind)
	for _, r := range s.Resource[kind] {
		return r
	}
	return nil
}

// ref is the reference to an attribute of a resource, as cdktf writes it.
func ref(kind, name, attribute string) string {
	return fmt.Sprintf("${%s.%s.%s}", kind, name, attribute)
}

// statements are those of a policy document, given the reference to its JSON.
func (s stack) statements(t *testing.T, reference any) []object {
	t.Helper()
	name, ok := strings.CutPrefix(reference.(string), "${data.aws_iam_policy_document.")
	require.True(t, ok, "policy %v is not a policy document", reference)
	name, _ = strings.CutSuffix(name, ".json}")
	require.Contains(t, s.Data["aws_iam_policy_document"], name)
	return blocks(s.Data["aws_iam_policy_document"][name]["statement"])
}

// blocks reads what Terraform's JSON may write as one object or a list.
func blocks(value any) []object {
	switch v := value.(type) {
	case object:
		return []object{v}
	case []any:
		var all []object
		for _, each := range v {
			all = append(all, blocks(each)...)
		}
		return all
	}
	return nil
}

// block is the only block of a kind.
func block(t *testing.T, value any) object {
	t.Helper()
	all := blocks(value)
	require.Len(t, all, 1)
	return all[0]
}
