package docs

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/quota"
	"github.com/example/predictive-maintenance/tools/faults"
	"github.com/example/predictive-maintenance/tools/permissions"
)

// Permissions is the table of what the policies allow, and why.
func Permissions() []byte {
	var text bytes.Buffer
	text.WriteString("<!-- `make docs` writes this from tools/permissions: edit that. -->\n\n# Permissions\n\n" +
		"What every IAM policy of the stacks allows, for whom, and why a `*` has to be. A test\nreads every policy of every stack: " +
		"it allows exactly this. Conditions are in the\nstacks themselves, and held to by tests of their own.\n\n" +
		"| policy document | statement | for | actions | why the wildcard |\n|---|---|---|---|---|\n")
	for _, g := range permissions.All {
		fmt.Fprintf(&text, "| `%s` | %s | %s | `%s` | %s |\n", g.Document, g.Sid, g.For, strings.Join(g.Actions, "` `"), g.Wildcard)
	}
	text.WriteString("\n## Allowed, and not used\n\nWhat the roles that deliver may do and did not, on the emulator: `make test` finds\nwhat is missing here, and what is used.\n\n" +
		"| policy document | statement | actions | why |\n|---|---|---|---|\n")
	for _, k := range permissions.Unused {
		fmt.Fprintf(&text, "| `%s` | %s | `%s` | %s |\n", k.Document, k.Sid, strings.Join(k.Actions, "` `"), k.Why)
	}
	text.WriteString("\n## Used by others\n\nWhat nobody does on the emulator is asked of the policies that were applied there,\nwith the conditions' keys that AWS documents.\n\n" +
		"| who | for | source |\n|---|---|---|\n")
	for _, u := range permissions.Uses {
		who := u.Role
		if who == "" {
			who = u.Service
		}
		fmt.Fprintf(&text, "| `%s` | %s | %s |\n", strings.TrimSuffix(strings.Trim(who, "{}"), ".arn"), u.For, u.Source)
	}
	return text.Bytes()
}

// Faults is the table of what was broken, and what happened.
func Faults() []byte {
	var text bytes.Buffer
	text.WriteString("<!-- `make docs` writes this from tools/faults: edit that. -->\n\n# Faults\n\n" +
		"What goes wrong, and what happens then. `make test` tries all of it, and\n`make test-faults` nothing else.\n\n" +
		"| when | then | test |\n|---|---|---|\n")
	for _, f := range faults.Table {
		_, name, _ := strings.Cut(f.Test, ".")
		fmt.Fprintf(&text, "| %s | %s | `%s` |\n", f.What, f.Then, name)
	}
	return text.Bytes()
}

// Quotas is the table of what the environments take of each quota of AWS, by
// account and region, and what to ask for.
func Quotas(p Project) []byte {
	var text bytes.Buffer
	text.WriteString("<!-- `make docs` writes this from envs and internal/quota: edit those. -->\n\n# Quotas\n\n" +
		"What each environment takes of the quotas of its account in a region. Where that changes:\nwhat it is applied with / in a " +
		"roll-out, when each service has its tasks twice / in a\nroll-out with everything scaled out. What a new account has is what AWS " +
		"documents; yours\nmay have more, or for a while less. `make preflight` reads it, and what others take.\n\n" +
		"A [standby](disaster-recovery.md#a-standby) needs the same of the second region, whose quotas\nare others: addresses and the network from its first apply on, " +
		"gateways and vCPUs once it\nserves, when nobody waits for AWS to raise them. `make preflight` of its environment reads\nthose too, and `make standby-check`.\n")
	for _, account := range p.Accounts {
		p.quotasOf(&text, account)
	}
	all := p.Accounts[0].Environments(p.Environments)
	if len(all) == 0 {
		all = p.Environments
	}
	first, region := quota.All[0], all[0].Region
	fmt.Fprintf(&text, "\nOf what AWS counts by zone, by VPC or by group, the fullest one. Addresses, VPCs and\ngateways of others in the account come on top, "+
		"the default VPC too.\n\n```sh\naws service-quotas request-service-quota-increase --region %s \\\n  --service-code %s --quota-code %s --desired-value %v\n```\n",
		region, first.Service, first.Code, math.Ceil(first.Needed(region, all...).Most))
	return text.Bytes()
}

// quotasOf are the tables of an account, one a region.
func (p Project) quotasOf(text *bytes.Buffer, account envs.Account) {
	var regions []string
	in := map[string][]envs.Environment{}
	for _, env := range envs.WithStandbys(account.Environments(p.Environments)) {
		if !slices.Contains(regions, env.Region) {
			regions = append(regions, env.Region)
		}
		in[env.Region] = append(in[env.Region], env)
	}
	for _, region := range regions {
		all := in[region]
		fmt.Fprintf(text, "\n## %s%s\n\n| quota | code |", region, p.in(account))
		for _, env := range all {
			fmt.Fprintf(text, " %s |", env.Name)
		}
		text.WriteString(" together | a new account has | |\n|---|---|" + strings.Repeat("--:|", len(all)+2) + "---|\n")
		for _, q := range quota.All {
			fmt.Fprintf(text, "| %s | `%s` |", q.Name, q.Code)
			for _, env := range all {
				fmt.Fprintf(text, " %s |", amount(q.Needed(region, env)))
			}
			together, ask := q.Needed(region, all...), ""
			switch {
			case together.Most > q.Default:
				ask = fmt.Sprintf("ask for **%v**", math.Ceil(together.Most))
			case together.Most == q.Default:
				ask = "all of it"
			}
			fmt.Fprintf(text, " %s | %v | %s |\n", amount(together), q.Default, ask)
		}
	}
}

func amount(a quota.Amount) string {
	if a.Start == a.Most {
		return fmt.Sprint(a.Start)
	}
	return fmt.Sprintf("%v / %v / %v", a.Start, a.Rollout, a.Most)
}

// Tests are all tests of the project in a folder, as "package.TestName".
func Tests(root string) (found []string, err error) {
	for _, dir := range []string{"__tests__", "internal", "tools"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if err != nil {
				return fmt.Errorf("list the tests: %w", err)
			}
			for _, d := range file.Decls {
				if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Test") {
					found = append(found, file.Name.Name+"."+f.Name.Name)
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}
