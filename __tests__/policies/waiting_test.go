package policies_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An alarm that ends deployments alone is of use before there are any: the first
// plan of an environment has no service yet, which waits for its first image.
func TestAlarmsOfServicesThatWait(t *testing.T) {
	type object = map[string]any
	for name, test := range map[string]struct {
		refers string
		tells  bool
	}{
		"the service's":          {"aws_cloudwatch_metric_alarm.monitoring_api_5xx.alarm_name", true},
		"of no service":          {"aws_cloudwatch_metric_alarm.monitoring_ml_5xx.alarm_name", false},
		"of a name that is like": {"aws_cloudwatch_metric_alarm.monitoring_api_5xx_more.alarm_name", false},
	} {
		plan, err := json.Marshal(object{
			"resource_changes": []object{{
				"mode": "managed", "type": "aws_cloudwatch_metric_alarm", "name": "monitoring_api_5xx", "address": "aws_cloudwatch_metric_alarm.monitoring_api_5xx",
				"change": object{"actions": []string{"create"}, "after": object{"alarm_name": "api-5xx", "treat_missing_data": "notBreaching"}},
			}},
			"configuration": object{
				"provider_config": object{},
				"root_module": object{"resources": []object{
					{"type": "aws_cloudwatch_metric_alarm", "name": "monitoring_api_5xx", "expressions": object{}},
					{"type": "aws_ecs_service", "name": "compute_api", "count_expression": object{}, "expressions": object{
						"alarms": []object{{"alarm_names": object{"references": []string{test.refers}}}},
					}},
				}},
			},
		})
		require.NoError(t, err)
		result := check(t, plan)
		found := false
		for _, f := range result.Failed {
			found = found || f.Rule == "alarms-act"
		}
		assert.Equal(t, !test.tells, found, "%s: %v", name, result.Failed)
	}
}
