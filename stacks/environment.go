// Package stacks puts the modules together: the environment stack, which is
// the whole platform of one environment, and the bootstrap stack, which holds
// the state of all.
package stacks

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/stacks/cost"
	"github.com/example/predictive-maintenance/stacks/monitoring"
	"github.com/example/predictive-maintenance/stacks/networking"
	"github.com/example/predictive-maintenance/stacks/security"
	"github.com/example/predictive-maintenance/stacks/storage"
)

// newEnvironment declares the whole platform of one environment, top-down:
// each module's outputs are the next one's inputs.
func newEnvironment(app cdktf.App, env envs.Environment) error {
	s, err := newStack(app, env.Name, env.Region, env.Tags(), env.State)
	if err != nil {
		return err
	}

	secured := security.New(s.module("security"), security.Props{
		Label:     env.Label(),
		Region:    env.Region,
		AccountID: *s.AccountID,
		Partition: *s.Partition,
	})

	network := networking.New(s.module("networking"), networking.Props{
		Label:            env.Label(),
		Region:           env.Region,
		AccountID:        *s.AccountID,
		Network:          env.Network,
		Services:         env.Services,
		LogRetentionDays: env.LogRetentionDays,
		LogKeyARN:        secured.Key.ARN,
		LogKeyPolicy:     secured.Key.Policy,
	})

	stored := storage.New(s.module("storage"), storage.Props{
		Label:            env.Label(),
		AccountID:        *s.AccountID,
		KeyARN:           secured.Key.ARN,
		Services:         env.Services,
		LogRetentionDays: env.LogRetentionDays,
		Keep:             env.DeletionProtection,
	})

	watched := monitoring.New(s.module("monitoring"), monitoring.Props{
		Label:     env.Label(),
		Region:    env.Region,
		AccountID: *s.AccountID,
		KeyARN:    secured.Key.ARN,
		KeyPolicy: secured.Key.Policy,
		Services:  env.Services,
		LoadBalancer: monitoring.LoadBalancer{
			ARNSuffix:            jsii.String("app/" + env.Label().Name("alb") + "/0123456789abcdef"),
			TargetGroupARNSuffix: jsii.String("targetgroup/" + env.Label().Name("api-gateway") + "/0123456789abcdef"),
			CertificateARN: jsii.String("arn:" + *s.Partition + ":acm:" + env.Region + ":" + *s.AccountID +
				":certificate/00000000-0000-0000-0000-000000000000"),
		},
		NATGateways:      network.NATGatewayIDs,
		WebACL:           env.Label().Name("waf"),
		LogRetentionDays: env.LogRetentionDays,
		AlertEmail:       env.AlertEmail,
		AlertEndpoints:   env.AlertEndpoints,
	})

	cost.New(s.module("cost"), cost.Props{
		Label:            env.Label(),
		MonthlyBudgetUSD: env.MonthlyBudgetUSD,
		Anomalies:        env.CostAnomalies,
		AlertEmail:       env.AlertEmail,
		TopicARN:         watched.TopicARN,
	})

	s.output("vpc_id", "The VPC", network.VPCID)
	s.output("private_subnet_ids", "The subnets of the tasks, in the order of the zones", network.PrivateSubnetIDs)
	s.output("nat_public_ips", "The addresses that outbound traffic comes from, for allow lists", network.NATPublicIPs)
	s.output("ml_data_bucket", "The bucket with models and training data", stored.MLData.Name)
	s.output("repository_urls", "Where each service's images are pushed", stored.RepositoryURLs)
	s.output("alert_topic_arn", "The topic that alarms and budget alerts go to", watched.TopicARN)
	return nil
}
