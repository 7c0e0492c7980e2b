package envs

import "time"

// StandbyProblems is the metric that `make standby-check` publishes where it is told
// to: how many things would keep a standby from taking over. It is in the standby's
// namespace and region, without dimensions.
const StandbyProblems = "standby-problems"

// ReplicationRule is the name of the rule by which S3 replicates the ML data, and
// ReplicationLimit is within what time it promises to (Replication Time Control; it
// knows no other number).
const (
	ReplicationRule  = "ml-data"
	ReplicationLimit = 15 * time.Minute
)
