package stacks_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
)

// Plan, line 1503: budget alerts, by the tag that environments carry.
func TestBudgetWarnsBeforeTheMonthIsOver(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		budget := s.only(t, "aws_budgets_budget")
		assert.Equal(t, "pdm-"+env.Name+"-monthly", budget["name"])
		assert.Equal(t, "COST", budget["budget_type"])
		assert.Equal(t, "MONTHLY", budget["time_unit"])
		assert.Equal(t, "USD", budget["limit_unit"])
		assert.Equal(t, strconv.Itoa(env.MonthlyBudgetUSD), budget["limit_amount"])

		filter := block(t, budget["cost_filter"])
		assert.Equal(t, object{"name": "TagKeyValue", "values": []any{"user:Environment$" + env.Name}}, filter)
		tags := block(t, s.Provider["aws"][0]["default_tags"])["tags"].(object)
		assert.Equal(t, tags["Environment"], strings.TrimPrefix(filter["values"].([]any)[0].(string), "user:Environment$"),
			"what nothing is tagged with costs nothing")

		at := map[string]float64{}
		for _, notification := range blocks(budget["notification"]) {
			at[notification["notification_type"].(string)] += notification["threshold"].(float64)
			assert.Equal(t, "GREATER_THAN", notification["comparison_operator"])
			assert.Equal(t, "PERCENTAGE", notification["threshold_type"])
			assert.Equal(t, []any{topic}, notification["subscriber_sns_topic_arns"])
			assert.Equal(t, []any{env.AlertEmail}, notification["subscriber_email_addresses"])
		}
		assert.Len(t, blocks(budget["notification"]), 3)
		assert.Equal(t, map[string]float64{"ACTUAL": 80 + 100, "FORECASTED": 100}, at)
	})
}

// An account has one monitor of all services, so each environment watches its
// own tag instead.
func TestCostAnomalies(t *testing.T) {
	environments(t, func(t *testing.T, env envs.Environment, s stack) {
		if !env.CostAnomalies {
			assert.Empty(t, s.Resource["aws_ce_anomaly_monitor"])
			assert.Empty(t, s.Resource["aws_ce_anomaly_subscription"])
			return
		}
		monitor := s.only(t, "aws_ce_anomaly_monitor")
		assert.Equal(t, "CUSTOM", monitor["monitor_type"])
		assert.NotContains(t, monitor, "monitor_dimension")
		var specification object
		require.NoError(t, json.Unmarshal([]byte(monitor["monitor_specification"].(string)), &specification))
		assert.Equal(t, object{
			"And": nil, "Or": nil, "Not": nil, "Dimensions": nil, "CostCategories": nil,
			"Tags": object{"Key": "Environment", "Values": []any{env.Name}, "MatchOptions": nil},
		}, specification, "the provider reads back every field, and replaces the monitor where one lacks")

		subscription := s.only(t, "aws_ce_anomaly_subscription")
		assert.Equal(t, "IMMEDIATE", subscription["frequency"], "the only one that a topic takes")
		assert.Equal(t, []any{ref("aws_ce_anomaly_monitor", "cost_anomalies", "arn")}, subscription["monitor_arn_list"])
		assert.Equal(t, object{"type": "SNS", "address": topic}, block(t, subscription["subscriber"]))
		threshold := block(t, block(t, subscription["threshold_expression"])["dimension"])
		assert.Equal(t, "ANOMALY_TOTAL_IMPACT_ABSOLUTE", threshold["key"])
		assert.Equal(t, []any{"GREATER_THAN_OR_EQUAL"}, threshold["match_options"])
		assert.Equal(t, []any{strconv.FormatFloat(float64(env.MonthlyBudgetUSD)/20, 'f', 2, 64)}, threshold["values"])
	})
	assert.False(t, load(t, withoutNAT).Resource["aws_ce_anomaly_monitor"] != nil)
	assert.NotNil(t, load(t, "dev").Resource["aws_ce_anomaly_monitor"])
}
