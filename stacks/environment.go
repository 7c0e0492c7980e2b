// Package stacks puts the modules together: the environment stack, which is
// the whole platform of one environment, the bootstrap stack, which holds the
// state of all, and the account stack, which says who delivers them.
package stacks

import (
	"cmp"
	"slices"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/envs"
	"github.com/example/predictive-maintenance/internal/resource/bucket"
	"github.com/example/predictive-maintenance/stacks/backup"
	"github.com/example/predictive-maintenance/stacks/compute"
	"github.com/example/predictive-maintenance/stacks/cost"
	"github.com/example/predictive-maintenance/stacks/database"
	"github.com/example/predictive-maintenance/stacks/datadog"
	"github.com/example/predictive-maintenance/stacks/frontend"
	"github.com/example/predictive-maintenance/stacks/monitoring"
	"github.com/example/predictive-maintenance/stacks/networking"
	"github.com/example/predictive-maintenance/stacks/security"
	"github.com/example/predictive-maintenance/stacks/storage"
)

// newEnvironment declares the whole platform of one environment, top-down:
// each module's outputs are the next one's inputs. A standby is the same, of what
// its environment is in the second region.
func newEnvironment(app cdktf.App, account envs.Account, env envs.Environment) error {
	s, err := newStack(app, account, env.Name, env.Region, env.Tags(), env.State)
	if err != nil {
		return err
	}

	origin := env.Origin()
	standby := s.standbyOf(env)

	protect := security.Props{
		Label:     env.Label(),
		Region:    env.Region,
		AccountID: *s.AccountID,
		Partition: *s.Partition,
		Budget:    env.MonthlyBudgetUSD > 0,
		Keep:      env.DeletionProtection,
	}
	secured := security.New(s.module("security"), protect)

	network := networking.New(s.module("networking"), networking.Props{
		Label:            env.Label(),
		Region:           env.Region,
		AccountID:        *s.AccountID,
		Network:          env.Network,
		Services:         env.Services,
		LogRetentionDays: env.LogRetentionDays,
		LogKeyARN:        secured.Key.ARN,
		LogKeyPolicy:     secured.Key.Policy,
		Serving:          standby.serving,
	})

	stored := storage.New(s.module("storage"), storage.Props{
		Label:            env.Label(),
		AccountID:        *s.AccountID,
		Partition:        *s.Partition,
		KeyARN:           secured.Key.ARN,
		Services:         env.Services,
		Images:           origin.Label(),
		Replica:          standby.replica,
		LogRetentionDays: env.LogRetentionDays,
		Keep:             env.DeletionProtection,
	})

	balancer := compute.NewLoadBalancer(s.module("compute"), compute.LoadBalancerProps{
		Label:           env.Label(),
		Domain:          env.Domain,
		Hosts:           env.Hosts(),
		Services:        env.Services,
		VPCID:           network.VPCID,
		SubnetIDs:       network.PublicSubnetIDs,
		SecurityGroupID: network.LoadBalancerGroupID,
		LogBucket:       stored.LoadBalancerLogs.Name,
		LogBucketPolicy: stored.LoadBalancerLogs.Policy,
		Failover:        failover(env),
		Keep:            env.DeletionProtection,
	})

	security.NewFirewall(s.module("security"), security.FirewallProps{
		Label:            env.Label(),
		LoadBalancerARN:  balancer.ARN,
		RateLimit:        env.RateLimit,
		LogRetentionDays: env.LogRetentionDays,
		Key:              secured.Key,
	})

	watched := monitoring.New(s.module("monitoring"), monitoring.Props{
		Label:     env.Label(),
		Region:    env.Region,
		AccountID: *s.AccountID,
		KeyARN:    secured.Key.ARN,
		KeyPolicy: secured.Key.Policy,
		Services:  env.Services,
		LoadBalancer: monitoring.LoadBalancer{
			ARNSuffix:              balancer.ARNSuffix,
			TargetGroupARNSuffixes: balancer.TargetGroupARNSuffixes,
			CertificateARN:         balancer.CertificateARN,
		},
		Host:             env.Domain.API,
		Probe:            env.Probe,
		NATGateways:      network.NATGatewayIDs,
		WebACL:           env.Label().Name("waf"),
		OffHours:         env.OffHours,
		Serving:          standby.serving,
		Replication:      standby.replication,
		Datadog:          env.Datadog != nil,
		Budget:           env.MonthlyBudgetUSD > 0,
		LogRetentionDays: env.LogRetentionDays,
		Owner:            env.Owner,
		Runbooks:         account.Runbooks(),
		AlertEmail:       env.AlertEmail,
		AlertEndpoints:   env.AlertEndpoints,
	})

	if env.MonthlyBudgetUSD > 0 {
		cost.New(s.module("cost"), cost.Props{
			Label:            env.Label(),
			MonthlyBudgetUSD: env.MonthlyBudgetUSD,
			Anomalies:        env.CostAnomalies,
			AlertEmail:       env.AlertEmail,
			TopicARN:         watched.TopicARN,
		})
	}

	credentials, secrets := standby.supabase, standby.secrets
	replicas := s.replicas(env)
	public := map[string]*string{"API_URL": jsii.String("https://" + env.Domain.API)}
	if env.Supabase != nil {
		endpoint, token := s.supabase()
		made := database.New(s.module("database"), database.Props{
			Label:       env.Label(),
			Supabase:    *env.Supabase,
			Endpoint:    endpoint,
			AccessToken: token,
			SiteURL:     siteURL(env.Frontend),
			EgressIPs:   network.NATPublicIPs,
			KeyARN:      secured.Key.ARN,
			Replicas:    replicas,
			Keep:        env.DeletionProtection,
		})
		publicKey, secretKey := env.Supabase.Keys()
		credentials = &compute.Supabase{URL: made.URL, SecretARN: made.SecretARN, Keys: []string{publicKey, secretKey}}
		secrets = []string{*made.SecretARN}
		public["SUPABASE_URL"], public[envs.SupabaseVariable(publicKey)] = made.URL, made.PublicKey
		s.output("supabase_url", "Supabase's HTTP API", made.URL)
		s.output("supabase_secret_arn", "The secret with Supabase's credentials", made.SecretARN)
	}
	var agents *compute.Datadog
	if env.Datadog != nil {
		var key *string
		if standby.datadog == nil {
			key = s.datadog()
		}
		made := datadog.New(s.module("datadog"), datadog.Props{
			APIKey:           key,
			Label:            env.Label(),
			Region:           env.Region,
			AccountID:        *s.AccountID,
			Partition:        *s.Partition,
			Datadog:          *env.Datadog,
			SecretARN:        standby.datadog,
			SecretKeyARN:     standby.key,
			Replicas:         replicas,
			KeyARN:           secured.Key.ARN,
			KeyPolicy:        secured.Key.Policy,
			LogRetentionDays: env.LogRetentionDays,
			LogGroups:        watched.LogGroups,
			Keep:             env.DeletionProtection,
		})
		agents = &compute.Datadog{Site: env.Datadog.Site, AgentVersion: env.Datadog.AgentVersion, SecretARN: made.SecretARN, LogGroup: watched.AgentLogGroup}
		if standby.datadog == nil {
			secrets = append(secrets, *made.SecretARN)
		}
	}
	if env.Frontend != nil {
		s.vercel(env.Frontend.Team)
		frontend.New(s.module("frontend"), frontend.Props{
			Frontend: *env.Frontend,
			ZoneID:   balancer.ZoneID,
			Public:   public,
			Keep:     env.DeletionProtection,
		})
		s.output("frontend_url", "Where the front end is served", siteURL(env.Frontend))
	}

	roles := security.NewRoles(s.module("security"), security.RolesProps{
		Props:        protect,
		Services:     env.Services,
		KeyARN:       secured.Key.ARN,
		DataKeyARN:   cmp.Or(standby.key, secured.Key.ARN),
		MLDataARN:    *stored.MLData.ARN,
		SecretARNs:   secrets,
		Exec:         env.Exec,
		ExecLogGroup: *watched.ExecLogGroup,
	})

	compute.New(s.module("compute"), compute.Props{
		Label:       env.Label(),
		Environment: origin.Name,
		Region:      env.Region,
		Services:    env.Services,
		Capacity:    env.Capacity,
		Exec:        env.Exec,
		OffHours:    env.OffHours,
		Idle:        standby.serving.Switches(),
		Keep:        env.DeletionProtection,

		VPCID:            network.VPCID,
		SubnetIDs:        network.PrivateSubnetIDs,
		SecurityGroupIDs: network.ServiceGroupIDs,
		LoadBalancer:     balancer,

		KeyARN:           secured.Key.ARN,
		ExecutionRoleARN: roles.ExecutionARN,
		TaskRoleARNs:     roles.TaskARNs,

		RepositoryURLs: stored.RepositoryURLs,
		MLDataBucket:   stored.MLData.Name,
		Supabase:       credentials,
		Datadog:        agents,

		LogGroups:              watched.LogGroups,
		ExecLogGroup:           watched.ExecLogGroup,
		ServiceConnectLogGroup: watched.ServiceConnectLogGroup,
		RollbackAlarms:         watched.RollbackAlarms,

		Ready: slices.Concat(network.Egress, roles.Permissions),
	})

	s.output("api_url", "Where the API is reached", "https://"+env.Domain.API)
	if urls := serviceURLs(env); len(urls) > 0 {
		s.output("service_urls", "Where services with a route of their own are reached", urls)
	}
	s.output("load_balancer_dns_name", "The load balancer's own name", balancer.DNSName)
	if balancer.NameServers != nil {
		s.output("name_servers", "The name servers to enter where the domain above the zone is held", balancer.NameServers)
	}
	s.output("vpc_id", "The VPC", network.VPCID)
	s.output("private_subnet_ids", "The subnets of the tasks, in the order of the zones", network.PrivateSubnetIDs)
	s.output("nat_public_ips", "The addresses that outbound traffic comes from, for allow lists", network.NATPublicIPs)
	s.output("ml_data_bucket", "The bucket with models and training data", stored.MLData.Name)
	s.output("repository_urls", "Where each service's images are pushed", stored.RepositoryURLs)
	s.output("cluster", "The ECS cluster", env.Label().Name("cluster"))
	s.output("sagemaker_role_arn", "The role for SageMaker jobs and endpoints", roles.SageMakerARN)
	s.output("sagemaker_security_group_id", "The security group for SageMaker jobs that run in the private subnets", network.SageMakerGroupID)
	s.output("alert_topic_arn", "The topic that alarms and budget alerts go to", watched.TopicARN)
	if env.Primary() == nil {
		s.backUp(env, secured.Key.ARN, stored.MLData, watched.TopicARN)
	}
	s.bound(origin.Label().Boundary())
	return nil
}

// backUp declares the backups of an environment. Those of a standby would be of
// what its environment has backed up.
func (s *stack) backUp(env envs.Environment, key string, data *bucket.Bucket, topic *string) {
	var second cdktf.TerraformProvider
	if region := env.Backup.SecondRegion; region != "" {
		second = s.in(region)
	}
	_, returns := env.InSecondRegion()
	backedUp := backup.New(s.module("backup"), backup.Props{
		Label:     env.Label(),
		Region:    env.Region,
		AccountID: *s.AccountID,
		Partition: *s.Partition,
		Tags:      env.Tags(),
		KeyARN:    key,
		Backup:    env.Backup,
		Second:    second,
		MLData:    data,
		Returns:   returns,
		TopicARN:  topic,
		Keep:      env.DeletionProtection,
	})
	s.output("backup_vault_name", "The vault with the backups", backedUp.VaultName)
	s.output("restore_role_arn", "The role that restores from the vault", backedUp.RestoreRoleARN)
	if backedUp.SecondRegion != nil {
		s.output("backup_copy_vault_name", "The vault in the second region, with copies of the backups", backedUp.SecondRegion.VaultName)
		s.output("ml_data_replica_bucket", "The replica of the ML data in the second region", backedUp.SecondRegion.Replica.Name)
	}
}

// serviceURLs are where services with a route are reached, by service name.
func serviceURLs(env envs.Environment) map[string]string {
	urls := map[string]string{}
	for _, s := range env.Services {
		if s.Public && !s.Default() {
			urls[s.Name] = env.URL(s)
		}
	}
	return urls
}

// siteURL is where the front end is served; empty where there is none.
func siteURL(f *envs.Frontend) string {
	if f == nil {
		return ""
	}
	return "https://" + f.Domain
}
