package envs

import "time"

// Metrics that each delivery publishes in the namespace of its environment
// ([Label.Metrics]), without dimensions: DORA's four keys, and how long it took.
const (
	// DeliveryDuration is what plan, apply, roll-out and smoke test took together,
	// in seconds; people who consent take as long as they need.
	DeliveryDuration = "delivery-duration"
	// DeliveryLeadTime is from the commit to the end, in seconds, of deliveries
	// that a push began: others bring no commit for the first time.
	DeliveryLeadTime = "delivery-lead-time"
	// DeliverySuccess is 1 or 0: its sum is how often something was delivered.
	DeliverySuccess = "delivery-success"
	// DeliveryChangeFailure is 1 or 0: its average is the change failure rate.
	DeliveryChangeFailure = "delivery-change-failure"
	// DeliveryTimeToRestore is from the first delivery that failed to the one that
	// did not, in seconds.
	DeliveryTimeToRestore = "delivery-time-to-restore"
)

// DeliveryLimit is what [DeliveryDuration] must stay below (plan, line 1465).
const DeliveryLimit = 15 * time.Minute

// Metrics is the namespace of the environment's own metrics in CloudWatch.
func (l Label) Metrics() string { return l.Prefix() }
