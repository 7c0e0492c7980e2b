package initialize_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/initialize"
)

// split is a copy of package envs, changed as docs/account.md says.
func split(t *testing.T) (root string, values initialize.Values) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "account.md"))
	require.NoError(t, err)
	_, section, found := strings.Cut(string(text), "\n## Production in an account of its own\n")
	require.True(t, found)
	blocks := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(section, -1)
	require.Len(t, blocks, 2)

	root = copyOf(t, t.TempDir())
	change := func(file, old, new string) {
		t.Helper()
		path := filepath.Join(root, "envs", file)
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, 1, strings.Count(string(text), old), "%s in %s", old, file)
		require.NoError(t, os.WriteFile(path, []byte(strings.Replace(string(text), old, new, 1)), 0o644))
	}
	values = base()
	values.Accounts, values.Environments = fixture.Split()
	change("shared.go", "func Accounts() []Account { return []Account{Shared} }\n", blocks[0][1])
	change("shared.go", "var Shared = Account{\n", "var Shared = Account{\nID: \""+values.Accounts[0].ID+"\",\n")
	production, err := os.ReadFile(filepath.Join(root, "envs", "production.go"))
	require.NoError(t, err)
	change("production.go", regexp.MustCompile(`(?m)^\s+State: .+\n`).FindString(string(production)), blocks[1][1])
	return root, values
}

// compiled is what the values below a folder are.
func compiled(t *testing.T, root string) string {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(root, "go.mod"), []byte("module written\n\ngo 1.26\n"), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(root, "main.go"), []byte(`package main

import (
	"encoding/json"
	"fmt"
	"os"

	"written/envs"
)

func main() {
	if err := envs.ValidateAll(envs.Accounts(), envs.All()); err != nil {
		fmt.Println(err)
	}
	json.NewEncoder(os.Stdout).Encode([]any{envs.Accounts(), envs.All()})
}
`), 0o644))
	run := exec.CommandContext(t.Context(), "go", "run", "-buildvcs=false", ".")
	run.Dir, run.Env = root, append(os.Environ(), "GOWORK=off")
	printed, err := run.CombinedOutput()
	require.NoError(t, err, "%s", printed)
	return string(printed)
}

// What the document says to write is valid, and is what the tests of two accounts
// are about; and make init changes it as it changes what has one account.
func TestTheDocumentedSplitIsOurs(t *testing.T) {
	root, values := split(t)
	content, err := json.Marshal([]any{values.Accounts, values.Environments})
	require.NoError(t, err)
	assert.JSONEq(t, string(content), compiled(t, root))

	changed := answered(t, values, map[string]string{
		"branch": "trunk", "repository": "Acme/infra", "account": "999988887777", "environments": "qa,dev,staging,production", "project": "acme",
	})
	for _, account := range changed.Accounts {
		assert.Equal(t, "Acme/infra trunk", account.Repository+" "+account.Branch)
	}
	files, err := initialize.Rewrite(root, values, changed)
	require.NoError(t, err)
	put(t, files)
	content, err = json.Marshal([]any{changed.Accounts, changed.Environments})
	require.NoError(t, err)
	assert.JSONEq(t, string(content), compiled(t, root))
	assert.Contains(t, texts(t, root)["shared.go"], "[]Account{Shared, Live}")
}
