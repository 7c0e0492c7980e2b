package supplychain_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	cdx "github.com/CycloneDX/cyclonedx-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/tools/supplychain"
)

// tool runs one of the project's tools in a folder; make builds them.
func tool(t *testing.T, dir, name string, args ...string) (printed string, err error) {
	t.Helper()
	path := filepath.Join(root, ".tools", "bin", name)
	require.FileExists(t, path, "make test builds it")
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Dir = dir
	content, err := cmd.CombinedOutput()
	return string(content), err
}

// A secret is found, not printed, and stops `make secrets`; made-up tokens of
// tests do not.
func TestSecretsAreFound(t *testing.T) {
	dir := t.TempDir()
	config, err := os.ReadFile(filepath.Join(root, ".gitleaks.toml"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, ".gitleaks.toml"), config, 0o644))
	commit := func(content string) {
		t.Helper()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte(content), 0o644))
		for _, args := range [][]string{{"init", "--quiet"}, {"add", "--all"}, {"-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false", "commit", "--quiet", "-m", "x"}} {
			cmd := exec.CommandContext(t.Context(), "git", args...)
			cmd.Dir = dir
			printed, err := cmd.CombinedOutput()
			require.NoError(t, err, string(printed))
		}
	}
	look := func() (string, error) {
		return tool(t, dir, "gitleaks", "git", "--redact", "--verbose", "--no-banner", "--no-color")
	}
	commit(`const token = "sbp_0123456789abcdef0123456789abcdef01234567"`)
	printed, err := look()
	require.NoError(t, err, printed)

	// In parts, or this file would have one.
	secret := "AKIA" + "Z7QK4MXB2NVTR6WE"
	commit(`const key = "` + secret + `"`)
	commit("const key = other")
	printed, err = look()
	require.Error(t, err, "it is in the history")
	assert.Contains(t, printed, "aws-access-token")
	assert.NotContains(t, printed, secret)

	for rule, secret := range map[string]string{
		"supabase-access-token": "sbp_v0_" + "9f3b7a1c5d2e8f604b6a9d1c3e5f7082a4b6c8d0",
		"supabase-secret-key":   "sb_secret_" + "Kq7Zp2Xw9Lm4Rt6Yv8Bn1c",
		"vercel-token":          "vcp_" + "7hQ2mZ9xKc4Tr8Lw1Vb6Ny3Pd5Gf0Js2Ae7Ui4",
	} {
		commit(`const key = "` + secret + `"`)
		printed, err = look()
		require.Error(t, err, rule)
		assert.Contains(t, printed, rule)
		assert.NotContains(t, printed, secret)
	}
}

// A vulnerability in what the code calls is found, with where it is called.
func TestVulnerabilitiesAreFound(t *testing.T) {
	db := t.TempDir()
	vulnerability, err := json.Marshal(map[string]any{
		"schema_version": "1.3.1", "id": "GO-2026-9999", "modified": "2026-01-01T00:00:00Z", "published": "2026-01-01T00:00:00Z", "summary": "made up",
		"database_specific": map[string]any{"url": "https://pkg.go.dev/vuln/GO-2026-9999"},
		"affected": []any{map[string]any{
			"package":            map[string]any{"name": "github.com/hashicorp/terraform-exec", "ecosystem": "Go"},
			"ranges":             []any{map[string]any{"type": "SEMVER", "events": []any{map[string]any{"introduced": "0"}}}},
			"ecosystem_specific": map[string]any{"imports": []any{map[string]any{"path": "github.com/hashicorp/terraform-exec/tfexec", "symbols": []any{"Terraform.ProvidersLock"}}}},
		}},
	})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(db, "GO-2026-9999.json"), vulnerability, 0o644))
	printed, err := tool(t, root, "govulncheck", "-db", "file://"+db, "./internal/synth/lockfile/update")
	require.Error(t, err)
	assert.Contains(t, printed, "GO-2026-9999")
	assert.Contains(t, printed, "internal/synth/lockfile/update/update.go")
	printed, err = tool(t, root, "govulncheck", "-db", "file://"+db, "./envs")
	require.NoError(t, err, printed)
}

// The bill of materials names the program, what is in it and what runs because
// of it.
func TestBillOfMaterials(t *testing.T) {
	bom, err := supplychain.BOM(root)
	require.NoError(t, err)
	var written bytes.Buffer
	require.NoError(t, supplychain.Write(&written, bom))
	var read cdx.BOM
	require.NoError(t, cdx.NewBOMDecoder(&written, cdx.BOMFileFormatJSON).Decode(&read))
	assert.Equal(t, "github.com/example/predictive-maintenance", read.Metadata.Component.Name)
	components := map[string]cdx.Component{}
	for _, c := range *read.Components {
		assert.NotContains(t, components, c.BOMRef)
		components[c.BOMRef] = c
	}
	locks := readLocks(t, filepath.Join(out, "stacks", "production", ".terraform.lock.hcl"))
	for _, p := range locks {
		c, ok := components["pkg:generic/"+p.Address+"@"+p.Version]
		require.True(t, ok, p.Address)
		assert.GreaterOrEqual(t, len(*c.Hashes), 11, p.Address)
	}
	for _, name := range []string{"pkg:npm/cdktf@0.21.0", "pkg:npm/%40cdktf/provider-aws@19.65.1", "pkg:npm/constructs@10.4.2"} {
		assert.Contains(t, components, name)
	}
	var modules []string
	for _, c := range components {
		modules = append(modules, c.Name)
	}
	assert.Contains(t, modules, "github.com/hashicorp/terraform-cdk-go/cdktf")
	assert.Contains(t, modules, "std", "Go's own library")
	assert.NotContains(t, modules, "github.com/stretchr/testify", "a module of tests alone")
}
