package cost

import (
	"fmt"
	"slices"
)

// Account is what the stacks of an AWS account cost together. What belongs to no
// environment has no budget of its own: the state, and what watches the account.
// The budgets of the account's environments are there for it.
type Account struct {
	// Name is what the account is called.
	Name string
	// Range is what all of its stacks cost, and Own what those cost that have no
	// budget.
	Range
	Own Range
	// Budget is what its environments may cost; zero where they have no budgets.
	Budget float64
}

// ByAccount sums reports, given what the account of a stack is called.
func ByAccount(reports []*Report, account func(stack string) string) (all []Account) {
	for _, r := range reports {
		name := account(r.Stack)
		i := slices.IndexFunc(all, func(a Account) bool { return a.Name == name })
		if i < 0 {
			i, all = len(all), append(all, Account{Name: name})
		}
		all[i].Range = all[i].plus(r.Total)
		all[i].Budget += r.Budget
		if r.Budget == 0 {
			all[i].Own = all[i].Own.plus(r.Total)
		}
	}
	return all
}

// Check fails where all of an account's stacks together cost more than its
// environments may, however little is used.
func (a Account) Check() error {
	if a.Budget == 0 || a.Least <= a.Budget {
		return nil
	}
	return fmt.Errorf("%s: a month costs %.2f USD at least, of it %.2f for what is in no environment, and the budgets of its environments are %.0f together: raise one of them, or have less",
		a.Name, a.Least, a.Own.Least, a.Budget)
}
