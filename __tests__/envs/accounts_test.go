package envs_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

func TestStacksHaveTheNamesOfTheirAccounts(t *testing.T) {
	accounts, environments := fixture.Split()
	require.NoError(t, envs.ValidateAll(accounts, environments))
	assert.Equal(t, "bootstrap account", accounts[0].BootstrapStack()+" "+accounts[0].Stack())
	assert.Equal(t, "bootstrap-live account-live", accounts[1].BootstrapStack()+" "+accounts[1].Stack())
	for stack, want := range map[string]string{
		"bootstrap": "111122223333", "account": "111122223333", "dev": "111122223333", "staging": "111122223333",
		"bootstrap-live": "000012345678", "account-live": "000012345678", "production": "000012345678", "nothing": "",
	} {
		assert.Equal(t, want, envs.AccountOf(accounts, environments, stack).ID, stack)
	}
}

// In accounts of their own, two environments may have the same names and networks.
func TestAccountsShareNothing(t *testing.T) {
	accounts, environments := fixture.Split()
	for i := range environments {
		environments[i].Network.CIDR = []string{"10.0.0.0/16", "10.1.0.0/16", "10.0.0.0/16"}[i]
	}
	environments[0].Name, environments[0].State = "production-2", accounts[0].Store.StateOf("production-2")
	require.NoError(t, envs.ValidateAll(accounts, environments))
	environments[2].Account, environments[2].State = "", accounts[0].Store.StateOf("production")
	assert.Equal(t, []string{
		`production.network.cidr = "10.0.0.0/16": overlaps 10.0.0.0/16 of production-2`,
		`production.names = "pdm-production": ` + prefixRule("production-2"),
	}, lines(t, envs.ValidateAll(accounts, environments)))
}

func TestBadAccounts(t *testing.T) {
	const (
		digits  = "must be the account's 12 digits, with the zeros before them; or empty"
		given   = "must be given where there are several accounts: nothing else tells their credentials apart"
		foreign = "and credentials reach the key and the locks of their own account alone"
	)
	for _, row := range []struct {
		name  string
		spoil func(accounts []envs.Account, production *envs.Environment)
		want  []string
	}{
		{"two with one id", func(a []envs.Account, _ *envs.Environment) { a[1].ID = a[0].ID }, []string{
			`account-live.id = "111122223333": is the id of account too`,
		}},
		{"an id without its zeros", func(a []envs.Account, _ *envs.Environment) { a[1].ID = "12345678" }, []string{
			`account-live.id = "12345678": ` + digits,
		}},
		{"an id as AWS shows it", func(a []envs.Account, _ *envs.Environment) { a[0].ID = "1111-2222-3333" }, []string{
			`account.id = "1111-2222-3333": ` + digits,
		}},
		{"ids missing", func(a []envs.Account, _ *envs.Environment) { a[0].ID, a[1].ID = "", "" }, []string{
			`account.id = "": ` + given, `account-live.id = "": ` + given,
		}},
		{"one name", func(a []envs.Account, e *envs.Environment) { a[0].Name = "live" }, []string{
			`dev.account = "": is no account; there are ["live" "live"]`,
			`staging.account = "": is no account; there are ["live" "live"]`,
			`account-live.name = "live": another account has this name`,
		}},
		{"a name that is none", func(a []envs.Account, e *envs.Environment) { a[1].Name, e.Account = "Live", "Live" }, []string{
			`production.account = "Live": ` + nameRule,
			`account "Live".name = "Live": ` + nameRule + `; or empty for one account`,
		}},
		{"an account that there isn't", func(_ []envs.Account, e *envs.Environment) { e.Account = "prod" }, []string{
			`production.account = "prod": is no account; there are ["" "live"]`,
		}},
		{"another account's store", func(a []envs.Account, e *envs.Environment) { e.State = a[0].Store.StateOf(e.Name) }, []string{
			`production.state.bucket = "predictive-maintenance-terraform-state": is the state store of account, ` + foreign,
		}},
		{"one bucket for both", func(a []envs.Account, e *envs.Environment) { a[1].Store.Bucket = a[0].Store.Bucket }, []string{
			`account-live.state store.bucket = "predictive-maintenance-terraform-state": is the bucket of account too, and names of buckets are global`,
		}},
		{"another repository", func(a []envs.Account, _ *envs.Environment) { a[1].Repository = "example/other" }, []string{
			`account-live.repository = "example/other": must be that of account, by name, numbers and branch: the workflows of one repository deliver all environments`,
		}},
		{"another partition", func(a []envs.Account, _ *envs.Environment) {
			a[1].Region, a[1].Detection.Security = "us-gov-west-1", nil
		}, []string{
			`account-live.state store.region = "us-east-1": must be in the partition of us-gov-west-1, where the account is that holds its stacks`,
			`production.region = "us-east-1": must be in the partition of us-gov-west-1, where the account is that holds its stacks`,
		}},
		{"all at once", func(a []envs.Account, e *envs.Environment) {
			a[1].ID, a[1].Store.Table, e.Account = "1", "", "prod"
		}, []string{
			`production.account = "prod": is no account; there are ["" "live"]`,
			`account-live.id = "1": ` + digits,
			tooLong("account-live.state store.table", "", "DynamoDB table name", 3, 255),
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			accounts, environments := fixture.Split()
			row.spoil(accounts, &environments[2])
			assert.Equal(t, row.want, lines(t, envs.ValidateAll(accounts, environments)))
		})
	}
}

func TestEnvironmentsHaveNoNamesOfStacks(t *testing.T) {
	accounts, environments := fixture.Split()
	for _, name := range []string{"account-live", "bootstrap-live"} {
		env := &environments[0]
		env.Name, env.State = name, envs.LocalState{Path: "state"}
		assert.Equal(t, []string{name + `.name = "` + name + `": is a stack of the account live`},
			lines(t, envs.ValidateAll(accounts, environments)))
	}
	environments[0].Name = "account-dev"
	assert.NoError(t, envs.ValidateAll(accounts, environments), "no account has that name")
}
