package stacks_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/fixture"
)

// detected is the account stack with other parts of detection than the fixture's.
func detected(t *testing.T, change func(*envs.Detection), environments ...envs.Environment) stack {
	t.Helper()
	account := fixture.Account()
	change(&account.Detection)
	if len(environments) == 0 {
		environments = fixture.All()
	}
	return accountOf(t, account, environments...)
}

// waits says what a resource waits for, by name of its arguments or of
// depends_on.
func waits(r object, address string) bool {
	waitsFor, _ := r["depends_on"].([]any)
	return slices.Contains(waitsFor, any(address))
}

// statement is that of a document that has the sid.
func (s stack) statement(t *testing.T, reference any, sid string) object {
	t.Helper()
	for _, statement := range s.statements(t, reference) {
		if statement["sid"] == sid {
			return statement
		}
	}
	require.Fail(t, "no statement "+sid)
	return nil
}

func conditionsOf(statement object) map[string]any {
	found := map[string]any{}
	for _, c := range blocks(statement["condition"]) {
		found[c["test"].(string)+" "+c["variable"].(string)] = c["values"]
	}
	return found
}

const trailARN = "arn:${data.aws_partition.partition.partition}:cloudtrail:us-east-1:${data.aws_caller_identity.current.account_id}:trail/pdm-shared"

// The controls CloudTrail.1, .2, .4, .5 and .7, S3.22 and S3.23.
func TestTrailSeesEverything(t *testing.T) {
	s := load(t, envs.AccountName)
	trail := s.only(t, "aws_cloudtrail")
	assert.Equal(t, true, trail["is_multi_region_trail"])
	assert.Equal(t, true, trail["include_global_service_events"])
	assert.Equal(t, true, trail["enable_log_file_validation"])
	assert.Equal(t, ref("aws_kms_key", "detection_key", "arn"), trail["kms_key_id"])
	assert.Equal(t, ref("aws_cloudwatch_log_group", "detection_trail_log", "arn")+":*", trail["cloud_watch_logs_group_arn"])
	events := block(t, trail["event_selector"])
	assert.Equal(t, "All", events["read_write_type"])
	assert.Equal(t, true, events["include_management_events"])
	assert.Equal(t, object{"type": "AWS::S3::Object", "values": []any{"arn:${data.aws_partition.partition.partition}:s3"}}, block(t, events["data_resource"]))
	for _, first := range []string{"aws_s3_bucket_policy.detection_audit_policy", "aws_kms_key_policy.detection_key_policy", "aws_iam_role_policy_attachment.detection_trail_logs_policy"} {
		assert.True(t, waits(trail, first), "CloudTrail refuses a trail before %s", first)
	}
	assert.Equal(t, ref("aws_s3_bucket", "detection_access", "id"), s.only(t, "aws_s3_bucket_logging")["target_bucket"])
	assert.Equal(t, 365.0, s.only(t, "aws_cloudwatch_log_group")["retention_in_days"])

	assert.NotContains(t, block(t, detected(t, func(d *envs.Detection) { d.ObjectEvents = false }).only(t, "aws_cloudtrail")["event_selector"]), "data_resource")
}

// What is recorded survives a destroy, ends on its day, and is written by the
// services in question on this account's behalf alone.
func TestRecordsAreKept(t *testing.T) {
	s := load(t, envs.AccountName)
	for _, role := range []string{"detection_audit", "detection_access"} {
		s.assertPrivate(t, role)
		bucket := s.Resource["aws_s3_bucket"][role]
		assert.NotContains(t, bucket, "force_destroy")
		assert.Equal(t, true, block(t, bucket["lifecycle"])["prevent_destroy"], role)
		assert.Equal(t, 365.0, block(t, s.lifecycle(t, role)["expire-records"]["expiration"])["days"], role)
	}
	assert.Equal(t, true, block(t, s.only(t, "aws_kms_key")["lifecycle"])["prevent_destroy"])

	const account = "${data.aws_caller_identity.current.account_id}"
	policy := s.Resource["aws_s3_bucket_policy"]["detection_audit_policy"]["policy"]
	for sid, want := range map[string]map[string]any{
		"TrailChecks":    {"StringEquals aws:SourceArn": []any{trailARN}},
		"TrailDelivery":  {"StringEquals aws:SourceArn": []any{trailARN}, "StringEquals s3:x-amz-acl": []any{"bucket-owner-full-control"}},
		"ConfigChecks":   {"StringEquals aws:SourceAccount": []any{account}},
		"ConfigDelivery": {"StringEquals aws:SourceAccount": []any{account}, "StringEquals s3:x-amz-acl": []any{"bucket-owner-full-control"}},
	} {
		assert.Equal(t, want, conditionsOf(s.statement(t, policy, sid)), sid)
	}
	key := s.Resource["aws_kms_key_policy"]["detection_key_policy"]["policy"]
	assert.Equal(t, map[string]any{"StringEquals aws:SourceArn": []any{trailARN}}, conditionsOf(s.statement(t, key, "Trail")))
	assert.Equal(t, map[string]any{"StringEquals aws:SourceAccount": []any{account}}, conditionsOf(s.statement(t, key, "Config")))
}

// A region's recorder is made before its channel, and started after that; Security
// Hub comes once AWS Config records, and its standards after that.
func TestDetectionStandsInEveryRegion(t *testing.T) {
	s := load(t, envs.AccountName)
	for _, region := range []string{"us-east-1", "us-west-2"} {
		own := map[string]object{}
		for kind, role := range map[string]string{
			"aws_config_configuration_recorder": "recorder", "aws_config_delivery_channel": "channel", "aws_config_configuration_recorder_status": "recording",
			"aws_guardduty_detector": "detector", "aws_securityhub_account": "hub",
		} {
			require.Len(t, s.Resource[kind], 2, kind)
			own[role] = s.Resource[kind]["detection_"+role+"_"+region]
			require.NotNil(t, own[role], "%s in %s", kind, region)
			if region == "us-east-1" {
				assert.NotContains(t, own[role], "provider", kind)
			} else {
				assert.Equal(t, "aws."+region, own[role]["provider"], kind)
			}
		}
		assert.Equal(t, true, own["detector"]["enable"], "control GuardDuty.1")
		assert.Equal(t, ref("aws_iam_service_linked_role", "detection_config_role", "arn"), own["recorder"]["role_arn"], "control Config.1")
		group := block(t, own["recorder"]["recording_group"])
		assert.Equal(t, true, group["all_supported"], "control Config.1")
		assert.Equal(t, region == "us-east-1", group["include_global_resource_types"], "what no region has is recorded once")
		assert.True(t, waits(own["channel"], "aws_config_configuration_recorder.detection_recorder_"+region))
		assert.True(t, waits(own["channel"], "aws_s3_bucket_policy.detection_audit_policy"))
		assert.True(t, waits(own["recording"], "aws_config_delivery_channel.detection_channel_"+region))
		assert.Equal(t, false, own["hub"]["enable_default_standards"])
		assert.True(t, waits(own["hub"], "aws_config_configuration_recorder_status.detection_recording_"+region))
		for id, standard := range map[string]string{"fsbp": "aws-foundational-security-best-practices/v/1.0.0", "cis": "cis-aws-foundations-benchmark/v/3.0.0"} {
			subscription := s.Resource["aws_securityhub_standards_subscription"]["detection_hub_"+id+"_"+region]
			assert.Equal(t, "arn:${data.aws_partition.partition.partition}:securityhub:"+region+"::standards/"+standard, subscription["standards_arn"])
			assert.True(t, waits(subscription, "aws_securityhub_account.detection_hub_"+region))
		}
	}
	assert.Equal(t, []any{"us-west-2"}, s.only(t, "aws_securityhub_finding_aggregator")["specified_regions"])

	alone := detected(t, func(*envs.Detection) {}, fixture.Dev())
	assert.Empty(t, alone.Resource["aws_securityhub_finding_aggregator"], "there is nothing to gather")
	for _, rule := range alone.Resource["aws_cloudwatch_event_rule"] {
		assert.NotContains(t, rule, "provider")
	}
}

// A region's recorder knows the types that are named, less those that another one
// records.
func TestConfigRecordsWhatIsNamed(t *testing.T) {
	s := detected(t, func(d *envs.Detection) { d.ConfigTypes = []string{"AWS::IAM::Role", "AWS::S3::Bucket"} })
	for region, types := range map[string][]any{"us-east-1": {"AWS::IAM::Role", "AWS::S3::Bucket"}, "us-west-2": {"AWS::S3::Bucket"}} {
		group := block(t, s.Resource["aws_config_configuration_recorder"]["detection_recorder_"+region]["recording_group"])
		assert.Equal(t, types, group["resource_types"], region)
		assert.Equal(t, false, group["all_supported"], "AWS refuses both")
		assert.Equal(t, "INCLUSION_BY_RESOURCE_TYPES", block(t, group["recording_strategy"])["use_only"])
	}
}

// hears is the part of EventBridge's pattern language that the rules use.
func hears(pattern, event any) bool {
	switch p := pattern.(type) {
	case map[string]any:
		if list, ok := event.([]any); ok {
			return slices.ContainsFunc(list, func(e any) bool { return hears(p, e) })
		}
		e, ok := event.(map[string]any)
		for key, sub := range p {
			ok = ok && hears(sub, e[key])
		}
		return ok
	case []any:
		return slices.ContainsFunc(p, func(one any) bool {
			test, ok := one.(map[string]any)
			if !ok {
				return one == event
			}
			number, ok := event.(float64)
			limits := test["numeric"].([]any)
			return ok && limits[0] == ">=" && number >= limits[1].(float64)
		})
	}
	return false
}

// heard are the events of which a rule of the region tells.
func (s stack) heard(t *testing.T, region string, events map[string]string) (names []string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(events)) {
		var event any
		require.NoError(t, json.Unmarshal([]byte(events[name]), &event))
		for _, rule := range s.Resource["aws_cloudwatch_event_rule"] {
			where := "us-east-1"
			if provider, ok := rule["provider"].(string); ok {
				where = strings.TrimPrefix(provider, "aws.")
			}
			var pattern any
			require.NoError(t, json.Unmarshal([]byte(rule["event_pattern"].(string)), &pattern))
			if where == region && hears(pattern, event) {
				names = append(names, name)
			}
		}
	}
	return names
}

// Somebody hears of what is grave, and of what blinds detection, wherever it
// happens; of what is minor, taken on or over, nobody does.
func TestSomebodyHearsOfIt(t *testing.T) {
	hub := func(severity, workflow, state string) string {
		return `{"source":"aws.securityhub","detail-type":"Security Hub Findings - Imported","detail":{"findings":[{"Severity":{"Label":"` +
			severity + `"},"Workflow":{"Status":"` + workflow + `"},"RecordState":"` + state + `"}]}}`
	}
	guard := func(severity string) string {
		return `{"source":"aws.guardduty","detail-type":"GuardDuty Finding","detail":{"severity":` + severity + `}}`
	}
	call := func(service, name string) string {
		return `{"source":"aws.` + service + `","detail-type":"AWS API Call via CloudTrail","detail":{"eventName":"` + name + `"}}`
	}
	events := map[string]string{
		"hub critical": hub("CRITICAL", "NEW", "ACTIVE"), "hub high": hub("HIGH", "NEW", "ACTIVE"), "hub medium": hub("MEDIUM", "NEW", "ACTIVE"),
		"hub taken on": hub("HIGH", "NOTIFIED", "ACTIVE"), "hub over": hub("HIGH", "NEW", "ARCHIVED"),
		"guard 9": guard("9"), "guard 7": guard("7"), "guard 6.9": guard("6.9"),
		"trail stopped": call("cloudtrail", "StopLogging"), "recorder stopped": call("config", "StopConfigurationRecorder"),
		"detector deleted": call("guardduty", "DeleteDetector"), "hub disabled": call("securityhub", "DisableSecurityHub"),
		"trail read": call("cloudtrail", "DescribeTrails"),
	}
	tampering := []string{"detector deleted", "hub disabled", "recorder stopped", "trail stopped"}

	s := load(t, envs.AccountName)
	assert.Equal(t, slices.Sorted(slices.Values(append([]string{"hub critical", "hub high"}, tampering...))), s.heard(t, "us-east-1", events))
	assert.Equal(t, tampering, s.heard(t, "us-west-2", events), "Security Hub gathers the rest")

	s = detected(t, func(d *envs.Detection) { d.SecurityHub = false })
	for _, region := range []string{"us-east-1", "us-west-2"} {
		assert.Equal(t, slices.Sorted(slices.Values(append([]string{"guard 7", "guard 9"}, tampering...))), s.heard(t, region, events), region)
	}

	s = detected(t, func(d *envs.Detection) { *d = envs.Detection{Config: true, RetentionDays: 90} })
	for _, kind := range []string{"aws_sns_topic", "aws_cloudwatch_event_rule", "aws_cloudtrail"} {
		assert.Empty(t, s.Resource[kind], "nobody is told of records alone")
	}
}

// A rule reaches a topic of its region alone: the others' send to the account's
// event bus, as a role that may do no more.
func TestFindingsReachTheTopic(t *testing.T) {
	s := load(t, envs.AccountName)
	topic := s.only(t, "aws_sns_topic")
	assert.Equal(t, ref("aws_kms_key", "detection_key", "arn"), topic["kms_master_key_id"])
	assert.True(t, waits(topic, "aws_kms_key_policy.detection_key_policy"), "what is sent before is lost")
	assert.Equal(t, "security@example.com", s.only(t, "aws_sns_topic_subscription")["endpoint"])
	const bus = "arn:${data.aws_partition.partition.partition}:events:us-east-1:${data.aws_caller_identity.current.account_id}:event-bus/default"
	sent := 0
	for name, target := range s.Resource["aws_cloudwatch_event_target"] {
		if target["provider"] != nil {
			assert.Equal(t, bus, target["arn"], name)
			assert.Equal(t, ref("aws_iam_role", "detection_forward_role", "arn"), target["role_arn"], name)
			continue
		}
		sent++
		assert.Equal(t, ref("aws_sns_topic", "detection_topic", "arn"), target["arn"], name)
		assert.NotContains(t, target, "role_arn", "EventBridge loses what it sends to an encrypted topic with one")
		message := block(t, target["input_transformer"])
		var text string
		require.NoError(t, json.Unmarshal([]byte(message["input_template"].(string)), &text))
		assert.Contains(t, text, "Owner: Platform. Runbook: https://github.com/example/predictive-maintenance/blob/main/docs/runbooks/findings.md")
		for name := range message["input_paths"].(map[string]any) {
			assert.Contains(t, text, "<"+name+">")
		}
		assert.Equal(t, strings.Count(text, "<"), len(message["input_paths"].(map[string]any)))
	}
	assert.Equal(t, 2, sent)
	assert.Equal(t, []any{bus}, s.statement(t, s.Resource["aws_iam_policy"]["detection_forward"]["policy"], "Forward")["resources"])

	key := s.statement(t, s.Resource["aws_kms_key_policy"]["detection_key_policy"]["policy"], "Findings")
	assert.Equal(t, map[string]any{"StringEquals kms:EncryptionContext:aws:sns:topicArn": []any{
		"arn:${data.aws_partition.partition.partition}:sns:us-east-1:${data.aws_caller_identity.current.account_id}:pdm-shared-findings",
	}}, conditionsOf(key), "SNS supports no other of EventBridge")
	assert.Empty(t, conditionsOf(s.statement(t, s.only(t, "aws_sns_topic_policy")["policy"], "Findings")), "EventBridge meets none")
}

func TestAWSKnowsWhomToWriteTo(t *testing.T) {
	s := load(t, envs.AccountName)
	assert.Equal(t, object{
		"alternate_contact_type": "SECURITY", "name": "Security on call", "title": "Security", "email_address": "security@example.com", "phone_number": "+1 555 0100",
	}, settings(s.only(t, "aws_account_alternate_contact")), "control Account.1")
	others := detected(t, func(d *envs.Detection) {
		*d = envs.Detection{Billing: &envs.Contact{Name: "Billing", Title: "Controller", Email: "billing@example.com", Phone: "1"}}
	})
	assert.Equal(t, "BILLING", others.only(t, "aws_account_alternate_contact")["alternate_contact_type"])
}

// Without detection the account's stack is what it was.
func TestDetectionCanBeLeftOut(t *testing.T) {
	s := detected(t, func(d *envs.Detection) { *d = envs.Detection{} })
	for _, address := range s.addresses() {
		assert.NotContains(t, address, "detection")
	}
}

// What a role of detection may do is its boundary too, and services use it for this
// account alone.
func TestRolesOfDetectionAreBounded(t *testing.T) {
	s := load(t, envs.AccountName)
	roles := s.module("detection", "aws_iam_role")
	assert.Len(t, roles, 2)
	for name, role := range roles {
		assert.Equal(t, ref("aws_iam_policy", strings.TrimSuffix(name, "_role"), "arn"), role["permissions_boundary"], name)
		assert.Equal(t, "/detection/", role["path"], "out of reach of those who make roles of environments")
		assert.Contains(t, conditionsOf(s.statements(t, role["assume_role_policy"])[0]), "StringEquals aws:SourceAccount", name)
	}
}

// Whoever delivers an environment may change nothing that watches the account.
func TestNobodyWhoDeliversReachesDetection(t *testing.T) {
	s := load(t, envs.AccountName)
	for _, kind := range []string{"aws_sns_topic", "aws_cloudwatch_event_rule", "aws_cloudwatch_log_group"} {
		require.NotEmpty(t, s.Resource[kind], kind)
		for name, r := range s.Resource[kind] {
			assert.Equal(t, map[string]any{"Environment": envs.AccountName}, r["tags"], name)
		}
	}
	for _, env := range fixture.All() {
		for _, role := range []string{planRole, releasePlanRole(env), deployRole(env), pushRole(env)} {
			for action, on := range map[string]string{
				"cloudtrail:StopLogging": arnOf("cloudtrail", "trail/pdm-shared"), "guardduty:DeleteDetector": arnOf("guardduty", "detector/x"),
				"config:StopConfigurationRecorder": "*", "securityhub:DisableSecurityHub": "*", "account:PutAlternateContact": "*",
				"s3:DeleteObject": "arn:aws:s3:::pdm-shared-audit-" + testAccount + "/x", "s3:GetObject": "arn:aws:s3:::pdm-shared-audit-" + testAccount + "/x",
				"iam:PutRolePolicy": "arn:aws:iam::" + testAccount + ":role/detection/pdm-shared-forward",
			} {
				assert.False(t, s.may(t, role, request{action: action, resource: on}), "%s: %s", role, action)
			}
			// Of these services, a deployment may do everything to what has no other's tag.
			for action, on := range map[string]string{
				"sns:DeleteTopic": arnOf("sns", "pdm-shared-findings"), "sns:SetTopicAttributes": arnOf("sns", "pdm-shared-findings"),
				"events:DisableRule": arnOf("events", "rule/pdm-shared-findings"), "events:RemoveTargets": arnOf("events", "rule/pdm-shared-tampering"),
				"logs:DeleteLogGroup": arnOf("logs", "log-group:/aws/cloudtrail/pdm-shared"), "logs:PutRetentionPolicy": arnOf("logs", "log-group:/aws/cloudtrail/pdm-shared"),
			} {
				assert.False(t, s.may(t, role, with(action, on, tagged, envs.AccountName)), "%s: %s", role, action)
			}
		}
	}
}
