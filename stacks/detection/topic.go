package detection

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/snstopic"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/snstopicpolicy"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/snstopicsubscription"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// topic is where the account's findings go.
type topic struct {
	arn *string
	// policy lets EventBridge publish.
	policy cdktf.ITerraformDependable
}

// newTopic declares the one topic, in the account's region: of one in each region,
// a person would have to consent to each, and nobody would see which was never
// consented to.
//
// Its policy admits EventBridge without a condition. AWS's own example has none
// (Amazon EventBridge, using resource-based policies: Amazon SNS permissions), and
// what EventBridge sends meets none. A target of another account needs a role of
// that account, which is no service and is not admitted here.
func newTopic(m address.Module, props Props, k key) topic {
	made := snstopic.NewSnsTopic(m.Stack, m.ID("topic"), &snstopic.SnsTopicConfig{
		Name:           jsii.String(props.topicName()),
		KmsMasterKeyId: jsii.String(k.arn),
		Tags:           owned(),
		// What is sent is lost until EventBridge may use the key.
		DependsOn: dependable(k.policy),
	}).Arn()
	policy := snstopicpolicy.NewSnsTopicPolicy(m.Stack, m.ID("topic_policy"), &snstopicpolicy.SnsTopicPolicyConfig{
		Arn: made,
		Policy: iam.Document(m, "topic_policy_document",
			iam.TLSOnly("sns:Publish", *made),
			iam.Statement{
				Sid: "Findings", Actions: []string{"sns:Publish"}, Resources: []string{*made},
				Principals: iam.Service("events.amazonaws.com"),
			}),
	})
	snstopicsubscription.NewSnsTopicSubscription(m.Stack, m.ID("email"), &snstopicsubscription.SnsTopicSubscriptionConfig{
		Endpoint: jsii.String(props.Account.Detection.Email),
		Protocol: jsii.String("email"),
		TopicArn: made,
	})
	return topic{arn: made, policy: policy}
}
