package envs

import "slices"

// accountProblems are those of an environment with the accounts that there are.
func (e Environment) accountProblems(accounts []Account) []Problem {
	c := &checks{field: e.field()}
	var names []string
	var own Account
	for _, a := range accounts {
		names = append(names, a.Name)
		if a.Name == e.Account {
			own = a
		}
		// Without a name they are told by the environment alone.
		c.require(a.Name == "" || e.Name != a.BootstrapStack() && e.Name != a.Stack(), "name", e.Name,
			"is a stack of the account %s", a.Name)
	}
	known := slices.Contains(names, e.Account)
	c.require(known, "account", e.Account, "is no account; there are %q", names)
	s3, ok := e.State.(S3State)
	if known {
		c.found = append(c.found, e.standbyStateProblems(own)...)
	}
	if !known || !ok || s3.Bucket == own.Store.Bucket {
		return c.found
	}
	for _, a := range accounts {
		c.require(s3.Bucket != a.Store.Bucket, "state.bucket", s3.Bucket,
			"is the state store of %s, and credentials reach the key and the locks of their own account alone", a.field())
	}
	return c.found
}

// accountsProblems are those of the accounts, and of what they hold.
func accountsProblems(accounts []Account, all []Environment) (found []Problem) {
	for i, a := range accounts {
		found = append(found, a.problems()...)
		c := &checks{field: a.field()}
		c.require(a.ID != "" || len(accounts) == 1, "id", a.ID,
			"must be given where there are several accounts: nothing else tells their credentials apart")
		found = append(found, c.found...)
		for _, b := range accounts[:i] {
			found = append(found, accountConflicts(a, b)...)
		}
		found = append(found, a.partitionProblems(all)...)
		found = append(found, a.detectionProblems(a.Environments(all))...)
	}
	return found
}

// accountConflicts are the problems of two accounts with each other.
func accountConflicts(a, b Account) []Problem {
	c := &checks{field: a.field()}
	c.require(a.Name != b.Name, "name", a.Name, "another account has this name")
	c.require(a.ID != b.ID || a.ID == "", "id", a.ID, "is the id of %s too", b.field())
	c.require(a.Store.Bucket != b.Store.Bucket || a.Store.Bucket == "", "state store.bucket", a.Store.Bucket,
		"is the bucket of %s too, and names of buckets are global", b.field())
	c.require(a.Subject() == b.Subject() && a.Branch == b.Branch, "repository", a.Repository,
		"must be that of %s, by name, numbers and branch: the workflows of one repository deliver all environments", b.field())
	return c.found
}
