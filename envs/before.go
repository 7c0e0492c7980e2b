package envs

import "slices"

// Before are the environments that a change reaches before this one, of all in
// their order: those whose images it can take over. No role reaches from one of
// AWS's partitions into another, so it's those of the same partition.
func (e Environment) Before(all []Environment) (earlier []Environment) {
	for _, other := range all {
		if other.Name == e.Name {
			break
		}
		if Partition(other.Region) == Partition(e.Region) {
			earlier = append(earlier, other)
		}
	}
	return earlier
}

// Abroad are the environments, of all in their order, that take over images of
// this one into another account.
func (e Environment) Abroad(all []Environment) (later []Environment) {
	for _, other := range all {
		if other.Account != e.Account && slices.ContainsFunc(other.Before(all), func(b Environment) bool { return b.Name == e.Name }) {
			later = append(later, other)
		}
	}
	return later
}
