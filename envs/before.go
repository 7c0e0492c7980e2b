package envs

// Before are the environments that a change reaches before this one, of all in
// their order. Of them those of the same account, because a role that takes
// images over from another account's would have to be let in there.
func (e Environment) Before(all []Environment) (earlier []Environment) {
	for _, other := range all {
		if other.Name == e.Name {
			break
		}
		if other.Account == e.Account {
			earlier = append(earlier, other)
		}
	}
	return earlier
}
