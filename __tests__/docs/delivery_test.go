package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/tools/workflow"
)

// What has to be entered by hand is in one table: no secret or variable of a
// workflow, and no Terraform variable of a stack, is missing from it or gone.
func TestSecretsAndVariablesAreInTheTable(t *testing.T) {
	row := regexp.MustCompile("(?m)^\\| (variable|secret|) ?\\| (`[A-Z_]+`)? ?\\| ([^|]*) ?\\| [^|]+ \\|$")
	name := regexp.MustCompile("`([A-Za-z_]+)`")
	documented, variables := map[string][]string{}, []string{}
	for _, found := range row.FindAllStringSubmatch(read(t, "docs", "delivery.md"), -1) {
		if found[1] != "" {
			documented[found[1]] = append(documented[found[1]], strings.Trim(found[2], "`"))
		}
		for _, variable := range name.FindAllStringSubmatch(found[3], -1) {
			variables = append(variables, variable[1])
		}
	}

	used := map[string][]string{}
	handed := map[string]string{}
	use := regexp.MustCompile(`\b(secrets|vars)\.([A-Z_]+)`)
	kind := map[string]string{"secrets": "secret", "vars": "variable"}
	files, err := workflow.Files(root)
	require.NoError(t, err)
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, found := range use.FindAllStringSubmatch(string(content), -1) {
			used[kind[found[1]]] = append(used[kind[found[1]]], found[2])
		}
		w, err := workflow.Read(file)
		require.NoError(t, err)
		for _, job := range w.Jobs {
			for _, step := range job.Steps {
				for key, value := range step.Env {
					if variable, ok := strings.CutPrefix(key, "TF_VAR_"); ok {
						handed[variable] = value
					}
				}
			}
		}
	}
	for _, kind := range []string{"secret", "variable"} {
		slices.Sort(used[kind])
		assert.ElementsMatch(t, slices.Compact(used[kind]), documented[kind], kind)
	}

	var declared []string
	secret := map[string]bool{}
	for _, s := range example.Stacks {
		for variable, v := range s.Variable {
			declared = append(declared, variable)
			secret[variable] = v["sensitive"] == true
		}
	}
	slices.Sort(declared)
	assert.ElementsMatch(t, slices.Compact(declared), variables)
	for variable, sensitive := range secret {
		assert.Equal(t, sensitive, handed[variable] != "", "%s is a secret: %v; the workflows hand it over: %q", variable, sensitive, handed[variable])
		if sensitive {
			assert.Equal(t, "${{ secrets."+strings.ToUpper(variable)+" }}", handed[variable])
		}
	}
}

func TestWorkflowsAreInTheDocument(t *testing.T) {
	text := read(t, "docs", "delivery.md")
	files, err := workflow.Files(root)
	require.NoError(t, err)
	for _, file := range files {
		if base := filepath.Base(file); base != "release.yml" {
			assert.Contains(t, text, "](../.github/workflows/"+base+")", "release.yml is a part of others, the rest is in the table")
		}
	}
}

// What the documents say of branches is what the environments say: by hand,
// they name none.
func TestDocumentsNameNoBranch(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range append(files, filepath.Join(root, "README.md")) {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		if strings.HasPrefix(string(content), "<!-- `make docs` writes this") {
			continue
		}
		for _, branch := range []string{"main", "master", "develop"} {
			assert.NotContains(t, string(content), "`"+branch+"`", file)
		}
	}
}
