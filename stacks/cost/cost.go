// Package cost holds what warns when an environment costs more than it should
// (plan, line 1503).
package cost

import (
	"encoding/json"
	"strconv"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/budgetsbudget"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ceanomalymonitor"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ceanomalysubscription"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/address"
)

// Props are what the cost module needs.
type Props struct {
	// Label makes the names; its environment is the value of the tag that costs
	// are told apart by.
	Label envs.Label
	// MonthlyBudgetUSD is what a month may cost, in US dollars.
	MonthlyBudgetUSD int
	// Anomalies watches the cost for jumps.
	Anomalies bool
	// AlertEmail receives the budget's alerts directly too: unlike the topic's
	// subscription, that needs nobody's confirmation.
	AlertEmail string
	// TopicARN is the topic that alerts go to. Both services try it when they
	// are created, so it stands with its policy by then.
	TopicARN *string
}

// tag is the cost allocation tag that tells environments apart. Only once it is
// activated in the billing console do costs carry it.
const tag = "Environment"

// anomalyShare of the month's budget is what a jump must amount to, so that it
// is worth a message.
const anomalyShare = 0.05

// New declares the budget, and the watch over anomalies.
func New(m address.Module, props Props) {
	newBudget(m, props)
	if props.Anomalies {
		newAnomalies(m, props)
	}
}

func newBudget(m address.Module, props Props) {
	notify := func(on string, percent int) *budgetsbudget.BudgetsBudgetNotification {
		return &budgetsbudget.BudgetsBudgetNotification{
			ComparisonOperator:       jsii.String("GREATER_THAN"),
			Threshold:                jsii.Number(percent),
			ThresholdType:            jsii.String("PERCENTAGE"),
			NotificationType:         jsii.String(on),
			SubscriberEmailAddresses: jsii.Strings(props.AlertEmail),
			SubscriberSnsTopicArns:   &[]*string{props.TopicARN},
		}
	}
	budgetsbudget.NewBudgetsBudget(m.Stack, m.ID("monthly"), &budgetsbudget.BudgetsBudgetConfig{
		Name:        jsii.String(props.Label.Name("monthly")),
		BudgetType:  jsii.String("COST"),
		LimitAmount: jsii.String(strconv.Itoa(props.MonthlyBudgetUSD)),
		LimitUnit:   jsii.String("USD"),
		TimeUnit:    jsii.String("MONTHLY"),
		CostFilter: &[]*budgetsbudget.BudgetsBudgetCostFilter{{
			Name:   jsii.String("TagKeyValue"),
			Values: jsii.Strings("user:" + tag + "$" + props.Label.Environment),
		}},
		Notification: &[]*budgetsbudget.BudgetsBudgetNotification{
			notify("ACTUAL", 80),
			notify("ACTUAL", 100),
			notify("FORECASTED", 100),
		},
	})
}

// newAnomalies watches the environment's tag: of the monitor of all services, an
// account can have only one, which environments would contend for.
func newAnomalies(m address.Module, props Props) {
	monitor := ceanomalymonitor.NewCeAnomalyMonitor(m.Stack, m.ID("anomalies"), &ceanomalymonitor.CeAnomalyMonitorConfig{
		Name:                 jsii.String(props.Label.Name("anomalies")),
		MonitorType:          jsii.String("CUSTOM"),
		MonitorSpecification: jsii.String(monitorSpecification(props.Label.Environment)),
	}).Arn()
	ceanomalysubscription.NewCeAnomalySubscription(m.Stack, m.ID("anomaly_alerts"), &ceanomalysubscription.CeAnomalySubscriptionConfig{
		Name: jsii.String(props.Label.Name("anomalies")),
		// The only frequency that a topic takes.
		Frequency:      jsii.String("IMMEDIATE"),
		MonitorArnList: &[]*string{monitor},
		Subscriber: &[]*ceanomalysubscription.CeAnomalySubscriptionSubscriber{{
			Type:    jsii.String("SNS"),
			Address: props.TopicARN,
		}},
		ThresholdExpression: &ceanomalysubscription.CeAnomalySubscriptionThresholdExpression{
			Dimension: &ceanomalysubscription.CeAnomalySubscriptionThresholdExpressionDimension{
				Key:          jsii.String("ANOMALY_TOTAL_IMPACT_ABSOLUTE"),
				MatchOptions: jsii.Strings("GREATER_THAN_OR_EQUAL"),
				Values:       jsii.Strings(strconv.FormatFloat(anomalyShare*float64(props.MonthlyBudgetUSD), 'f', 2, 64)),
			},
		},
	})
}

// expression is Cost Explorer's type of that name. What is not set is written as
// null: so the provider reads it back, and a specification that differs replaces
// the monitor.
type expression struct {
	And            []expression
	CostCategories *tagValues
	Dimensions     *tagValues
	Not            *expression
	Or             []expression
	Tags           *tagValues
}

type tagValues struct {
	Key          string
	MatchOptions []string
	Values       []string
}

func monitorSpecification(environment string) string {
	content, err := json.Marshal(expression{Tags: &tagValues{Key: tag, Values: []string{environment}}})
	if err != nil {
		// Strings always marshal.
		panic(err)
	}
	return string(content)
}
