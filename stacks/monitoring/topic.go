package monitoring

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/snstopic"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/snstopicpolicy"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/snstopicsubscription"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// noSuccesses lets through what has no State, as alarms have none, and of what
// AWS Backup tells all but the success: it has no event for a failed backup
// alone.
const noSuccesses = `{"State":[{"exists":false},{"anything-but":["COMPLETED"]}]}`

// newTopic declares the topic with its policy and subscriptions, and returns its
// ARN as the policy has it.
func newTopic(m address.Module, props Props) *string {
	topic, policy := declareTopic(m, props, "topic", "alerts", topicPolicy)
	snstopicsubscription.NewSnsTopicSubscription(m.Stack, m.ID("email"), &snstopicsubscription.SnsTopicSubscriptionConfig{
		Endpoint:     jsii.String(props.AlertEmail),
		Protocol:     jsii.String("email"),
		TopicArn:     topic,
		FilterPolicy: jsii.String(noSuccesses),
	})
	for _, e := range props.AlertEndpoints {
		snstopicsubscription.NewSnsTopicSubscription(m.Stack, m.ID(e.Name+"_endpoint"), &snstopicsubscription.SnsTopicSubscriptionConfig{
			Endpoint: jsii.String(e.URL),
			// Terraform cannot delete a subscription that was never confirmed,
			// so the apply waits for it.
			EndpointAutoConfirms: jsii.Bool(true),
			Protocol:             jsii.String("https"),
			TopicArn:             topic,
			FilterPolicy:         jsii.String(noSuccesses),
		})
	}
	return policy
}

// newTickets declares the topic of what can wait for a day, which nobody on call
// gets, and returns its ARN; that of all alerts where an e-mail is all that they are.
func newTickets(m address.Module, props Props, alerts *string) *string {
	if !promised(props.Services) || len(props.AlertEndpoints) == 0 {
		return alerts
	}
	topic, policy := declareTopic(m, props, "tickets", "tickets", alarmsPolicy)
	snstopicsubscription.NewSnsTopicSubscription(m.Stack, m.ID("tickets_email"), &snstopicsubscription.SnsTopicSubscriptionConfig{
		Endpoint: jsii.String(props.AlertEmail),
		Protocol: jsii.String("email"),
		TopicArn: topic,
	})
	return policy
}

// declareTopic returns the topic's ARN as it is, and as its policy has it.
func declareTopic(m address.Module, props Props, role, name string, statements func(Props, string) []iam.Statement) (topic, policy *string) {
	topic = snstopic.NewSnsTopic(m.Stack, m.ID(role), &snstopic.SnsTopicConfig{
		Name:           jsii.String(props.Label.Name(name)),
		KmsMasterKeyId: jsii.String(props.KeyARN),
		// Alerts are lost until their senders may use the key.
		DependsOn: &[]cdktf.ITerraformDependable{props.KeyPolicy},
	}).Arn()
	return topic, snstopicpolicy.NewSnsTopicPolicy(m.Stack, m.ID(role+"_policy"), &snstopicpolicy.SnsTopicPolicyConfig{
		Arn:    topic,
		Policy: iam.Document(m, role+"_policy_document", statements(props, *topic)...),
	}).Arn()
}

// topicPolicy admits what sends alerts on this account's behalf. EventBridge
// is not among them: nothing here publishes through it, and a condition, which
// SNS takes from it as never met, could not narrow it to this account.
func topicPolicy(props Props, topic string) []iam.Statement {
	// A policy may name no service that the partition doesn't have.
	publishers := []string{"cloudwatch.amazonaws.com"}
	if props.Budget {
		// costalerts is Cost Anomaly Detection.
		publishers = append(publishers, "budgets.amazonaws.com", "costalerts.amazonaws.com")
	}
	return append(admit(props, topic, publishers...), iam.Statement{
		// AWS documents no condition that AWS Backup's messages meet, and
		// those that met none would be lost without a word.
		Sid:        "Backups",
		Actions:    []string{"sns:Publish"},
		Resources:  []string{topic},
		Principals: iam.Service("backup.amazonaws.com"),
	})
}

// alarmsPolicy admits alarms alone.
func alarmsPolicy(props Props, topic string) []iam.Statement {
	return admit(props, topic, "cloudwatch.amazonaws.com")
}

// admit lets services publish for this account.
func admit(props Props, topic string, publishers ...string) []iam.Statement {
	return []iam.Statement{
		// The action is named, because a topic's policy takes no "sns:*".
		iam.TLSOnly("sns:Publish", topic),
		{
			Sid:        "Alerts",
			Actions:    []string{"sns:Publish"},
			Resources:  []string{topic},
			Principals: iam.Service(publishers...),
			Conditions: []iam.Condition{iam.FromAccount(props.AccountID)},
		},
	}
}
