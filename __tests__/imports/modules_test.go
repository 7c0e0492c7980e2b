package imports_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every module is of one Go, checked by make and kept up to date by Dependabot.
func TestEveryModuleIsLookedAfter(t *testing.T) {
	root := filepath.Join("..", "..")
	list := exec.CommandContext(t.Context(), "git", "ls-files", "--cached", "--others", "--exclude-standard", "go.mod", "*/go.mod", ":(exclude).gen")
	list.Dir = root
	printed, err := list.Output()
	require.NoError(t, err)
	var modules, directories []string
	gos := map[string][]string{}
	for _, file := range strings.Fields(string(printed)) {
		read := exec.CommandContext(t.Context(), "go", "mod", "edit", "-json", file)
		read.Dir = root
		content, err := read.Output()
		require.NoError(t, err)
		var m struct{ Go, Toolchain string }
		require.NoError(t, json.Unmarshal(content, &m))
		gos[m.Go+" "+m.Toolchain] = append(gos[m.Go+" "+m.Toolchain], file)
		modules = append(modules, path.Dir(file))
		directories = append(directories, `"`+path.Join("/", path.Dir(file))+`"`)
	}
	assert.Len(t, gos, 1, "%v", gos)

	for file, names := range map[string]struct {
		place *regexp.Regexp
		want  []string
	}{
		"Makefile":               {regexp.MustCompile(`(?m)^MODULES = (.*)$`), modules},
		".github/dependabot.yml": {regexp.MustCompile(`package-ecosystem: gomod\n    directories: \[(.*)\]`), directories},
	} {
		content, err := os.ReadFile(filepath.Join(root, file))
		require.NoError(t, err)
		found := names.place.FindStringSubmatch(string(content))
		require.NotNil(t, found, file)
		assert.ElementsMatch(t, names.want, strings.Fields(strings.ReplaceAll(found[1], ",", " ")), file)
	}
}
