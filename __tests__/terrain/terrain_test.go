// Package terrain_test moves a copy of the project from cdktf to its fork, CDK
// Terrain, by the commands of docs/leaving-cdktf.md, and compares what both
// synthesize.
package terrain_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/__tests__/made"
	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/toolchain"
	"github.com/example/predictive-maintenance/tools/checkout"
	"github.com/example/predictive-maintenance/tools/docs/markdown"
)

var root, _ = filepath.Abs(filepath.Join("..", ".."))

func run(t *testing.T, dir string, env []string, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	printed, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s %v: %s", name, args, printed)
	return string(printed)
}

func TestMovesToCDKTerrain(t *testing.T) {
	before := t.TempDir()
	run(t, root, []string{"CDKTF_OUTDIR=" + before}, "go", "run", ".")

	moved := t.TempDir()
	require.NoError(t, checkout.Copy(t.Context(), root, moved, "tools", "__tests__"))
	generated := generate(t, moved)
	run(t, moved, nil, "go", "mod", "edit", "-replace=github.com/open-constructs/cdk-terrain-go/cdktn="+filepath.Join(generated, "go", "cdktn"))

	blocks, err := markdown.Blocks(filepath.Join(root, "docs", "leaving-cdktf.md"))
	require.NoError(t, err)
	i := slices.IndexFunc(blocks, func(b markdown.Block) bool { return b.Heading == "The lines that change" })
	require.NotEqual(t, -1, i)
	run(t, moved, nil, "bash", "-euc", blocks[i].Text)
	assert.NotContains(t, run(t, moved, nil, "go", "list", "-deps", "."), "hashicorp/terraform-cdk-go")

	after := t.TempDir()
	run(t, moved, []string{"CDKTF_OUTDIR=" + after}, "go", "run", ".")
	stacks, err := filepath.Glob(filepath.Join(before, "stacks", "*"))
	require.NoError(t, err)
	require.Len(t, stacks, 2+len(envs.All()))
	for _, stack := range stacks {
		name := filepath.Base(stack)
		was, is := read(t, filepath.Join(stack, "cdk.tf.json")), read(t, filepath.Join(after, "stacks", name, "cdk.tf.json"))
		required := was["terraform"].(map[string]any)["required_providers"].(map[string]any)["aws"].(map[string]any)
		assert.Equal(t, "aws", required["source"])
		required["source"] = "hashicorp/aws"
		assert.Equal(t, was, is, name)
		lockedBefore, err := os.ReadFile(filepath.Join(stack, ".terraform.lock.hcl"))
		require.NoError(t, err)
		lockedAfter, err := os.ReadFile(filepath.Join(after, "stacks", name, ".terraform.lock.hcl"))
		require.NoError(t, err)
		assert.Equal(t, string(lockedBefore), string(lockedAfter), name)
	}
}

// generate makes the library of CDK Terrain, whose folder it returns, and the bindings
// in .gen of a project, whose module they are in.
func generate(t *testing.T, project string) string {
	t.Helper()
	gen := filepath.Join(project, ".gen")
	require.NoError(t, os.RemoveAll(gen))
	tools, generator := filepath.Join(root, ".tools", "terrain"), filepath.Join(root, "__tests__", "terrain", "generate.js")
	packages := filepath.Join(tools, "node_modules")
	require.DirExists(t, packages, "make test installs it")
	used := usedTypes(t)
	content := made.Read(t, "terrain_test.go", generator, filepath.Join(tools, "package-lock.json"))
	for _, constraint := range slices.Sorted(maps.Keys(used)) {
		p := used[constraint]
		content = append(append(content, []byte(fmt.Sprint(constraint, p.Types))), made.Read(t, p.Schema)...)
	}
	dir, err := made.Of(filepath.Join(tools, "generated"), content, func(dir string) error {
		file := filepath.Join(t.TempDir(), "used.json")
		content, err := json.Marshal(used)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(file, content, 0o644))
		run(t, root, []string{"NODE_PATH=" + packages}, "node", generator, file, dir, project)
		return os.CopyFS(filepath.Join(dir, ".gen"), os.DirFS(gen))
	})
	require.NoError(t, err)
	require.NoError(t, os.RemoveAll(gen))
	require.NoError(t, os.CopyFS(gen, os.DirFS(filepath.Join(dir, ".gen"))))
	return dir
}

// read is a stack without what cdktf says about itself.
func read(t *testing.T, file string) map[string]any {
	t.Helper()
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	var stack map[string]any
	require.NoError(t, json.Unmarshal(content, &stack))
	delete(stack, "//")
	return stack
}

// provider is where the bindings of one come from, and the types in use.
type provider struct {
	Schema string   `json:"schema"`
	Types  []string `json:"types"`
}

// usedTypes are the types that the code imports, by the constraints of the
// document.
func usedTypes(t *testing.T) map[string]provider {
	t.Helper()
	imported := map[string]bool{}
	of := regexp.MustCompile(`"github\.com/(?:cdktf/cdktf-provider-([a-z]+)-go/[a-z]+/v\d+|example/predictive-maintenance/\.gen/[a-z]+/([a-z]+))/([a-z0-9]+)"`)
	for name := range strings.Lines(run(t, root, nil, "git", "ls-files", "--cached", "--others", "--exclude-standard", "*.go", ":!.gen", ":!tools", ":(exclude)__tests__")) {
		content, err := os.ReadFile(filepath.Join(root, strings.TrimSpace(name)))
		if os.IsNotExist(err) {
			continue
		}
		require.NoError(t, err)
		for _, found := range of.FindAllStringSubmatch(string(content), -1) {
			imported[found[1]+found[2]+" "+found[3]] = true
		}
	}
	document, err := os.ReadFile(filepath.Join(root, "docs", "leaving-cdktf.md"))
	require.NoError(t, err)
	constraints := regexp.MustCompile(`"([a-z]+/([a-z]+)@~> [0-9.]+)"`).FindAllStringSubmatch(string(document), -1)
	require.Len(t, constraints, 5)
	all := map[string]provider{}
	for _, c := range constraints {
		p := provider{Schema: schema(t, c[2])}
		for _, name := range declared(t, p.Schema) {
			// aws_s3_bucket is s3bucket, the data source aws_partition is
			// dataawspartition.
			kind, isData := strings.CutPrefix(name, "data.")
			pack := strings.ReplaceAll(strings.TrimPrefix(kind, c[2]+"_"), "_", "")
			if isData {
				pack = "data" + strings.ReplaceAll(kind, "_", "")
			}
			if imported[c[2]+" "+pack] && !slices.Contains(p.Types, kind) {
				p.Types = append(p.Types, kind)
			}
		}
		require.NotEmpty(t, p.Types, c[1])
		all[c[1]] = p
	}
	return all
}

// schema is the file with the schema of a provider: AWS's own, asked of the real
// one; the others are the project's.
func schema(t *testing.T, name string) string {
	t.Helper()
	if name != "aws" {
		files, err := filepath.Glob(filepath.Join(root, "internal", "synth", "bindings", "schemas", name+"-*.json"))
		require.NoError(t, err)
		require.Len(t, files, 1)
		return files[0]
	}
	terraform, err := toolchain.TerraformPath(t.Context(), root)
	require.NoError(t, err)
	config, err := toolchain.TerraformCLIConfig(root)
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.tf.json"),
		[]byte(`{"terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": "~> 5.99"}}}}`), 0o644))
	env := []string{"TF_CLI_CONFIG_FILE=" + config}
	run(t, dir, env, terraform, "init", "-no-color")
	file := filepath.Join(dir, "schema.json")
	require.NoError(t, os.WriteFile(file, []byte(run(t, dir, env, terraform, "providers", "schema", "-json")), 0o644))
	return file
}

// declared are the types in a schema, data sources as "data.<type>".
func declared(t *testing.T, file string) (names []string) {
	t.Helper()
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	var schemas struct {
		Providers map[string]struct {
			Resources   map[string]json.RawMessage `json:"resource_schemas"`
			DataSources map[string]json.RawMessage `json:"data_source_schemas"`
		} `json:"provider_schemas"`
	}
	require.NoError(t, json.Unmarshal(content, &schemas))
	for _, p := range schemas.Providers {
		for name := range p.Resources {
			names = append(names, name)
		}
		for name := range p.DataSources {
			names = append(names, fmt.Sprint("data.", name))
		}
	}
	slices.Sort(names)
	return names
}
