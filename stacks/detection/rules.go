package detection

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatcheventrule"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatcheventtarget"

	"github.com/example/predictive-maintenance/internal/resource/address"
	"github.com/example/predictive-maintenance/internal/resource/iam"
)

// runbook is the page that every message leads to.
const runbook = "findings"

// told is a kind of event that the topic hears of.
type told struct {
	// id names its rules.
	id string
	// what says in a few words what happened.
	what string
	// pattern is what EventBridge matches.
	pattern string
	// gathered says that the account's region has the events of all.
	gathered bool
	// paths are what a message is filled with, and message is what it says.
	paths   map[string]string
	message string
}

// findings are those of high severity, of Security Hub where it is on: it has
// GuardDuty's too.
func findings(props Props) []told {
	d := props.Account.Detection
	if d.SecurityHub {
		return []told{{
			id: "findings", what: "A finding of Security Hub of high severity",
			// Whoever takes a finding on says so, and is told of it no more.
			pattern: `{"source":["aws.securityhub"],"detail-type":["Security Hub Findings - Imported"],"detail":{"findings":` +
				`{"Severity":{"Label":["CRITICAL","HIGH"]},"Workflow":{"Status":["NEW"]},"RecordState":["ACTIVE"]}}}`,
			gathered: true,
			paths: map[string]string{
				"severity": "$.detail.findings[0].Severity.Label", "region": "$.detail.findings[0].Region",
				"title": "$.detail.findings[0].Title", "id": "$.detail.findings[0].Id",
			},
			message: "<severity> in <region>: <title> (<id>).",
		}}
	}
	if d.GuardDuty {
		return []told{{
			id: "findings", what: "A finding of GuardDuty of high severity",
			// 7 to 8.9 is high, 9 and above is critical (Amazon GuardDuty, severity
			// levels of findings).
			pattern: `{"source":["aws.guardduty"],"detail-type":["GuardDuty Finding"],"detail":{"severity":[{"numeric":[">=",7]}]}}`,
			paths: map[string]string{
				"severity": "$.detail.severity", "region": "$.detail.region", "title": "$.detail.title", "id": "$.detail.id",
			},
			message: "Severity <severity> in <region>: <title> (<id>).",
		}}
	}
	return nil
}

// tampering are calls that end or blind a part of detection, refused ones too.
// EventBridge hears of calls where a trail records them.
func tampering(props Props) []told {
	if !props.Account.Detection.CloudTrail {
		return nil
	}
	return []told{{
		id: "tampering", what: "A call that switches off what watches the account",
		pattern: `{"source":["aws.cloudtrail","aws.config","aws.guardduty","aws.securityhub"],"detail-type":["AWS API Call via CloudTrail"],` +
			`"detail":{"eventName":["DeleteTrail","PutEventSelectors","StopLogging","UpdateTrail",` +
			`"DeleteConfigurationRecorder","DeleteDeliveryChannel","StopConfigurationRecorder",` +
			`"CreateFilter","DeleteDetector","UpdateDetector",` +
			`"BatchDisableStandards","DeleteFindingAggregator","DisableSecurityHub"]}}`,
		paths: map[string]string{
			"call": "$.detail.eventName", "region": "$.region", "who": "$.detail.userIdentity.arn", "at": "$.time",
		},
		message: "<who> called <call> in <region> at <at>: it switches off what watches the account, or would have.",
	}}
}

// newAlerts declares the topic and what feeds it. A rule reaches a topic of its own
// region alone: what happens in others is sent on to the account's.
func newAlerts(m address.Module, props Props, k key) {
	to := newTopic(m, props, k)
	var elsewhere []told
	for _, t := range append(findings(props), tampering(props)...) {
		rule := newRule(m, props, t, props.Regions[0], "")
		ending := fmt.Sprintf(" Owner: %s. Runbook: %s/%s.md", props.Account.Detection.Owner, props.Account.Runbooks(), runbook)
		paths := make(map[string]*string, len(t.paths))
		for name, path := range t.paths {
			paths[name] = jsii.String(path)
		}
		cloudwatcheventtarget.NewCloudwatchEventTarget(m.Stack, m.ID(t.id+"_topic"), &cloudwatcheventtarget.CloudwatchEventTargetConfig{
			Rule:     rule,
			TargetId: jsii.String("topic"),
			Arn:      to.arn,
			InputTransformer: &cloudwatcheventtarget.CloudwatchEventTargetInputTransformer{
				InputPaths: &paths,
				// A template is JSON, and a text is that in quotes.
				InputTemplate: jsii.String(`"` + t.message + ending + `"`),
			},
			DependsOn: dependable(to.policy),
		})
		if !t.gathered {
			elsewhere = append(elsewhere, t)
		}
	}
	if len(elsewhere) > 0 && len(props.Regions) > 1 {
		forward(m, props, elsewhere)
	}
}

func newRule(m address.Module, props Props, t told, region Region, where string) *string {
	return cloudwatcheventrule.NewCloudwatchEventRule(m.Stack, m.ID(t.id+where), &cloudwatcheventrule.CloudwatchEventRuleConfig{
		Provider:     region.Provider,
		Name:         jsii.String(props.Account.Label().Name(t.id)),
		Description:  jsii.String(fmt.Sprintf("%s. Owner: %s. Runbook: %s/%s.md", t.what, props.Account.Detection.Owner, props.Account.Runbooks(), runbook)),
		EventPattern: jsii.String(t.pattern),
		Tags:         owned(),
	}).Name()
}

// forward sends what happens in the other regions to the account's event bus, where
// the same rules match it.
func forward(m address.Module, props Props, all []told) {
	bus := props.arn("events", props.home(), "event-bus/default")
	role, allowed := newRole(m, props, "forward", props.Account.Label().Name("forward"), "Sends events that detection looks for to the account's region", "events.amazonaws.com",
		iam.Statement{Sid: "Forward", Actions: []string{"events:PutEvents"}, Resources: []string{bus}})
	for _, region := range props.Regions[1:] {
		for _, t := range all {
			cloudwatcheventtarget.NewCloudwatchEventTarget(m.Stack, m.ID(t.id+"_forward_"+region.Name), &cloudwatcheventtarget.CloudwatchEventTargetConfig{
				Provider:  region.Provider,
				Rule:      newRule(m, props, t, region, "_"+region.Name),
				TargetId:  jsii.String("home"),
				Arn:       jsii.String(bus),
				RoleArn:   role,
				DependsOn: dependable(allowed),
			})
		}
	}
}
