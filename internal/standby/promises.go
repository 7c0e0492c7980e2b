package standby

import (
	"time"

	"github.com/example/predictive-maintenance/envs"
)

// What the plan promises for a region that is lost (lines 1426-1427): how soon users
// are answered again, and how much of what was written is gone.
const (
	RTO = time.Hour
	RPO = 24 * time.Hour
)

// Promise is a row of a table in docs/disaster-recovery.md.
type Promise struct {
	// What it is about, and what is promised, in the table's words.
	What, Says string
	// Most is that time; zero where nobody names one.
	Most time.Duration
}

// What a drill holds against what it measures. An environment that is healthy is
// not seen to be away, so that it takes Noticed and Followed for what they say.
var (
	Replicated = Promise{"ML data: region lost", "15 min for 99.9 % of the objects", envs.ReplicationLimit}
	Noticed    = Promise{"Route 53 sees that production is away", "30 s", 30 * time.Second}
	Switched   = Promise{"`make failover` itself", "under a minute beside AWS", 0}
	Gateways   = Promise{"NAT gateways", "some minutes", 0}
	Started    = Promise{"a task starts", "30 to 45 s and more, by the size of its image", 0}
	Healthy    = Promise{"a task is healthy", "60 s", 0}
	Followed   = Promise{"resolvers follow", "60 s", time.Minute}
)
