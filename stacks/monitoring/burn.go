package monitoring

import (
	"fmt"
	"math"
	"strconv"

	"github.com/example/predictive-maintenance/envs"
)

// The mathematics of objectives, as chapter 5 of the SRE workbook has it ("Alerting
// on SLOs", multiwindow, multi-burn-rate alerts): an alarm goes by how fast the
// error budget burns, over a long window, in which enough of it is gone to act, and
// a short one, which says that it still burns.
//
// CloudWatch has these limits (Using metric math; Alarm evaluation; PutMetricAlarm):
// all metrics of an alarm have the same period, so each window is an alarm of its
// own, of one period as long as the window, which moves on every minute, or every
// hour where it is longer than a day. It may be seven days long. What sums up a
// series (SUM, RUNNING_SUM) is not for alarms, which read more of it than they
// judge.

// burn is what two windows of an objective say together.
type burn struct {
	name string
	// spent is the share of the budget that is gone within the long window.
	spent float64
	// long and short are windows in seconds.
	long, short int
	// page says that somebody has to look at once. Otherwise a day is soon enough.
	page bool
}

const (
	minute = 60
	hour   = 60 * minute
	day    = 24 * hour
)

// burns are 14.4, 6 and 1 times the rate at which the budget of 30 days lasts for
// 30 days (SRE workbook, table 5-8).
var burns = []burn{
	{"fast", 0.02, hour, 5 * minute, true},
	{"slow", 0.05, 6 * hour, 30 * minute, true},
	{"ticket", 0.10, 3 * day, 6 * hour, false},
}

const (
	// fewest failed requests within a long window are none of chance, however few
	// requests there are: one of three at night burns a budget 333 times too fast,
	// and wakes nobody. A least number of requests instead would hide that all of
	// them fail. In short windows one is enough, so that no lack of traffic ends an
	// alarm.
	fewest = 5
	// half of all requests is an outage, whatever the objective: 14.4 times a
	// budget of 10 % could never be burnt.
	half = 0.5
)

// rate is how many times faster than in its whole window the budget burns; at least
// as fast, for what is slower than that keeps the objective.
func (b burn) rate(windowDays int) float64 {
	return max(1, round(b.spent*float64(windowDays*day)/float64(b.long)))
}

// threshold is the share of requests that fail at that rate.
func (b burn) threshold(i indicator) float64 {
	return min(half, round(b.rate(i.windowDays)*i.budget()))
}

// indicator is what an objective is about (a service level indicator): two series
// of metric math, "all" requests of a period and the "bad" ones among them.
type indicator struct {
	// name is a part of its alarms' names, title how the dashboard calls it.
	name, title string
	// bad says of requests what they did.
	bad string
	// target is the percentage that is promised over so many days.
	target     float64
	windowDays int
	queries    []query
}

// budget is the share of requests that may be bad.
func (i indicator) budget() float64 { return round((100 - i.target) / 100) }

// shareOfEnough and share are the share of bad requests within a period, for a long
// window and for a short one.
func (i indicator) shareOfEnough() []query {
	return i.with(fmt.Sprintf("IF(bad >= %d, bad / all, 0)", fewest), "share of requests that "+i.bad)
}

func (i indicator) share() []query { return i.with("bad / all", "share of requests that "+i.bad) }

// burning is how many times too fast the budget burns in a period.
func (i indicator) burning() []query {
	return i.with(fmt.Sprintf("bad / all / %s", number(i.budget())), "times too fast")
}

// left is how many percent of the budget are left, from the window's first day to
// now.
func (i indicator) left() []query {
	return i.with(fmt.Sprintf("100 * (1 - RUNNING_SUM(bad) / (SUM(all) * %s))", number(i.budget())), "percent left")
}

func (i indicator) with(expression, label string) []query {
	return append(append([]query{}, i.queries...), query{id: "result", expression: expression, label: label})
}

// indicators are those of a service's objective.
func (p Props) indicators(s envs.Service) []indicator {
	o := *s.Objective
	return []indicator{p.availability(s, o), p.latent(s, o)}
}

// availability counts answers: each is of the service or of the load balancer in
// its place. Nobody can tell which service the load balancer's own errors are about,
// so they count for each. Each metric is published only where it is above zero.
func (p Props) availability(s envs.Service, o envs.Objective) indicator {
	return indicator{
		"availability", "Availability", "failed", o.Availability, o.WindowDays,
		[]query{
			{id: "ok2", metric: p.answers(s, "2xx", "")},
			{id: "ok3", metric: p.answers(s, "3xx", "")},
			{id: "ok4", metric: p.answers(s, "4xx", "")},
			{id: "failed", metric: p.answers(s, "5xx", "")},
			{id: "refused", metric: p.ofLoadBalancer("HTTPCode_ELB_5XX_Count", "Sum", "")},
			{id: "all", expression: "FILL(ok2, 0) + FILL(ok3, 0) + FILL(ok4, 0) + FILL(failed, 0) + FILL(refused, 0)", label: "answers"},
			{id: "bad", expression: "FILL(failed, 0) + FILL(refused, 0)", label: "answers with errors"},
		},
	}
}

// latent counts the service's answers by how long they took: PR is the percentage
// of them within bounds (CloudWatch statistics definitions, percentile rank).
func (p Props) latent(s envs.Service, o envs.Objective) indicator {
	return indicator{
		"latency", "Latency", "took over " + number(o.Seconds) + " s", o.Latency, o.WindowDays,
		[]query{
			{id: "all", metric: p.ofTargets(s, "TargetResponseTime", "SampleCount", "")},
			{id: "within", metric: p.ofTargets(s, "TargetResponseTime", "PR(0:"+number(o.Seconds)+")", "")},
			{id: "bad", expression: "all * (100 - within) / 100", label: "slow answers"},
		},
	}
}

// number is a number as metric math and people write it.
func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// round takes away what binary fractions add: 0.1 % is 0.001, not
// 0.0009999999999999432.
func round(x float64) float64 { return math.Round(x*1e9) / 1e9 }
