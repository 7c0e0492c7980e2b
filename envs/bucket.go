package envs

// Bucket is an S3 bucket of an environment.
type Bucket struct{ Name, Region string }

// Buckets are those that the environment makes in an account of a number, which
// ends their names: names of buckets are global.
func (e Environment) Buckets(account string) []Bucket {
	l := e.Label()
	all := []Bucket{{l.Name("alb-logs", account), e.Region}}
	if e.primary == nil {
		all = append([]Bucket{{l.Name("ml-data", account), e.Region}}, all...)
	}
	if e.Datadog != nil {
		all = append(all, Bucket{l.Name("datadog", account), e.Region})
	}
	if second := e.Backup.SecondRegion; second != "" {
		all = append(all, Bucket{e.Replica(account), second})
	}
	return all
}
