package envs

// Objective is what the users of a public service are promised (a service level
// objective): how many of their requests fail at most, and how many are slow. What
// may fail of them within the window is its error budget; alarms go by how fast it
// burns, the dashboard shows what is left of it.
type Objective struct {
	// Availability is the percentage of requests that are answered without an
	// error of the service or of the load balancer: 99.9.
	Availability float64

	// Latency is the percentage of answers that come within Seconds: 99.
	Latency float64

	// Seconds is what users don't call slow.
	Seconds float64

	// WindowDays is for how many days the percentages count, back from any moment.
	WindowDays int
}

const (
	// leastPromised leaves a budget of a tenth: with less of a promise, a service
	// that fails every tenth request keeps it.
	leastPromised = 90
	// longestAnswer is the load balancer's idle timeout: what takes longer, it
	// answers itself, with an error (Application Load Balancers, connection idle
	// timeout).
	longestAnswer = 60
	// shortestWindow has each day of the week once, and is longer than what the
	// slowest alarm looks back, which CloudWatch has do so for a week at most
	// (PutMetricAlarm, Period).
	shortestWindow = 7
	// longestWindow is for how many days CloudWatch keeps a value an hour, the
	// longest that it keeps any (CloudWatch concepts, metrics retention).
	longestWindow = 455
)

func (s Service) objectiveProblems(field string, e Environment) []Problem {
	o := s.Objective
	if o == nil {
		return nil
	}
	c := &checks{field: field + ".objective"}
	for _, p := range []struct {
		field string
		value float64
	}{{"availability", o.Availability}, {"latency", o.Latency}} {
		c.require(p.value >= leastPromised && p.value < 100, p.field, p.value,
			"must be %d percent or more, and less than 100, which nothing keeps: one failed request would be too many", leastPromised)
	}
	c.require(o.Seconds > 0 && o.Seconds < longestAnswer, "seconds", o.Seconds,
		"must be above 0 and below %d, after which the load balancer answers in the service's place", longestAnswer)
	c.require(o.WindowDays >= shortestWindow && o.WindowDays <= longestWindow, "window_days", o.WindowDays,
		"must be %d days, a week, to %d, for which CloudWatch keeps what it counted", shortestWindow, longestWindow)

	c.field = field
	c.require(s.Public, "objective", "set", "is measured by the load balancer, which only public services are behind; leave it out")
	c.require(s.Protocol != GRPC, "objective", "set",
		"is measured by the status of answers, which in gRPC is 200 whatever went wrong; leave it out, alarms on errors in the log stay")
	c.require(e.OffHours == nil, "objective", "set", "is broken every night by off_hours; leave out one of the two")
	c.require(s.MinCount > 0, "objective", "set", "is broken where no task runs: have min_count at 1 or more, or leave it out")
	return c.found
}
