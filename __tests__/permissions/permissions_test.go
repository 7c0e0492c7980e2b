package permissions_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/tools/permissions"
)

// statement is one of a policy document.
type statement struct {
	Sid, Effect        string
	Actions, Resources []string
	NotActions         []string `json:"not_actions"`
	NotResources       []string `json:"not_resources"`
}

// written are the files with the stacks of the fixtures, in one account and in two.
func written(t *testing.T) (files []string) {
	t.Helper()
	for _, accounts := range [][]string{nil, {"split"}} {
		out := t.TempDir()
		synth := exec.Command("go", append([]string{"run", "-buildvcs=false", "./internal/fixture/synth"}, accounts...)...)
		synth.Dir, synth.Env = filepath.Join("..", ".."), append(os.Environ(), "CDKTF_OUTDIR="+out)
		printed, err := synth.CombinedOutput()
		require.NoError(t, err, string(printed))
		found, err := filepath.Glob(filepath.Join(out, "stacks", "*", "cdk.tf.json"))
		require.NoError(t, err)
		files = append(files, found...)
	}
	return files
}

// documents are the policy documents of every stack of the fixtures, by their file
// and name.
func documents(t *testing.T) map[string][]statement {
	t.Helper()
	all := map[string][]statement{}
	for _, file := range written(t) {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		var stack struct {
			Data     map[string]map[string]json.RawMessage
			Resource map[string]map[string]map[string]any
		}
		require.NoError(t, json.Unmarshal(content, &stack))
		for name, raw := range stack.Data["aws_iam_policy_document"] {
			var d struct{ Statement json.RawMessage }
			require.NoError(t, json.Unmarshal(raw, &d))
			var list []statement
			if json.Unmarshal(d.Statement, &list) != nil {
				list = make([]statement, 1)
				require.NoError(t, json.Unmarshal(d.Statement, &list[0]), name)
			}
			all[file+"/"+name] = list
		}
		// A policy that is no document would be read by nobody here.
		for kind, byName := range stack.Resource {
			for name, values := range byName {
				for _, argument := range []string{"assume_role_policy", "policy", "inline_policy", "access_policy"} {
					policy, ok := values[argument].(string)
					if ok && kind != "aws_ecr_lifecycle_policy" {
						assert.True(t, strings.HasPrefix(policy, "${data.aws_iam_policy_document."), "%s.%s.%s", kind, name, argument)
					}
				}
			}
		}
	}
	require.NotEmpty(t, all)
	return all
}

// wild says whether a statement has a "*" in an action or at the end of a
// resource.
func wild(s statement) bool {
	return slices.ContainsFunc(s.Actions, func(a string) bool { return strings.Contains(a, "*") }) ||
		slices.ContainsFunc(s.Resources, func(r string) bool { return strings.HasSuffix(r, "*") })
}

// Every statement of every policy allows exactly what is listed as needed, and
// the list has nothing that no policy allows.
func TestEveryPolicyAllowsWhatIsNeededAndNoMore(t *testing.T) {
	used := make([]bool, len(permissions.All))
	needed := make([]bool, len(permissions.All))
	count := 0
	for name, statements := range documents(t) {
		document := path.Base(name)
		for _, s := range statements {
			if s.Effect == "Deny" {
				continue
			}
			count++
			where := fmt.Sprintf("%s/%s/%s", path.Base(path.Dir(path.Dir(name))), document, s.Sid)
			assert.Empty(t, s.NotActions, "%s allows all but something", where)
			assert.Empty(t, s.NotResources, "%s allows on all but something", where)
			i := slices.IndexFunc(permissions.All, func(g permissions.Grant) bool {
				match, err := path.Match(g.Document, document)
				require.NoError(t, err)
				return match && g.Sid == s.Sid
			})
			if !assert.NotEqual(t, -1, i, "%s allows %v, for nobody", where, s.Actions) {
				continue
			}
			used[i] = true
			assert.ElementsMatch(t, permissions.All[i].Actions, s.Actions, where)
			if wild(s) {
				needed[i] = true
				assert.NotEmpty(t, permissions.All[i].Wildcard, "%s has a wildcard that nothing justifies", where)
			}
		}
	}
	for i, g := range permissions.All {
		assert.NotEmpty(t, g.For, "%s/%s", g.Document, g.Sid)
		assert.True(t, used[i], "%s/%s is listed, and no policy has it", g.Document, g.Sid)
		assert.True(t, needed[i] || g.Wildcard == "", "%s/%s justifies a wildcard that there isn't", g.Document, g.Sid)
	}
	t.Logf("%d statements allow what %d grants list", count, len(permissions.All))
}

// What [permissions.Uses] names is in a stack of the fixtures, which have
// everything: on the emulator, a name of nothing would never be asked about.
func TestUsesNameWhatThereIs(t *testing.T) {
	declared := map[string]bool{}
	for _, file := range written(t) {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		var stack struct{ Resource map[string]map[string]any }
		require.NoError(t, json.Unmarshal(content, &stack))
		for kind, byName := range stack.Resource {
			for name := range byName {
				declared[kind+"."+name] = true
			}
		}
	}
	address := regexp.MustCompile(`\{([a-z0-9_]+\.[^.}]+)\.[^}]+\}`)
	found := 0
	for _, use := range permissions.Uses {
		texts := []string{use.Role}
		for _, c := range use.Calls {
			texts = append(texts, c.Resource, c.Region, c.If)
		}
		for _, name := range address.FindAllStringSubmatch(strings.Join(texts, " "), -1) {
			found++
			assert.True(t, declared[name[1]], "%s: no stack has %s", use.For, name[1])
		}
	}
	assert.NotZero(t, found)
}
