package stacks

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dataawskmsalias"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dataawssecretsmanagersecret"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/input"
	"github.com/example/predictive-maintenance/internal/resource/secret"
	"github.com/example/predictive-maintenance/stacks/backup"
	"github.com/example/predictive-maintenance/stacks/compute"
	"github.com/example/predictive-maintenance/stacks/monitoring"
)

// standby is what a standby finds in its region, where its environment's stack and
// AWS have put it. Nothing of it is asked of the environment's own region, which may
// be lost. All of it is empty for an environment.
type standby struct {
	// serving is on while the standby answers in its environment's place.
	serving input.Switch
	// replica is the bucket with the ML data, and key the ARN of what encrypts it
	// and the secrets.
	replica, key string
	// replication is that of the ML data.
	replication *monitoring.Replication
	// secrets are those that containers receive.
	secrets []string
	// supabase is what of them is Supabase's, and datadog the one with Datadog's key.
	supabase *compute.Supabase
	datadog  *string
}

func (s *stack) standbyOf(env envs.Environment) (found standby) {
	primary := env.Primary()
	if primary == nil {
		return found
	}
	label := primary.Label()
	found.serving = input.NewSwitch(s.TerraformStack, envs.ServingVariable,
		"Whether the standby answers in the place of "+primary.Name+"; make failover and make failback say so")
	s.output(envs.ServingOutput, "Whether the standby answers in the place of "+primary.Name, s.remembered(envs.ServingVariable))
	found.replica = primary.Replica(*s.AccountID)
	found.replication = &monitoring.Replication{From: label.Name("ml-data", *s.AccountID), To: found.replica}
	found.key = *dataawskmsalias.NewDataAwsKmsAlias(s.TerraformStack, jsii.String("copy_key"), &dataawskmsalias.DataAwsKmsAliasConfig{
		Name: jsii.String(label.CopyKeyAlias()),
	}).TargetKeyArn()
	if primary.Supabase != nil {
		arn := s.replicated("supabase_secret", label.SupabaseSecret())
		public, private := primary.Supabase.Keys()
		found.supabase = &compute.Supabase{SecretARN: arn, Keys: []string{"url", public, private}}
		found.secrets = append(found.secrets, *arn)
	}
	if primary.Datadog != nil {
		found.datadog = s.replicated("datadog_secret", label.DatadogSecret())
		found.secrets = append(found.secrets, *found.datadog)
	}
	return found
}

// remembered is a variable as it was last applied. It is a resource for that:
// Terraform leaves an output as it was where a plan is told what to look at, unless
// the output follows from that.
func (s *stack) remembered(variable string) *string {
	const kind = "terraform_data"
	data := cdktf.NewTerraformResource(s.TerraformStack, jsii.String(variable+"_applied"), &cdktf.TerraformResourceConfig{
		TerraformResourceType: jsii.String(kind),
	})
	data.AddOverride(jsii.String("input"), "${var."+variable+"}")
	return jsii.String("${" + kind + "." + variable + "_applied.output}")
}

// replicated is the replica of a secret, by its name: its ARN has characters that
// AWS chooses.
func (s *stack) replicated(role, name string) *string {
	return dataawssecretsmanagersecret.NewDataAwsSecretsmanagerSecret(s.TerraformStack, jsii.String(role),
		&dataawssecretsmanagersecret.DataAwsSecretsmanagerSecretConfig{Name: jsii.String(name)}).Arn()
}

// replicas are where else the secrets of an environment are: where its standby is.
func (s *stack) replicas(env envs.Environment) secret.Replicas {
	if _, ok := env.InSecondRegion(); !ok {
		return secret.Replicas{}
	}
	return secret.Replicas{Region: env.Backup.SecondRegion, KeyARN: backup.CopyKeyARN(s.module("backup"))}
}

// failover is the part of an environment's load balancer beside that of its
// standby, or the other way round.
func failover(env envs.Environment) compute.Failover {
	if env.Primary() != nil {
		return compute.Secondary
	}
	if _, ok := env.InSecondRegion(); ok {
		return compute.Primary
	}
	return ""
}
