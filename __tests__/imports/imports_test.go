// Package imports_test holds the direction in which the project's packages import
// each other, so that what is below can be read without what is above.
package imports_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/example/predictive-maintenance"

// wings are the parts of the project, by the longest beginning of a package's
// path, and which other parts each may import. Operation runs what is on disk:
// it knows the environments as values, and never how a stack is built, so that its
// program is made without the providers' bindings.
var wings = []struct {
	path string
	may  []string
}{
	{bindings, nil},
	{"envs", nil},
	{"internal/outdir", nil},
	{"internal/progress", nil},
	{"internal/cost", nil},
	{"internal/synth/lockfile", nil},
	{"internal/synth/lazyload", nil},
	{"internal/resource", []string{bindings, "envs"}},
	{"backend", []string{bindings, "envs", "internal/resource"}},
	{"stacks", []string{bindings, "envs", "backend", "internal/resource"}},
	{"internal/synth", []string{bindings, "envs", "stacks", "internal/cost", "internal/outdir", "internal/progress", "internal/synth/lockfile", "internal/synth/lazyload"}},
	{"", []string{"envs", "stacks", "internal/synth", "internal/outdir"}},
	{"internal/fixture", []string{"envs", "stacks", "internal/synth", "internal/outdir"}},
	{"internal", []string{"envs", "internal/cost", "internal/outdir", "internal/progress", "internal/synth/lockfile"}},
	{"tools", []string{"envs", "internal", "internal/cost", "internal/outdir", "internal/progress", "internal/synth", "internal/synth/lockfile", "internal/synth/lazyload"}},
	{tests, nil},
	{"internal/cmd", []string{"envs", "internal", "internal/cost", "internal/outdir", "internal/progress", "internal/synth/lockfile"}},
}

// tests may import everything, and nobody imports them.
const tests = "__tests__"

// bindings are cdktf and the providers' types, generated here or elsewhere.
const bindings = ".gen"

var generated = regexp.MustCompile(`^github\.com/(hashicorp/terraform-cdk-go|cdktf|aws/jsii-runtime-go|aws/constructs-go)/`)

// wing is the part that a package is of.
func wing(path string) (found string) {
	if generated.MatchString(path + "/") {
		return bindings
	}
	for _, w := range wings {
		if len(w.path) > len(found) && (path == w.path || strings.HasPrefix(path, w.path+"/")) {
			found = w.path
		}
	}
	return found
}

func TestNoPartImportsWhatIsAboveIt(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, p := range append(packages(t, root), packages(t, filepath.Join(root, "tools"))...) {
		from := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		seen[wing(from)] = true
		imports := p.Imports
		if wing(from) == "tools" {
			// Their tests too, or the modules would need each other.
			imports = slices.Concat(imports, p.TestImports, p.XTestImports)
		}
		for _, i := range imports {
			to, ours := strings.CutPrefix(i, module+"/")
			if !ours && wing(to) != bindings || wing(to) == wing(from) {
				continue
			}
			for _, w := range wings {
				if w.path == wing(from) {
					assert.Contains(t, w.may, wing(to), "%s imports %s", cmp.Or(from, "main"), to)
				}
			}
		}
	}
	for _, w := range wings {
		// Go lists no folder that begins with a dot.
		assert.True(t, seen[w.path] || w.path == bindings || w.path == tests, "there is nothing below %q", w.path)
	}
}

// listed is a package as Go lists it.
type listed struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

// packages are those of the module in a folder.
func packages(t *testing.T, dir string) (all []listed) {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,Imports,TestImports,XTestImports", "./...")
	list.Dir = dir
	printed, err := list.Output()
	require.NoError(t, err)
	for packages := json.NewDecoder(strings.NewReader(string(printed))); ; {
		var p listed
		err := packages.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		require.NoError(t, err)
		all = append(all, p)
	}
}
