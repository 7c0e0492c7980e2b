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
	{"internal/synth/lockfile", nil},
	{"internal/synth/lazyload", nil},
	{"internal/resource", []string{bindings, "envs"}},
	{"backend", []string{bindings, "envs", "internal/resource"}},
	{"stacks", []string{bindings, "envs", "backend", "internal/resource"}},
	{"internal/synth", []string{bindings, "envs", "stacks", "internal/outdir", "internal/synth/lockfile", "internal/synth/lazyload"}},
	{"", []string{"envs", "stacks", "internal/synth", "internal/outdir"}},
	{"internal/fixture", []string{"envs", "stacks", "internal/synth", "internal/outdir"}},
	{"internal", []string{"envs", "internal/outdir", "internal/synth/lockfile"}},
}

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
	list := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", "./...")
	list.Dir = root
	printed, err := list.Output()
	require.NoError(t, err)

	seen := map[string]bool{}
	for packages := json.NewDecoder(strings.NewReader(string(printed))); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		err := packages.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		from := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		seen[wing(from)] = true
		for _, i := range p.Imports {
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
		assert.True(t, seen[w.path] || w.path == bindings, "there is nothing below %q", w.path)
	}
}
