// Package docs_test holds the documents against the project: what they name
// exists.
package docs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
	"github.com/example/predictive-maintenance/internal/standby"
	"github.com/example/predictive-maintenance/tools/docs"
	"github.com/example/predictive-maintenance/tools/faults"
)

var root = filepath.Join("..", "..")

func read(t *testing.T, path ...string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(append([]string{root}, path...)...))
	require.NoError(t, err)
	return string(content)
}

// documents runs a test for each document, given its path and text.
func documents(t *testing.T, test func(t *testing.T, path, text string)) {
	t.Helper()
	docs, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	require.NoError(t, err)
	books, err := filepath.Glob(filepath.Join(root, "docs", "runbooks", "*.md"))
	require.NoError(t, err)
	docs = append(docs, books...)
	require.NotEmpty(t, docs)
	for _, path := range append(docs, filepath.Join(root, "README.md")) {
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		t.Run(strings.TrimPrefix(path, root+"/"), func(t *testing.T) { test(t, path, string(content)) })
	}
}

func TestLinksLeadSomewhere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#]+)(#[^)]*)?\)`)
	documents(t, func(t *testing.T, path, text string) {
		for _, found := range link.FindAllStringSubmatch(text, -1) {
			if strings.HasPrefix(found[1], "https://") {
				continue
			}
			_, err := os.Stat(filepath.Join(filepath.Dir(path), found[1]))
			assert.NoError(t, err, found[0])
		}
	})
}

// What somebody has to edit in place of a document that is made is there.
func TestSourcesAreWhereTheDocumentsSay(t *testing.T) {
	from := regexp.MustCompile("^<!-- `make docs` writes this from (.+): edit (?:that|those)\\. -->\n")
	made := 0
	documents(t, func(t *testing.T, _, text string) {
		found := from.FindStringSubmatch(text)
		if found == nil {
			return
		}
		made++
		for _, source := range strings.Split(found[1], " and ") {
			_, err := os.Stat(filepath.Join(root, source))
			assert.NoError(t, err, found[0])
		}
	})
	assert.Greater(t, made, 10)
}

func TestMakeTargetsExist(t *testing.T) {
	makefile := read(t, "Makefile")
	target := regexp.MustCompile("(?m)(?:^|`)make ([a-z][a-z-]*)")
	documents(t, func(t *testing.T, _, text string) {
		for _, found := range target.FindAllStringSubmatch(text, -1) {
			assert.Regexp(t, `(?m)^([a-z-]+ )*`+found[1]+`( [a-z-]+)*:`, makefile, found[0])
		}
	})
	assert.GreaterOrEqual(t, len(target.FindAllString(read(t, "README.md"), -1)), 8)
}

// Each subcommand of the program has a target that runs it, but for those that
// cobra adds.
func TestSubcommandsExist(t *testing.T) {
	makefile, found := read(t, "Makefile"), 0
	command := regexp.MustCompile("(?m)(?:^|[`/(])platform ([a-z][a-z-]*)")
	documents(t, func(t *testing.T, _, text string) {
		for _, named := range command.FindAllStringSubmatch(text, -1) {
			found++
			if named[1] != "completion" {
				runs := regexp.MustCompile(`(?m)\$\(PLATFORM\) ` + named[1] + `( |$)`)
				assert.True(t, runs.MatchString(makefile), "no target runs platform %s", named[1])
			}
		}
	})
	assert.NotZero(t, found)
}

// Addresses and names in documents are those of the stacks.
func TestAddressesExist(t *testing.T) {
	declared := map[string]bool{}
	for _, p := range []docs.Project{ours, example} {
		for _, s := range p.Stacks {
			for _, all := range []map[string]map[string]map[string]any{s.Resource, s.Data} {
				for kind, byName := range all {
					for name := range byName {
						declared[kind+"."+name] = true
					}
				}
			}
		}
	}
	address := regexp.MustCompile(`\b((?:aws|null|random|supabase|vercel)_[a-z0-9_]+)\.([a-z][a-z0-9_-]*)(\*?)`)
	documents(t, func(t *testing.T, _, text string) {
		for _, found := range address.FindAllStringSubmatch(text, -1) {
			if found[3] != "" {
				continue // a pattern of addresses, in an exception
			}
			assert.True(t, declared[found[0]], "nothing is declared as %s", found[0])
		}
	})
}

func TestStateIsWhereTheDocumentSays(t *testing.T) {
	text := read(t, "docs", "state.md")
	for _, name := range []string{fixture.Store().Bucket, fixture.Store().Table, fixture.Store().KeyAlias} {
		assert.Contains(t, text, name)
	}
}

func TestDeliveryIsNamedAsTheDocumentSays(t *testing.T) {
	text, label := read(t, "docs", "account.md"), fixture.Production().Label()
	for _, name := range []string{fixture.Account().PlanRole(), label.PlanRole(), label.DeployRole(), label.PushRole(), label.PromoteRole(), label.Boundary(), label.Repository("*"), envs.DeliveryPath} {
		assert.Contains(t, text, "`"+name+"`")
	}
}

// said is a promise as a row of the document has it.
func said(p standby.Promise) string { return "| " + p.What + " | " + p.Says + " |" }

func TestRecoveryIsAsTheDocumentSays(t *testing.T) {
	text := read(t, "docs", "disaster-recovery.md")
	production := fixture.Production()
	l, b := production.Label(), production.Backup
	for _, say := range []string{
		"`" + l.Name("backup") + "` in " + production.Region,
		"`" + l.Name("backup-copy") + "` in " + b.SecondRegion,
		"`" + l.Name("ml-data-replica") + "-<account>` in " + b.SecondRegion,
		fmt.Sprintf("| %d days |", b.RetentionDays),
		fmt.Sprintf("| %d days |", b.CopyRetentionDays),
		fmt.Sprintf("less than %d days or more\nthan %d.", b.Lock.MinDays, b.Lock.MaxDays),
		// What a drill holds its measurements against.
		said(standby.Replicated), said(standby.Noticed), said(standby.Switched), said(standby.Gateways), said(standby.Started), said(standby.Healthy), said(standby.Followed),
		fmt.Sprintf("%d and %d days", fixture.Staging().Backup.RetentionDays, fixture.Dev().Backup.RetentionDays),
	} {
		assert.Contains(t, text, say)
	}
}

func TestEverythingInTheLayoutTableIsThere(t *testing.T) {
	readme := read(t, "README.md")
	for _, folder := range []string{"envs", "backend", "stacks", "internal", "tools", "__tests__", "docs"} {
		assert.Contains(t, readme, "]("+folder+")")
	}
	modules, err := os.ReadDir(filepath.Join(root, "stacks"))
	require.NoError(t, err)
	for _, m := range modules {
		if m.IsDir() {
			assert.Contains(t, readme, "](stacks/"+m.Name()+")", "a module that the layout does not name")
		}
	}
}

// A fault that no test makes is a promise; `make test-faults` makes all of them.
func TestFaultsAreTried(t *testing.T) {
	exist, err := docs.Tests(root)
	require.NoError(t, err)
	_, recipe, _ := strings.Cut(read(t, "Makefile"), "\ntest-faults:")
	recipe, _, _ = strings.Cut(recipe, "\n\n")
	for _, f := range faults.Table {
		assert.Contains(t, exist, f.Test, f.What)
		if pack, name, _ := strings.Cut(f.Test, "."); pack != "faults_test" {
			assert.Regexp(t, `[(|]`+name+`[)|]`, recipe)
		}
	}
	assert.Contains(t, recipe, " ./faults\n")
}
