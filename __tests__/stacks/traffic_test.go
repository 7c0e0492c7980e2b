package stacks_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// answers are those of a minute, by who gave them and how: by the service without
// an error, by the service with one, by the load balancer in its place. Slow ones
// are among the service's.
type answers struct{ ok, failed, refused, slow float64 }

// traffic has the answers of each minute, summed up from the first, so that those
// of any time are a difference.
type traffic struct {
	upTo []answers
	// step is how many minutes there are from one that alarms are asked about to the
	// next: one, where it is 0.
	step int
}

func (t *traffic) add(minutes int, a answers) {
	if t.upTo == nil {
		t.upTo = []answers{{}}
	}
	for range minutes {
		last := t.upTo[len(t.upTo)-1]
		t.upTo = append(t.upTo, answers{last.ok + a.ok, last.failed + a.failed, last.refused + a.refused, last.slow + a.slow})
	}
}

// minutes that there are.
func (t *traffic) minutes() int { return len(t.upTo) - 1 }

// within are the answers of so many minutes up to a minute.
func (t *traffic) within(minutes, to int) answers {
	a, b := t.upTo[max(0, to-minutes)], t.upTo[to]
	return answers{b.ok - a.ok, b.failed - a.failed, b.refused - a.refused, b.slow - a.slow}
}

// measure is a metric of Elastic Load Balancing over a period. Each is published in
// minutes in which it is above zero.
func (a answers) measure(t *testing.T, name, stat string) float64 {
	counted := func(n float64) float64 {
		if n == 0 {
			return none
		}
		return n
	}
	all := a.ok + a.failed
	switch name + " " + stat {
	case "HTTPCode_Target_2XX_Count Sum":
		return counted(a.ok)
	case "HTTPCode_Target_3XX_Count Sum", "HTTPCode_Target_4XX_Count Sum":
		return none
	case "HTTPCode_Target_5XX_Count Sum":
		return counted(a.failed)
	case "HTTPCode_ELB_5XX_Count Sum":
		return counted(a.refused)
	case "TargetResponseTime SampleCount":
		return counted(all)
	}
	require.Regexp(t, `^TargetResponseTime PR\(0:[0-9.]+\)$`, name+" "+stat)
	if all == 0 {
		return none
	}
	return 100 * (all - a.slow) / all
}

// result is the last of some queries over periods of the traffic that end at the
// given minutes. It is the same whatever operators do with what lacks.
func result(t *testing.T, queries []object, flow *traffic, period int, ends []int) series {
	t.Helper()
	zero := resultWith(t, queries, flow, period, ends, 0)
	require.True(t, slices.EqualFunc(zero, resultWith(t, queries, flow, period, ends, none), func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }))
	return zero
}

func resultWith(t *testing.T, queries []object, flow *traffic, period int, ends []int, lacking float64) series {
	t.Helper()
	known := map[string]value{}
	var last value
	for _, query := range queries {
		if expression, ok := query["expression"].(string); ok {
			var err error
			last, err = evaluate(expression, known, lacking)
			require.NoError(t, err)
		} else {
			metric := block(t, query["metric"])
			values := make(series, len(ends))
			for i, end := range ends {
				values[i] = flow.within(period/60, end).measure(t, metric["metric_name"].(string), metric["stat"].(string))
			}
			last = value{series: values}
		}
		known[query["id"].(string)] = last
	}
	return last.series
}

// states says for each minute that is asked about whether an alarm is in alarm: its one period ends
// with the minute, or, where it is longer than a day, with the last full hour
// (CloudWatch, alarm evaluation).
func (s stack) states(t *testing.T, alarm object, flow *traffic) []bool {
	t.Helper()
	require.EqualValues(t, 1, alarm["evaluation_periods"])
	require.Equal(t, "GreaterThanThreshold", alarm["comparison_operator"])
	require.Equal(t, "notBreaching", alarm["treat_missing_data"])
	period := int(measured(alarm)["period"].(float64))
	var asked, ends []int
	for at := 0; at <= flow.minutes(); at += max(1, flow.step) {
		end := at
		if period > 86400 {
			end -= at % 60
		}
		asked, ends = append(asked, at), append(ends, end)
	}
	found := make([]bool, flow.minutes()+1)
	for i, x := range result(t, blocks(alarm["metric_query"]), flow, period, ends) {
		found[asked[i]] = !math.IsNaN(x) && x > alarm["threshold"].(float64)
	}
	return found
}

var alarmName = regexp.MustCompile(`\$\{aws_cloudwatch_metric_alarm\.([a-z0-9_-]+)\.alarm_name\}`)

// whole says for each minute whether a composite alarm is in alarm.
func (s stack) whole(t *testing.T, role string, flow *traffic) []bool {
	t.Helper()
	alarm := s.Resource["aws_cloudwatch_composite_alarm"]["monitoring_"+role]
	require.NotNil(t, alarm, role)
	rule := alarm["alarm_rule"].(string)
	parsed, err := parser.ParseExpr(strings.NewReplacer(" AND ", " && ", " OR ", " || ").Replace(rule))
	require.NoError(t, err, rule)
	var states func(e ast.Expr) []bool
	states = func(e ast.Expr) []bool {
		switch e := e.(type) {
		case *ast.ParenExpr:
			return states(e.X)
		case *ast.BinaryExpr:
			left, right := states(e.X), states(e.Y)
			for i := range left {
				if e.Op == token.LAND {
					left[i] = left[i] && right[i]
				} else {
					left[i] = left[i] || right[i]
				}
			}
			return left
		case *ast.CallExpr:
			require.Equal(t, "ALARM", e.Fun.(*ast.Ident).Name)
			name := alarmName.FindStringSubmatch(e.Args[0].(*ast.BasicLit).Value)
			require.NotNil(t, name, rule)
			part := s.Resource["aws_cloudwatch_metric_alarm"][name[1]]
			require.NotNil(t, part, name[1])
			return s.states(t, part, flow)
		}
		require.Fail(t, "no rule of a composite alarm", rule)
		return nil
	}
	return states(parsed)
}
