package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// TestGapsAreFilled makes the calls that moto lacks, or answers without what
// was stored, as the Terraform AWS provider makes them.
func TestGapsAreFilled(t *testing.T) {
	server := startServer(t, Options{Log: t.Output()})

	// do makes a call that has to succeed, with each {name} replaced by what an
	// earlier call kept under that name.
	kept := map[string]string{}
	fill := func(text string) string {
		for name, value := range kept {
			text = strings.ReplaceAll(text, "{"+name+"}", value)
		}
		return text
	}
	do := func(t *testing.T, r request) string {
		t.Helper()
		r.path, r.body = fill(r.path), fill(r.body)
		for _, values := range r.form {
			values[0] = fill(values[0])
		}
		status, answer := r.send(t, server.Endpoint())
		if status != http.StatusOK {
			t.Fatalf("%+v: status %d: %s", r, status, answer)
		}
		return answer
	}
	keep := func(t *testing.T, name, pattern, answer string) {
		t.Helper()
		match := regexp.MustCompile(pattern).FindStringSubmatch(answer)
		if match == nil {
			t.Fatalf("no %s in: %s", pattern, answer)
		}
		kept[name] = match[1]
	}
	expect := func(t *testing.T, answer string, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if !strings.Contains(answer, part) {
				t.Errorf("no %s in: %s", part, answer)
			}
		}
	}

	t.Run("application autoscaling", func(t *testing.T) {
		api := func(action, body string) request {
			return request{service: "application-autoscaling", target: "AnyScaleFrontendService." + action, body: body}
		}
		answer := do(t, api("RegisterScalableTarget", `{"ServiceNamespace":"dynamodb","ResourceId":"table/t","ScalableDimension":"dynamodb:table:ReadCapacityUnits","MinCapacity":1,"MaxCapacity":2,"Tags":{"A":"1"}}`))
		keep(t, "arn", `"ScalableTargetARN": *"([^"]+)"`, answer)
		do(t, api("TagResource", `{"ResourceARN":"{arn}","Tags":{"B":"2"}}`))
		do(t, api("UntagResource", `{"ResourceARN":"{arn}","TagKeys":["A"]}`))
		expect(t, do(t, api("ListTagsForResource", `{"ResourceARN":"{arn}"}`)), `{"Tags": {"B": "2"}}`)
	})

	t.Run("budgets", func(t *testing.T) {
		api := func(action, body string) request {
			return request{service: "budgets", target: "AWSBudgetServiceGateway." + action, body: body}
		}
		notification := `{"NotificationType":"ACTUAL","ComparisonOperator":"GREATER_THAN","Threshold":80,"ThresholdType":"PERCENTAGE"}`
		do(t, api("CreateBudget", `{"AccountId":"123456789012","Budget":{"BudgetName":"b","BudgetType":"COST","TimeUnit":"MONTHLY","BudgetLimit":{"Amount":"1","Unit":"USD"}},"NotificationsWithSubscribers":[{"Notification":`+notification+`,"Subscribers":[{"SubscriptionType":"EMAIL","Address":"a@example.com"}]}],"ResourceTags":[{"Key":"A","Value":"1"}]}`))
		arn := `"ResourceARN":"arn:aws:budgets::123456789012:budget/b"`
		do(t, api("TagResource", `{`+arn+`,"ResourceTags":[{"Key":"B","Value":"2"}]}`))
		do(t, api("UntagResource", `{`+arn+`,"ResourceTagKeys":["A"]}`))
		expect(t, do(t, api("ListTagsForResource", `{`+arn+`}`)), `{"ResourceTags": [{"Key": "B", "Value": "2"}]}`)

		do(t, api("UpdateBudget", `{"AccountId":"123456789012","NewBudget":{"BudgetName":"b","BudgetType":"COST","TimeUnit":"MONTHLY","BudgetLimit":{"Amount":"7","Unit":"USD"}}}`))
		expect(t, do(t, api("DescribeBudget", `{"AccountId":"123456789012","BudgetName":"b"}`)), `"Amount": "7"`)
		expect(t, do(t, api("DescribeSubscribersForNotification", `{"AccountId":"123456789012","BudgetName":"b","Notification":`+notification+`}`)), `a@example.com`)
	})

	t.Run("backup", func(t *testing.T) {
		api := func(method, path, body string) request {
			return request{service: "backup", method: method, path: path, body: body}
		}
		plan := `{"BackupPlan":{"BackupPlanName":"p","Rules":[{"RuleName":"r","TargetBackupVaultName":"vault","ScheduleExpression":"cron(0 5 * * ? *)"}]}}`
		tagged := strings.TrimSuffix(plan, "}") + `,"BackupPlanTags":{"A":"1"}}`
		answer := do(t, api("PUT", "/backup/plans/", tagged))
		keep(t, "plan", `"BackupPlanId": *"([^"]+)"`, answer)
		keep(t, "arn", `"BackupPlanArn": *"([^"]+)"`, answer)
		expect(t, do(t, api("GET", "/tags/{arn}", "")), `{"Tags": {"A": "1"}}`)
		do(t, api("POST", "/backup/plans/{plan}", strings.Replace(plan, "0 5", "0 6", 1)))
		expect(t, do(t, api("GET", "/backup/plans/{plan}/", "")), `cron(0 6 * * ? *)`)

		answer = do(t, api("PUT", "/backup/plans/{plan}/selections/", `{"BackupSelection":{"SelectionName":"s","IamRoleArn":"arn:aws:iam::123456789012:role/r","Resources":["arn:aws:s3:::b"]}}`))
		keep(t, "selection", `"SelectionId": *"([^"]+)"`, answer)
		expect(t, do(t, api("GET", "/backup/plans/{plan}/selections/{selection}", "")), `"SelectionName": "s"`, `arn:aws:s3:::b`)
		do(t, api("DELETE", "/backup/plans/{plan}/selections/{selection}", ""))
		if status, answer := api("GET", fill("/backup/plans/{plan}/selections/{selection}"), "").send(t, server.Endpoint()); status != http.StatusBadRequest {
			t.Errorf("GetBackupSelection after its deletion: status %d: %s", status, answer)
		}

		do(t, api("DELETE", "/backup/plans/{plan}", ""))
		do(t, api("PUT", "/backup/plans/", plan))
	})

	t.Run("backup vaults", func(t *testing.T) {
		api := func(method, path, body string) request {
			return request{service: "backup", method: method, path: path, body: body}
		}
		do(t, api("PUT", "/backup-vaults/vault", `{}`))
		for path, body := range map[string]string{
			"/backup-vaults/vault/access-policy":              `{"Policy": "{}"}`,
			"/backup-vaults/vault/notification-configuration": `{"SNSTopicArn": "arn:aws:sns:us-east-1:123456789012:t", "BackupVaultEvents": ["COPY_JOB_FAILED"]}`,
		} {
			do(t, api("PUT", path, body))
			expect(t, do(t, api("GET", path, "")), `"BackupVaultName": "vault"`, strings.Trim(body, "{}"))
			do(t, api("DELETE", path, ""))
			if status, answer := api("GET", path, "").send(t, server.Endpoint()); status != http.StatusBadRequest {
				t.Errorf("GET %s after its deletion: status %d: %s", path, status, answer)
			}
		}
		expect(t, do(t, api("GET", "/backup-vaults/vault/recovery-points/", "")), `{"RecoveryPoints": []}`)
		if status, answer := api("GET", "/backup-vaults/none/recovery-points/", "").send(t, server.Endpoint()); status != http.StatusBadRequest {
			t.Errorf("recovery points of a vault that is not there: status %d: %s", status, answer)
		}
	})

	t.Run("bucket replication", func(t *testing.T) {
		api := func(method, path, body string) request {
			return request{service: "s3", method: method, path: path, body: body}
		}
		for _, name := range []string{"/original", "/replica"} {
			do(t, api("PUT", name, ""))
			do(t, api("PUT", name+"?versioning", `<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>`))
		}
		replicate := func(filter, markers string) {
			do(t, api("PUT", "/original?replication", `<ReplicationConfiguration><Role>arn:aws:iam::123456789012:role/r</Role><Rule><ID>i</ID><Status>Enabled</Status>`+
				filter+markers+`<Destination><Bucket>arn:aws:s3:::replica</Bucket></Destination></Rule></ReplicationConfiguration>`))
		}
		markers := `<DeleteMarkerReplication><Status>Enabled</Status></DeleteMarkerReplication>`
		encrypted := `<SourceSelectionCriteria><SseKmsEncryptedObjects><Status>Enabled</Status></SseKmsEncryptedObjects></SourceSelectionCriteria>`
		replicate(`<Filter><Prefix>a/</Prefix></Filter>`, markers+encrypted)
		expect(t, do(t, api("GET", "/original?replication", "")), markers, encrypted, `<Filter><Prefix>a/</Prefix></Filter>`)
		replicate(`<Filter><Prefix/></Filter>`, "")
		expect(t, do(t, api("GET", "/original?replication", "")), strings.Replace(markers, "Enabled", "Disabled", 1), "<Filter><Prefix")
	})

	t.Run("cloudwatch", func(t *testing.T) {
		api := func(action, alarm, name, value string) request {
			return request{service: "monitoring", form: url.Values{"Version": {"2010-08-01"}, "Action": {action}, alarm: {"c"}, name: {value}}}
		}
		do(t, api("PutCompositeAlarm", "AlarmName", "AlarmRule", `ALARM(a) AND ALARM(b)`))
		expect(t, do(t, api("DescribeAlarms", "AlarmNames.member.1", "AlarmTypes.member.1", "CompositeAlarm")), "<AlarmRule>ALARM(a) AND ALARM(b)</AlarmRule>")
	})

	t.Run("cost explorer", func(t *testing.T) {
		api := func(action, body string) request {
			return request{service: "ce", target: "AWSInsightsIndexService." + action, body: body}
		}
		refused := func(t *testing.T, r request, code string) {
			t.Helper()
			r.body = fill(r.body)
			if status, answer := r.send(t, server.Endpoint()); status != http.StatusBadRequest || !strings.Contains(answer, code) {
				t.Errorf("%+v: status %d: %s", r, status, answer)
			}
		}
		answer := do(t, api("CreateAnomalyMonitor", `{"AnomalyMonitor":{"MonitorName":"m","MonitorType":"CUSTOM","MonitorSpecification":{"Tags":{"Key":"Environment","Values":["dev"]}}},"ResourceTags":[{"Key":"A","Value":"1"}]}`))
		keep(t, "monitor", `"MonitorArn": *"([^"]+)"`, answer)
		expect(t, do(t, api("GetAnomalyMonitors", `{"MonitorArnList":["{monitor}"]}`)), `"MonitorSpecification": {"Tags": {"Key": "Environment", "Values": ["dev"]}}`)
		do(t, api("UpdateAnomalyMonitor", `{"MonitorArn":"{monitor}","MonitorName":"renamed"}`))
		expect(t, do(t, api("GetAnomalyMonitors", `{}`)), `"MonitorName": "renamed"`)
		expect(t, do(t, api("ListTagsForResource", `{"ResourceArn":"{monitor}"}`)), `{"Key": "A", "Value": "1"}`)

		answer = do(t, api("CreateAnomalySubscription", `{"AnomalySubscription":{"SubscriptionName":"s","Frequency":"IMMEDIATE","MonitorArnList":["{monitor}"],"Subscribers":[{"Type":"SNS","Address":"arn:aws:sns:us-east-1:123456789012:t"}]},"ResourceTags":[{"Key":"B","Value":"2"}]}`))
		keep(t, "subscription", `"SubscriptionArn": *"([^"]+)"`, answer)
		do(t, api("UpdateAnomalySubscription", `{"SubscriptionArn":"{subscription}","ThresholdExpression":{"Dimensions":{"Key":"ANOMALY_TOTAL_IMPACT_ABSOLUTE","Values":["7"]}}}`))
		expect(t, do(t, api("GetAnomalySubscriptions", `{"SubscriptionArnList":["{subscription}"]}`)), `"AccountId": "123456789012"`, `"Frequency": "IMMEDIATE"`, `"Values": ["7"]`)
		expect(t, do(t, api("ListTagsForResource", `{"ResourceArn":"{subscription}"}`)), `{"Key": "B", "Value": "2"}`)

		do(t, api("DeleteAnomalySubscription", `{"SubscriptionArn":"{subscription}"}`))
		refused(t, api("GetAnomalySubscriptions", `{"SubscriptionArnList":["{subscription}"]}`), "UnknownSubscriptionException")
		do(t, api("DeleteAnomalyMonitor", `{"MonitorArn":"{monitor}"}`))
		refused(t, api("GetAnomalyMonitors", `{"MonitorArnList":["{monitor}"]}`), "UnknownMonitorException")
		tagged := do(t, request{service: "tagging", target: "ResourceGroupsTaggingAPI_20170126.GetResources", body: `{"TagFilters":[{"Key":"A"}]}`})
		if strings.Contains(tagged, "anomaly") {
			t.Errorf("what is deleted is found by its tags: %s", tagged)
		}
	})

	t.Run("access analyzer", func(t *testing.T) {
		api := func(method, path, body string) request {
			return request{service: "access-analyzer", method: method, path: path, body: body}
		}
		create := api("PUT", "/analyzer", `{"analyzerName":"a","type":"ACCOUNT","tags":{"A":"1"}}`)
		keep(t, "arn", `"arn": *"([^"]+)"`, do(t, create))
		kept["arn"] = url.PathEscape(kept["arn"])
		expect(t, do(t, api("GET", "/analyzer/a", "")), `"type": "ACCOUNT"`, `"status": "ACTIVE"`, `"tags": {"A": "1"}`)
		expect(t, do(t, api("GET", "/analyzer", "")), `"name": "a"`)
		do(t, api("POST", "/tags/{arn}", `{"tags":{"B":"2"}}`))
		do(t, api("DELETE", "/tags/{arn}?tagKeys=A", ""))
		expect(t, do(t, api("GET", "/tags/{arn}", "")), `{"tags": {"B": "2"}}`)

		do(t, api("DELETE", "/analyzer/a", ""))
		for _, path := range []string{"/analyzer/a", fill("/tags/{arn}")} {
			if status, answer := api("GET", path, "").send(t, server.Endpoint()); status != http.StatusNotFound {
				t.Errorf("GET %s after the analyzer's deletion: status %d: %s", path, status, answer)
			}
		}
		do(t, create)
	})

	t.Run("cloudtrail", func(t *testing.T) {
		// As the Go SDK sends it: with the last part of the prefix alone.
		api := func(action, body string) request {
			return request{service: "cloudtrail", target: "CloudTrail_20131101." + action, body: body}
		}
		do(t, request{service: "s3", method: "PUT", path: "/trail", body: ""})
		create := api("CreateTrail", `{"Name":"trail","S3BucketName":"trail"}`)
		keep(t, "trail", `"TrailARN": *"([^"]+)"`, do(t, create))
		do(t, api("StartLogging", `{"Name":"{trail}"}`))
		expect(t, do(t, api("GetTrailStatus", `{"Name":"{trail}"}`)), `"IsLogging": true`)
		do(t, api("StopLogging", `{"Name":"{trail}"}`))
		expect(t, do(t, api("GetTrailStatus", `{"Name":"{trail}"}`)), `"IsLogging": false`)
		do(t, api("DeleteTrail", `{"Name":"{trail}"}`))
		expect(t, do(t, api("DescribeTrails", `{}`)), `"trailList": []`)
		do(t, create)
	})

	t.Run("access logs of a bucket", func(t *testing.T) {
		api := func(path, body string) request {
			return request{service: "s3", method: "PUT", path: path, body: body}
		}
		do(t, api("/logged", ""))
		do(t, api("/logs", ""))
		logging := api("/logged?logging", `<BucketLoggingStatus><LoggingEnabled><TargetBucket>logs</TargetBucket><TargetPrefix>a/</TargetPrefix></LoggingEnabled></BucketLoggingStatus>`)
		refusal := `{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::logs/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}`
		do(t, api("/logs?policy", `{"Version":"2012-10-17","Statement":[`+refusal+`]}`))
		if status, answer := logging.send(t, server.Endpoint()); status != http.StatusBadRequest {
			t.Errorf("logs to a bucket that takes none: status %d: %s", status, answer)
		}
		do(t, api("/logs?policy", `{"Version":"2012-10-17","Statement":[`+refusal+
			`,{"Effect":"Allow","Principal":{"Service":"logging.s3.amazonaws.com"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::logs/a/*"}]}`))
		do(t, logging)
		expect(t, do(t, request{service: "s3", method: "GET", path: "/logged?logging"}), "<TargetBucket>logs</TargetBucket>")
	})

	t.Run("guardduty", func(t *testing.T) {
		api := func(method, path, body string) request {
			return request{service: "guardduty", method: method, path: path, body: body}
		}
		create := api("POST", "/detector", `{"enable":true,"clientToken":"a"}`)
		keep(t, "detector", `"detectorId": *"([^"]+)"`, do(t, create))
		if status, answer := create.send(t, server.Endpoint()); status != http.StatusBadRequest {
			t.Errorf("a second detector: status %d: %s", status, answer)
		}
		feature := func(answer, name string) (found struct{ Name, Status string }) {
			t.Helper()
			var told struct {
				Features []struct{ Name, Status string }
			}
			if err := json.Unmarshal([]byte(answer), &told); err != nil {
				t.Fatal(err)
			}
			for _, f := range told.Features {
				if f.Name == name {
					found = f
				}
			}
			return found
		}
		if on := feature(do(t, api("GET", "/detector/{detector}", "")), "S3_DATA_EVENTS").Status; on != "ENABLED" {
			t.Errorf("of a new detector, S3_DATA_EVENTS is %q", on)
		}
		do(t, api("POST", "/detector/{detector}", `{"features":[{"name":"EKS_AUDIT_LOGS","status":"DISABLED"}]}`))
		do(t, api("POST", "/detector/{detector}", `{"features":[{"name":"RUNTIME_MONITORING","status":"ENABLED","additionalConfiguration":[{"name":"ECS_FARGATE_AGENT_MANAGEMENT","status":"ENABLED"}]}]}`))
		answer := do(t, api("GET", "/detector/{detector}", ""))
		for name, want := range map[string]string{"EKS_AUDIT_LOGS": "DISABLED", "S3_DATA_EVENTS": "ENABLED", "RUNTIME_MONITORING": "ENABLED"} {
			if got := feature(answer, name).Status; got != want {
				t.Errorf("%s is %q", name, got)
			}
		}
		expect(t, answer, `{"name": "EKS_ADDON_MANAGEMENT", "status": "DISABLED"}`)
		do(t, api("DELETE", "/detector/{detector}", ""))
		do(t, create)
	})

	t.Run("security hub", func(t *testing.T) {
		api := func(method, path, body string) request {
			return request{service: "securityhub", method: method, path: path, body: body}
		}
		enable := api("POST", "/accounts", `{"EnableDefaultStandards":false}`)
		do(t, enable)
		if status, answer := enable.send(t, server.Endpoint()); status == http.StatusOK {
			t.Errorf("Security Hub twice: status %d: %s", status, answer)
		}
		do(t, api("PATCH", "/accounts", `{"AutoEnableControls":false}`))
		expect(t, do(t, api("GET", "/accounts", "")), `"AutoEnableControls": false`)

		standard := "arn:aws:securityhub:us-east-1::standards/cis-aws-foundations-benchmark/v/3.0.0"
		keep(t, "subscription", `"StandardsSubscriptionArn": *"([^"]+)"`, do(t, api("POST", "/standards/register", `{"StandardsSubscriptionRequests":[{"StandardsArn":"`+standard+`"}]}`)))
		expect(t, kept["subscription"], ":subscription/cis-aws-foundations-benchmark/v/3.0.0")
		asked := api("POST", "/standards/get", `{"StandardsSubscriptionArns":["{subscription}"]}`)
		expect(t, do(t, asked), `"StandardsStatus": "READY"`, standard)
		do(t, api("POST", "/standards/deregister", `{"StandardsSubscriptionArns":["{subscription}"]}`))
		expect(t, do(t, asked), `{"StandardsSubscriptions": []}`)

		gather := api("POST", "/findingAggregator/create", `{"RegionLinkingMode":"SPECIFIED_REGIONS","Regions":["us-east-1"]}`)
		keep(t, "aggregator", `"FindingAggregatorArn": *"([^"]+)"`, do(t, gather))
		expect(t, do(t, api("GET", "/findingAggregator/get/{aggregator}", "")), `"RegionLinkingMode": "SPECIFIED_REGIONS"`, `"FindingAggregationRegion": "us-east-1"`)
		expect(t, do(t, api("GET", "/findingAggregator/list", "")), kept["aggregator"])
		do(t, api("DELETE", "/findingAggregator/delete/{aggregator}", ""))
		if status, answer := api("GET", fill("/findingAggregator/get/{aggregator}"), "").send(t, server.Endpoint()); status == http.StatusOK {
			t.Errorf("an aggregator after its deletion: status %d: %s", status, answer)
		}
		off := api("POST", "/findingAggregator/create", `{"RegionLinkingMode":"SPECIFIED_REGIONS","Regions":["eu-west-1"]}`)
		if status, answer := off.send(t, server.Endpoint()); status == http.StatusOK {
			t.Errorf("gathering where Security Hub is off: status %d: %s", status, answer)
		}
		do(t, api("DELETE", "/accounts", ""))
		do(t, enable)
	})

	// Clients put the account's id before the host and find no such name; with
	// the variables of Env they ask the emulator to pass the request on.
	t.Run("s3 control", func(t *testing.T) {
		env, err := Env(server.Endpoint(), aws.Credentials{})
		if err != nil {
			t.Fatal(err)
		}
		proxy, err := url.Parse(env["HTTP_PROXY"])
		if err != nil {
			t.Fatal(err)
		}
		call, err := http.NewRequest(http.MethodPut,
			strings.Replace(server.Endpoint(), "//", "//123456789012.", 1)+"/v20180820/configuration/publicAccessBlock",
			strings.NewReader(`<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>`))
		if err != nil {
			t.Fatal(err)
		}
		call.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0")
		call.Header.Set("X-Amz-Account-Id", "123456789012")
		client := &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(proxy)}}
		response, err := client.Do(call)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		if response.StatusCode != http.StatusOK && response.StatusCode != http.StatusCreated {
			t.Errorf("PutPublicAccessBlock: status %d", response.StatusCode)
		}
	})

	t.Run("a Supabase project", func(t *testing.T) {
		const project = "/supabase/v1/projects/abcdefghijklmnopqrst"
		const addons, backups = project + "/billing/addons", project + "/database/backups"
		to := func(past time.Duration) string {
			return fmt.Sprintf(`{"recovery_time_target_unix": %d}`, time.Now().Add(-past).Unix())
		}
		call := func(method, path, token, body string) (int, string) {
			request, err := http.NewRequest(method, server.Endpoint()+path, strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Authorization", "Bearer "+token)
			return answerTo(t, request)
		}
		token := "sbp_" + strings.Repeat("0", 40)
		for _, tt := range []struct {
			method, path, token, body string
			status                    int
			want                      string
		}{
			{"GET", addons, token, "", 200, `{"selected_addons": []}`},
			{"PATCH", addons, "", `{}`, 401, "Unauthorized"},
			{"GET", backups, token, "", 200, `"pitr_enabled": false`},
			{"POST", backups + "/restore-pitr", token, to(time.Hour), 400, "no backup of that time"},
			{"PATCH", addons, token, `{"addon_type": "pitr", "addon_variant": "pitr_7"}`, 200, ""},
			{"GET", backups, token, "", 200, `"pitr_enabled": true`},
			{"POST", backups + "/restore-pitr", "", to(time.Hour), 401, "Unauthorized"},
			{"POST", backups + "/restore-pitr", token, to(time.Hour), 201, ""},
			{"POST", backups + "/restore-pitr", token, to(8 * 24 * time.Hour), 400, "no backup of that time"},
			{"POST", backups + "/restore-pitr", token, to(0), 400, "no backup of that time"},
			{"GET", project, token, "", 200, `"status": "ACTIVE_HEALTHY"`},
			{"PATCH", addons, token, `{"addon_type": "pitr", "addon_variant": "pitr_14"}`, 200, ""},
			{"GET", addons, token, "", 200, `{"selected_addons": [{"type": "pitr", "variant": {"id": "pitr_14"}}]}`},
			{"GET", "/supabase/v1/projects", token, "", 404, "Not Found"},
		} {
			if status, answer := call(tt.method, tt.path, tt.token, tt.body); status != tt.status || !strings.Contains(answer, tt.want) {
				t.Errorf("%s %s %s: status %d: %s", tt.method, tt.path, tt.body, status, answer)
			}
		}
	})

	t.Run("load balancers", func(t *testing.T) {
		api := func(values ...string) request {
			form := url.Values{"Version": {"2015-12-01"}}
			for i := 0; i < len(values); i += 2 {
				form[values[i]] = []string{values[i+1]}
			}
			return request{service: "elasticloadbalancing", form: form}
		}
		subnets := regexp.MustCompile(`<subnetId>([^<]+)`).FindAllStringSubmatch(do(t, request{service: "ec2", form: url.Values{"Version": {"2016-11-15"}, "Action": {"DescribeSubnets"}}}), 2)
		keep(t, "balancer", `<LoadBalancerArn>([^<]+)`, do(t, api("Action", "CreateLoadBalancer", "Name", "b", "Subnets.member.1", subnets[0][1], "Subnets.member.2", subnets[1][1])))
		protect := func(value string) {
			do(t, api("Action", "ModifyLoadBalancerAttributes", "LoadBalancerArn", "{balancer}",
				"Attributes.member.1.Key", "deletion_protection.enabled", "Attributes.member.1.Value", value))
		}
		remove := api("Action", "DeleteLoadBalancer", "LoadBalancerArn", kept["balancer"])
		protect("true")
		if status, answer := remove.send(t, server.Endpoint()); status != http.StatusBadRequest || !strings.Contains(answer, "OperationNotPermitted") {
			t.Errorf("a protected load balancer: status %d: %s", status, answer)
		}
		protect("false")
		do(t, remove)
	})

	t.Run("retries", func(t *testing.T) {
		api := func(action, body string) request {
			return request{service: "dynamodb", target: "DynamoDB_20120810." + action, body: body}
		}
		do(t, api("CreateTable", `{"TableName":"locks","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"LockID","AttributeType":"S"}],"KeySchema":[{"AttributeName":"LockID","KeyType":"HASH"}]}`))
		lock := api("PutItem", `{"TableName":"locks","Item":{"LockID":{"S":"a"}},"ConditionExpression":"attribute_not_exists(LockID)"}`)
		for _, tt := range []struct {
			invocation string
			status     int
			want       string
		}{
			{"1", 200, ""},
			{"1", 200, ""},
			{"2", 400, "ConditionalCheckFailedException"},
			{"2", 400, "ConditionalCheckFailedException"},
			{"", 400, "ConditionalCheckFailedException"},
		} {
			lock.invocation = tt.invocation
			if status, answer := lock.send(t, server.Endpoint()); status != tt.status || !strings.Contains(answer, tt.want) {
				t.Errorf("invocation %q: status %d: %s", tt.invocation, status, answer)
			}
		}
		address := request{service: "ec2", form: url.Values{"Action": {"AllocateAddress"}, "Version": {"2016-11-15"}}, invocation: "3"}
		first, again := do(t, address), do(t, address)
		if first != again {
			t.Errorf("a retry allocated another address: %s, %s", first, again)
		}
		address.invocation = "4"
		if other := do(t, address); other == first {
			t.Errorf("two calls allocated one address: %s", other)
		}
	})

	t.Run("policies of AWS's own", func(t *testing.T) {
		do(t, request{service: "iam", form: url.Values{"Version": {"2010-05-08"}, "Action": {"GetPolicy"}, "PolicyArn": {"arn:aws:iam::aws:policy/ReadOnlyAccess"}}})
	})

	t.Run("ecs", func(t *testing.T) {
		api := func(action, body string) request {
			return request{service: "ecs", target: "AmazonEC2ContainerServiceV20141113." + action, body: body}
		}
		do(t, api("CreateCluster", `{"clusterName":"c"}`))
		do(t, api("RegisterTaskDefinition", `{"family":"f","containerDefinitions":[{"name":"n","image":"i","memory":1}]}`))
		do(t, api("CreateService", `{"cluster":"c","serviceName":"s","taskDefinition":"f","desiredCount":1,"healthCheckGracePeriodSeconds":60,"availabilityZoneRebalancing":"DISABLED","enableExecuteCommand":true,"deploymentConfiguration":{"maximumPercent":150}}`))
		describe := api("DescribeServices", `{"cluster":"c","services":["s"]}`)
		expect(t, do(t, describe), `"healthCheckGracePeriodSeconds": 60`, `"availabilityZoneRebalancing": "DISABLED"`, `"enableExecuteCommand": true`, `"maximumPercent": 150`)
		do(t, api("UpdateService", `{"cluster":"c","service":"s","healthCheckGracePeriodSeconds":90,"availabilityZoneRebalancing":"ENABLED"}`))
		expect(t, do(t, describe), `"healthCheckGracePeriodSeconds": 90`, `"availabilityZoneRebalancing": "ENABLED"`)
		keep(t, "deployment", `"serviceDeploymentArn": *"([^"]+)"`, do(t, api("ListServiceDeployments", `{"cluster":"c","service":"s"}`)))
		expect(t, do(t, api("DescribeServiceDeployments", `{"serviceDeploymentArns":["{deployment}"]}`)), `"status": "SUCCESSFUL"`, `"runningTaskCount": 1`)
	})

	t.Run("firehose", func(t *testing.T) {
		logs := func(action, body string) request {
			return request{service: "logs", target: "Logs_20140328." + action, body: body}
		}
		keep(t, "stream", `"DeliveryStreamARN": ?"([^"]+)"`, do(t, request{service: "firehose", target: "Firehose_20150804.CreateDeliveryStream", body: `{"DeliveryStreamName":"d","HttpEndpointDestinationConfiguration":{"EndpointConfiguration":{"Url":"https://logs.example.com"},"S3Configuration":{"RoleARN":"arn:aws:iam::123456789012:role/r","BucketARN":"arn:aws:s3:::b"}}}`}))
		do(t, logs("CreateLogGroup", `{"logGroupName":"g"}`))
		do(t, logs("CreateLogStream", `{"logGroupName":"g","logStreamName":"s"}`))
		do(t, logs("PutSubscriptionFilter", `{"logGroupName":"g","filterName":"f","filterPattern":"","destinationArn":"{stream}","roleArn":"arn:aws:iam::123456789012:role/r"}`))
		do(t, logs("PutLogEvents", fmt.Sprintf(`{"logGroupName":"g","logStreamName":"s","logEvents":[{"timestamp":%d,"message":"a line"}]}`, time.Now().UnixMilli())))
		expect(t, do(t, logs("FilterLogEvents", `{"logGroupName":"g"}`)), "a line")
	})

	t.Run("ec2", func(t *testing.T) {
		api := func(action string, parameters ...string) request {
			form := url.Values{"Version": {"2016-11-15"}, "Action": {action}}
			for i := 0; i < len(parameters); i += 2 {
				form.Set(parameters[i], parameters[i+1])
			}
			return request{service: "ec2", form: form}
		}
		keep(t, "group", `<groupId>([^<]+)<`, do(t, api("CreateSecurityGroup", "GroupName", "g", "GroupDescription", "d")))
		keep(t, "list", `<prefixListId>([^<]+)<`, do(t, api("CreateManagedPrefixList", "PrefixListName", "l", "MaxEntries", "1", "AddressFamily", "IPv4")))
		keep(t, "rule", `<securityGroupRuleId>([^<]+)<`, do(t, api("AuthorizeSecurityGroupIngress", "GroupId", "{group}",
			"IpPermissions.1.IpProtocol", "tcp", "IpPermissions.1.FromPort", "1", "IpPermissions.1.ToPort", "1",
			"IpPermissions.1.Groups.1.GroupId", "{group}", "IpPermissions.1.Groups.1.Description", "from a group")))
		do(t, api("AuthorizeSecurityGroupEgress", "GroupId", "{group}",
			"IpPermissions.1.IpProtocol", "tcp", "IpPermissions.1.FromPort", "2", "IpPermissions.1.ToPort", "2",
			"IpPermissions.1.PrefixListIds.1.PrefixListId", "{list}", "IpPermissions.1.PrefixListIds.1.Description", "to a list"))
		describe := api("DescribeSecurityGroupRules", "Filter.1.Name", "group-id", "Filter.1.Value.1", "{group}")
		expect(t, do(t, describe), "<description>from a group</description>", "<description>to a list</description>")

		do(t, api("ModifySecurityGroupRules", "GroupId", "{group}", "SecurityGroupRule.1.SecurityGroupRuleId", "{rule}",
			"SecurityGroupRule.1.SecurityGroupRule.IpProtocol", "tcp", "SecurityGroupRule.1.SecurityGroupRule.FromPort", "1", "SecurityGroupRule.1.SecurityGroupRule.ToPort", "1",
			"SecurityGroupRule.1.SecurityGroupRule.ReferencedGroupId", "{group}", "SecurityGroupRule.1.SecurityGroupRule.Description", "changed"))
		expect(t, do(t, describe), "<description>changed</description>")

		keep(t, "subnet", `<subnetId>([^<]+)<`, do(t, api("DescribeSubnets")))
		keep(t, "gateway", `<natGatewayId>([^<]+)<`, do(t, api("CreateNatGateway", "SubnetId", "{subnet}", "ConnectivityType", "private")))
		expect(t, do(t, api("DescribeNetworkInterfaces")), "<networkInterfaceId>")
		do(t, api("DeleteNatGateway", "NatGatewayId", "{gateway}"))
		if left := do(t, api("DescribeNetworkInterfaces")); strings.Contains(left, "<networkInterfaceId>") {
			t.Errorf("a deleted NAT gateway leaves its network interface: %s", left)
		}
		// The next gateway gets the address of the one before.
		keep(t, "address", `<allocationId>([^<]+)<`, do(t, api("AllocateAddress", "Domain", "vpc")))
		for range 2 {
			keep(t, "gateway", `<natGatewayId>([^<]+)<`, do(t, api("CreateNatGateway", "SubnetId", "{subnet}", "AllocationId", "{address}")))
			do(t, api("DeleteNatGateway", "NatGatewayId", "{gateway}"))
		}
	})

	t.Run("secrets manager", func(t *testing.T) {
		api := func(action, region, body string) request {
			return request{service: "secretsmanager", region: region, target: "secretsmanager." + action, body: body}
		}
		const key = "arn:aws:kms:us-west-2:123456789012:key/1"
		made := do(t, api("CreateSecret", "", `{"Name":"replicated","ClientRequestToken":"01234567890123456789012345678901","SecretString":"x",`+
			`"AddReplicaRegions":[{"Region":"us-west-2","KmsKeyId":"`+key+`"}]}`))
		expect(t, made, `"KmsKeyId": "`+key+`"`)
		expect(t, do(t, api("DescribeSecret", "", `{"SecretId":"replicated"}`)), `"KmsKeyId": "`+key+`"`)
		expect(t, do(t, api("GetResourcePolicy", "us-west-2", `{"SecretId":"replicated"}`)), `arn:aws:secretsmanager:us-west-2:`, `"Name": "replicated"`)
		do(t, api("CreateSecret", "", `{"Name":"alone","ClientRequestToken":"01234567890123456789012345678902","SecretString":"x"}`))
		expect(t, do(t, api("GetResourcePolicy", "", `{"SecretId":"alone"}`)), `"Name": "alone"`)
	})

	t.Run("service quotas", func(t *testing.T) {
		api := func(action, service, code string) request {
			return request{service: "servicequotas", target: "ServiceQuotasV20190624." + action, body: fmt.Sprintf(`{"ServiceCode":%q,"QuotaCode":%q}`, service, code)}
		}
		expect(t, do(t, api("GetAWSDefaultServiceQuota", "fargate", "L-3032A538")), `"Value": 6.0`)
		expect(t, do(t, api("GetAWSDefaultServiceQuota", "vpc", "L-F678F1CE")), `"Value": 5`)
		for _, action := range []string{"GetServiceQuota", "GetAWSDefaultServiceQuota"} {
			if status, answer := api(action, "fargate", "L-00000000").send(t, server.Endpoint()); status != http.StatusBadRequest || !strings.Contains(answer, "NoSuchResourceException") {
				t.Errorf("%s of no quota: status %d: %s", action, status, answer)
			}
		}
	})
}
